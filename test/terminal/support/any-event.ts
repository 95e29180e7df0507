import fc from 'fast-check';
import type { RunEvent } from '../../../src/domain/run-event.ts';

/** What attackers and broken venues put into names, notes and replies. */
export const nasty: readonly string[] = [
  '\u001b[2J\u001b[H',
  '\u001b]0;owned\u0007',
  '\u001b]8;;https://evil.example\u001b\\click\u001b]8;;\u001b\\',
  '\u009b31m',
  '\u0090q\u009c',
  'line\nbreak\rback\tand\u000bmore',
  '\u202egnp.exe',
  '\u2066isolate\u2069',
  'zero\u200bwidth\ufeff',
  'e\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301',
  '\u{e0041}tag',
  '\ud800 half',
  '界'.repeat(60),
  '👩‍👩‍👧‍👦🇩🇪',
  'x'.repeat(500),
  '=cmd|calc!A1',
  '../../etc/passwd',
  '',
];

export const hostile = fc.oneof(
  fc.constantFrom(...nasty),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme-ascii', maxLength: 120 }),
  fc.tuple(fc.constantFrom(...nasty), fc.string({ maxLength: 20 })).map(([a, b]) => b + a + b),
);

const lane = fc.constantFrom('case', 'account:main', 'account:main#2', 'account:\u202eevil');
const at = {
  lane,
  step: fc.constantFrom('a.b', 'c.d', 'x\u001b[31m'),
  attempt: fc.integer({ min: 1, max: 3 }),
};
const phase = fc.constantFrom('open', 'triage', 'contain', 'inspect', 'eradicate', 'recover', 'review');
const outcome = fc.oneof(
  fc.constant({ is: 'verified' as const }),
  fc.record({
    is: fc.constantFrom('unverified' as const, 'failed' as const, 'unknown' as const),
    why: hostile,
  }),
  fc.record({ is: fc.constantFrom('skipped' as const, 'waived' as const), why: hostile, by: hostile }),
);
const amount = fc.oneof(fc.constantFrom('0', '312.40', '1204567.1100', 'NaN', '-3'), hostile);
const count = fc.integer({ min: 0, max: 1_000_000 });

const account = fc.record({
  id: fc.constant('main'),
  venue: hostile,
  venueName: hostile,
  label: hostile,
  task: hostile,
  keyLabel: hostile,
  keyId: hostile,
  hasResponderKey: fc.boolean(),
  expectedScopes: fc.constant([]),
  expectedIpAllowlist: fc.constant([]),
  clientOrderIdPrefixes: fc.constant([]),
  usualSymbols: fc.constant([]),
  dependents: fc.constant([]),
});

const type = <T extends string>(name: T) => fc.constant(name);

/** Any event of a run, in any order, every string of it hostile. */
export const anyEvent: fc.Arbitrary<RunEvent> = fc.oneof(
  fc.record({
    type: type('case.opened'),
    caseId: hostile,
    format: fc.constant(1 as const),
    mode: fc.constantFrom('real' as const, 'drill' as const),
    scenario: fc.record({ id: hostile, title: hostile, speed: fc.constant(10) }),
    playbook: fc.record({ id: hostile, version: hostile, sha256: hostile }),
    tool: fc.constant({ name: 'firebreak' as const, version: '0' }),
    environment: fc.record({ node: hostile, os: hostile, host: hostile, user: hostile }),
    operatorKind: fc.constant('person' as const),
    accounts: fc.array(account, { maxLength: 2 }),
  }),
  fc.record({
    type: type('answer.given'),
    ...at,
    question: hostile,
    prompt: hostile,
    answer: hostile,
    by: hostile,
  }),
  fc.record({ type: type('lane.opened'), lane, account: hostile, because: hostile }),
  fc.record({ type: type('lane.settled'), lane, outcome }),
  fc.record({ type: type('phase.entered'), phase }),
  fc.record({ type: type('phase.returned'), from: phase, to: phase, because: hostile }),
  fc.record({
    type: type('step.chosen'),
    ...at,
    choice: fc.constantFrom('continue' as const, 'skip' as const, 'retry' as const, 'accept' as const),
    reason: hostile,
    by: hostile,
  }),
  fc.record({ type: type('step.started'), ...at, phase, title: hostile, kind: hostile }),
  fc.record({ type: type('step.finished'), ...at, outcome, summary: hostile, facts: fc.constant({}) }),
  fc.record({
    type: type('step.offered'),
    ...at,
    title: hostile,
    purpose: hostile,
    harm: hostile,
    check: hostile,
    undo: hostile,
    needs: hostile,
    account: hostile,
    stuck: fc.record({ outcome, summary: hostile }),
  }),
  fc.record({
    type: type('guide.shown'),
    title: hostile,
    page: hostile,
    lines: fc.array(hostile, { maxLength: 12 }),
  }),
  fc.record({ type: type('progress'), ...at, text: hostile, done: count, total: count }),
  fc.record({
    type: type('act.intended'),
    ...at,
    act: fc.constantFrom('a1', 'a2'),
    account: hostile,
    what: hostile,
    target: hostile,
    by: fc.constantFrom('api' as const, 'hand' as const),
    repeatable: fc.boolean(),
    undo: hostile,
    why: hostile,
    approvedBy: hostile,
  }),
  fc.record({
    type: type('act.finished'),
    ...at,
    act: fc.constantFrom('a1', 'a2'),
    result: fc.constantFrom('done' as const, 'not-done' as const, 'unknown' as const),
    how: hostile,
    exchanges: fc.constant([]),
    exhibits: fc.constant([]),
  }),
  fc.record({
    type: type('finding.recorded'),
    ...at,
    finding: fc.record({
      id: hostile,
      rule: hostile,
      title: hostile,
      detail: hostile,
      severity: fc.constantFrom('note' as const, 'critical' as const),
      basis: fc.constant('fact' as const),
      exhibits: fc.constant([]),
    }),
  }),
  fc.record({
    type: type('failure.recorded'),
    ...at,
    failure: fc.record({
      code: fc.constant('VENUE_DOWN' as const),
      venue: hostile,
      venueCode: hostile,
      doing: hostile,
      detail: hostile,
    }),
  }),
  fc.record({
    type: type('decision.recorded'),
    ...at,
    what: hostile,
    recommended: hostile,
    chosen: hostile,
    because: hostile,
    by: hostile,
  }),
  fc.record({ type: type('note.added'), text: hostile, by: hostile }),
  fc.record({ type: type('drill.notice'), text: hostile }),
  fc.record({
    type: type('timer.set'),
    ...at,
    timer: hostile,
    dueAt: fc.oneof(hostile, fc.constant('2026-11-21T03:00:00.000Z')),
  }),
  fc.record({ type: type('timer.due'), ...at, timer: hostile }),
  fc.record({ type: type('run.resumed'), uncertain: fc.array(hostile, { maxLength: 3 }) }),
  fc.record({ type: type('run.stopped'), reason: hostile }),
  fc.record({ type: type('journal.recovered'), bytes: count, sha256: hostile, movedTo: hostile }),
  fc.record({
    type: type('case.closed'),
    verdict: fc.constantFrom('contained' as const, 'partly-contained' as const, 'not-contained' as const),
    because: hostile,
  }),
  fc.record({ type: type('money.leaving'), lost: amount, perMinute: amount, asset: hostile }),
  fc.record({ type: type('exported'), what: fc.constant('pdf' as const), path: hostile }),
  fc.record({ type: type('score'), score: fc.dictionary(hostile, hostile, { maxKeys: 3 }) }),
);

export const anyMoment = fc.oneof(
  fc.constantFrom('2026-11-21T03:01:12.000Z', '2026-11-21T03:09:12.000Z', 'not a time', '\u001b[2J'),
  hostile,
);

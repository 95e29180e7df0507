import { describe, expect, it } from 'vitest';
import { BadInput, VenueFailure } from '../../src/domain/failure.ts';
import type { FailureCode } from '../../src/domain/failure.ts';
import type { JournaledEvent } from '../../src/domain/run-event.ts';
import type { StepResult } from '../../src/playbook/step-kind.ts';
import {
  accountSection,
  caseSection,
  offered,
  openSmallRun,
  setScope,
  stepOf,
  verified,
  type Deeds,
  type SmallRun,
} from './support/small-run.ts';

const failed = (why: string): StepResult => ({ outcome: { is: 'failed', why }, summary: why });
const quit = { '/stuck': 'quit', '/menu': 'quit' };

describe('a step and its check', () => {
  const one = [caseSection('open', stepOf('act'))];

  it.each(['unverified', 'failed', 'unknown'] as const)(
    'is not verified when the work claims success and the check says %s',
    async (is) => {
      const run = await openSmallRun(one);
      const disagrees = (): StepResult => ({ outcome: { is, why: 'looked' }, summary: 'looked' });
      await run.run({ 'act/check': disagrees }, quit);
      expect(run.outcomes()).toEqual({ 'case/act': { is, why: 'looked' } });
    },
  );

  it('does not ask the check about work that failed: its agreement would mean nothing', async () => {
    const run = await openSmallRun(one);
    let checked = false;
    const check = () => {
      checked = true;
      return verified;
    };
    await run.run({ act: () => failed('no'), 'act/check': check }, quit);
    expect(checked).toBe(false);
  });

  it('lets the check see what the work has just found', async () => {
    const run = await openSmallRun(one);
    let seen: unknown;
    await run.run(
      {
        act: () => ({ ...verified, facts: { label: 'tradebot-1' } }),
        'act/check': (world) => {
          seen = world.fact('act.label');
          return verified;
        },
      },
      {},
    );
    expect(seen).toBe('tradebot-1');
  });

  it.each<[FailureCode, string]>([
    ['OUTCOME_UNKNOWN', 'unknown'],
    ['REPLY_NOT_UNDERSTOOD', 'unknown'],
    ['VENUE_DOWN', 'unknown'],
    ['UNREACHABLE', 'unknown'],
    ['BLOCKED_BY_GATEWAY', 'unknown'],
    ['SCOPE_MISSING', 'failed'],
    ['SIGNATURE_REJECTED', 'failed'],
  ])('that meets %s ends %s, and the run goes on', async (code, is) => {
    const run = await openSmallRun(one);
    const fails = () => Promise.reject(new VenueFailure({ code, venue: 'binance', doing: 'reading' }));
    await expect(run.run({ act: fails }, quit)).resolves.toMatchObject({ is: 'stopped' });
    expect(run.outcomes()['case/act']?.is).toBe(is);
    expect(run.events()).toContainEqual(expect.objectContaining({ type: 'failure.recorded' }));
  });

  it('that is given something unusable fails with what to mend, and the run goes on', async () => {
    const run = await openSmallRun(one);
    const refuses = () => Promise.reject(new BadInput('env:NEW_KEY is not set'));
    await run.run({ act: refuses }, quit);
    expect(run.outcomes()).toEqual({ 'case/act': { is: 'failed', why: 'env:NEW_KEY is not set' } });
  });
});

describe('a bug in a step', () => {
  const two = [caseSection('open', stepOf('first'), stepOf('second'))];
  const bug = new TypeError('x is not a function');

  it('ends the run with the error, never with a verdict', async () => {
    const run = await openSmallRun(two);
    await expect(run.run({ second: () => Promise.reject(bug) }, {})).rejects.toBe(bug);
    expect(run.outcomes()).toEqual({ 'case/first': { is: 'verified' } });
    expect(run.events().some(({ type }) => type === 'run.stopped')).toBe(false);
  });

  it('costs nothing that was done: the next start goes on with that step', async () => {
    const run = await openSmallRun(two);
    await expect(run.run({ second: () => Promise.reject(bug) }, {})).rejects.toBe(bug);
    await run.reopen();
    let firsts = 0;
    const first = () => {
      firsts += 1;
      return verified;
    };
    await expect(run.run({ first }, {})).resolves.toMatchObject({ is: 'closed' });
    expect(firsts).toBe(0);
  });

  it('is told even when the operator presses Ctrl-C a moment later', async () => {
    const run = await openSmallRun(two);
    const stop = new AbortController();
    const second = () => {
      setImmediate(() => stop.abort());
      return Promise.reject(bug);
    };
    await expect(run.run({ second }, {}, stop.signal)).rejects.toBe(bug);
  });

  it('in one lane lets the others end before the error is told', async () => {
    const sections = [
      caseSection('triage', stepOf('set-scope')),
      accountSection({ contain: [stepOf('fall')], preserve: [stepOf('read')] }),
    ];
    const run = await openSmallRun(sections, { accounts: ['a'] });
    let wasTold = false;
    const deeds: Deeds = {
      ...setScope('a'),
      fall: () => Promise.reject(bug),
      read: (world) =>
        new Promise((_, reject) => {
          world.signal.addEventListener('abort', () => {
            wasTold = true;
            setImmediate(() => reject(new Error('ended by being told so')));
          });
        }),
    };
    await expect(run.run(deeds, {})).rejects.toBe(bug);
    expect(wasTold).toBe(true);
  });

  it('such as a record that cannot be written moves nothing', async () => {
    const run = await openSmallRun(two);
    const deeds: Deeds = {
      first: async () => {
        await run.files.close();
        return verified;
      },
    };
    await expect(run.run(deeds, {})).rejects.toMatchObject({ code: 'JOURNAL_CLOSED' });
    expect(run.outcomes()).toEqual({});
  });
});

describe('the operator’s choices', () => {
  const one = [caseSection('open', offered('act'))];
  const mandatory = [caseSection('open', offered('act', { mandatory: true }))];

  it('a step is not begun before he says so', async () => {
    const run = await openSmallRun(one);
    let begun = false;
    const act = () => {
      begun = true;
      return verified;
    };
    await run.run({ act }, { 'act/menu': 'quit' });
    expect(begun).toBe(false);
    await run.reopen();
    await run.run({ act }, { 'act/menu': 'continue' });
    expect(begun).toBe(true);
  });

  it('a skipped step stands as skipped, with the reason and the name', async () => {
    const run = await openSmallRun([caseSection('open', stepOf('who'), offered('act'))]);
    const who: Deeds = {
      who: async (world) => {
        await world.ask({ id: 'who-are-you', kind: 'text', prompt: 'Who?' });
        return verified;
      },
    };
    const answers = { 'who/who-are-you': 'R. Muster', 'act/menu': 'skip', 'act/reason': ' not ours ' };
    await expect(run.run(who, answers)).resolves.toMatchObject({ is: 'closed' });
    expect(run.outcomes()['case/act']).toEqual({ is: 'skipped', why: 'not ours', by: 'R. Muster' });
  });

  it('a waived step stands as waived by name, not as what it was before', async () => {
    const run = await openSmallRun(mandatory);
    const answers = { 'act/menu': 'continue', 'act/stuck': 'accept', 'act/reason': 'seen on the page' };
    await run.run({ act: () => failed('it still works') }, answers);
    expect(run.outcomes()['case/act']).toMatchObject({ is: 'waived', why: 'seen on the page' });
  });

  it('to go on leaves a failed step failed', async () => {
    const run = await openSmallRun(one);
    const end = await run.run(
      { act: () => failed('no') },
      { 'act/menu': 'continue', 'act/stuck': 'continue' },
    );
    expect(end).toEqual({ is: 'closed', outcomes: [{ is: 'failed', why: 'no' }] });
  });

  it('do not offer to skip a mandatory step, nor to go on past it', async () => {
    const run = await openSmallRun(mandatory);
    await run.run({ act: () => failed('no') }, { 'act/menu': 'continue', 'act/stuck': 'quit' });
    const values = run.asked.map((question) =>
      question.kind === 'choice' ? question.choices.map(({ value }) => value) : [],
    );
    expect(values[0]).not.toContain('skip');
    expect(values[1]).toEqual(expect.arrayContaining(['retry', 'accept']));
    expect(values[1]).not.toContain('continue');
  });

  it('a note and a look at the list cost nothing: the same step is offered again', async () => {
    const run = await openSmallRun(one);
    const answers = {
      'act/menu': ['note', 'back', 'continue'],
      'act/note': 'called the desk',
      'list/menu': '0',
    };
    await expect(run.run({}, answers)).resolves.toMatchObject({ is: 'closed' });
    expect(run.events()).toContainEqual(
      expect.objectContaining({ type: 'note.added', text: 'called the desk' }),
    );
  });

  it('are asked for one after the other, though two lanes wait', async () => {
    const sections = [
      caseSection('triage', stepOf('set-scope')),
      accountSection({ contain: [stepOf('one')], preserve: [stepOf('two')] }),
    ];
    const run = await openSmallRun(sections, { accounts: ['a'] });
    let open = 0;
    let most = 0;
    const deeds: Deeds = {
      ...setScope('a'),
      ...Object.fromEntries(
        ['one', 'two'].map((id) => [
          id,
          async (world: Parameters<NonNullable<Deeds[string]>>[0]) => {
            await world.ask({ id: 'q', kind: 'text', prompt: '?' });
            return verified;
          },
        ]),
      ),
    };
    const answer = (): string => {
      open += 1;
      most = Math.max(most, open);
      open -= 1;
      return 'x';
    };
    await run.run(deeds, { '/q': answer });
    expect([most, run.asked.length]).toEqual([1, 2]);
  });
});

describe('a forged record', () => {
  const sections = [
    caseSection('open', offered('act', { mandatory: true })),
    caseSection('review', offered('end')),
  ];
  const at = { lane: 'case', step: 'act', attempt: 0 } as const;
  const forgeries: readonly [string, JournaledEvent][] = [
    ['a skip', { type: 'step.chosen', ...at, choice: 'skip', reason: 'none', by: 'nobody' }],
    [
      'a success without a beginning',
      { type: 'step.finished', ...at, outcome: { is: 'verified' }, summary: '', facts: {} },
    ],
    ['another step’s choice', { type: 'step.chosen', ...at, step: 'end', choice: 'continue', by: 'nobody' }],
  ];

  it.each(forgeries)('of %s leaves a mandatory step where it was', async (_name, event) => {
    const run = await openSmallRun(sections);
    await run.files.append(event);
    await run.reopen();
    await run.run({}, quit);
    expect(run.asked.map(({ id }) => id)).toEqual(['act/menu']);
    expect(run.outcomes()).toEqual({});
  });

  it('of going on past a mandatory step that failed leaves it stuck', async () => {
    const run = await openSmallRun(sections);
    await run.run({ act: () => failed('no') }, { 'act/menu': 'continue', 'act/stuck': 'quit' });
    await run.files.append({ type: 'step.chosen', ...at, attempt: 1, choice: 'continue', by: 'nobody' });
    await run.reopen();
    await run.run({}, { 'act/stuck': 'quit' });
    expect(run.asked.at(-1)?.id).toBe('act/stuck');
  });
});

describe('the return edge', () => {
  const again = { to: 'contain', when: { fact: 'more.found', is: true } } as const;
  const sections = [
    caseSection('triage', stepOf('set-scope')),
    accountSection({ contain: [stepOf('revoke')] }),
    caseSection('inspect', offered('more', { returns: again })),
  ];
  const lanesOf = (run: SmallRun): readonly string[] =>
    run.events().flatMap((e) => (e.type === 'lane.opened' ? [e.lane] : []));

  it('opens a second round of lanes, and the record says that it went back', async () => {
    const run = await openSmallRun(sections, { accounts: ['a', 'b'] });
    let passes = 0;
    const deeds: Deeds = {
      ...setScope('a', 'b'),
      more: () => ({ ...verified, facts: { found: ++passes === 1 } }),
    };
    const end = await run.run(deeds, { 'more/menu': 'continue' });
    expect(end).toMatchObject({ is: 'closed' });
    expect(lanesOf(run)).toEqual(['account:a', 'account:b', 'account:a#2', 'account:b#2']);
    expect(run.events()).toContainEqual(
      expect.objectContaining({ type: 'phase.returned', from: 'inspect', to: 'contain' }),
    );
    expect(Object.keys(run.outcomes())).toContain('account:a#2/revoke');
  });

  it('is not taken a second time for what the first pass found, when the second pass is skipped', async () => {
    const run = await openSmallRun(sections, { accounts: ['a'] });
    const deeds: Deeds = { ...setScope('a'), more: () => ({ ...verified, facts: { found: true } }) };
    const answers = { 'more/menu': ['continue', 'skip', 'quit'], 'more/reason': 'looked already' };
    await expect(run.run(deeds, answers)).resolves.toMatchObject({ is: 'closed' });
    expect(lanesOf(run)).toEqual(['account:a', 'account:a#2']);
  });
});

describe('a run that nobody can move', () => {
  it('says where it stands instead of waiting for ever', async () => {
    const sections = [
      caseSection('triage', stepOf('set-scope')),
      accountSection({ contain: [stepOf('revoke')] }),
    ];
    const run = await openSmallRun(sections);
    await expect(run.run(setScope(), {})).rejects.toThrow('nothing is due');
  });
});

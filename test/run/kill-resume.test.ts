import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { JournaledEvent } from '../../src/domain/run-event.ts';
import { readJournal } from '../../src/evidence/index.ts';
import { sharedDrill } from '../cli/support/shared-drill.ts';
import {
  openActs,
  openHouse,
  outcomesIn,
  repeated,
  verdictIn,
  type DieAt,
  type DrillHouse,
} from './support/drill-process.ts';

const wrote = (match: string, when: DieAt['when'] = 'after', nth = 1): DieAt => ({
  call: 'write',
  match,
  when,
  nth,
});

const revokes = 'account:main/revoke-key#1/revoke-key:main';
const creates = 'case/reissue-key#1/create-key:main';

/** Places where a process can be killed, in the order in which a drill comes by them. */
const places = {
  'with the first answer just written': wrote('"question":"open-case/what-leaked"'),
  'with half of an opening answer written': wrote('"question":"open-case/who-are-you"', 'torn'),
  'when the first exhibit is there and not in the journal': {
    call: 'link',
    match: 'EX-001-key-report',
    when: 'after',
  },
  'while it looks at the last minutes': wrote('"purpose":"listing trades of BTCUSDT"', 'torn'),
  'between the proof that the key works and the intent to end it': wrote('"id":"positive-control'),
  'when the revocation is intended and not begun': wrote('"type":"act.intended"'),
  'when the operator said which key, and it still lives': wrote('revoke-key@main/revoke-key/delete"'),
  'when the key is deleted and nobody told': wrote('"kind":"key-deleted"'),
  'when the key was read back as dead and half of that is written': wrote('"type":"act.finished"', 'torn'),
  'during the proof of death': { call: 'link', match: '-death-proof', when: 'before' },
  'while it acquires the histories': wrote(
    '"step":"acquire-histories","type":"exhibit.acquired"',
    'before',
    2,
  ),
  'with half of the choice to go on': wrote('"step":"cancel-orders","type":"step.chosen"', 'torn'),
  'among the findings': wrote('"id":"FD-003"'),
  'when a new key is intended and not begun': wrote('"act":"case/reissue-key'),
  'when the operator named its addresses, and it does not exist': wrote('create-key/addresses"'),
  'when the new key exists and nobody told': wrote('"kind":"key-created"'),
  'when half of where it lies is known': wrote('reissue-key/reference:main:apiKey"'),
  'when it was taken up and not compared': wrote('"act":"case/reissue-key', 'after', 2),
  'while the operator attests what no venue tells': wrote('reissue-key/attest:main:manage-keys"'),
  'when the new key is adopted': wrote('"references":{"main"'),
  'while it waits for the half hour': wrote('"timer":"reprobe:PT30M"'),
  'when the half hour is over and not written': wrote('"timer":"reprobe:PT30M"', 'before', 2),
  'when the procedure is at its end': wrote('"verdict":"contained"'),
  'when the verdict is not yet written': wrote('"type":"case.closed"', 'before'),
  'with half of the bag written': { call: 'link', match: 'manifest-sha256.txt', when: 'before' },
  'when the bag has no name yet': { call: 'rename', match: '/bag', when: 'before' },
  'with half of the report drawn': { call: 'write', match: '%PDF-1.7', when: 'torn' },
  'with half of the report in its place': { call: 'rename', match: '/report.html', when: 'before' },
  'when everything is exported and nobody told': wrote('"type":"custody.recorded"', 'before'),
} as const satisfies Readonly<Record<string, DieAt>>;

type Place = keyof typeof places;

/** What must be said first at the next start, where it is not nothing. */
const uncertainAfter: Partial<Record<Place, readonly string[]>> = {
  'when the revocation is intended and not begun': [revokes],
  'when the operator said which key, and it still lives': [revokes],
  'when the key is deleted and nobody told': [revokes],
  'when the key was read back as dead and half of that is written': [revokes],
  'when a new key is intended and not begun': [creates],
  'when the operator named its addresses, and it does not exist': [creates],
  'when the new key exists and nobody told': [creates],
  'when half of where it lies is known': [creates],
};

// Each place once; together they take a few seconds less than each alone.
const chains: readonly { readonly kills: readonly Place[] }[] = [
  {
    kills: [
      'with the first answer just written',
      'while it looks at the last minutes',
      'when the revocation is intended and not begun',
      'during the proof of death',
      'when a new key is intended and not begun',
      'when the new key exists and nobody told',
      'while it waits for the half hour',
      'with half of the bag written',
    ],
  },
  {
    kills: [
      'with half of an opening answer written',
      'between the proof that the key works and the intent to end it',
      'when the operator said which key, and it still lives',
      'while it acquires the histories',
      'when the operator named its addresses, and it does not exist',
      'while the operator attests what no venue tells',
      'when the verdict is not yet written',
      'when everything is exported and nobody told',
    ],
  },
  {
    kills: [
      'when the first exhibit is there and not in the journal',
      'when the key is deleted and nobody told',
      'with half of the choice to go on',
      'when half of where it lies is known',
      'when the new key is adopted',
      'when the procedure is at its end',
      'with half of the report in its place',
    ],
  },
  {
    kills: [
      'when the key was read back as dead and half of that is written',
      'among the findings',
      'when it was taken up and not compared',
      'when the half hour is over and not written',
      'with half of the report drawn',
      'when the bag has no name yet',
    ],
  },
];

// Minutes, so only when asked for, each kill in a case of its own: FIREBREAK_TEST_KILLS=places takes the
// places above, FIREBREAK_TEST_KILLS=every-7 each seventh record of a drill (every-1: ten minutes).
const more = process.env['FIREBREAK_TEST_KILLS'] ?? '';
const everyNth = Number(/^every-(\d+)$/.exec(more)?.[1] ?? 0);
const recordsOfADrill = 240;

interface Kill {
  readonly name: string;
  readonly dieAt: DieAt;
  /** What must be said first at the next start; when left out, the acts that the journal leaves open. */
  readonly uncertain?: readonly string[];
}

const killAt = (name: Place): Kill => ({
  name,
  dieAt: places[name],
  uncertain: uncertainAfter[name] ?? [],
});

const killAfterRecord = (nth: number): Kill => ({
  name: `after record ${nth}`,
  dieAt: wrote('"seq":', 'after', nth),
});

describe('a drill whose process is killed and resumed', { timeout: 120_000, retry: 2 }, () => {
  let undisturbed: End;
  beforeAll(async () => {
    undisturbed = await playUndisturbed();
  });

  it('is killed at every place that matters', () => {
    expect(chains.flatMap(({ kills }) => kills).toSorted()).toEqual(Object.keys(places).toSorted());
  });

  it.concurrent.for(chains)(
    'comes to the same end after $kills.length kills in one case, the first of them $kills.0',
    ({ kills }, { onTestFinished }) =>
      killAndResume(kills.map(killAt), openHouse(onTestFinished), undisturbed),
  );

  const alone: readonly Kill[] = [
    ...(more === 'places' ? (Object.keys(places) as Place[]).map(killAt) : []),
    ...Array.from({ length: recordsOfADrill }, (_, index) => index + 1)
      .filter((nth) => nth % everyNth === 0)
      .map(killAfterRecord),
  ];
  if (alone.length > 0)
    it.concurrent.for(alone)('comes to the same end when it is killed $name', (kill, { onTestFinished }) =>
      killAndResume([kill], openHouse(onTestFinished), undisturbed),
    );
});

interface End {
  readonly outcomes: ReturnType<typeof outcomesIn>;
  readonly verdict: unknown;
}

/** At another speed: how it ends does not depend on that. */
async function playUndisturbed(): Promise<End> {
  const { ran, bag } = await sharedDrill();
  expect(ran.code, ran.stderr).toBe(0);
  const journal = readJournal(readFileSync(join(bag, 'data/journal/journal.jsonl')));
  const events = journal.records.map(({ event }) => event);
  return { outcomes: outcomesIn(events), verdict: verdictIn(events) };
}

async function killAndResume(chain: readonly Kill[], house: DrillHouse, undisturbed: End): Promise<void> {
  let before: Uint8Array = new Uint8Array();
  let uncertain: readonly string[] | undefined;
  for (const [index, { name, dieAt, ...kill }] of chain.entries()) {
    const { signal, output } = await (index === 0 ? house.drill({ dieAt }) : house.resume({ dieAt })).ended;
    expect(signal, `not killed ${name}: ${output}`).toBe('SIGKILL');
    expectNothingLost(house, before, uncertain);
    before = wholeLines(house.journal().bytes);
    uncertain = openActs(house.events());
    // On a slow machine a later kill can meet an act that an earlier one made the drill try again.
    const first = uncertain.filter((act) => !/#(?!1\/)/.test(act));
    if (kill.uncertain) expect(first, name).toEqual(kill.uncertain);
  }
  const { code, output } = await house.resume().ended;
  expectNothingLost(house, before, uncertain);
  expectDoneOnce(house);
  const events = house.events();
  expect(outcomesIn(events)).toEqual(undisturbed.outcomes);
  expect(verdictIn(events)).toEqual(undisturbed.verdict);
  expect(code, output).toBe(0);
  const verified = await house.run(['verify', house.bag()]).ended;
  expect(verified.code, verified.output).toBe(0);
}

/** Every acknowledged record stands byte for byte, and the next process began by saying what is uncertain. */
function expectNothingLost(house: DrillHouse, before: Uint8Array, uncertain?: readonly string[]): void {
  const { bytes } = house.journal();
  expect(bytes.subarray(0, before.length).equals(before)).toBe(true);
  if (uncertain === undefined) return;
  const after = wholeLines(bytes).subarray(before.length).toString('utf8').split('\n');
  const resumed = after.map(eventOf).find((event) => event?.type === 'run.resumed');
  expect(resumed).toMatchObject({ uncertain });
}

/** Nothing was done twice, asked twice or found twice; what was begun has an end. */
function expectDoneOnce(house: DrillHouse): void {
  expect(house.journal().ok).toBe(true);
  expect(house.changes('key-deleted')).toBe(1);
  expect(house.changes('key-created')).toBe(1);
  const events = house.events();
  expect(openActs(events)).toEqual([]);
  expect(repeated(events.flatMap((e) => (e.type === 'act.intended' ? [e.act] : [])))).toEqual([]);
  expect(repeated(events.flatMap((e) => (e.type === 'act.finished' ? [e.act] : [])))).toEqual([]);
  expect(repeated(answersOf(events))).toEqual([]);
  expect(repeated(events.flatMap((e) => (e.type === 'decision.recorded' ? [e.what] : [])))).toEqual([]);
  expect(repeated(findingsOf(events))).toEqual([]);
  expect(repeated(events.flatMap((e) => (e.type === 'exhibit.acquired' ? [e.exhibit.id] : [])))).toEqual([]);
  expect(repeated(events.flatMap((e) => (e.type === 'lane.opened' ? [e.lane] : [])))).toEqual([]);
}

const findingsOf = (events: readonly JournaledEvent[]): readonly string[] =>
  events.flatMap((e) =>
    e.type === 'finding.recorded' ? [`${e.finding.rule}: ${e.finding.title}: ${e.finding.detail}`] : [],
  );

/** But for the look at the page after an interruption: there an old answer may no longer be true. */
const answersOf = (events: readonly JournaledEvent[]): readonly string[] =>
  events.flatMap((e) =>
    e.type === 'answer.given' && !/^reissue-key\/(list-keys|listed):/.test(e.question)
      ? [`${e.lane} ${e.question} ${e.attempt}`]
      : [],
  );

const wholeLines = (bytes: Buffer): Buffer => bytes.subarray(0, bytes.lastIndexOf('\n') + 1);

function eventOf(line: string): JournaledEvent | undefined {
  return line === '' ? undefined : (JSON.parse(line) as { event: JournaledEvent }).event;
}

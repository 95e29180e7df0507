import { describe, it } from 'vitest';
import type { Listing } from '../../src/domain/coverage.ts';
import type { Answer, Question } from '../../src/domain/question.ts';
import type { ObservationMade } from '../../src/domain/run-event.ts';
import type { Trade } from '../../src/domain/trading.ts';
import { simulators } from '../../src/simulators/index.ts';
import { openStage, outcomeOf, type StageOptions, type StepStage } from './stage.ts';

const step = 'account:main/sweep-markets';

describe.concurrent('a market that leaves no balance and no order', { timeout: 60_000 }, () => {
  it.for([
    { venue: 'binance', others: 60 },
    { venue: 'bitvavo', others: 1 },
  ])(
    'is found by the sweep alone ($venue), and its fills are told apart',
    async ({ venue, others }, test) => {
      const steps = ['set-scope', 'acquire-histories', 'sweep-markets', 'inspect-activity'];
      const stage = await openStage({ steps, ...attacked(venue, others) }, test.onTestFinished);
      await stage.run({ '*/menu': 'continue', '*/stuck': 'continue' });
      const pump = symbolAt(venue, 'PUMP');

      test.expect(symbolsIn(await tradesOf(stage, 'acquire-histories'))).not.toContain(pump);
      test.expect(symbolsIn(await tradesOf(stage, 'sweep-markets'))).toContain(pump);
      test.expect(outcomeOf(stage, step)).toEqual({ is: 'verified', why: '' });
      test.expect(factsOf(stage)).toMatchObject({ markets: others + 3, read: others + 3, found: [pump] });
      const orders = readings(stage, 'orders').filter((each) => each.step === 'sweep-markets');
      test.expect(orders.flatMap(({ coverage }) => coverage?.symbols)).toEqual([pump]);
      const found = stage
        .eventsOf('finding.recorded')
        .map(({ finding }) => `${finding.title} ${finding.detail}`);
      test.expect(found.join('\n')).toContain(pump);
    },
  );
});

describe.concurrent('a sweep that is ended early', { timeout: 60_000 }, () => {
  it('keeps what was read whole, and the rest is a hole with the name of who ended it', async (test) => {
    const stage = await openStage(onlySweep(80), test.onTestFinished);
    await stage.runWith(async (question, signal) => {
      await aPortion(stage, signal);
      return choiceLike(question, /^End early/);
    });
    const { is, why } = outcomeOf(stage, step);
    test.expect(is).toBe('unverified');
    const read = new Set(portions(stage).flatMap(provenIn));
    test.expect(read.size).toBeGreaterThanOrEqual(25);
    test.expect(read.size).toBeLessThan(83);
    test.expect(why).toBe(`${read.size} of 83 markets; ${83 - read.size} not read: stopped by operator`);
    const last = stage.eventsOf('observation.made').findLast(({ what }) => what === 'reading-plan');
    test.expect(last?.coverage).toMatchObject({
      symbols: test.expect.arrayContaining([...read]),
      holes: [{ what: `trades of ${83 - read.size} markets`, why: 'stopped by operator' }],
    });
  });

  it('goes on behind what was read, when the run was quit and is taken up again', async (test) => {
    const stage = await openStage(onlySweep(80), test.onTestFinished);
    const end = await stage.runWith(async (question, signal) => {
      await aPortion(stage, signal);
      return choiceLike(question, /^Quit/);
    });
    test.expect(end).toMatchObject({ is: 'stopped', reason: 'the operator quit' });
    const before = portions(stage).length;
    test.expect(before).toBeLessThan(4);
    await stage.run({ '*/menu': 'continue' });
    const read = portions(stage).flatMap(provenIn);
    test.expect(new Set(read).size).toBe(83);
    test.expect(read.length).toBe(83);
    test.expect(outcomeOf(stage, step)).toEqual({ is: 'verified', why: '' });
  });
});

describe.concurrent('a sweep whose key dies', { timeout: 60_000 }, () => {
  const killing = (stage: StepStage, names: readonly ('responder' | 'suspect')[]) =>
    stage.runWith(async (_question, signal) => {
      await aPortion(stage, signal);
      for (const name of names) stage.venue.website.deleteKey(stage.keys[name].keyId);
      return never(signal);
    });

  it('goes on with another key, and reads again what the dead one lost', async (test) => {
    const stage = await openStage(onlySweep(80), test.onTestFinished);
    await killing(stage, ['responder']);
    test.expect(outcomeOf(stage, step)).toEqual({ is: 'verified', why: '' });
    test
      .expect(new Set(portions(stage).map(({ holder }) => holder)))
      .toEqual(new Set(['responder', 'suspect']));
    test.expect(new Set(portions(stage).flatMap(provenIn)).size).toBe(83);
  });

  it('is parked without one, and says how many markets were not read', async (test) => {
    const stage = await openStage(onlySweep(80), test.onTestFinished);
    await killing(stage, ['responder', 'suspect']);
    const read = new Set(portions(stage).flatMap(provenIn)).size;
    test.expect(outcomeOf(stage, step).is).toBe('unknown');
    test
      .expect(outcomeOf(stage, step).why)
      .toMatch(new RegExp(`^${read} of 83 markets; ${83 - read} not read: parked: `));
  });
});

describe.concurrent('a list of markets', { timeout: 60_000 }, () => {
  const price = (symbol: string) => ({ symbol, price: '1' });
  const hostile = '\u001b[2J\u202eEVIL<b>&symbol=BTCUSDT';

  it('that names what the venue refuses to read leaves these unread, with the reason', async (test) => {
    const stage = await openStage(onlySweep(2), test.onTestFinished);
    const body = JSON.stringify(['BTCUSDT', 'GONEUSDT', hostile, 'ZRTUSDT'].map(price));
    stage.venue.faults.inject({ kind: 'body-200', body }, { path: '/api/v3/ticker/price', times: 1 });
    await stage.run({ '*/menu': 'continue' });
    test.expect(outcomeOf(stage, step)).toEqual({
      is: 'unverified',
      why: test.expect.stringMatching(/^5 of 7 markets; 2 not read: .*does not list it any more/),
    });
    test
      .expect(outcomeOf(stage, step).why)
      .toMatch(/^5 of 7 markets; 2 not read: the venue does not list it any more/);
  });

  it('that grows while the sweep goes on is read to its end', async (test) => {
    const stage = await openStage(onlySweep(5), test.onTestFinished);
    const body = JSON.stringify(['BTCUSDT', 'ZRTUSDT'].map(price));
    stage.venue.faults.inject({ kind: 'body-200', body }, { path: '/api/v3/ticker/price', times: 1 });
    await stage.run({ '*/menu': 'continue' });
    test.expect(factsOf(stage)).toMatchObject({ markets: 8, read: 8 });
  });

  it('that cannot be read is no sweep of nothing', async (test) => {
    const stage = await openStage(onlySweep(5), test.onTestFinished);
    stage.venue.faults.inject({ kind: 'html-200' }, { path: '/api/v3/ticker/price', times: 10 });
    await stage.run({ '*/menu': 'continue' });
    test.expect(outcomeOf(stage, step)).toMatchObject({ is: 'unknown', why: /which markets there are/ });
  });
});

describe.concurrent('a venue that lists trades of all markets together', { timeout: 60_000 }, () => {
  it('has nothing to sweep, and is asked nothing', async (test) => {
    const stage = await openStage(
      { steps: ['set-scope', 'sweep-markets'], venue: 'kraken' },
      test.onTestFinished,
    );
    await stage.run({ '*/menu': 'continue' });
    test.expect(outcomeOf(stage, step)).toEqual({ is: 'verified', why: '' });
    test.expect(stage.eventsOf('exchange.captured')).toEqual([]);
    test.expect(factsOf(stage)['words']).toMatch(/all markets together: nothing to sweep/);
  });
});

/** Symbol of an asset against USDT, as the venue spells it. */
function symbolAt(venue: string, base: string): string {
  const found = simulators.find((each) => each.venue === venue);
  if (!found) throw new Error(`no simulator of ${venue}`);
  return found.symbolOf(base, 'USDT');
}

/** An owner of BTC, and somebody who bought and sold PUMP within a minute: nothing of it is left. */
function attacked(venue: string, others: number): Pick<StageOptions, 'venue' | 'opening'> {
  const [btc, zrt, pump] = ['BTC', 'ZRT', 'PUMP'].map((base) => symbolAt(venue, base)) as [
    string,
    string,
    string,
  ];
  const own = { symbol: btc, price: '20010', amount: '0.01', clientOrderId: 'mm-h-1' };
  const theirs = { symbol: pump, price: '0.5', amount: '100', clientOrderId: 'zz-1' };
  return {
    venue,
    opening: {
      balances: [
        { asset: 'USDT', free: '10000' },
        { asset: 'BTC', free: '1' },
      ],
      markets: [
        { symbol: btc, base: 'BTC', quote: 'USDT', price: '20000', depth: '4000000' },
        { symbol: zrt, base: 'ZRT', quote: 'USDT', price: '0.02', depth: '3000' },
        { symbol: pump, base: 'PUMP', quote: 'USDT', price: '0.1', depth: '2000' },
        ...namesOf(others).map((base) => ({
          symbol: symbolAt(venue, base),
          base,
          quote: 'USDT',
          price: '2',
          depth: '50000',
        })),
      ],
      trades: [
        { ...own, side: 'buy', at: '2026-03-14T02:10:00.000Z' },
        { ...theirs, side: 'buy', at: '2026-03-14T02:20:00.000Z' },
        { ...theirs, side: 'sell', price: '0.1', clientOrderId: 'zz-2', at: '2026-03-14T02:20:30.000Z' },
      ],
    },
  };
}

const namesOf = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `C${String(index).padStart(3, '0')}`);

const onlySweep = (others: number): StageOptions => ({
  steps: ['set-scope', 'sweep-markets'],
  // Slow enough that a person can step in between two portions.
  speed: 4,
  ...attacked('binance', others),
});

const readings = (stage: StepStage, what: string): readonly ObservationMade[] =>
  stage.eventsOf('observation.made').filter((each) => each.what === what);

const portions = (stage: StepStage): readonly ObservationMade[] =>
  readings(stage, 'trades').filter(({ coverage }) => coverage?.isPortion);

const provenIn = ({ coverage }: ObservationMade): readonly string[] => {
  const symbols = coverage?.symbols;
  const lost = coverage?.holes.map(({ symbol }) => symbol) ?? [];
  return Array.isArray(symbols) ? symbols.filter((symbol: string) => !lost.includes(symbol)) : [];
};

async function tradesOf(stage: StepStage, of: string): Promise<readonly Trade[]> {
  const exhibits = readings(stage, 'trades').flatMap((each) => (each.step === of ? [each.exhibit] : []));
  const acquired = stage.eventsOf('exhibit.acquired').filter(({ exhibit }) => exhibits.includes(exhibit.id));
  const listings = await Promise.all(acquired.map(({ exhibit }) => stage.files.read(exhibit)));
  return listings.flatMap((bytes) => (JSON.parse(new TextDecoder().decode(bytes)) as Listing<Trade>).rows);
}

const symbolsIn = (rows: readonly Trade[]): readonly string[] => [
  ...new Set(rows.map(({ symbol }) => symbol)),
];

const factsOf = (stage: StepStage) =>
  stage.eventsOf('step.finished').findLast((each) => each.step === 'sweep-markets')?.facts ?? {};

/** Resolves when the first portion is on disk; rejects with the signal's reason before. */
async function aPortion(stage: StepStage, signal: AbortSignal): Promise<void> {
  while (portions(stage).length === 0) {
    signal.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  signal.throwIfAborted();
}

function choiceLike(question: Question, label: RegExp): Answer {
  const choices = question.kind === 'text' ? [] : question.choices;
  const found = choices.find((choice) => label.test(choice.label));
  if (!found) throw new Error(`${question.id} offers nothing like ${label}`);
  return found.value;
}

const never = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });

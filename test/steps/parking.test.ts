import { describe, it } from 'vitest';
import { openHoles } from '../../src/analysis/index.ts';
import type { ObservationMade } from '../../src/domain/run-event.ts';
import { openStage, outcomeOf, type StageOptions, type StepStage } from './stage.ts';

const symbols = ['BTCUSDT', 'ETHUSDT', 'ZRTUSDT'];
const steps = ['set-scope', 'take-snapshot', 'acquire-histories', 'inspect-activity'];
const trades = '/api/v3/myTrades';

/** Two fills in each of three markets: one page each, read market by market. */
const threeMarkets = {
  steps,
  account: {
    pattern: { clientOrderIdPrefixes: ['mm-'], usualSymbols: symbols, usualFillsPerMinute: '0.2' },
  },
  opening: {
    markets: symbols.map((symbol) => ({
      symbol,
      base: symbol.replace('USDT', ''),
      quote: 'USDT',
      price: '20000',
      depth: '4000000',
    })),
    trades: symbols.flatMap((symbol) =>
      ['02:10', '02:20'].map((time, at) => ({
        symbol,
        side: 'buy' as const,
        price: '20000',
        amount: '0.01',
        clientOrderId: `mm-${symbol}-${at}`,
        at: `2026-03-14T${time}:00.000Z`,
      })),
    ),
  },
} satisfies StageOptions;

describe.concurrent('a key that ends while a list is read', { timeout: 60_000 }, () => {
  it.for([
    ['the venue does not know it any more', '-2008'],
    ['the venue refuses it, or its address', '-2015'],
  ] as const)('is followed by the next, for what is missing alone: %s', async ([, code], test) => {
    const stage = await openStage(threeMarkets, test.onTestFinished);
    // The first market's page comes, the second meets the end.
    stage.venue.faults.inject({ kind: 'delay', ms: 1 }, { path: trades, times: 1 });
    stage.venue.faults.inject({ kind: 'refusal', code }, { path: trades, times: 1 });
    await stage.run({ '*/menu': 'continue' });

    const [before, after, ...others] = readingsOf(stage, 'trades', 'acquire-histories');
    test.expect(others).toEqual([]);
    test.expect([before?.holder, after?.holder]).toEqual(['responder', 'suspect']);
    test.expect(after?.continues).toBe(before?.exhibit);
    test.expect((before?.rows ?? 0) > 0 && (before?.rows ?? 0) < 6).toBe(true);
    test.expect((before?.rows ?? 0) + (after?.rows ?? 0)).toBe(6);
    test.expect(openHoles([before, after].flatMap((one) => one?.coverage ?? []))).toEqual([]);
    test.expect(outcomeOf(stage, 'account:main/acquire-histories')).toEqual({ is: 'verified', why: '' });
    // Later steps see all six, in both exhibits.
    const looked = stage.eventsOf('step.finished').findLast(({ step }) => step === 'inspect-activity');
    test.expect(looked?.outcome.is).toBe('verified');
  });

  it('leaves exhibits that say, each by itself, by which key they were read', async (test) => {
    const stage = await openStage(threeMarkets, test.onTestFinished);
    stage.venue.faults.inject({ kind: 'delay', ms: 1 }, { path: trades, times: 1 });
    stage.venue.faults.inject({ kind: 'refusal', code: '-2008' }, { path: trades, times: 1 });
    await stage.run({ '*/menu': 'continue' });
    const [before, after] = readingsOf(stage, 'trades', 'acquire-histories');
    const files = await Promise.all([before, after].map((one) => fileOf(stage, one?.exhibit ?? '')));
    const masks = [stage.keys.responder, stage.keys.suspect].map(({ keyId }) => keyId.slice(0, 4));
    test.expect(files.map(({ acquiredWith }) => String(acquiredWith).slice(0, 4))).toEqual(masks);
    test.expect(files.map(({ continues }) => continues)).toEqual([undefined, before?.exhibit]);
  });

  it('is parked where there is no other, with what is missing, and the rows that came are kept', async (test) => {
    const stage = await openStage({ ...threeMarkets, hasResponder: false }, test.onTestFinished);
    stage.venue.faults.inject({ kind: 'delay', ms: 1 }, { path: trades, times: 1 });
    stage.venue.faults.inject({ kind: 'refusal', code: '-2008' }, { path: trades, times: 1 });
    await stage.run({ '*/menu': 'continue' });
    test
      .expect(outcomeOf(stage, 'account:main/acquire-histories'))
      .toMatchObject({ is: 'unknown', why: /^parked: listTrades: KEY_UNKNOWN/ });
    const [only, ...others] = readingsOf(stage, 'trades', 'acquire-histories');
    test.expect(others).toEqual([]);
    test.expect((only?.rows ?? 0) >= 2 && (only?.rows ?? 0) < 6).toBe(true);
    const lost = only?.coverage?.holes.flatMap(({ symbol }) => symbol ?? []) ?? [];
    test.expect(new Set(lost).size).toBe(3 - (only?.rows ?? 0) / 2);
  });
});

describe.concurrent('a venue that is down while a list is read', { timeout: 60_000 }, () => {
  it('parks the list with the same key, and is read when it is up again', async (test) => {
    const stage = await openStage(
      { ...threeMarkets, steps: ['set-scope', 'acquire-histories', 'continue-histories'] },
      test.onTestFinished,
    );
    stage.venue.faults.inject({ kind: 'delay', ms: 1 }, { path: trades, times: 1 });
    stage.venue.faults.inject({ kind: 'status', status: 503 }, { path: trades, times: 1_000 });
    await stage.run({ '*/menu': 'continue', '*/stuck': 'quit' });
    test
      .expect(outcomeOf(stage, 'account:main/acquire-histories'))
      .toMatchObject({ is: 'unknown', why: /^parked: listTrades: VENUE_DOWN/ });
    // It is no fault of the key: the other one is not tried.
    const parked = readingsOf(stage, 'trades', 'acquire-histories');
    test.expect(parked.map(({ holder }) => holder)).toEqual(['responder']);

    stage.venue.faults.clear();
    await stage.run({ '*/menu': 'continue', '*/stuck': 'retry' });
    test.expect(outcomeOf(stage, 'case/continue-histories')).toEqual({ is: 'verified', why: '' });
  });
});

const readingsOf = (stage: StepStage, what: string, step: string): readonly ObservationMade[] =>
  stage.eventsOf('observation.made').filter((e) => e.what === what && e.step === step);

async function fileOf(stage: StepStage, id: string): Promise<Readonly<Record<string, unknown>>> {
  const acquired = stage.eventsOf('exhibit.acquired').find(({ exhibit }) => exhibit.id === id);
  const bytes = await stage.files.read(acquired?.exhibit ?? (undefined as never));
  return JSON.parse(new TextDecoder().decode(bytes)) as Readonly<Record<string, unknown>>;
}

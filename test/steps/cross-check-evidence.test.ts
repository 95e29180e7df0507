import { describe, it } from 'vitest';
import { openStage, ourAddress, outcomeOf, type StageOptions, type StepStage } from './stage.ts';

const steps = [
  'set-scope',
  'take-snapshot',
  'acquire-histories',
  'cross-check-evidence',
  'look-for-more',
  'read-again',
  'cross-check-again',
];

/** At this venue an account has a ledger, balances and histories that one reading each tells whole. */
const atKraken = { venue: 'kraken', steps } satisfies StageOptions;
/** This venue shows no withdrawal addresses to such a key, and no key is revoked here: neither matters. */
const goOn = { '*/menu': 'skip', '*/stuck': 'accept', '*/reason': 'not what this test is about' };
/** Without a ledger of spot; both of its markets are read. */
const atBinance = {
  venue: 'binance',
  // Prices, and with them which markets there are, are read when it is inspected.
  steps: [...steps, 'inspect-activity'],
  account: {
    pattern: {
      clientOrderIdPrefixes: ['mm-'],
      usualSymbols: ['BTCUSDT', 'ZRTUSDT'],
      usualFillsPerMinute: '0.2',
    },
  },
} satisfies StageOptions;
const history = '/0/private/TradesHistory';
const ledger = '/0/private/Ledgers';

describe.concurrent('evidence compared with itself', { timeout: 60_000 }, () => {
  it('finds nothing where the account is as it says, and says what agreed', async (test) => {
    const stage = await openStage(atKraken, test.onTestFinished);
    await stage.run(goOn);
    test.expect(stage.eventsOf('finding.recorded')).toEqual([]);
    const { compared, notChecked } = factsOf(stage, 'cross-check-again');
    test.expect(compared.join('\n')).toContain('1 fill and 2 ledger lines agree');
    test.expect(compared.join('\n')).toContain('1 ended order agree with their fills');
    test.expect(compared.join('\n')).toMatch(/1 trade, 1 order.*2 ledger lines came back as they were/);
    test.expect(compared.join('\n')).toMatch(/\d balances in EX-\d+ follow from EX-\d+ and the ledger/);
    test.expect(notChecked).toEqual([]);
    test.expect(outcomeOf(stage, 'case/cross-check-again').is).toBe('verified');
  });

  it('finds a fill that a later reading has no more, against the earlier one, the ledger and its order', async (test) => {
    const stage = await openStage(atKraken, test.onTestFinished);
    await stage.run({ ...goOn, 'look-for-more/menu': 'quit' });
    const body = JSON.stringify({ error: [], result: { count: 0, trades: {} } });
    stage.venue.faults.inject({ kind: 'body-200', body }, { path: history, times: 1 });
    await stage.run(goOn);
    const findings = stage.eventsOf('finding.recorded').map(({ finding }) => finding);
    test.expect(findings.map(({ rule, exhibits }) => [rule, exhibits.length])).toEqual([
      ['rows-that-stayed', 2],
      ['trades-against-ledger', 2],
      ['order-fills', 2],
    ]);
    const acquired = new Set(stage.eventsOf('exhibit.acquired').map(({ exhibit }) => exhibit.id));
    test.expect(findings.flatMap(({ exhibits }) => exhibits).filter((id) => !acquired.has(id))).toEqual([]);
    // Nothing else failed: the step did what it is for.
    test.expect(outcomeOf(stage, 'case/cross-check-again').is).toBe('verified');
  });

  it('is not verified where a list that could have been read was not', async (test) => {
    const stage = await openStage({ ...atKraken, steps: steps.slice(0, 4) }, test.onTestFinished);
    stage.venue.faults.inject({ kind: 'status', status: 503 }, { path: ledger, times: 50 });
    await stage.run(goOn);
    test.expect(stage.eventsOf('finding.recorded')).toEqual([]);
    const outcome = outcomeOf(stage, 'case/cross-check-evidence');
    test.expect(outcome.is).toBe('unverified');
    test.expect(outcome.why).toMatch(/Fills against the ledger: the ledger: /);
  });

  it('says of a venue that keeps no ledger of spot that this was not checked, and why', async (test) => {
    const stage = await openStage({ venue: 'binance', steps }, test.onTestFinished);
    await stage.run(goOn);
    test.expect(stage.eventsOf('finding.recorded')).toEqual([]);
    const { notChecked } = factsOf(stage, 'cross-check-again');
    const why = 'Binance: spot has no ledger, and that of futures books what came of fills, not the fills';
    test.expect(notChecked).toContain(`Fills against the ledger: ${why}`);
    test.expect(outcomeOf(stage, 'case/cross-check-again').is).toBe('verified');
  });

  it('tells of a venue without a ledger whether the balances follow from its lists', async (test) => {
    const stage = await openStage(atBinance, test.onTestFinished);
    await stage.run({ ...goOn, 'look-for-more/menu': 'quit' });
    await trade(stage);
    await stage.run(goOn);
    const found = stage.eventsOf('finding.recorded').map(({ finding }) => finding.rule);
    test.expect(found).not.toContain('balances-and-lists');
    const { compared, notChecked } = factsOf(stage, 'cross-check-again');
    test
      .expect(compared.join('\n'))
      .toMatch(/lists say.*: 2 balances in EX-\d+ follow from EX-\d+ and the lists/);
    test.expect(notChecked.join('\n')).toContain('the lists do not tell referral rebates');
  });

  it('finds that a balance sank by what no list has', async (test) => {
    const stage = await openStage(atBinance, test.onTestFinished);
    await stage.run({ ...goOn, 'look-for-more/menu': 'quit' });
    await trade(stage);
    stage.venue.faults.inject({ kind: 'body-200', body: '[]' }, { path: '/api/v3/myTrades', times: 1 });
    await stage.run(goOn);
    const found = stage.eventsOf('finding.recorded').map(({ finding }) => finding);
    test.expect(found.map(({ rule }) => rule)).toContain('balances-and-lists');
  });

  it('says a difference once, also when a later look finds it beside other exhibits', async (test) => {
    const stage = await openStage(atKraken, test.onTestFinished);
    const body = JSON.stringify({ error: [], result: { count: 0, trades: {} } });
    stage.venue.faults.inject({ kind: 'body-200', body }, { path: history, times: 2 });
    await stage.run(goOn);
    const found = stage.eventsOf('finding.recorded').map(({ finding }) => finding);
    test.expect(found.map(({ rule }) => rule).toSorted()).toEqual(['order-fills', 'trades-against-ledger']);
    test.expect(found.every(({ about }) => (about?.length ?? 0) > 0)).toBe(true);
  });
});

/** Somebody buys with the key that leaked. */
async function trade({ venue, keys, clock }: StepStage): Promise<void> {
  const order = {
    symbol: 'BTCUSDT',
    side: 'buy',
    price: '20000',
    amount: '0.01',
    clientOrderId: 'mm-9',
  } as const;
  const refusal = venue.asKeyHolder({ keyId: keys.suspect.keyId, sourceIp: ourAddress }).trade(order);
  if (refusal !== undefined) throw new Error(refusal.message);
  await clock.skip(600_000);
}

function factsOf(
  stage: StepStage,
  step: string,
): Readonly<Record<'compared' | 'notChecked', readonly string[]>> {
  const facts = stage.eventsOf('step.finished').findLast((event) => event.step === step)?.facts ?? {};
  const listOf = (name: string): readonly string[] =>
    Array.isArray(facts[name]) ? facts[name].map(String) : [];
  return { compared: listOf('compared'), notChecked: listOf('notChecked') };
}

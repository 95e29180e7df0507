import { describe, it } from 'vitest';
import type { JsonObject } from '../../src/domain/json.ts';
import type { FaultKind } from '../../src/simulators/contract.ts';
import { openStage, type StepStage } from './stage.ts';

// Every list that a step reads, with the step that would say "none" if it believed an empty answer. The
// account of these tests has no open order, no withdrawal and no address: only a well-formed list may say so.
const reads = [
  { path: '/api/v3/openOrders', kind: 'open-orders', step: 'cancel-orders' },
  { path: '/api/v3/account', kind: 'balances', step: 'take-snapshot' },
  { path: '/sapi/v1/asset/get-funding-asset', kind: 'balances', step: 'take-snapshot' },
  { path: '/api/v3/myTrades', kind: 'trades', step: 'acquire-histories' },
  { path: '/api/v3/allOrders', kind: 'orders', step: 'acquire-histories' },
  { path: '/sapi/v1/capital/withdraw/history', kind: 'withdrawals', step: 'pending-withdrawals' },
  { path: '/sapi/v1/capital/deposit/hisrec', kind: 'deposits', step: 'acquire-histories' },
  {
    path: '/sapi/v1/capital/withdraw/address/list',
    kind: 'withdrawal-addresses',
    step: 'compare-with-baseline',
  },
  { path: '/api/v3/ticker/price', kind: 'market-prices', step: 'look-at-recent' },
  { path: '/api/v3/myTrades', kind: 'trades', step: 'look-at-recent' },
  { path: '/api/v3/myTrades', kind: 'trades', step: 'read-again' },
  { path: '/sapi/v1/account/apiRestrictions', kind: 'key-report', step: 'introspect-keys' },
  { path: '/api/v3/time', kind: 'clock', step: 'start-clocks' },
] as const;

const faults: Readonly<Record<string, FaultKind>> = {
  'an HTML page with status 200': { kind: 'html-200' },
  'an empty body with status 200': { kind: 'empty-200' },
  'no answer at all': { kind: 'stall' },
  'a head and no body': { kind: 'body-stall' },
  'a broken server': { kind: 'status', status: 502, body: '<html>Bad Gateway</html>' },
  'a limit': { kind: 'status', status: 429, body: '{"code":-1003,"msg":"Too many requests."}' },
  'a lost reply': { kind: 'lost-reply' },
  'a reset connection': { kind: 'reset' },
  'an empty object': { kind: 'status', status: 200, body: '{}' },
};

const answers = { '*/menu': 'continue', 'introspect-keys/stuck': 'continue', '*/stuck': 'quit' };

describe.concurrent('a reading that the venue answers', { timeout: 60_000 }, () => {
  for (const [name, fault] of Object.entries(faults)) {
    it.for(reads)(
      `with ${name} never ends $step verified ($path)`,
      async (read, { onTestFinished, expect }) => {
        const stage = await openFor(read.step, onTestFinished, { speed: 200, patienceMs: 200 });
        stage.venue.faults.inject(fault, { path: read.path, times: 1_000 });
        await stage.run(answers);
        const { is, why } = outcomeOf(stage, read.step);
        expect(['unknown', 'unverified']).toContain(is);
        expect(why).not.toBe('');
        expect(wholeReadings(stage, read.kind, read.step)).toEqual([]);
      },
    );
  }

  const lists = reads.filter(({ kind, step }) => !isOneCall(kind) && step !== 'read-again');
  it.for(lists)('with one hiccup is read again and whole: $step ($path)', async (read, context) => {
    const stage = await openFor(read.step, context.onTestFinished);
    stage.venue.faults.inject({ kind: 'lost-reply' }, { path: read.path, times: 1 });
    await stage.run(answers);
    context.expect(outcomeOf(stage, read.step)).toEqual({ is: 'verified', why: '' });
  });

  const keyed = reads.filter(({ kind }) => !['market-prices', 'clock'].includes(kind));
  it.for(keyed)('with "no such key" never ends $step verified ($path)', async (read, context) => {
    const stage = await openFor(read.step, context.onTestFinished);
    for (const { keyId } of stage.venue.website.keys()) stage.venue.website.deleteKey(keyId);
    await stage.run(answers);
    context.expect(['unknown', 'unverified']).toContain(outcomeOf(stage, read.step).is);
    context.expect(wholeReadings(stage, read.kind, read.step)).toEqual([]);
  });
});

describe.concurrent('what an unread list leads to', { timeout: 60_000 }, () => {
  const withdrawals = '/sapi/v1/capital/withdraw/history';

  it('a key whose scopes nobody could read counts as one that can withdraw', async ({
    onTestFinished,
    expect,
  }) => {
    const stage = await openFor('introspect-keys', onTestFinished);
    stage.venue.faults.inject({ kind: 'html-200' }, { path: 'apiRestrictions', times: 1_000 });
    await stage.run(answers);
    expect(factsOf(stage, 'introspect-keys')).toMatchObject({ canWithdraw: true });
  });

  it.for([
    ['withdrawals', withdrawals],
    ['balances, which tell in which symbols to look', '/api/v3/account'],
    ['orders, which tell whose fills they are', '/api/v3/allOrders'],
  ] as const)('money may be leaving when nobody could read the %s', async ([, path], context) => {
    const { expect } = context;
    const stage = await openFor('look-at-recent', context.onTestFinished, {
      opening: { trades: [{ ...ownFill, clientOrderId: 'mm-h-9', at: '2026-03-14T02:59:00.000Z' }] },
    });
    stage.venue.faults.inject({ kind: 'html-200' }, { path, times: 1_000 });
    await stage.run(answers);
    expect(factsOf(stage, 'look-at-recent')['leaving']).toBe('unknown');
  });

  it('no money is leaving when all was read and every fill is ours', async ({ onTestFinished, expect }) => {
    const stage = await openFor('look-at-recent', onTestFinished, {
      opening: { trades: [{ ...ownFill, clientOrderId: 'mm-h-9', at: '2026-03-14T02:59:00.000Z' }] },
    });
    await stage.run(answers);
    expect(factsOf(stage, 'look-at-recent')['leaving']).toBe('no');
  });

  it('the bleeding is stopped first when the look itself failed and was waived', async ({
    onTestFinished,
    expect,
  }) => {
    const stage = await openStage({ steps: ['decide-order'] }, onTestFinished);
    await stage.run({ 'decide-order/order': 'bleed-first' });
    expect(stage.eventsOf('decision.recorded')).toMatchObject([{ recommended: 'bleed-first' }]);
  });
});

const ownFill = { symbol: 'BTCUSDT', side: 'buy', price: '20010', amount: '0.01' } as const;

function openFor(
  step: string,
  atEnd: Parameters<typeof openStage>[1],
  options: Pick<Parameters<typeof openStage>[0], 'opening' | 'speed' | 'patienceMs'> = {},
): Promise<StepStage> {
  return openStage(
    {
      steps: ['set-scope', 'introspect-keys', step].filter(
        (id) => id !== 'introspect-keys' || ['pending-withdrawals', 'introspect-keys'].includes(step),
      ),
      suspectScopes: ['read', 'spot-trade', 'withdraw'],
      ...options,
    },
    atEnd,
  );
}

/** These are not repeated by themselves: whether to is the operator's choice. */
const isOneCall = (kind: string): boolean => ['key-report', 'clock'].includes(kind);

function outcomeOf(stage: StepStage, step: string): { is: string; why: string } {
  const found = Object.entries(stage.outcomes()).find(([id]) => id.endsWith(`/${step}`));
  if (!found) throw new Error(`${step} has no outcome`);
  return { why: '', ...found[1] };
}

const factsOf = (stage: StepStage, step: string): JsonObject =>
  stage.eventsOf('step.finished').findLast((e) => e.step === step)?.facts ?? {};

/** Readings of a kind that claim to be whole. */
const wholeReadings = (stage: StepStage, kind: string, step: string): readonly unknown[] =>
  stage
    .eventsOf('observation.made')
    .filter((e) => e.what === kind && e.step === step && (e.coverage?.holes.length ?? 0) === 0);

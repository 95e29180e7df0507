import { describe, expect, it } from 'vitest';
import { codeOf, keys, opening, stage } from './support.ts';
import type { Ask, Stage } from './support.ts';

async function codes(on: Stage, times: number, method: string, form = {}, ask: Ask = {}): Promise<string[]> {
  const all: string[] = [];
  for (let n = 0; n < times; n += 1) all.push(codeOf(await on.post(method, form, ask)));
  return all;
}

const count = (all: readonly string[], code: string): number => all.filter((each) => each === code).length;
const over = 'EAPI:Rate limit exceeded';

describe('the call counter', () => {
  it('is 20 calls for a key, and sinks by one in two seconds', async () => {
    const on = await stage();
    expect(await codes(on, 21, 'Balance')).toEqual([...Array.from({ length: 20 }, () => 'in'), over]);
    expect(await codes(on, 1, 'Balance', {}, { key: 'funds' })).toEqual(['in']);
    await on.clock.advance(4_000);
    expect(await codes(on, 2, 'Balance')).toEqual(['in', over]);
  });

  it('counts ledgers and trades twice', async () => {
    const on = await stage();
    expect(count(await codes(on, 12, 'Ledgers'), 'in')).toBe(10);
    expect(count(await codes(on, 12, 'TradesHistory', {}, { key: 'bot' }), 'in')).toBe(10);
  });

  it('takes longer to sink for those who do not stop', async () => {
    const on = await stage();
    await codes(on, 60, 'Balance');
    await on.clock.advance(39_000);
    expect(await codes(on, 1, 'Balance')).toEqual([over]);
    await on.clock.advance(6_000);
    expect(await codes(on, 1, 'Balance')).toEqual(['in']);
  });

  it('counts a call that lacks the permission, and not one that is not let in', async () => {
    const on = await stage();
    expect((await codes(on, 21, 'Balance', {}, { key: 'bare' })).at(-1)).toBe(over);
    await codes(on, 15, 'Balance', {}, { nonce: 'x' });
    expect(await codes(on, 1, 'Balance')).toEqual(['in']);
  });
});

describe('the limits of orders', () => {
  const limit = { pair: 'XBTUSDT', type: 'buy', ordertype: 'limit', volume: '0.001' };
  const at = (n: number) => ({ ...limit, price: String(10_000 + n) });

  it('do not touch the call counter; a young cancel is dear', async () => {
    const on = await stage();
    for (let n = 0; n < 13; n += 1) {
      const { txid } = await on.ask('AddOrder', at(n), { key: 'bot' });
      expect(await on.ask('CancelOrder', { txid: txid[0] as string }, { key: 'bot' })).toEqual({ count: 1 });
    }
    // 13 × (1 + 8) = 117: eight more fit, and then none until it has sunk.
    const wanted: string[] = [];
    for (let n = 20; n < 29; n += 1) wanted.push(codeOf(await on.post('AddOrder', at(n), { key: 'bot' })));
    expect(wanted).toEqual([...Array.from({ length: 8 }, () => 'in'), 'EOrder:Rate limit exceeded']);
    const other = { ...limit, pair: 'XBTEUR', price: '10000' };
    expect(codeOf(await on.post('AddOrder', other, { key: 'bot' }))).toBe('in');
    await on.clock.advance(1_000);
    expect(codeOf(await on.post('AddOrder', at(40), { key: 'bot' }))).toBe('in');
    expect(codeOf(await on.post('Balance', {}, { key: 'bot' }))).toBe('in');
  });

  it('refuse no batch, however full the counter is', async () => {
    const on = await stage();
    for (let n = 0; n < 40; n += 1) await on.ask('AddOrder', at(n), { key: 'bot' });
    expect(await on.ask('CancelAll', {}, { key: 'bot' })).toEqual({ count: 44 });
    expect(codeOf(await on.post('AddOrder', at(50), { key: 'bot' }))).toBe('EOrder:Rate limit exceeded');
  });

  it('let 80 orders of a pair rest', async () => {
    const on = await stage();
    const placed: string[] = [];
    // Three of the pair rest from before.
    for (let n = 0; n < 78; n += 1) placed.push(codeOf(await on.post('AddOrder', at(n), { key: 'bot' })));
    expect(count(placed, 'in')).toBe(77);
    expect(placed.at(-1)).toBe('EOrder:Orders limit exceeded');
  });
});

describe('the lockout of an address', () => {
  const dead = { keyId: keys.bound.keyId.replace(/^./, '/'), secret: keys.bound.secret };
  const locked = 'EGeneral:Temporary lockout';

  it('comes after many refusals in sequence, and holds every key from there', async () => {
    const on = await stage();
    expect(count(await codes(on, 20, 'GetApiKeyInfo', {}, { key: dead }), 'EAPI:Invalid key')).toBe(20);
    expect(await codes(on, 1, 'GetApiKeyInfo')).toEqual([locked]);
    expect(await codes(on, 1, 'GetApiKeyInfo', {}, { from: '127.0.0.2' })).toEqual(['in']);
    expect(codeOf(await on.get('Time'))).toBe('in');
    const holder = on.venue.asKeyHolder({ keyId: keys.bot.keyId, sourceIp: '127.0.0.1' });
    expect(holder.cancelOrder('1000001')?.code).toBe(locked);
    await on.clock.advance(15 * 60_000);
    expect(await codes(on, 1, 'GetApiKeyInfo')).toEqual(['in']);
  });

  it('begins anew with each attempt of a dead key, not of a good one', async () => {
    const on = await stage();
    await codes(on, 20, 'GetApiKeyInfo', {}, { key: dead });
    await on.clock.advance(10 * 60_000);
    expect(await codes(on, 1, 'GetApiKeyInfo', {}, { key: dead })).toEqual([locked]);
    await on.clock.advance(10 * 60_000);
    expect(await codes(on, 1, 'GetApiKeyInfo')).toEqual([locked]);
    await on.clock.advance(5 * 60_000);
    expect(await codes(on, 1, 'GetApiKeyInfo')).toEqual(['in']);
  });

  it.each([
    ['nonces', { nonce: 'x' }],
    ['signatures', { key: { keyId: keys.reader.keyId, secret: keys.bot.secret } }],
  ])('comes of bad %s too', async (_, ask) => {
    const on = await stage();
    await codes(on, 20, 'Balance', {}, ask);
    expect(await codes(on, 1, 'Balance')).toEqual([locked]);
  });

  it('is kept off by one that is let in between', async () => {
    const on = await stage();
    await codes(on, 19, 'GetApiKeyInfo', {}, { key: dead });
    await codes(on, 1, 'GetApiKeyInfo');
    await codes(on, 19, 'GetApiKeyInfo', {}, { key: dead });
    expect(await codes(on, 1, 'GetApiKeyInfo')).toEqual(['in']);
  });
});

it('the books of these tests lock what they should', () => {
  expect(opening.openOrders.filter(({ symbol }) => symbol === 'XBTUSDT')).toHaveLength(3);
});

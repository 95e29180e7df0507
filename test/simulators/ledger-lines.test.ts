import { describe, expect, it } from 'vitest';
import { add, subtract, sum } from '../../src/domain/money.ts';
import { applyMutation } from '../../src/simulators/ledger.ts';
import type { LedgerBooks } from '../../src/simulators/ledger-books.ts';
import { ledgerLines } from '../../src/simulators/ledger-lines.ts';
import type { Mutation } from '../../src/simulators/mutation.ts';
import { openBooks } from '../../src/simulators/opening.ts';
import { opening } from './opening.ts';

const by = { key: 'opening:0', sourceIp: '198.51.100.7' };
const at = '2026-03-12T00:00:00Z';
const begun = openBooks({
  ...opening,
  transfers: [
    { asset: 'USDT', amount: '40', from: 'funding', to: 'spot', at },
    { asset: 'USDT', amount: '5', from: 'spot', to: 'futures', at },
    { asset: 'USDT', amount: '9', from: 'funding', to: 'margin', at },
  ],
});
const now = begun.updatedAtMs;
const fill = { price: '0.055', amount: '20000' };
const bought: Mutation = {
  kind: 'order-placed',
  atMs: now + 1,
  by,
  symbol: 'ZRTUSDT',
  side: 'buy',
  type: 'limit',
  timeInForce: 'GTC',
  clientOrderId: 'x',
  ...fill,
  fills: [fill],
  then: 'rests',
};
const left: Mutation = {
  kind: 'withdrawal-requested',
  atMs: now + 2,
  by,
  id: 'w-1',
  coin: 'USDT',
  amount: '99',
  fee: '1',
  address: '0x7',
  network: 'ETH',
  txId: '0xee',
  settlesAtMs: now + 60_000,
};
const stopped: Mutation = { kind: 'withdrawal-cancelled', atMs: now + 3, by, id: 'w-1' };

const linesOf = (books: LedgerBooks, asset: string) =>
  ledgerLines(books).filter((line) => line.asset === asset);
const totalOf = (books: LedgerBooks, asset: string) => {
  const held = books.balances.get(asset) ?? { free: '0', locked: '0' };
  return add(held.free, held.locked);
};

describe('the account ledger', () => {
  it.each([
    ['at the opening', []],
    ['after a trade', [bought]],
    ['with a withdrawal pending', [bought, left]],
    ['with a withdrawal cancelled', [bought, left, stopped]],
    ['with the account disabled', [bought, left, { kind: 'account-frozen', atMs: now + 3 } as const]],
  ])('ends %s at what is there, and every line follows from the one before', (_, mutations: Mutation[]) => {
    const books = mutations.reduce(applyMutation, begun);
    for (const asset of ['BTC', 'USDT', 'ZRT']) {
      const lines = linesOf(books, asset);
      lines.slice(1).forEach((line, index) => {
        expect(subtract(line.balance, line.change)).toBe(lines[index]?.balance);
      });
      if (lines.length > 0) expect(lines.at(-1)?.balance).toBe(totalOf(books, asset));
      const since = lines.filter((line) => line.atMs > now).map((line) => line.change);
      expect(subtract(totalOf(books, asset), totalOf(begun, asset))).toBe(sum(since));
    }
  });

  it('has a line for each side of a trade, and one for its fee', () => {
    const lines = ledgerLines([bought].reduce(applyMutation, begun)).slice(-3);
    expect(lines).toMatchObject([
      { kind: 'trade', asset: 'ZRT', change: '20000', balance: '20000' },
      { kind: 'trade', asset: 'USDT', change: '-1100' },
      { kind: 'fee', asset: 'USDT', change: '-1.1', balance: '238898.9' },
    ]);
    expect(new Set(lines.map((line) => line.reference)).size).toBe(1);
  });

  it('shows a cancelled withdrawal going and coming back, with its fee', () => {
    const lines = linesOf([left, stopped].reduce(applyMutation, begun), 'USDT').slice(-4);
    expect(lines.map(({ kind, change }) => [kind, change])).toEqual([
      ['withdrawal', '-99'],
      ['fee', '-1'],
      ['withdrawal', '99'],
      ['fee', '1'],
    ]);
  });

  it('has transfers that touch the spot wallet, and no others', () => {
    const transfers = linesOf(begun, 'USDT').filter((line) => line.kind === 'transfer');
    expect(transfers.map((line) => line.change)).toEqual(['40', '-5']);
  });

  it('is in the order of time, and its ids are all different and stay', () => {
    const books = [bought, left, stopped].reduce(applyMutation, begun);
    const lines = ledgerLines(books);
    expect(lines.map((line) => line.atMs)).toEqual(lines.map((line) => line.atMs).toSorted((a, b) => a - b));
    expect(new Set(lines.map((line) => line.id)).size).toBe(lines.length);
    const before = ledgerLines(begun).map((line) => line.id);
    expect(lines.slice(0, before.length).map((line) => line.id)).toEqual(before);
  });
});

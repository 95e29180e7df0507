import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unknown, known } from '../../../src/domain/known.ts';
import type { Trade, Withdrawal } from '../../../src/domain/trading.ts';
import { addTold, tradeKeys, withdrawalKeys } from '../../../src/report/build/told-rows.ts';

const trade = (change: Partial<Trade> = {}): Trade => ({
  id: '28457',
  orderId: '1',
  clientOrderId: known('mm1-1'),
  symbol: 'BTCUSDT',
  side: 'buy',
  price: '60000.10000000',
  amount: '0.00100000',
  quoteAmount: '60',
  fee: '0',
  feeAsset: 'BNB',
  isMaker: false,
  at: '2024-05-01T10:00:00.123Z',
  ...change,
});
/** The same fill as an export has it: no id, whole seconds, other zeros. */
const told = (line: number, change: Partial<Trade> = {}): Trade =>
  trade({
    id: `file-ab:${line}`,
    price: '60000.1',
    amount: '0.001',
    at: '2024-05-01T10:00:00.000Z',
    ...change,
  });

describe('rows of files beside rows that were read', () => {
  it('a fill that was read is not counted again, and stays as it was read', () => {
    expect(addTold([trade()], [[told(2)]], tradeKeys)).toEqual([trade()]);
  });

  it.each<[string, Partial<Trade>]>([
    ['another second', { at: '2024-05-01T10:00:01.000Z' }],
    ['another amount', { amount: '0.0011' }],
    ['another side', { side: 'sell' }],
    ['another symbol', { symbol: 'ETHUSDT' }],
  ])('%s: another fill', (_, change) => {
    expect(addTold([trade()], [[told(2, change)]], tradeKeys)).toHaveLength(2);
  });

  it('by the venue’s id where the file has it, whatever else is written otherwise', () => {
    expect(addTold([trade()], [[told(2, { id: '28457', amount: '9' })]], tradeKeys)).toHaveLength(1);
  });

  it('of alike fills as many as the fuller of both has; files that overlap are not added up', () => {
    const alike = fc.nat({ max: 6 });
    fc.assert(
      fc.property(alike, fc.array(alike, { maxLength: 4 }), (read, files) => {
        const readRows = Array.from({ length: read }, (_, id) => trade({ id: String(id) }));
        const imports = files.map((count, file) =>
          Array.from({ length: count }, (_, line) => told(line, { id: `file-${file}:${line}` })),
        );
        expect(addTold(readRows, imports, tradeKeys)).toHaveLength(Math.max(read, ...files));
      }),
    );
  });

  it('a hundred thousand alike lines take no time', () => {
    const many = Array.from({ length: 100_000 }, (_, line) => told(line));
    expect(addTold([], [many, many.map((row) => ({ ...row, id: `x${row.id}` }))], tradeKeys)).toHaveLength(
      100_000,
    );
  });

  it('a withdrawal is the same by its transaction, although the amounts are told with and without the fee', () => {
    const sent: Withdrawal = {
      id: 'w-1',
      asset: 'USDT',
      amount: '900',
      fee: known('1'),
      address: '0x11',
      network: 'ETH',
      txId: known('0xaa'),
      status: 'completed',
      venueStatus: '6',
      internal: false,
      requestedAt: '2024-05-01T10:00:00.000Z',
      completedAt: unknown('not told'),
    };
    const inFile = { ...sent, id: 'file-ab:2', amount: '901' };
    expect(addTold([sent], [[inFile]], withdrawalKeys)).toEqual([sent]);
    expect(addTold([sent], [[{ ...inFile, txId: known('0xbb') }]], withdrawalKeys)).toHaveLength(2);
  });
});

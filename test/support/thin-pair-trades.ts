import { divide, multiply, round, subtract, sum } from '../../src/domain/money.ts';
import type { Trade } from '../../src/domain/trading.ts';
import { trade } from './rows.ts';

/**
 * The attacker's fills of the drill scenario "thin pair", with its published figures on fewer fills:
 * 12.40 BTC and 85 ETH sold at the market (fees 347.48), then 60 fills on ZRTUSDT in which the pool
 * of 587,134.52 USDT becomes 1,050,000 ZRT (21,000 at the market price of 0.0200) and 3,912 USDT.
 */
export function thinPairTrades(start = '2026-11-21T00:00:00.000Z'): readonly Trade[] {
  const at = (seconds: number): string => new Date(Date.parse(start) + seconds * 1000).toISOString();
  return [
    sale({
      id: '1',
      orderId: '9001',
      symbol: 'BTCUSDT',
      price: '19180',
      amount: '12.40',
      fee: '237.83',
      at: at(40),
    }),
    sale({
      id: '2',
      orderId: '9002',
      symbol: 'ETHUSDT',
      price: '1290',
      amount: '85',
      fee: '109.65',
      at: at(44),
    }),
    ...thinFills(at),
  ];
}

const sale = (row: Partial<Trade>): Trade => trade({ ...row, side: 'sell' });

/** What the account ends with, after the scenario. */
const kept = { zrt: '1050000', usdt: '3912', pool: '587134.52' };

function thinFills(at: (seconds: number) => string): readonly Trade[] {
  const fills = 60;
  const seconds = (i: number): number => 90 + Math.round((i * (41 * 60 - 90)) / (fills - 1));
  const before = Array.from({ length: fills - 2 }, (_, i) => {
    const isBuy = i % 3 !== 2;
    const price = isBuy ? 480 + ((i * 7) % 141) : 150 + ((i * 5) % 31);
    return thinFill(i, isBuy, divide(String(price), '10000'), isBuy ? '366000' : '678000', at(seconds(i)));
  });
  // The last two fills make the holdings end exactly where the scenario says.
  const zrt = subtract(kept.zrt, net(before, 'amount'));
  const spent = subtract(subtract(kept.pool, kept.usdt), net(before, 'quoteAmount'));
  const bought = round(divide(subtract(spent, multiply('0.0165', zrt)), '0.0385'), 0);
  const buy = thinFill(fills - 2, true, '0.0550', bought, at(seconds(fills - 2)));
  const amount = subtract(bought, zrt);
  const quoteAmount = subtract(buy.quoteAmount, spent);
  const price = round(divide(quoteAmount, amount), 8);
  return [...before, buy, { ...thinFill(fills - 1, false, price, amount, at(41 * 60)), quoteAmount }];
}

const net = (rows: readonly Trade[], what: 'amount' | 'quoteAmount'): string =>
  sum(rows.map((row) => (row.side === 'buy' ? row[what] : `-${row[what]}`)));

const thinFill = (i: number, isBuy: boolean, price: string, amount: string, at: string): Trade =>
  trade({
    id: String(500_000 + i),
    orderId: String(9_100 + i),
    symbol: 'ZRTUSDT',
    side: isBuy ? 'buy' : 'sell',
    price,
    amount,
    quoteAmount: multiply(price, amount),
    at,
  });

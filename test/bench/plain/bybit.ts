import { rowKey, type PlainLoop } from './loop.ts';

const pageSize = 100;
// "endTime - startTime <= 7 days".
const weekMs = 7 * 86_400_000;

/** Whoever must know that nothing was traded anywhere asks for each: options come by base coin only. */
const places: readonly Readonly<Record<string, string>>[] = [
  { type: 'spot' },
  { subType: 'linear' },
  { subType: 'inverse' },
  ...['BTC', 'ETH', 'SOL', 'XRP', 'MNT', 'DOGE'].map((baseCoin) => ({ type: 'option', baseCoin })),
];

/** Two years of executions, week by week, page by page by the venue's cursor. */
export const bybitExecutions: PlainLoop = async (exchange, { from }) => {
  const keys: string[] = [];
  for (const place of places) {
    for (let since = from; since < exchange.milliseconds(); since += weekMs) {
      const until = Math.min(since + weekMs - 1, exchange.milliseconds());
      for (let cursor: string | undefined; ;) {
        const params = { ...place, until, ...(cursor === undefined ? {} : { cursor }) };
        const trades = await exchange.fetchMyTrades(undefined, since, pageSize, params);
        keys.push(...trades.map(({ id }) => rowKey('trades', id)));
        const next = trades.map(({ info }) => info['nextPageCursor']).find((each) => each !== undefined);
        if (typeof next !== 'string' || next === '') break;
        cursor = next;
      }
    }
  }
  return keys;
};

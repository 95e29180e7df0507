import { rowKey, type PlainLoop } from './loop.ts';

const pageSize = 1_000;

/** Every symbol's trades from the first id on, page by page, one request after the other. */
export const binanceSymbols: PlainLoop = async (exchange, { symbols }) => {
  const keys: string[] = [];
  for (const id of symbols) {
    const symbol = exchange.safeSymbol(id);
    for (let fromId = '0'; ;) {
      const trades = await exchange.fetchMyTrades(symbol, undefined, pageSize, { fromId });
      keys.push(...trades.map((trade) => rowKey('trades', id, trade.id)));
      const last = trades.at(-1);
      if (trades.length < pageSize || last === undefined) break;
      fromId = String(BigInt(last.id) + 1n);
    }
  }
  return keys;
};

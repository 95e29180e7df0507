import { count, listWords } from '../amounts.ts';
import { bareSymbol } from '../symbols.ts';
import { defineRule } from './rule.ts';

export const unknownSymbol = defineRule({
  id: 'unknown-symbol',
  title: 'Symbols that we do not trade',
  needs: ['trades', 'openOrders'],
  premise: ({ pattern }) =>
    pattern.usualSymbols.length === 0 ? 'the usual symbols are not configured' : undefined,
  look({ trades, openOrders }, { account }) {
    const usual = new Set(account.pattern.usualSymbols.map(bareSymbol));
    const isStrange = ({ symbol }: { readonly symbol: string }): boolean => !usual.has(bareSymbol(symbol));
    const fills = trades.rows.filter(isStrange);
    const orders = openOrders.rows.filter(isStrange);
    const symbols = [...new Set([...fills, ...orders].map(({ symbol }) => symbol))].sort();
    if (symbols.length === 0) return [];
    return [
      {
        rule: 'unknown-symbol',
        title: `${count(symbols.length, 'symbol')} that we do not trade: ${listWords(symbols)}`,
        detail: `${count(fills.length, 'fill')} and ${count(orders.length, 'open order')}; usual are ${listWords(account.pattern.usualSymbols)}. The configured list may be out of date.`,
        severity: 'high',
        basis: 'fact',
        account: account.id,
        exhibits: [...trades.exhibits, ...openOrders.exhibits],
      },
    ];
  },
});

import { unknown } from '../../domain/known.ts';
import type { Trade } from '../../domain/trading.ts';
import { count, listWords } from '../amounts.ts';
import { groupBy } from '../group.ts';
import { earliest, latest, spanOf } from '../moments.ts';
import { recogniseTrades, type RecognisedTrade } from '../recognition.ts';
import { defineRule, type AnomalyInput, type NewFinding } from './rule.ts';

export const unrecognisedFills = defineRule({
  id: 'unrecognised-fills',
  title: 'Fills that our system did not make',
  needs: ['trades'],
  look({ trades }, input) {
    const recognised = recognise(trades.rows, input);
    const exhibits = [...trades.exhibits, ...(input.orders.known ? input.orders.value.exhibits : [])];
    const strange = recognised.filter(({ recognition }) => recognition.is === 'not-ours');
    const bySymbol = groupBy(strange, ({ trade }) => trade.symbol);
    const findings = [...bySymbol].map(([symbol, fills]) => notOurs(symbol, fills));
    const unattributed = recognised.filter(({ recognition }) => recognition.is === 'unknown');
    const all = unattributed.length === 0 ? findings : [...findings, notAttributed(unattributed)];
    return all.map((finding) => ({
      ...finding,
      rule: 'unrecognised-fills',
      account: input.account.id,
      exhibits,
    }));
  },
});

function recognise(trades: readonly Trade[], input: AnomalyInput): readonly RecognisedTrade[] {
  const orders = input.orders.known
    ? { known: true as const, value: input.orders.value.rows }
    : unknown(input.orders.why);
  return recogniseTrades({ trades, orders, pattern: input.account.pattern });
}

type Wording = Pick<NewFinding, 'title' | 'detail' | 'severity' | 'basis'>;

function notOurs(symbol: string, fills: readonly RecognisedTrade[]): Wording {
  const isFact = fills.every(({ recognition }) => recognition.basis === 'fact');
  return {
    title: `${count(fills.length, 'fill')} on ${symbol} not made by our system`,
    detail: `${when(fills)}: ${reasons(fills)}. A person of ours may have traded by hand.`,
    severity: 'high',
    basis: isFact ? 'fact' : 'inference',
  };
}

function notAttributed(fills: readonly RecognisedTrade[]): Wording {
  return {
    title: `${count(fills.length, 'fill')} could not be attributed`,
    detail: `${when(fills)}: ${reasons(fills)}. They may be ours or not.`,
    severity: 'low',
    basis: 'fact',
  };
}

function when(fills: readonly RecognisedTrade[]): string {
  const times = fills.map(({ trade }) => trade.at);
  return spanOf(earliest(times) ?? times[0] ?? '', latest(times) ?? times.at(-1) ?? '');
}

const reasons = (fills: readonly RecognisedTrade[]): string =>
  listWords([...new Set(fills.map(({ recognition }) => recognition.why))], 3);

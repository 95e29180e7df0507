import { groupDigits } from '../../domain/money.ts';
import { observed, type CaseView } from './case-view.ts';

/** Over which markets a sweep proves "no trade", where the venue lists trades by symbol. */
export interface SweptMarkets {
  readonly total: number;
  readonly read: number;
  /** "all 1,412 markets", or "137 of 1,412 markets". */
  readonly words: string;
  /** Why the others were not read; "" where none is left. */
  readonly why: string;
  readonly exhibit: string;
}

/** How far the last sweep over an account came; undefined where there was none. */
export function sweptMarkets(view: CaseView, account: string): SweptMarkets | undefined {
  const last = observed(view, account, 'reading-plan').findLast(({ event }) => event.coverage !== undefined);
  if (last?.event.coverage === undefined) return undefined;
  const { coverage, rows: total = 0, exhibit } = last.event;
  const read = coverage.symbols === 'all' ? total : coverage.symbols.length;
  const isAll = read === total;
  return {
    total,
    read,
    words: isAll ? `all ${counted(total)}` : `${groupDigits(`${read}`)} of ${counted(total)}`,
    why: isAll ? '' : [...new Set(coverage.holes.map(({ why }) => why))].join('; '),
    exhibit,
  };
}

const counted = (n: number): string => `${groupDigits(`${n}`)} ${n === 1 ? 'market' : 'markets'}`;

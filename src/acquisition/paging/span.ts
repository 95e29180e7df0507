import type { Hole } from '../../domain/coverage.ts';
import type { PageRequest } from '../../venues/index.ts';
import { type Interval, toMs } from '../interval.ts';
import type { Span } from './style.ts';

/** Returns the bounds to ask for: none where nobody said from when, as for a list of what is now. */
export const times = (span: Span): PageRequest =>
  span.from === undefined ? symbolOf(span) : { ...symbolOf(span), from: span.from, to: span.to };

export const symbolOf = ({ symbol }: { readonly symbol?: string }): { readonly symbol?: string } =>
  symbol === undefined ? {} : { symbol };

/** Returns the span as proven; a span without a beginning has no interval to prove. */
export const allProven = (span: Span): readonly Interval[] =>
  span.from === undefined ? [] : [{ from: toMs(span.from), to: toMs(span.to) }];

/** Returns the hole for a reading that proved nothing of its span. */
export const allLost = (span: Span, why: string, what = span.what): Hole => ({ what, why, ...times(span) });

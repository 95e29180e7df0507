import type { Hole } from '../../domain/coverage.ts';
import type { PageRequest } from '../../venues/index.ts';
import { type Interval, toMs } from '../interval.ts';
import type { Span } from './style.ts';

/** Returns the bounds to ask for: none where nobody said from when, as for a list of what is now. */
export const times = (span: Span): PageRequest =>
  span.from === undefined ? placeOf(span) : { ...placeOf(span), from: span.from, to: span.to };

/** Where a span or a request reads: which section, which symbol. */
export const placeOf = ({ section, symbol }: Place): Place => ({
  ...(section === undefined ? {} : { section }),
  ...(symbol === undefined ? {} : { symbol }),
});

export interface Place {
  readonly section?: string;
  readonly symbol?: string;
}

export const sectionOf = ({ section }: { readonly section?: string | undefined }): Pick<Place, 'section'> =>
  section === undefined ? {} : { section };

export const symbolOf = ({ symbol }: Place): Pick<Place, 'symbol'> =>
  symbol === undefined ? {} : { symbol };

/** Returns the span as proven; a span without a beginning has no interval to prove. */
export const allProven = (span: Span): readonly Interval[] =>
  span.from === undefined ? [] : [{ from: toMs(span.from), to: toMs(span.to) }];

/** Returns the hole for a reading that proved nothing of its span. */
export const allLost = (span: Span, why: string, what = span.what): Hole => ({
  what,
  why,
  ...placeOf(span),
  ...(span.from === undefined ? {} : { from: span.from, to: span.to }),
});

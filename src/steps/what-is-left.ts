import { closableHoles, type Coverage, type Hole } from '../domain/coverage.ts';
import type { ReadQuery } from './reading.ts';

/**
 * Returns what another key has to read where one broke off: the holes alone, as far as they can be asked for
 * by symbol, section and time, up to the moment that the first reading was asked for; else everything again.
 */
export function whatIsLeft(query: ReadQuery, coverage: Coverage): ReadQuery {
  const holes = closableHoles(coverage.holes);
  const sections = namesOf(holes, 'section');
  const symbols = namesOf(holes, 'symbol');
  const isBySymbol = query.symbols !== undefined;
  // A section's symbols may be spelt otherwise than they were asked for, and then ask for nothing.
  const isNamed = !isBySymbol || symbols?.every((symbol) => query.symbols?.includes(symbol)) === true;
  if (holes.length === 0 || !isNamed) return query;
  const place = {
    ...query,
    ...(sections === undefined ? {} : { sections }),
    ...(isBySymbol ? { symbols: symbols ?? [] } : {}),
  };
  const to = edgeOf([coverage.to, ...holes.map((hole) => hole.to)], 'last');
  const from = edgeOf(
    holes.map((hole) => hole.from),
    'first',
  );
  // Of now: by section only.
  if (to === undefined || from === undefined) return isBySymbol ? query : place;
  return { ...place, ...(isBySymbol ? {} : { from }), to };
}

/** Every name once; undefined where a hole has none: it may lie anywhere. */
function namesOf(holes: readonly Hole[], what: 'section' | 'symbol'): readonly string[] | undefined {
  const names = holes.flatMap((hole) => hole[what] ?? []);
  return names.length < holes.length ? undefined : [...new Set(names)];
}

/** ISO 8601 UTC sorts as it reads. Undefined where a hole has no time. */
function edgeOf(times: readonly (string | undefined)[], which: 'first' | 'last'): string | undefined {
  const told = times.flatMap((time) => time ?? []).toSorted();
  const isWhole = which === 'last' || told.length === times.length;
  return isWhole ? told.at(which === 'first' ? 0 : -1) : undefined;
}

import { closableHoles, type Coverage } from '../domain/coverage.ts';
import type { ByApi, ReadPages, Session } from '../venues/index.ts';
import { toMs } from './interval.ts';

/**
 * Returns the symbols that these readings prove read back to `from` (ISO 8601 UTC). A hole that names no
 * symbol may lie in any of them: such a reading proves none.
 */
export function symbolsProven(readings: readonly Coverage[], from: string): ReadonlySet<string> {
  return new Set(readings.flatMap((reading) => [...provenBy(reading, toMs(from))]));
}

function provenBy({ symbols, holes, ...bounds }: Coverage, fromMs: number): ReadonlySet<string> {
  if (typeof symbols === 'string' || bounds.from === undefined || toMs(bounds.from) > fromMs)
    return new Set();
  const lost = closableHoles(holes).map(({ symbol }) => symbol);
  return lost.includes(undefined) ? new Set() : new Set(symbols.filter((symbol) => !lost.includes(symbol)));
}

/**
 * Returns the list as a sweep reads it: only the sections that are read symbol by symbol as asked
 * (`ReadPages.sweptIn`). Which of them the account has is asked once, not for every portion.
 */
export function sweptOnly<Row>(capability: ByApi<ReadPages<Row>>): ByApi<ReadPages<Row>> {
  const { sections, sweptIn } = capability.run;
  if (sections === undefined || sweptIn === undefined) return capability;
  const ask = async (session: Session): Promise<readonly string[]> => {
    const all = typeof sections === 'function' ? await sections(session) : sections;
    return all.filter((section) => sweptIn.includes(section));
  };
  let told: Promise<readonly string[]> | undefined;
  const once = (session: Session): Promise<readonly string[]> => {
    told ??= ask(session).catch((error: unknown) => {
      // Another key, or another moment, may be told.
      told = undefined;
      throw error;
    });
    return told;
  };
  return { ...capability, run: { ...capability.run, sections: once } };
}

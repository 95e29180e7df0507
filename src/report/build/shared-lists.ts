import { z } from 'zod';
import { openHoles } from '../../analysis/index.ts';
import { closableHoles } from '../../domain/coverage.ts';
import type { ExhibitKind } from '../../domain/exhibit.ts';
import type { SharedList } from '../model.ts';
import type { CaseView, Observation } from './case-view.ts';
import { readAt } from './case-view.ts';

/** Lists that one key could not read to their end and another went on with: which rows came by which key. */
export function buildSharedLists(view: CaseView): readonly SharedList[] {
  const lists = Map.groupBy(
    view.observations.filter(({ event }) => event.toldBy === undefined && event.coverage !== undefined),
    ({ event }) => JSON.stringify([event.account, event.what]),
  );
  return [...lists.values()].flatMap((readings) => {
    const shared = sharedBy(view, readings);
    const [first] = shared;
    if (first === undefined) return [];
    const { account, what } = first.event;
    return [{ account, kind: what, parts: shared.map((one) => partOf(view, one)) }];
  });
}

/** From the first reading that broke off to the one after which nothing was missing; none by one key alone. */
function sharedBy(view: CaseView, readings: readonly Observation[]): readonly Observation[] {
  const begins = readings.findIndex(({ event }) => isBroken(event.coverage?.holes ?? []));
  if (begins < 0) return [];
  const parts: Observation[] = [];
  for (const reading of readings.slice(begins)) {
    parts.push(reading);
    const coverages = parts.flatMap(({ event }) => event.coverage ?? []);
    if (!isBroken(openHoles(coverages))) break;
  }
  return new Set(parts.map((part) => keyOf(view, part))).size > 1 ? parts : [];
}

const isBroken = (holes: Parameters<typeof closableHoles>[0]): boolean => closableHoles(holes).length > 0;

function keyOf(view: CaseView, { event }: Observation): string {
  const source = view.exhibits.get(event.exhibit)?.source;
  return source?.from === 'venue' ? source.acquiredWith : 'not recorded';
}

function partOf(view: CaseView, part: Observation): SharedList['parts'][number] {
  const { event } = part;
  const { from, to, holes = [] } = event.coverage ?? {};
  const times = timesOf(view, event.exhibit, event.what);
  return {
    exhibit: event.exhibit,
    ...(event.continues === undefined ? {} : { continues: event.continues }),
    key: keyOf(view, part),
    holder: event.holder,
    at: readAt(view, part),
    rows: event.rows ?? 0,
    ...(times.length === 0 ? {} : { first: times[0] ?? '', last: times.at(-1) ?? '' }),
    ...(from === undefined || to === undefined ? {} : { proven: { from, to } }),
    missing: closableHoles(holes).map(({ what, why }) => `${what}: ${why}`),
  };
}

const text = z.string().optional();
/** Only the times: rows of any list. */
const dated = z.object({ rows: z.array(z.object({ at: text, createdAt: text, requestedAt: text })) });

/** When its rows happened, oldest first; none of a list of what is now. */
function timesOf(view: CaseView, exhibit: string, kind: ExhibitKind): readonly string[] {
  if (kind === 'market-prices') return [];
  const content = view.reader.read(exhibit, dated);
  if (!content.known) return [];
  return content.value.rows
    .flatMap(({ at, createdAt, requestedAt }) => at ?? createdAt ?? requestedAt ?? [])
    .toSorted();
}

import type { CapabilityName, Paging, ReadPages, Venue } from '../../../src/venues/index.ts';

/** How a declaration cuts a list up: where rows of one moment could be lost. */
export interface Grid {
  readonly pageSize: number;
  /** Windows of this length, back from the end of the reading. Absent: one window. */
  readonly windowMs?: number;
  readonly bySymbol: boolean;
}

/** The lists that hold the history of an account, the most fleeting first. */
export const histories = [
  'listOrders',
  'listTrades',
  'listWithdrawals',
  'listDeposits',
  'listTransfers',
  'listLedger',
] as const satisfies readonly CapabilityName[];

export type History = (typeof histories)[number];

/** Of these the venue has an API. */
export const historiesAt = (venue: Venue): readonly History[] =>
  histories.filter((name) => venue.capabilities[name].by === 'api');

/** Every grid that the venue's declaration lays over a list, in any of its sections. */
export function gridsOf(venue: Venue, name: History): readonly Grid[] {
  const capability = venue.capabilities[name];
  if (capability.by !== 'api') return [];
  const { run } = capability as { readonly run: Pick<ReadPages<unknown>, 'paging' | 'sections' | 'wayIn'> };
  const sections = Array.isArray(run.sections) ? (run.sections as readonly string[]) : [];
  const ways = sections.map((section) => run.wayIn?.(section).paging ?? run.paging);
  return [run.paging, ...ways].flatMap(gridOf);
}

function gridOf(paging: Paging): readonly Grid[] {
  if (paging.style === 'single') return [];
  const { pageSize, bySymbol = false } = paging;
  if (paging.style === 'time-window') return [{ pageSize, bySymbol, windowMs: paging.windowMs }];
  const seek = paging.style === 'ascending-id' ? paging.seekWindowMs : undefined;
  return [{ pageSize, bySymbol }, ...(seek === undefined ? [] : [{ pageSize, bySymbol, windowMs: seek }])];
}

/** The longest page of a list. */
export const longestPage = (venue: Venue, name: History): number =>
  Math.max(1, ...gridsOf(venue, name).map(({ pageSize }) => pageSize));

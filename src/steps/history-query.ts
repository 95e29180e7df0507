import type { Account } from '../domain/account.ts';
import { listsBySymbol } from '../acquisition/index.ts';
import type { ListName, ReadQuery } from './reading.ts';
import type { CaseWorld } from './world.ts';

/** The moment so long ago, ISO 8601 UTC. */
export const since = (ms: number, world: CaseWorld): string =>
  world.clock.now().minus({ milliseconds: ms }).toISO() ?? '';

const ofNow: readonly ListName[] = [
  'listOpenOrders',
  'listBalances',
  'listPositions',
  'listWithdrawalAddresses',
];

/**
 * What to ask for: of what is now, no times; by symbol the whole history of each symbol in question;
 * else everything since `from`.
 */
export function queryOf(
  name: ListName,
  { symbols, from }: { readonly symbols: readonly string[]; readonly from: string },
  account: Account,
  world: CaseWorld,
): ReadQuery {
  if (ofNow.includes(name)) return {};
  const capability = world.venueOf(account).capabilities[name];
  const paging = capability.by === 'api' ? capability.run.paging : undefined;
  if (paging === undefined || !listsBySymbol(paging)) return { from };
  // Ids lead to the very first row; windows of time are turned back as far as asked, and no further.
  return paging.style === 'ascending-id' ? { symbols } : { symbols, from };
}

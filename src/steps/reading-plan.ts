import { planReadings, type ReadingPlan } from '../acquisition/index.ts';
import type { Account, KeyHolder } from '../domain/account.ts';
import type { Json } from '../domain/json.ts';
import { readersOf, type ListName } from './reading.ts';
import type { CaseWorld } from './world.ts';

/** What is to be read, in the order of what the venue forgets first, with its price and its doubts. */
export async function keepPlan(
  account: Account,
  lists: readonly ListName[],
  { symbols, from }: { readonly symbols: readonly string[]; readonly from: string },
  world: CaseWorld,
): Promise<ReadingPlan> {
  const keys = readersOf(account, world).map((holder) => {
    const scopes = scopesOf(account, holder, world);
    return { holder, ...(scopes && { scopes }) };
  });
  const now = world.clock.now().toISO() ?? '';
  const plan = planReadings({ venue: world.venueOf(account), lists, now, from, symbols, keys });
  if (lists.length === 0) return plan;
  await world.acquire({
    kind: 'reading-plan',
    title: `what is read of ${account.label}, and in which order`,
    content: plan as unknown as Json,
    source: {
      from: 'firebreak',
      why: 'planned from the declaration, the keys at hand and what they may read',
    },
  });
  return plan;
}

/** What the plan leaves out is tried last: that it cannot be read is then said by the reading itself. */
export const inOrderOf = <Name extends ListName>(
  { reads }: ReadingPlan,
  names: readonly Name[],
): readonly Name[] => [
  ...reads.flatMap(({ list }) => names.find((name) => name === list) ?? []),
  ...names.filter((name) => !reads.some(({ list }) => list === name)),
];

/** What the venue said last that this key may; undefined where it was not asked. */
function scopesOf(account: Account, holder: KeyHolder, world: CaseWorld) {
  const seen = world
    .events()
    .findLast(
      (e) => e.type === 'observation.made' && e.account === account.id && e.holder === holder && e.keyReport,
    );
  return seen?.type === 'observation.made' ? seen.keyReport?.scopes : undefined;
}

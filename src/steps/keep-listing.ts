import type { Account, KeyHolder } from '../domain/account.ts';
import type { Proof } from '../domain/coverage.ts';
import type { ExhibitKind } from '../domain/exhibit.ts';
import type { ObservationMade } from '../domain/run-event.ts';
import { listKinds, type ListName } from './list-kinds.ts';
import { observationsOf } from './rows-seen.ts';
import type { CaseWorld } from './world.ts';

/** Finishes the draft as the exhibit of what was read, and journals the observation. */
export async function keepListing(
  name: ListName,
  { proof, rows, draft }: Written,
  { holder, continues }: Keeper,
  account: Account,
  world: CaseWorld,
): Promise<string> {
  const kind = listKinds[name];
  const acquiredWith = holder === 'public' ? 'no key (public)' : world.keyring.masked(account, holder);
  const description = {
    kind,
    title: `${kind.replaceAll('-', ' ')} of ${account.label}`,
    source: {
      from: 'venue' as const,
      venue: account.venue,
      account: account.id,
      capability: name,
      acquiredWith,
      exchanges: proof.pages.map((page) => page.exchange),
    },
  };
  const said = { ...proof, acquiredWith, ...(continues === undefined ? {} : { continues }) };
  const exhibit = await draft.finish(description, said);
  await world.observe({
    account: account.id,
    holder: holder === 'public' ? 'responder' : holder,
    what: kind,
    when: whenSeen(account, kind, continues, world),
    exhibit: exhibit.id,
    ...(continues === undefined ? {} : { continues }),
    rows,
    coverage: proof.coverage,
  });
  return exhibit.id;
}

interface Written {
  readonly proof: Proof;
  /** How many there are in the draft. */
  readonly rows: number;
  readonly draft: ReturnType<CaseWorld['draftRows']>;
}

/** Which key brought it, and the exhibit whose holes it read. */
interface Keeper {
  readonly holder: KeyHolder | 'public';
  readonly continues: string | undefined;
}

/** What continues a reading belongs to the same look. */
function whenSeen(
  account: Account,
  kind: ExhibitKind,
  continues: string | undefined,
  world: CaseWorld,
): ObservationMade['when'] {
  const seen = observationsOf(account, kind, world);
  const begun = seen.find(({ exhibit }) => exhibit === continues);
  return begun?.when ?? (seen.length > 0 ? 'later' : 'first');
}

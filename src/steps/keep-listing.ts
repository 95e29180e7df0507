import type { Account, KeyHolder } from '../domain/account.ts';
import type { Proof } from '../domain/coverage.ts';
import type { ExhibitKind } from '../domain/exhibit.ts';
import { listKinds, type ListName } from './list-kinds.ts';
import { isReading } from './rows-seen.ts';
import type { CaseWorld } from './world.ts';

/** Finishes the draft as the exhibit of what was read, and journals the observation. */
export async function keepListing(
  name: ListName,
  { proof, rows, draft }: Written,
  holder: KeyHolder | 'public',
  account: Account,
  world: CaseWorld,
): Promise<string> {
  const kind = listKinds[name];
  const description = {
    kind,
    title: `${kind.replaceAll('-', ' ')} of ${account.label}`,
    source: {
      from: 'venue' as const,
      venue: account.venue,
      account: account.id,
      capability: name,
      acquiredWith: holder === 'public' ? 'no key (public)' : world.keyring.masked(account, holder),
      exchanges: proof.pages.map((page) => page.exchange),
    },
  };
  const exhibit = await draft.finish(description, proof);
  await world.observe({
    account: account.id,
    holder: holder === 'public' ? 'responder' : holder,
    what: kind,
    when: wasSeen(account, kind, world) ? 'later' : 'first',
    exhibit: exhibit.id,
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

function wasSeen(account: Account, kind: ExhibitKind, world: CaseWorld): boolean {
  return world.events().some((e) => isReading(e) && e.account === account.id && e.what === kind);
}

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { JournaledEvent, JournalRecord } from '../../../src/domain/run-event.ts';
import {
  countersignBag,
  createSigningKey,
  createStamper,
  handOverBag,
  openJournal,
  sealBag,
  type Authorities,
} from '../../../src/evidence/index.ts';
import { note } from '../journal-events.ts';
import { sealingOf, signer } from '../sealing.ts';
import { smallCase } from '../small-case.ts';

const later = '2026-11-21T07:00:00.000Z';

/**
 * A bag with one of everything that a bag may hold, and as small as that allows: exhibits, HTTP record, tokens of two
 * authorities over the journal's head and over the seal, a counter-signature, two hand-overs. Two texts hold U+FFFD,
 * which is also what a lenient reader makes of a broken character: a change that it would not see.
 */
export async function fullBag(authorities?: Authorities): Promise<string> {
  const folder = await smallCase();
  if (authorities) await stampHead(folder, authorities);
  const { folder: bag } = await sealBag(await sealingOf(folder, authorities ? { authorities } : {}));
  const witness = createSigningKey().signer;
  await countersignBag(bag, { as: 'b.witness', signer: witness });
  const first = { from: 'A. Operator', to: 'Jos\ufffd Counsel', why: 'for the police report' };
  await handOverBag(bag, { ...first, at: later, signer });
  await handOverBag(bag, { from: first.to, to: 'Police', why: 'asked for', at: later, signer: witness });
  return bag;
}

async function stampHead(folder: string, authorities: Authorities): Promise<void> {
  const { journal, records: before } = await openJournal(join(folder, 'journal/journal.jsonl'));
  const records: JournalRecord[] = [...before];
  const events: JournaledEvent[] = before.map(({ event }) => event);
  const append = async (event: JournaledEvent) => {
    records.push(await journal.append('2026-11-21T05:00:00.000Z', event));
    events.push(event);
  };
  await append(note('the venue\ufffds answer'));
  const files = { folder, records, events, append };
  await createStamper({ files, open: () => Promise.resolve(authorities), isContained: () => false }).close();
  await journal.close();
}

/** Paths in the bag of its regular files, sorted. */
export async function filesIn(bag: string): Promise<readonly string[]> {
  const entries = await readdir(bag, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(bag.length + 1))
    .sort();
}

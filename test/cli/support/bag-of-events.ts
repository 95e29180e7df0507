import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JournaledEvent } from '../../../src/domain/run-event.ts';
import { createJournal, openExhibits, sealBag } from '../../../src/evidence/index.ts';
import { freshFolder } from '../../evidence/folder.ts';
import { at, opened } from '../../evidence/journal-events.ts';
import { sealingOf } from '../../evidence/sealing.ts';

const step = { lane: 'case', step: 'preserve.orders', attempt: 1 };

/** The opening of a case by a version of firebreak. */
export const openedBy = (version: string): JournaledEvent =>
  ({ ...opened, tool: { name: 'firebreak', version } }) as JournaledEvent;

/**
 * A sealed bag of a journal with these events, whatever they hold, and of one exhibit where its bytes are given: EX-001,
 * trades of the account "main". Its report is one file that says nothing.
 */
export async function bagOfEvents(
  events: readonly unknown[],
  more: { readonly trades?: Uint8Array; readonly withoutReport?: true } = {},
): Promise<string> {
  const folder = join(await freshFolder(), 'case');
  const journal = await createJournal(join(folder, 'journal/journal.jsonl'));
  for (const event of events) await journal.append(at, event as JournaledEvent);
  if (more.trades) {
    const exhibit = await (
      await openExhibits(folder)
    ).acquire({
      ...{ id: 'EX-001', kind: 'trades', title: 'Trades', content: more.trades },
      ...{ mediaType: 'application/json', acquiredAt: at, acquiredBy: 'firebreak' },
      source: { from: 'firebreak', why: 'test' },
    });
    await journal.append(at, { type: 'exhibit.acquired', ...step, exhibit });
    const read = { account: 'main', holder: 'suspect', what: 'trades', when: 'first' } as const;
    await journal.append(at, { type: 'observation.made', ...step, ...read, exhibit: 'EX-001' });
  }
  await journal.close();
  if (!more.withoutReport) {
    await mkdir(join(folder, 'report'));
    await writeFile(join(folder, 'report/report.md'), 'x\n');
  }
  return (await sealBag(await sealingOf(folder, { secrets: [] }))).folder;
}

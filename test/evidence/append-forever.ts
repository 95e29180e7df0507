import { existsSync, writeSync } from 'node:fs';
import process from 'node:process';
import { EvidenceError } from '../../src/evidence/evidence-error.ts';
import { createJournal, openJournal } from '../../src/evidence/journal.ts';
import { at, note, opened } from './journal-events.ts';

/**
 * A run to be killed: appends until it cannot, and prints each record's number once it was
 * acknowledged. When the journal breaks it prints the code and tries once more. It loads the journal alone: it is started
 * often.
 */
const path = process.argv[2] ?? '';
const { journal } = existsSync(path) ? await openJournal(path) : { journal: await createJournal(path) };
const say = (text: string) => writeSync(1, `${text}\n`);

const appendForever = async (lane: number): Promise<void> => {
  for (let i = 0; ; i++) {
    const event =
      journal.head().seq === 0 ? opened : note(`lane ${lane}, note ${i}: ${'x'.repeat((i * 37) % 900)}`);
    say(String((await journal.append(at, event)).seq));
  }
};

const codeOf = (error: unknown): string => (error instanceof EvidenceError ? error.code : String(error));

await Promise.all([appendForever(1), appendForever(2), appendForever(3)]).catch(async (error: unknown) => {
  say(codeOf(error));
  await journal.append(at, note('after the break')).catch((again: unknown) => say(codeOf(again)));
  process.exit(0);
});

import { createHash } from 'node:crypto';
import type { OpeningBooks } from './opening-books.ts';
import { applyMutation } from './ledger.ts';
import type { LedgerBooks } from './ledger-books.ts';
import { mutationSchema } from './mutation.ts';
import type { Mutation } from './mutation.ts';
import { openBooks } from './opening.ts';
import { noWorldLog, openWorldLog } from './world-log.ts';

/** The books and their log: the one place where a simulated venue changes. */
export interface World {
  books(): LedgerBooks;
  /** Applies the change, appending it to the log first. Throws a LedgerRefusal with nothing changed. */
  commit(mutation: Mutation): LedgerBooks;
  close(): void;
}

/** Opens the world at its last change: opening books, then every mutation in the log. */
export function openWorld(options: {
  readonly opening: OpeningBooks;
  readonly worldLog?: string | undefined;
}): World {
  const log =
    options.worldLog === undefined
      ? noWorldLog
      : openWorldLog(options.worldLog, fingerprintOf(options.opening));
  let books = log.replayed.reduce(applyMutation, openBooks(options.opening));
  return {
    books: () => books,
    commit(mutation) {
      // What could not be read back must not be written: it would cost the world.
      const sound = mutationSchema.parse(mutation);
      const after = applyMutation(books, sound);
      log.append(sound);
      books = after;
      return books;
    },
    close: log.close,
  };
}

const secrets: readonly string[] = ['secret', 'passphrase'];

// Over everything but the secrets: a hash of them would be written to disk.
function fingerprintOf(opening: OpeningBooks): string {
  const text = JSON.stringify(opening, (name, value: unknown) =>
    secrets.includes(name) ? undefined : value,
  );
  return createHash('sha256').update(text).digest('hex');
}

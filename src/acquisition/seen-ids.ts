import { hash, randomBytes } from 'node:crypto';
import { versions } from 'node:process';
import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Tells rows apart by their ids, however many there are. It never takes a new id for a known one. */
export interface SeenIds {
  /** Notes the id; returns whether it is new. */
  add(id: string): boolean;
  /**
   * Await it between pages: where there are too many ids to be held, they move to disk.
   *
   * @throws what SQLite says of a full disk
   */
  settle(): Promise<void>;
  close(): void;
}

// Some megabytes. A list of ten thousand rows needs no disk.
const heldAtMost = 20_000;

/**
 * Which ids can come again depends on the venue's manners: those at the edge of a window or a page if it
 * keeps to its own documents, any of them if it does not. So all are kept; a venue's repeat of a year ago
 * is dropped like one of a minute ago.
 *
 * @param openFile the file that ids move to; undefined where this machine has none: they stay in memory then
 */
export function seenIds(openFile: () => Promise<IdFile | undefined> = openIdFile): SeenIds {
  let held = new Set<string>();
  let file: IdFile | undefined;
  let moving: Promise<void> | undefined;
  let isClosed = false;

  async function move(): Promise<void> {
    const opened = await openFile();
    if (opened === undefined) return;
    if (isClosed) return opened.close();
    for (const id of held) opened.add(id);
    held = new Set();
    file = opened;
  }

  return {
    add(id) {
      if (file !== undefined) return file.add(id);
      const before = held.size;
      return held.add(id).size > before;
    },
    async settle() {
      // Asked for once: where there is no file, there is none later.
      if (held.size > heldAtMost) await (moving ??= move());
    },
    close() {
      isClosed = true;
      file?.close();
      held = new Set();
    },
  };
}

/** Ids on disk. */
export interface IdFile {
  add(id: string): boolean;
  close(): void;
}

// 1 MB of it is kept in memory; the rest is the system's to cache.
const setUp = `
  PRAGMA journal_mode = OFF;
  PRAGMA synchronous = OFF;
  PRAGMA cache_size = -1024;
  CREATE TABLE seen (id BLOB PRIMARY KEY) WITHOUT ROWID, STRICT;
`;

/**
 * Opens a file without a name, which ends with the process however that ends. It holds no id as it
 * is (some name keys) but 128 bits of a hash that nobody outside can aim at: two ids that share one are
 * not to be met.
 */
async function openIdFile(): Promise<IdFile | undefined> {
  if (!hasSettledSqlite(versions.node)) return undefined;
  // Late: hardly any reading needs it.
  const sqlite = await import('node:sqlite');
  const db = new sqlite.DatabaseSync('');
  db.exec(setUp);
  return new HashedIds(db, db.prepare('INSERT OR IGNORE INTO seen VALUES (?)'));
}

class HashedIds implements IdFile {
  readonly #salt = randomBytes(16).toString('hex');
  readonly #db: DatabaseSync;
  readonly #insert: StatementSync;

  constructor(db: DatabaseSync, insert: StatementSync) {
    this.#db = db;
    this.#insert = insert;
  }

  add(id: string): boolean {
    const digest = hash('sha256', `${this.#salt}${id}`, 'buffer').subarray(0, 16);
    return Number(this.#insert.run(digest).changes) > 0;
  }

  close(): void {
    this.#db.close();
  }
}

/** A release candidate since Node 24.15 and 25.7; before that it warns on the terminal. */
function hasSettledSqlite(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 25 || (major === 25 && minor >= 7) || (major === 24 && minor >= 15);
}

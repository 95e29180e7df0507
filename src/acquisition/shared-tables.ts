import type { SQLOutputValue } from 'node:sqlite';
import type { Reading } from './others.ts';

/** What the file of `shared-tally.ts` holds: times in milliseconds since 1970, counters by name. */
export const tables = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS spent (
    number INTEGER PRIMARY KEY, counter TEXT NOT NULL, at REAL NOT NULL, units REAL NOT NULL, open INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS spent_at ON spent (counter, at);
  CREATE TABLE IF NOT EXISTS levels (counter TEXT PRIMARY KEY, at REAL NOT NULL, level REAL NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS contained (counter TEXT PRIMARY KEY, at REAL NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS pauses (
    name TEXT PRIMARY KEY, set_at REAL NOT NULL, until REAL NOT NULL, why TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS paces (counter TEXT PRIMARY KEY, set_at REAL NOT NULL, share REAL NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS readings (
    counter TEXT PRIMARY KEY, at REAL NOT NULL, used REAL NOT NULL, since REAL NOT NULL,
    theirs REAL NOT NULL, theirs_at REAL NOT NULL, closely REAL NOT NULL, known REAL NOT NULL
  ) STRICT;
`;

export const readingOf = (row: Readonly<Record<string, SQLOutputValue>>): Reading => ({
  atMs: Number(row['at']),
  used: Number(row['used']),
  sinceMs: Number(row['since']),
  theirs: Number(row['theirs']),
  theirsMs: Number(row['theirs_at']),
  closelyMs: Number(row['closely']),
  knownMs: Number(row['known']),
});

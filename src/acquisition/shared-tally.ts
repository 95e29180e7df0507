import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../domain/clock.ts';
import type { Reading } from './others.ts';
import type { Pace } from './pace.ts';
import { readingOf, tables } from './shared-tables.ts';
import { longestOpenMs, type Level, type Pause, type Spent, type Tally, type TallyStore } from './tally.ts';

// Another process holds the file for one short transaction; one that is stopped in the middle must not
// stop us, too.
const patienceMs = 2_000;
// A clock set back leaves entries from the future: beyond this they are no other process's rounding.
const futureMs = 1_000;
const keptMs = 7 * 24 * 3600 * 1000;

/**
 * Opens the tally that all firebreak processes of this machine share, made with mode 0600 where it is
 * not there. Every change is one transaction: a process that dies in the middle leaves none. Times are
 * the machine's (`clock.now()`), which processes have in common.
 *
 * @throws what the system says when the file cannot be used: read-only, damaged, no SQLite in this Node.
 */
export async function openSharedTally(path: string, clock: Clock): Promise<TallyStore> {
  // Late: a start that spends nothing does not pay for it.
  const sqlite = await import('node:sqlite');
  const fs = await import('node:fs/promises');
  await (await fs.open(path, 'a', 0o600)).close();
  const db = new sqlite.DatabaseSync(path, { timeout: patienceMs });
  db.exec(tables);
  const nowMs = (): number => clock.now().toMillis();
  db.prepare('DELETE FROM spent WHERE at < ?').run(nowMs() - keptMs);
  const tally = new FileTally(db, nowMs);
  let isInside = false;
  return {
    nowMs,
    exclusively(work) {
      if (isInside) return work(tally);
      db.exec('BEGIN IMMEDIATE');
      isInside = true;
      try {
        const result = work(tally);
        db.exec('COMMIT');
        return result;
      } catch (error) {
        db.exec('ROLLBACK');
        throw error;
      } finally {
        isInside = false;
      }
    },
  };
}

class FileTally implements Tally {
  readonly #nowMs: () => number;
  readonly #sum;
  readonly #list;
  readonly #add;
  readonly #settle;
  readonly #forget;
  readonly #fromFuture;
  readonly #level;
  readonly #setLevel;
  readonly #contained;
  readonly #contain;
  readonly #pause;
  readonly #setPause;
  readonly #counters;
  readonly #pace;
  readonly #setPace;
  readonly #reading;
  readonly #setReading;

  constructor(db: DatabaseSync, nowMs: () => number) {
    const at = `CASE WHEN open THEN MIN($now, at + ${longestOpenMs}) ELSE at END`;
    const counted = `FROM spent WHERE counter = $counter AND at > $since - ${longestOpenMs} AND ${at} > $since`;
    this.#nowMs = nowMs;
    this.#sum = db.prepare(`SELECT COALESCE(SUM(units), 0) AS units ${counted}`);
    this.#list = db.prepare(`SELECT units, ${at} AS at ${counted} ORDER BY 2`);
    this.#add = db.prepare('INSERT INTO spent (counter, at, units, open) VALUES (?, ?, ?, ?)');
    this.#settle = db.prepare('UPDATE spent SET at = ?, open = 0 WHERE number = ?');
    this.#forget = db.prepare('DELETE FROM spent WHERE counter = ? AND at <= ? - open * ?');
    this.#fromFuture = db.prepare('UPDATE spent SET at = ? WHERE counter = ? AND at > ?');
    this.#level = db.prepare('SELECT at, level FROM levels WHERE counter = ?');
    this.#setLevel = db.prepare('INSERT OR REPLACE INTO levels (counter, at, level) VALUES (?, ?, ?)');
    this.#contained = db.prepare('SELECT at FROM contained WHERE counter = ?');
    this.#contain = db.prepare('INSERT OR REPLACE INTO contained (counter, at) VALUES (?, ?)');
    this.#pause = db.prepare('SELECT set_at, until, why FROM pauses WHERE name = ?');
    this.#setPause = db.prepare(
      'INSERT OR REPLACE INTO pauses (name, set_at, until, why) VALUES (?, ?, ?, ?)',
    );
    this.#counters = db.prepare('SELECT DISTINCT counter FROM spent WHERE counter >= ? AND counter < ?');
    this.#pace = db.prepare('SELECT set_at, share FROM paces WHERE counter = ?');
    this.#setPace = db.prepare('INSERT OR REPLACE INTO paces (counter, set_at, share) VALUES (?, ?, ?)');
    this.#reading = db.prepare('SELECT * FROM readings WHERE counter = ?');
    this.#setReading = db.prepare('INSERT OR REPLACE INTO readings VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  }

  used(counter: string, since: { readonly sinceMs: number; readonly nowMs: number }): number {
    // Would otherwise count until the clock comes by again.
    this.#fromFuture.run(since.nowMs, counter, since.nowMs + futureMs);
    return Number(this.#sum.get(named(counter, since))?.['units'] ?? 0);
  }

  spent(counter: string, since: { readonly sinceMs: number; readonly nowMs: number }): readonly Spent[] {
    return this.#list
      .all(named(counter, since))
      .map(({ at, units }) => ({ atMs: Number(at), units: Number(units) }));
  }

  add(counter: string, { atMs, units, isOpen }: Spent & { readonly isOpen: boolean }): number {
    return Number(this.#add.run(counter, atMs, units, isOpen ? 1 : 0).lastInsertRowid);
  }

  settle(_counter: string, number: number, atMs: number): void {
    this.#settle.run(atMs, number);
  }

  forget(counter: string, beforeMs: number): void {
    this.#forget.run(counter, beforeMs, longestOpenMs);
  }

  level(counter: string): Level | undefined {
    const row = this.#level.get(counter);
    // Never from the future: it would not sink until the clock comes by again.
    return row && { atMs: Math.min(Number(row['at']), this.#nowMs()), level: Number(row['level']) };
  }

  setLevel(counter: string, { atMs, level }: Level): void {
    this.#setLevel.run(counter, atMs, level);
  }

  containedMs(counter: string): number | undefined {
    const row = this.#contained.get(counter);
    return row && Math.min(Number(row['at']), this.#nowMs());
  }

  noteContainment(counter: string, atMs: number): void {
    this.#contain.run(counter, atMs);
  }

  pause(name: string): Pause | undefined {
    const row = this.#pause.get(name);
    return row && { setMs: Number(row['set_at']), untilMs: Number(row['until']), why: String(row['why']) };
  }

  setPause(name: string, { setMs, untilMs, why }: Pause): void {
    this.#setPause.run(name, setMs, untilMs, why);
  }

  counters(prefix: string): readonly string[] {
    return this.#counters.all(prefix, `${prefix}\u{10FFFF}`).map(({ counter }) => String(counter));
  }

  pace(counter: string): Pace | undefined {
    const row = this.#pace.get(counter);
    return row && { setMs: Math.min(Number(row['set_at']), this.#nowMs()), share: Number(row['share']) };
  }

  setPace(counter: string, { setMs, share }: Pace): void {
    this.#setPace.run(counter, setMs, share);
  }

  reading(counter: string): Reading | undefined {
    const row = this.#reading.get(counter);
    return row && readingOf(row);
  }

  setReading(counter: string, reading: Reading): void {
    const { atMs, used, sinceMs, theirs, theirsMs, closelyMs, knownMs } = reading;
    this.#setReading.run(counter, atMs, used, sinceMs, theirs, theirsMs, closelyMs, knownMs);
  }
}

const named = (
  counter: string,
  { sinceMs, nowMs }: { readonly sinceMs: number; readonly nowMs: number },
) => ({
  $counter: counter,
  $since: sinceMs,
  $now: nowMs,
});

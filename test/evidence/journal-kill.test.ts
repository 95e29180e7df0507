import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { openJournal, readJournal } from '../../src/evidence/index.ts';
import { freshFolder } from './folder.ts';
import { at } from './journal-events.ts';

const child = join(import.meta.dirname, 'append-forever.ts');
const kills = 20;

describe('evidence/journal killed', () => {
  it(`has every acknowledged record after ${kills} kills with SIGKILL`, async () => {
    const path = join(await freshFolder(), 'journal', 'journal.jsonl');
    let acknowledgedBefore = 0;
    for (let kill = 0; kill < kills; kill++) {
      const acknowledged = await appendUntilKilled(path, 20 + kill * 11);
      const { journal, records, recovered } = await openJournal(path);
      const last = Math.max(acknowledgedBefore, ...acknowledged);
      expect(records.length).toBeGreaterThanOrEqual(last);
      expect(new Set(acknowledged).size).toBe(acknowledged.length);
      if (recovered) await journal.append(at, { type: 'journal.recovered', ...recovered });
      await journal.close();
      acknowledgedBefore = last;
    }
    expect(acknowledgedBefore).toBeGreaterThan(kills * 20);
    expect(readJournal(await readFile(path))).toMatchObject({ ok: true });
  }, 120_000);

  // The kernel's own limit on the size of a file: a short write first, then EFBIG, as on a full disk.
  it('breaks when the file can grow no more, and has every record acknowledged until then', async () => {
    const path = join(await freshFolder(), 'journal', 'journal.jsonl');
    const script = `trap '' XFSZ; ulimit -f 40; exec "$0" "$@"`;
    const run = spawn('bash', ['-c', script, process.execPath, child, path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines: string[] = [];
    for await (const line of createInterface(run.stdout)) lines.push(line);
    const acknowledged = lines.filter((line) => /^\d+$/.test(line)).map(Number);
    expect(lines.slice(acknowledged.length)).toEqual(['JOURNAL_BROKEN', 'JOURNAL_BROKEN']);
    expect(acknowledged.length).toBeGreaterThan(10);

    const { journal, records, recovered } = await openJournal(path);
    expect(records.length).toBeGreaterThanOrEqual(Math.max(...acknowledged));
    if (recovered) await journal.append(at, { type: 'journal.recovered', ...recovered });
    await journal.close();
    expect(readJournal(await readFile(path))).toMatchObject({ ok: true });
  }, 60_000);
});

/** Lets a child append, and kills it after it acknowledged so many records. Returns their numbers. */
async function appendUntilKilled(path: string, count: number): Promise<number[]> {
  const run = spawn(process.execPath, [child, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(run, 'exit');
  const acknowledged: number[] = [];
  for await (const line of createInterface(run.stdout)) {
    acknowledged.push(Number(line));
    if (acknowledged.length === count) run.kill('SIGKILL');
  }
  await exited;
  return acknowledged;
}

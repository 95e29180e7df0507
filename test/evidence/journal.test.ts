import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createJournal, openJournal, readJournal, sha256Hex } from '../../src/evidence/index.ts';
import type { Disk } from '../../src/evidence/append-file.ts';
import { realDisk } from '../../src/evidence/append-file.ts';
import { freshFolder } from './folder.ts';
import { at, note, opened } from './journal-events.ts';

describe('evidence/journal', () => {
  it('chains each record to the hash of the one before it, from 64 zeros', async () => {
    const { records } = await smallJournal();
    expect(records.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    expect(records[0]?.prev).toBe('0'.repeat(64));
    for (const [i, record] of records.slice(1).entries()) expect(record.prev).toBe(records[i]?.hash);
  });

  it('hashes the domain line and the record without its hash, as the README tells a stranger to', async () => {
    const { bytes, records } = await smallJournal();
    const lines = bytes.toString('utf8').trimEnd().split('\n');
    for (const [i, line] of lines.entries()) {
      const without = line.replace(/(.*),"hash":"[0-9a-f]*","prev":/, '$1,"prev":');
      expect(sha256Hex(`firebreak-journal/v1\n${without}`)).toBe(records[i]?.hash);
    }
  });

  it('keeps the file and its folder from other users, whatever the umask', async () => {
    const folder = join(await freshFolder(), 'case', 'journal');
    const journal = await createJournal(join(folder, 'journal.jsonl'));
    await journal.close();
    expect((await stat(join(folder, 'journal.jsonl'))).mode & 0o777).toBe(0o600);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  });

  it('does not start over a journal that is there', async () => {
    const { path } = await smallJournal();
    await expect(createJournal(path)).rejects.toMatchObject({ code: 'EEXIST' });
  });

  it('keeps the order of appends made together, and syncs once for all of them', async () => {
    const calls: string[] = [];
    const disk = watchedDisk({ write: (_fd, bytes, from) => bytes.length - from, calls });
    const journal = await createJournal(join(await freshFolder(), 'j'), disk);
    const texts = Array.from({ length: 50 }, (_, i) => `n${i}`);
    const records = await Promise.all(texts.map((text) => journal.append(at, note(text))));
    expect(records.map(({ event }) => (event.type === 'note.added' ? event.text : ''))).toEqual(texts);
    expect(calls).toEqual(['write', 'sync']);
  });

  it('resolves an append only after the sync that follows its write', async () => {
    const calls: string[] = [];
    let releaseSync: () => void = () => undefined;
    const disk: Disk = {
      write: (_fd, bytes, from) => bytes.length - from,
      sync: () => new Promise((resolve) => (releaseSync = resolve)),
    };
    const journal = await createJournal(join(await freshFolder(), 'j'), disk);
    const appended = journal.append(at, note('a')).then(() => calls.push('acknowledged'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(calls).toEqual([]);
    releaseSync();
    await appended;
    expect(calls).toEqual(['acknowledged']);
  });

  it('goes on writing where a short write stopped', async () => {
    const written: number[] = [];
    const disk = watchedDisk({
      write: (_fd, bytes, from) => {
        const taken = Math.min(7, bytes.length - from);
        written.push(...bytes.subarray(from, from + taken));
        return taken;
      },
    });
    const journal = await createJournal(join(await freshFolder(), 'j'), disk);
    await journal.append(at, opened);
    await journal.append(at, note('second'));
    expect(readJournal(Buffer.from(written))).toMatchObject({ ok: true, head: { seq: 2 } });
  });

  it('loses no record and no order when a slow disk sends its syncs to the thread pool', async () => {
    const path = join(await freshFolder(), 'j');
    const journal = await createJournal(path, realDisk(0));
    const waiting = Array.from({ length: 40 }, async (_, i) => {
      await new Promise((resolve) => setTimeout(resolve, i % 7));
      return journal.append(at, note(`n${i}`));
    });
    const records = await Promise.all(waiting);
    await journal.close();
    const read = readJournal(await readFile(path));
    expect(read.records).toEqual(records.toSorted((a, b) => a.seq - b.seq));
    expect(read).toMatchObject({ ok: true, head: { seq: 40 } });
  });

  it.each(['write', 'sync'] as const)(
    'accepts nothing more after a failed %s, even when the disk has room again',
    async (failing) => {
      const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
      let isFull = false;
      const disk: Disk = {
        write: (_fd, bytes, from) => {
          if (isFull && failing === 'write') throw full;
          return bytes.length - from;
        },
        sync: () => (isFull && failing === 'sync' ? Promise.reject(full) : Promise.resolve()),
      };
      const journal = await createJournal(join(await freshFolder(), 'j'), disk);
      await journal.append(at, opened);
      isFull = true;
      const both = await Promise.allSettled([journal.append(at, note('a')), journal.append(at, note('b'))]);
      for (const one of both) {
        expect(one).toMatchObject({ status: 'rejected', reason: { code: 'JOURNAL_BROKEN', cause: full } });
      }
      isFull = false;
      await expect(journal.append(at, note('c'))).rejects.toMatchObject({ code: 'JOURNAL_BROKEN' });
    },
  );

  it('refuses an event that is not JSON without breaking the journal or using up a number', async () => {
    const { path } = await smallJournal();
    const { journal } = await openJournal(path);
    const event = { ...note('x'), extra: undefined };
    await expect(journal.append(at, event)).rejects.toMatchObject({ code: 'NOT_JSON' });
    expect((await journal.append(at, note('fine'))).seq).toBe(5);
    await journal.close();
    expect(readJournal(await readFile(path))).toMatchObject({ ok: true, head: { seq: 5 } });
  });

  it.each(['2026-11-21 03:04:05', '2026-11-21T03:04:05Z', '2026-11-21T03:04:05.678+01:00', ''])(
    'refuses the time %j, which is not UTC with milliseconds',
    async (wrong) => {
      const journal = await createJournal(join(await freshFolder(), 'j'));
      await expect(journal.append(wrong, opened)).rejects.toMatchObject({ code: 'NOT_JSON' });
      await journal.close();
    },
  );

  it('refuses to append after it was closed, and closes only once', async () => {
    const journal = await createJournal(join(await freshFolder(), 'j'));
    const last = journal.append(at, opened);
    await Promise.all([journal.close(), journal.close()]);
    await expect(last).resolves.toMatchObject({ seq: 1 });
    await expect(journal.append(at, note('late'))).rejects.toMatchObject({ code: 'JOURNAL_CLOSED' });
  });
});

describe('evidence/journal reopened', () => {
  it('recovers from a cut at every byte: earlier records kept, torn bytes moved aside, appending goes on', async () => {
    const { bytes, records } = await smallJournal();
    const folder = await freshFolder();
    const ends = recordEnds(bytes);
    for (let cut = 0; cut <= bytes.length; cut++) {
      const path = join(folder, `${cut}`, 'journal.jsonl');
      await (await createJournal(path)).close();
      await writeFile(path, bytes.subarray(0, cut));
      const whole = ends.filter((end) => end <= cut);
      const found = await openJournal(path);
      expect(found.records).toEqual(records.slice(0, whole.length));
      const torn = cut - (whole.at(-1) ?? 0);
      expect(found.recovered?.bytes ?? 0).toBe(torn);
      if (found.recovered) {
        const aside = await readFile(join(folder, `${cut}`, found.recovered.movedTo));
        expect(aside).toEqual(bytes.subarray(cut - torn, cut));
        expect(found.recovered.sha256).toBe(sha256Hex(aside));
        await found.journal.append(at, { type: 'journal.recovered', ...found.recovered });
      }
      await found.journal.append(at, note('after'));
      await found.journal.close();
      const read = readJournal(await readFile(path));
      expect(read).toMatchObject({ ok: true, head: { seq: whole.length + (torn > 0 ? 2 : 1) } });
    }
  }, 60_000);

  it('reports a tail that an earlier process moved aside but was killed before recording', async () => {
    const { path, bytes } = await smallJournal();
    await writeFile(path, bytes.subarray(0, -5));
    const first = await openJournal(path);
    await first.journal.close();
    const second = await openJournal(path);
    expect(second.recovered).toEqual(first.recovered);
    if (second.recovered) await second.journal.append(at, { type: 'journal.recovered', ...second.recovered });
    await second.journal.close();
    const third = await openJournal(path);
    expect(third.recovered).toBeUndefined();
    await third.journal.close();
  });

  it('finishes a recovery that was killed between copying the tail and cutting it off', async () => {
    const { path, bytes } = await smallJournal();
    const torn = bytes.subarray(0, -5);
    const start = recordEnds(torn).at(-1) ?? 0;
    await writeFile(path, torn);
    await writeFile(`${path}.torn-${start}`, torn.subarray(start));
    const { journal, recovered } = await openJournal(path);
    await journal.close();
    expect(recovered?.movedTo).toBe(`journal.jsonl.torn-${start}`);
    expect(await readdir(join(path, '..'))).toHaveLength(2);
    expect(await readFile(path)).toEqual(bytes.subarray(0, start));
  });

  it('keeps both tails when a second tear happens at the same place', async () => {
    const { path, bytes } = await smallJournal();
    const start = recordEnds(bytes).at(-2) ?? 0;
    for (const tail of ['first tear', 'second tear']) {
      await writeFile(path, Buffer.concat([bytes.subarray(0, start), Buffer.from(tail)]));
      await (await openJournal(path)).journal.close();
    }
    const asides = (await readdir(join(path, '..'))).filter((name) => name.includes('.torn-'));
    const texts = await Promise.all(asides.sort().map((name) => readFile(join(path, '..', name), 'utf8')));
    expect(texts.sort()).toEqual(['first tear', 'second tear']);
  });

  it('refuses a journal whose middle does not hold, naming the first broken record, and changes nothing', async () => {
    const { path, bytes } = await smallJournal();
    const [, second = 0] = recordEnds(bytes);
    const damaged = Buffer.from(bytes);
    damaged[second - 80] = (damaged[second - 80] ?? 0) ^ 1;
    await writeFile(path, damaged);
    await expect(openJournal(path)).rejects.toMatchObject({
      code: 'JOURNAL_DAMAGED',
      message: expect.stringContaining('record 2') as string,
    });
    expect(await readFile(path)).toEqual(damaged);
  });
});

describe('evidence/readJournal', () => {
  it('finds every single flipped bit and names the record it is in', async () => {
    const { bytes } = await smallJournal();
    const ends = recordEnds(bytes);
    const missed: string[] = [];
    for (let at = 0; at < bytes.length; at++) {
      for (let bit = 0; bit < 8; bit++) {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        const record = ends.findIndex((end) => at < end) + 1;
        const read = readJournal(changed);
        if (read.ok || read.firstBroken !== record) missed.push(`bit ${bit} of byte ${at}`);
      }
    }
    expect(missed).toEqual([]);
  }, 60_000);

  it('finds every line swapped with its neighbour, deleted or doubled', async () => {
    const { bytes } = await smallJournal();
    const lines = bytes.toString('utf8').split(/(?<=\n)/);
    const brokenAt = (changed: readonly string[]) => {
      const read = readJournal(Buffer.from(changed.join('')));
      return read.ok ? 'unnoticed' : read.firstBroken;
    };
    for (let i = 0; i < lines.length - 1; i++) {
      expect(brokenAt(lines.with(i, lines[i + 1] ?? '').with(i + 1, lines[i] ?? ''))).toBe(i + 1);
      expect(brokenAt(lines.toSpliced(i, 1))).toBe(i + 1);
    }
    for (let i = 0; i < lines.length; i++)
      expect(brokenAt(lines.toSpliced(i, 0, lines[i] ?? ''))).toBe(i + 2);
  });

  it.each([
    ['a byte order mark', (text: string) => `\ufeff${text}`],
    ['a space', (text: string) => text.replace('{"at"', '{ "at"')],
    ['a carriage return', (text: string) => text.replace('\n', '\r\n')],
    ['an empty line', (text: string) => `\n${text}`],
    ['a repeated key', (text: string) => text.replace('{"at"', '{"seq":1,"at"')],
    ['an escaped letter', (text: string) => text.replace('case.opened', '\\u0063ase.opened')],
    ['a further field', (text: string) => text.replace('"seq":1}', '"seq":1,"x":1}')],
  ])('does not accept a line with %s, though it may mean the same', async (_what, change) => {
    const { bytes } = await smallJournal();
    const changed = change(bytes.toString('utf8'));
    expect(changed).not.toBe(bytes.toString('utf8'));
    expect(readJournal(Buffer.from(changed))).toMatchObject({ ok: false, firstBroken: 1 });
  });

  it('accepts an empty file as a journal of no records', () => {
    expect(readJournal(new Uint8Array())).toEqual({
      ok: true,
      records: [],
      head: { seq: 0, hash: '0'.repeat(64) },
    });
  });
});

async function smallJournal() {
  const path = join(await freshFolder(), 'journal.jsonl');
  const journal = await createJournal(path);
  const texts = ['hostile: "\\ \u202e\u0007 \u{1f525}', 'ü', 'third'];
  const records = [await journal.append(at, opened)];
  for (const text of texts) records.push(await journal.append(at, note(text)));
  await journal.close();
  return { path, records, bytes: await readFile(path) };
}

const recordEnds = (bytes: Uint8Array): number[] =>
  [...bytes.keys()].filter((i) => bytes[i] === 0x0a).map((i) => i + 1);

function watchedDisk({ write, calls = [] }: { write: Disk['write']; calls?: string[] }): Disk {
  return {
    write: (fd, bytes, from) => {
      calls.push('write');
      return write(fd, bytes, from);
    },
    sync: () => {
      calls.push('sync');
      return Promise.resolve();
    },
  };
}

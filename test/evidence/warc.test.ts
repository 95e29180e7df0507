import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { HttpExchange } from '../../src/domain/http-exchange.ts';
import { createRedactor, openWarc, sha256Hex, type Warc } from '../../src/evidence/index.ts';
import type { Disk } from '../../src/evidence/append-file.ts';
import { exchange, rules, salt, withRequest, withResponse } from './exchanges.ts';
import { freshFolder } from './folder.ts';

const about = { at: '2026-11-21T03:00:00.000Z', caseId: 'FB-2026-0001', software: 'firebreak/0.1.0' };
const redactor = createRedactor({ salt });
const write = (warc: Warc, one: HttpExchange) => {
  const { exchange: redacted, redactions } = redactor.redactExchange(one, rules);
  return warc.write(redacted, { redactions });
};

describe('evidence/warc', () => {
  it('writes the same bytes for the same exchanges on every run', async () => {
    const [one, other] = [
      await warcOf([exchange(), withResponse('x')]),
      await warcOf([exchange(), withResponse('x')]),
    ];
    expect(sha256Hex(one.bytes)).toBe(sha256Hex(other.bytes));
  });

  it('returns the place of an exchange: the range holds its records and has the hash', async () => {
    const { bytes, places } = await warcOf([exchange(), exchange({ id: 'X-00008' })]);
    for (const { offset, length, sha256, recordIds } of places) {
      const range = bytes.subarray(offset, offset + length);
      expect(sha256Hex(range)).toBe(sha256);
      const ids = [
        ...gunzipSync(range)
          .toString()
          .matchAll(/WARC-Record-ID: <(.*)>/g),
      ].map(([, id]) => id);
      expect(ids).toEqual(recordIds);
      expect(ids).toHaveLength(3);
    }
    const [first, second] = places;
    expect(second?.offset).toBe((first?.offset ?? 0) + (first?.length ?? 0));
    expect((second?.offset ?? 0) + (second?.length ?? 0)).toBe(bytes.length);
  });

  it('writes no response record for an exchange that had no answer', async () => {
    const { response: _, ...failed } = exchange({ error: 'connect ETIMEDOUT' });
    const { text } = await warcOf([failed]);
    expect(typesIn(text)).toEqual(['warcinfo', 'request', 'metadata']);
    expect(text).toContain('"error":"connect ETIMEDOUT"');
  });

  it('keeps repeated headers, and stores transfer-encoding so that no reader looks for chunks', async () => {
    const { text } = await warcOf([
      withResponse('{}', [
        ['Set-Cookie', 'a=1'],
        ['Set-Cookie', 'b=2'],
        ['Transfer-Encoding', 'chunked'],
      ]),
    ]);
    expect(text.match(/Set-Cookie: /g)).toHaveLength(2);
    expect(text).toContain('\r\nx-orig-transfer-encoding: chunked\r\n');
    expect(text.toLowerCase()).not.toContain('\ntransfer-encoding');
  });

  it('gives no header or line to a hostile status text, header or URL', async () => {
    const { text } = await warcOf([
      withRequest({ url: 'https://api.binance.com/x y\r\nWARC-Type: evil\n<>\u202e?symbol=a' }),
      exchange({
        id: 'X-9',
        response: {
          status: 200,
          statusText: 'OK\r\nX-Evil: 1',
          headers: [['Date', 'a\r\n\r\nevil']],
          body: Buffer.from(''),
        },
      }),
    ]);
    expect(text).not.toMatch(/^(WARC-Type: evil|X-Evil)/m);
    expect(text).toContain(
      'WARC-Target-URI: https://api.binance.com/x%20y%0D%0AWARC-Type:%20evil%0A%3C%3E%E2%80%AE?symbol=a\r\n',
    );
    expect(text).toContain('Date: a    evil\r\n');
  });

  it('writes exchanges that arrive together one after the other, in the order of the calls', async () => {
    const path = join(await freshFolder(), 'http', 'exchanges.warc.gz');
    const { warc } = await openWarc(path, about);
    const sizes = [200_000, 10, 50_000, 1];
    const places = await Promise.all(
      sizes.map((size, i) => write(warc, { ...withResponse(Buffer.alloc(size, i)), id: `X-${i}` })),
    );
    await warc.close();
    const bytes = await readFile(path);
    for (const [i, { offset, length, sha256 }] of places.entries()) {
      expect(sha256Hex(bytes.subarray(offset, offset + length))).toBe(sha256);
      if (i > 0) expect(offset).toBeGreaterThan(places[i - 1]?.offset ?? Infinity);
    }
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('accepts nothing more after a failed write', async () => {
    let isFull = false;
    const disk: Disk = {
      write: (_fd, bytes, from) => {
        if (isFull) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
        return bytes.length - from;
      },
      sync: () => Promise.resolve(),
    };
    const { warc } = await openWarc(join(await freshFolder(), 'w'), about, disk);
    isFull = true;
    await expect(write(warc, exchange())).rejects.toMatchObject({
      code: 'WARC_BROKEN',
      cause: { code: 'ENOSPC' },
    });
    isFull = false;
    await expect(write(warc, exchange())).rejects.toMatchObject({ code: 'WARC_BROKEN' });
    await expect(warc.sync()).rejects.toMatchObject({ code: 'WARC_BROKEN' });
    await Promise.all([warc.close(), warc.close()]);
  });
});

describe('evidence/warc reopened', () => {
  it('recovers from a cut at any byte: whole records kept, the torn one moved aside, writing goes on', async () => {
    const { bytes } = await warcOf([exchange()]);
    const ends = memberEnds(bytes);
    // Every seventh byte, and every byte around the ends of records.
    const near = (cut: number) => ends.some((end) => Math.abs(end - cut) <= 11);
    const cuts = [...bytes.keys()].filter((cut) => cut % 7 === 0 || near(cut));
    for (const cut of cuts) {
      const folder = await freshFolder();
      const path = join(folder, 'exchanges.warc.gz');
      await writeFile(path, bytes.subarray(0, cut));
      const { warc, recovered, damaged } = await openWarc(path, about);
      const kept = ends.findLast((end) => end <= cut) ?? 0;
      expect(damaged).toEqual([]);
      expect(recovered?.bytes ?? 0).toBe(cut - kept);
      if (recovered)
        expect(await readFile(join(folder, recovered.movedTo))).toEqual(bytes.subarray(kept, cut));
      const place = await write(warc, exchange({ id: 'X-after' }));
      await warc.close();
      const after = await readFile(path);
      expect(after.subarray(0, kept)).toEqual(bytes.subarray(0, kept));
      expect(typesIn(gunzipSync(after).toString())[0]).toBe('warcinfo');
      expect(sha256Hex(after.subarray(place.offset))).toBe(place.sha256);
    }
  }, 120_000);

  it('goes on behind a record damaged in the middle, so that all other places stay true', async () => {
    const { bytes, places, path } = await warcOf([
      exchange(),
      exchange({ id: 'X-2' }),
      exchange({ id: 'X-3' }),
    ]);
    const [, second] = places;
    const damagedFile = Buffer.from(bytes);
    damagedFile.fill(0xee, (second?.offset ?? 0) + 20, (second?.offset ?? 0) + 40);
    await writeFile(path, damagedFile);
    const { warc, recovered, damaged } = await openWarc(path, about);
    const place = await write(warc, exchange({ id: 'X-4' }));
    await warc.close();
    expect(recovered).toBeUndefined();
    expect(damaged).toMatchObject([{ offset: second?.offset }]);
    expect(place.offset).toBe(bytes.length);
    expect((await readFile(path)).subarray(0, bytes.length)).toEqual(damagedFile);
  });

  it('writes the warcinfo record once', async () => {
    const { path } = await warcOf([exchange()]);
    const { warc } = await openWarc(path, about);
    await write(warc, exchange({ id: 'X-2' }));
    await warc.close();
    const types = typesIn(gunzipSync(await readFile(path)).toString());
    expect(types).toEqual(['warcinfo', 'request', 'response', 'metadata', 'request', 'response', 'metadata']);
    expect(await readdir(join(path, '..'))).toEqual(['exchanges.warc.gz']);
  });
});

async function warcOf(exchanges: readonly HttpExchange[]) {
  const path = join(await freshFolder(), 'exchanges.warc.gz');
  const { warc } = await openWarc(path, about);
  const places = [];
  for (const one of exchanges) places.push(await write(warc, one));
  await warc.sync();
  await warc.close();
  const bytes = await readFile(path);
  return { path, places, bytes, text: gunzipSync(bytes).toString('utf8') };
}

const typesIn = (text: string) => [...text.matchAll(/^WARC-Type: (\w+)/gm)].map(([, type]) => type);

/** Where each gzip member ends, found by trying: independent of how the writer finds it. */
function memberEnds(bytes: Buffer): number[] {
  const ends: number[] = [];
  for (let start = 0, end = 1; end <= bytes.length; end++) {
    try {
      gunzipSync(bytes.subarray(start, end));
      ends.push(end);
      start = end;
    } catch {
      // not whole yet
    }
  }
  return ends;
}

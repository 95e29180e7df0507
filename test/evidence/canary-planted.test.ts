import { createHash } from 'node:crypto';
import { truncate, writeFile, open } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/domain/secret.ts';
import { scanForSecrets } from '../../src/evidence/canary.ts';
import { makeZip } from '../support/make-zip.ts';
import { freshFolder } from './folder.ts';

/** Bytes that look random and are the same in every run. */
function noise(seed: string, length: number): Buffer {
  const blocks: Buffer[] = [];
  for (let n = 0; n * 32 < length; n++) blocks.push(createHash('sha256').update(`${seed}/${n}`).digest());
  return Buffer.concat(blocks).subarray(0, length);
}

const draw = (seed: string, below: number): number => noise(seed, 6).readUIntBE(0, 6) % below;

/** Shapes that venues' secrets have, and one that breaks naive escaping. */
const values = {
  letters: noise('letters', 48).toString('base64url'),
  base64: noise('base64', 64).toString('base64'),
  hex: noise('hex', 16).toString('hex'),
  odd: 'p@ss/w0rd+"quoted"\\=&%?>?~~~-é<and>more',
  pem: `-----BEGIN EC PRIVATE KEY-----\n${noise('pem', 96).toString('base64').replace(/.{64}/g, '$&\n')}\n-----END EC PRIVATE KEY-----`,
} as const;

type Shape = (bytes: Buffer, seed: string) => Buffer;
const text =
  (make: (text: string, seed: string) => string): Shape =>
  (bytes, seed) =>
    Buffer.from(make(bytes.toString('latin1'), seed), 'latin1');
const around = (bytes: Buffer, seed: string): Buffer =>
  Buffer.concat([
    noise(`${seed}-before`, draw(`${seed}-n`, 40)),
    bytes,
    noise(`${seed}-after`, draw(`${seed}-m`, 40)),
  ]);
const everyByte = (mark: string, pad = 2) =>
  text((plain) => [...plain].map((c) => mark + c.charCodeAt(0).toString(16).padStart(pad, '0')).join(''));

const encodings: Readonly<Record<string, Shape>> = {
  raw: (bytes) => bytes,
  base64: (bytes, seed) => Buffer.from(around(bytes, seed).toString('base64')),
  base64url: (bytes, seed) => Buffer.from(around(bytes, seed).toString('base64url')),
  hex: (bytes) => Buffer.from(bytes.toString('hex')),
  HEX: (bytes) => Buffer.from(bytes.toString('hex').toUpperCase()),
  'every byte %xx': everyByte('%'),
  'every byte \\u00xx': (bytes) => everyByte('\\u', 4)(Buffer.from(bytes.toString('utf8'), 'latin1'), ''),
  entities: text((plain) =>
    [...Buffer.from(plain, 'latin1').toString('utf8')].map((c) => `&#${c.codePointAt(0)};`).join(''),
  ),
  'in JSON': (bytes) => Buffer.from(JSON.stringify({ a: [bytes.toString('utf8')] })),
  'in a URL': (bytes) => Buffer.from(`https://x.test/?k=${encodeURIComponent(bytes.toString('utf8'))}&n=1`),
  'UTF-16 LE': (bytes) => Buffer.from(bytes.toString('utf8'), 'utf16le'),
  'UTF-16 BE': (bytes) => Buffer.from(bytes.toString('utf8'), 'utf16le').swap16(),
};
const hiding = Object.entries(encodings);

const holdsText = new Set([
  'every byte \\u00xx',
  'entities',
  'in JSON',
  'in a URL',
  'UTF-16 LE',
  'UTF-16 BE',
]);

const split: Readonly<Record<string, Shape>> = {
  'lines of 20': text((plain) => plain.replace(/[^]{20}/g, '$&\r\n  ')),
  'every other character': text((plain) => [...plain].join(' ')),
  'lines written \\n': text((plain) => plain.replace(/[^]{11}/g, '$&\\n')),
  'quoted-printable': text((plain) => plain.replaceAll('=', '=3D').replace(/[^]{30}/g, '$&=\r\n')),
};

// Sizes of pieces and windows that the search reads in, and the beginning.
const borders = [0, 4096, 16_384, 512 * 1024, 1024 * 1024, 1024 * 1024 + 16_384];

async function leaksIn(bytes: Buffer, value: string): Promise<number> {
  const secrets = [new Secret(value, 'env:PLANTED')];
  const scan = await scanForSecrets({ files: [{ path: 'x', bytes }], secrets });
  return scan.leaks.length;
}

function plant(hidden: Buffer, seed: string): Buffer {
  const border = borders[draw(`${seed}-border`, borders.length)] ?? 0;
  const at = Math.max(0, border - draw(`${seed}-at`, 2 * hidden.length + 2) + Math.floor(hidden.length / 2));
  return Buffer.concat([filler(at), Buffer.from(' '), hidden, Buffer.from(' '), filler(1000)]);
}

const line = Buffer.from('{"price":"0.0471","side":"buy","id":"84739274","at":"2026-11-21T10:24:00.000Z"}\n');
const filler = (length: number): Buffer => Buffer.alloc(length, line);

describe('evidence/canary, secrets planted', () => {
  const names = Object.keys(values) as (keyof typeof values)[];

  it.each(names)(
    'finds a secret like "%s" in every form and every form of a form, at any border',
    async (name) => {
      const value = values[name];
      const missed: string[] = [];
      for (const [inner, hide] of hiding) {
        for (const [outer, hideAgain] of hiding) {
          const seed = `${name}/${inner}/${outer}`;
          const once = hide(Buffer.from(value, 'utf8'), seed);
          // Bytes that are no text do not survive in what holds text: nothing is hidden there.
          if (holdsText.has(outer) && !Buffer.from(once.toString('utf8')).equals(once)) continue;
          const hidden = outer === 'raw' ? once : hideAgain(once, `${seed}/2`);
          if ((await leaksIn(plant(hidden, seed), value)) === 0) missed.push(`${inner} in ${outer}`);
        }
      }
      expect(missed).toEqual([]);
    },
  );

  it.each(names)('finds a secret like "%s" split over lines, in the main encodings too', async (name) => {
    const missed: string[] = [];
    for (const [how, cut] of Object.entries(split)) {
      for (const form of ['raw', 'base64', 'hex', 'UTF-16 LE']) {
        const seed = `${name}/${how}/${form}`;
        // A letter of two bytes that was cut in two is no text any more.
        if (form === 'UTF-16 LE' && !/^[\x00-\x7f]*$/.test(values[name]) && how !== 'lines written \\n')
          continue;
        const hide = encodings[form] ?? ((bytes) => bytes);
        const cutting =
          form === 'UTF-16 LE'
            ? hide(cut(Buffer.from(values[name]), seed), seed)
            : cut(hide(Buffer.from(values[name]), seed), seed);
        if ((await leaksIn(plant(cutting, seed), values[name])) === 0) missed.push(`${form}, ${how}`);
      }
    }
    expect(missed).toEqual([]);
  });

  it('finds nothing in random bytes, random text and rows', async () => {
    const secrets = Object.entries(values).map(([name, value]) => new Secret(value, name));
    const random = noise('noise', 2 * 1024 * 1024);
    const contents = [
      random,
      Buffer.from(random.toString('base64')),
      Buffer.from(random.toString('hex')),
      filler(3_000_000),
    ];
    const files = contents.map((bytes, n) => ({ path: `${n}`, bytes }));
    expect(await scanForSecrets({ files, secrets })).toEqual({ leaks: [], unsearched: [] });
  });

  it('looks into archives in archives, entries that no list names, and gzip behind damage', async () => {
    const value = values.letters;
    const inner = makeZip([{ name: 'mail.txt', content: `Subject: key ${value}` }]);
    expect(await leaksIn(Buffer.from(makeZip([{ name: 'a.zip', content: inner }])), value)).toBe(1);
    expect(await leaksIn(gzipSync(makeZip([{ name: 'a', content: gzipSync(value) }])), value)).toBe(1);
    const unlisted = Buffer.alloc(30);
    unlisted.write('PK\x03\x04', 'latin1');
    unlisted.writeUInt16LE(8, 8);
    expect(await leaksIn(Buffer.concat([unlisted, deflateRawSync(`x ${value}`)]), value)).toBe(1);
    const broken = gzipSync(noise('x', 200_000)).fill(0xee, 1000, 1200);
    expect(await leaksIn(Buffer.concat([gzipSync('a'), broken, gzipSync(`b ${value}`)]), value)).toBe(1);
    expect(
      await leaksIn(Buffer.concat([gzipSync('a'), Buffer.from('garbage'), gzipSync(value)]), value),
    ).toBe(1);
  });

  it('looks into what is packed when something else follows it, or its checksum is wrong', async () => {
    const value = values.letters;
    const text = `b ${value}`;
    const after = Buffer.from(' and more, which is not packed');
    const named = Buffer.concat([
      gzipSync(text).subarray(0, 3),
      Buffer.from([0x1e, ...Array<number>(6).fill(0)]),
    ]);
    const withAll = Buffer.concat([
      named,
      Buffer.from([3, 0, 1, 2, 3]),
      Buffer.from('name\0comment\0##'),
      gzipSync(text).subarray(10),
    ]);
    const bent = (bytes: Buffer, fromEnd: number): Buffer => {
      const copy = Buffer.from(bytes);
      copy[copy.length - fromEnd] = (copy.at(-fromEnd) ?? 0) ^ 0xff;
      return copy;
    };
    const zlib = (bytes: Buffer): Buffer =>
      Buffer.concat([Buffer.from('stream\n'), bytes, Buffer.from('\nendstream')]);
    const places = {
      'before other bytes': [gzipSync(text), after],
      'in the second member': [gzipSync('a'), gzipSync(text), after],
      'in the first member': [gzipSync(text), gzipSync('a'), after],
      'behind a long one': [gzipSync(noise('long', 300_000)), gzipSync(text), after],
      'with all fields of a head': [withAll, after],
      'a wrong checksum': [bent(gzipSync(text), 6)],
      'a wrong length': [bent(gzipSync(text), 2), gzipSync('a')],
      'a stream of a PDF with a wrong checksum': [zlib(bent(deflateSync(text), 1))],
      'an entry of a ZIP': [makeZip([{ name: 'a', content: text }]), after],
    };
    const missed: string[] = [];
    for (const [where, parts] of Object.entries(places))
      for (const around of [Buffer.alloc(0), Buffer.from('x '.repeat(9_000))])
        if ((await leaksIn(Buffer.concat([around, ...parts, around]), value)) === 0) missed.push(where);
    expect(missed).toEqual([]);
  });

  it('says when it left members of a gzip out, and takes time in step with its size until then', async () => {
    const file = Buffer.concat([
      Buffer.concat(Array<Buffer>(21_000).fill(gzipSync('a'))),
      Buffer.from(' and more'),
    ]);
    const files = [{ path: 'many', bytes: file }];
    const { unsearched } = await scanForSecrets({ files, secrets: [new Secret(values.letters, 'x')] });
    expect(unsearched).toEqual([
      { file: 'many', why: 'more than 20000 gzip members with something else behind them' },
    ]);
  });

  it('looks into what is packed wherever it begins, at the edges of what is read too', async () => {
    const value = values.letters;
    const packed = gzipSync(`b ${value}`);
    for (const edge of [512 * 1024, 1024 * 1024, 2 * 1024 * 1024 - 16 * 1024]) {
      for (const before of [-packed.length, -4, -3, -2, -1, 0, 1, 3]) {
        const file = Buffer.alloc(3 * 1024 * 1024, 'line of a log ');
        packed.copy(file, edge + before);
        expect(await leaksIn(file, value), `${edge}${before}`).toBe(1);
      }
    }
  });

  it('looks into what is packed behind more marks than it keeps', async () => {
    const value = values.letters;
    const marks = Buffer.alloc(4 * 70_000, 'PK\x03\x04', 'latin1');
    const tail = Buffer.alloc(1024 * 1024, '.');
    const packed = gzipSync(`b ${value}`);
    expect(await leaksIn(Buffer.concat([marks, packed]), value)).toBe(1);
    expect(await leaksIn(Buffer.concat([tail, marks, tail, packed, tail]), value)).toBe(1);
    expect(await leaksIn(Buffer.concat([packed, tail, marks, tail]), value)).toBe(1);
  });

  it('says what it could not look into', async () => {
    const encrypted = Buffer.from(makeZip([{ name: 'a', content: 'b' }]));
    encrypted.writeUInt16LE(encrypted.readUInt16LE(6) | 1, 6);
    const pdf = Buffer.from('%PDF-1.7\ntrailer << /Encrypt 3 0 R >>\n%%EOF');
    const files = [encrypted, pdf, Buffer.from('377abcaf271c0004', 'hex')].map((bytes, n) => ({
      path: `${n}`,
      bytes,
    }));
    const { unsearched } = await scanForSecrets({ files, secrets: [new Secret(values.letters, 'x')] });
    expect(unsearched.map(({ file }) => file)).toEqual(['0', '1', '2']);
  });

  it('searches 64 MiB, and 256 MiB that a quarter of one unpacks to, in flat memory', async () => {
    const path = join(await freshFolder(), 'big');
    const secrets = [new Secret(values.letters, 'planted')];
    await writeFile(path, '');
    const handle = await open(path, 'a');
    for (let n = 0; n < 64; n++) await handle.write(filler(1024 * 1024));
    await handle.write(values.letters);
    await handle.close();
    const bomb = gzipSync(Buffer.alloc(1024 * 1024));
    const bombs = join(await freshFolder(), 'bombs.gz');
    await writeFile(bombs, Buffer.concat(Array.from({ length: 256 }, () => bomb)));
    const before = process.memoryUsage().rss;
    let most = before;
    const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 5);
    const files = [path, bombs].map((sourcePath) => ({ path: sourcePath, sourcePath }));
    const { leaks } = await scanForSecrets({ files, secrets }).finally(() => clearInterval(watch));
    expect(leaks).toMatchObject([{ file: path, form: 'raw' }]);
    // Two threads take 100 to 130 of them, whatever they search.
    expect((most - before) / 1024 ** 2).toBeLessThan(180);
    await truncate(path);
  }, 120_000);
});

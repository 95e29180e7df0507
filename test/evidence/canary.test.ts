import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import PDFDocument from 'pdfkit';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/domain/secret.ts';
import { scanForSecrets } from '../../src/evidence/canary.ts';
import { apiSecret } from './exchanges.ts';
import { freshFolder } from './folder.ts';

const secret = 'p@ss/w0rd+"quoted"\\=&%?>?~~~-and-more';
const secrets = [
  new Secret(secret, 'op://ir/kucoin/passphrase'),
  new Secret(apiSecret, 'env:BINANCE_SECRET'),
];
const leaksOf = async (scan: Parameters<typeof scanForSecrets>[0]) => (await scanForSecrets(scan)).leaks;
const scan = (bytes: Uint8Array | string, path = 'data/x') =>
  leaksOf({ files: [{ path, bytes: Buffer.from(bytes) }], secrets });

describe('evidence/canary', () => {
  const bytes = Buffer.from(secret);
  it.each([
    ['raw', secret],
    ['base64', bytes.toString('base64')],
    ['base64', Buffer.concat([Buffer.from('u'), bytes, Buffer.from('tail')]).toString('base64')],
    ['base64', Buffer.concat([Buffer.from('us'), bytes, Buffer.from('t')]).toString('base64')],
    ['base64url', Buffer.concat([Buffer.from('?>?'), bytes]).toString('base64url')],
    ['hex', bytes.toString('hex')],
    ['hex', bytes.toString('hex').toUpperCase()],
    ['url-encoded', encodeURIComponent(secret)],
    ['json-escaped', JSON.stringify({ deep: [secret] })],
  ])('finds a secret that lies there %s', async (form, text) => {
    const leaks = await scan(`before ${text} after`);
    expect(leaks).toContainEqual({ file: 'data/x', form, secret: 'op://ir/kucoin/passphrase' });
    expect(JSON.stringify(leaks)).not.toContain('w0rd');
  });

  it('finds nothing in what redaction leaves, nor in a secret cut short', async () => {
    expect(await scan(`[REDACTED:secret:len=64:fp=0123456789abcdef] ${apiSecret.slice(0, 40)}`)).toEqual([]);
  });

  it('finds a secret across the edges of the pieces it reads', async () => {
    const path = join(await freshFolder(), 'big');
    for (const at of [65_500, 65_530, 65_536, 131_060]) {
      const file = Buffer.alloc(200_000, '.');
      file.write(apiSecret, at);
      await writeFile(path, file);
      const leaks = await leaksOf({ files: [{ path: 'big', sourcePath: path }], secrets });
      expect(leaks, `at ${at}`).toMatchObject([{ form: 'raw', secret: 'env:BINANCE_SECRET' }]);
    }
  });

  it('finds a secret in a gzip member behind others, also when the file ends torn', async () => {
    const members = [gzipSync('first'), gzipSync(`second ${apiSecret}`), gzipSync('third').subarray(0, 12)];
    expect(await scan(Buffer.concat(members))).toMatchObject([{ form: 'raw', secret: 'env:BINANCE_SECRET' }]);
  });

  it('finds a secret in a stream, an attachment, the title and the drawn text of a PDF', async () => {
    const drawn = (text: string, attach = '', title = '') => pdf({ text, attach, title });
    expect(await scan(await drawn('harmless'))).toEqual([]);
    expect(await scan(await drawn(`the key is ${apiSecret} indeed`))).toMatchObject([{ form: 'raw' }]);
    expect(await scan(await drawn('x', `{"k":"${apiSecret}"}`))).toMatchObject([{ form: 'raw' }]);
    expect(await scan(await drawn('x', '', `Report é ${apiSecret}`))).toMatchObject([{ form: 'utf-16' }]);
  });

  it('reads a hostile PDF without falling over', async () => {
    const cmap =
      'begincmap 1 beginbfrange <0000> <ffff> <dbffdfff> endbfrange 1 beginbfrange <zz> <0> [ endbfrange Tj <0001>';
    const stream = deflateSync(cmap);
    const parts = [
      '%PDF-1.7\nstream\nendstream stream\r\n',
      stream,
      '\nendstream stream',
      deflateSync(`Tj ${apiSecret}`),
    ];
    const file = Buffer.concat([
      ...parts.map((part) => Buffer.from(part)),
      Buffer.from('\nendstream\nstream'),
    ]);
    expect(await scan(file)).toEqual([]);
    expect(
      await scan(Buffer.concat([file, Buffer.from('\n'), deflateSync(apiSecret), Buffer.from('endstream')])),
    ).toMatchObject([{}]);
  });

  it('looks for a short secret only where it stands alone, and not at all below four characters', async () => {
    const short = [new Secret('4711', 'pin'), new Secret('abc', 'tiny')];
    const leaksIn = (text: string) =>
      leaksOf({ files: [{ path: 'x', bytes: Buffer.from(text) }], secrets: short });
    expect(await leaksIn('price 0.0047110, abc, e4711f')).toEqual([]);
    expect(await leaksIn('pin=4711;')).toMatchObject([{ secret: 'pin' }]);
  });

  it('finds the same with several threads as with one, in the order of the files', async () => {
    const folder = await freshFolder();
    const secret = new Secret('aB3-long-enough-to-be-split-0123456789', 'env:SPLIT');
    const escaped = [...secret.reveal()].map((c) => `&#${c.charCodeAt(0)};`).join('');
    const texts = [secret.reveal(), 'nothing', escaped, secret.reveal().replaceAll('-', '-\n')];
    const files = await Promise.all(
      texts.map(async (text, n) => {
        const sourcePath = join(folder, String(n));
        await writeFile(
          sourcePath,
          Buffer.concat([Buffer.alloc(6 * 2 ** 20, 'x y'), Buffer.from(` ${text} `)]),
        );
        return { path: `file-${n}`, sourcePath };
      }),
    );
    const together = await scanForSecrets({ files, secrets: [secret] });
    const alone = await Promise.all(
      files.map((file) => scanForSecrets({ files: [file], secrets: [secret] })),
    );
    expect(together.leaks).toEqual(alone.flatMap(({ leaks }) => leaks));
    expect(together.leaks.map(({ file, form }) => [file, form])).toEqual([
      ['file-0', 'raw'],
      ['file-2', 'split or escaped'],
      ['file-3', 'split or escaped'],
    ]);
  });

  it('finds a secret whose escapes lie far from each other, at any place of a window', async () => {
    const secret = 'aB3-long-enough-to-be-split-0123456789';
    const half = `%61B3-long-enough-to${'<b>'.repeat(2000)}-be-split-01234567%389`;
    for (const before of [0, 1, 16_383, 16_384, 16_385, 524_280, 700_001]) {
      const bytes = Buffer.from(`${'z'.repeat(before)}${half}${'z'.repeat(40_000)}`);
      const leaks = await leaksOf({
        files: [{ path: 'x', bytes }],
        secrets: [new Secret(secret, 'env:FAR')],
      });
      expect(leaks, String(before)).toMatchObject([{ form: 'split or escaped' }]);
    }
  });

  it('refuses to look through a link', async () => {
    const folder = await freshFolder();
    await mkdir(join(folder, 'sub'));
    const files = [{ path: 'x', sourcePath: join(folder, 'sub') }];
    await expect(scanForSecrets({ files, secrets })).rejects.toMatchObject({ code: 'SOURCE_NOT_A_FILE' });
  });
});

/** A PDF as pdfkit writes it, with an embedded font: its text stands there as glyph numbers. */
function pdf(parts: {
  readonly text: string;
  readonly attach: string;
  readonly title: string;
}): Promise<Buffer> {
  const font = join(
    import.meta.dirname,
    '../../node_modules/@expo-google-fonts/ibm-plex-sans/400Regular/IBMPlexSans_400Regular.ttf',
  );
  const document = new PDFDocument({ info: { Title: parts.title } });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  if (parts.attach) document.file(Buffer.from(parts.attach), { name: 'report.json' });
  document.font(font).fontSize(6).text(parts.text);
  document.end();
  return new Promise((resolve) => document.on('end', () => resolve(Buffer.concat(chunks))));
}

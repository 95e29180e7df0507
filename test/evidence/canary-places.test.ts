import { crc32, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/domain/secret.ts';
import { scanForSecrets } from '../../src/evidence/canary.ts';
import { drawReport } from '../../src/report/views.ts';
import { makeZip } from '../support/make-zip.ts';
import { emptyReport } from '../support/sample-report-extremes.ts';

// Nobody's key: it opens nothing.
const secret = ['Zk3vQ9xT7bLw2pRn8sJd', '5fHg4mYc6uEa1oKiVtWz'].join('');
const text = `The key is ${secret}${' and more of it'.repeat(9)}`;
const bytes = Buffer.from(text);

const scan = (file: Uint8Array) =>
  scanForSecrets({ files: [{ path: 'x', bytes: file }], secrets: [new Secret(secret, 'env:PLANTED')] });

const inLines = (of: Uint8Array): string => Buffer.from(of).toString('base64').replace(/.{76}/g, '$&\r\n');
const mail = (of: Uint8Array): Buffer =>
  Buffer.from(`MIME-Version: 1.0\r\nContent-Transfer-Encoding: base64\r\n\r\n${inLines(of)}\r\n--b--\r\n`);

function pdf(dictionary: string, stream: Uint8Array): Buffer {
  const head = `%PDF-1.7\n1 0 obj\n<< /Length ${stream.length} ${dictionary} >>\nstream\n`;
  return Buffer.concat([Buffer.from(head), stream, Buffer.from('\nendstream\nendobj\n%%EOF')]);
}

/** ISO 32000-1 §7.4.3, the other way round. */
function ascii85(of: Uint8Array): Buffer {
  let out = '';
  for (let at = 0; at < of.length; at += 4) {
    const group = Buffer.alloc(4);
    const length = Buffer.from(of).copy(group, 0, at);
    let value = group.readUInt32BE();
    let letters = '';
    for (let i = 0; i < 5; i++) {
      letters = String.fromCharCode(33 + (value % 85)) + letters;
      value = Math.floor(value / 85);
    }
    out += letters.slice(0, length + 1);
  }
  return Buffer.from(`${out}~>`);
}

function png(type: string, content: Uint8Array): Buffer {
  const chunk = (name: string, of: Uint8Array): Buffer => {
    const body = Buffer.concat([Buffer.from(name), of]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(of.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([
    signature,
    chunk('IHDR', Buffer.alloc(13)),
    chunk(type, content),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const packed = deflateSync(bytes);
const inText = (head: string): Buffer => Buffer.concat([Buffer.from(head, 'latin1'), packed]);
const word = `<w:t>${secret.slice(0, 9)}</w:t></w:r><w:r><w:t>${secret.slice(9)}</w:t>`;
const docx = Buffer.from(makeZip([{ name: 'word/document.xml', content: word }]));
const octal = [...secret].map((letter) => `\\${letter.charCodeAt(0).toString(8)}`).join('');

const places: Readonly<Record<string, Uint8Array>> = {
  'a PNG’s text': png('tEXt', Buffer.from(`Comment\0${text}`)),
  'a PNG’s compressed text': png('zTXt', inText('Comment\0\0')),
  'a PNG’s international text': png('iTXt', inText('Comment\0\x01\0en\0Kommentar\0')),
  'a PNG’s colour profile': png('iCCP', inText('icc\0\0')),
  'a PDF’s ASCII85': pdf('/Filter /ASCII85Decode', ascii85(bytes)),
  'a PDF’s ASCII85 over deflate': pdf('/Filter [/ASCII85Decode /FlateDecode]', ascii85(packed)),
  'a PDF’s hex over deflate': pdf(
    '/Filter[/ASCIIHexDecode/FlateDecode]',
    Buffer.from(`${packed.toString('hex')}>`),
  ),
  'a PDF’s run lengths': pdf(
    '/Filter /RunLengthDecode',
    Buffer.concat([Buffer.from([246, 120, 99]), bytes.subarray(0, 100), Buffer.from([128])]),
  ),
  'a PDF’s string in octal': Buffer.from(`%PDF-1.4\n1 0 obj (${octal}) endobj`),
  'a PDF’s object stream': pdf(
    '/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode',
    deflateSync(`1 0 (${text})`),
  ),
  'a mail’s PDF': mail(pdf('/Filter /FlateDecode', packed)),
  'a mail’s Word document': mail(docx),
  'a mail’s picture': mail(png('zTXt', inText('Comment\0\0'))),
  'a mail’s text in UTF-16': mail(Buffer.from(text, 'utf16le')),
  'a data URI': Buffer.from(
    `<a href="data:application/gzip;base64,${gzipSync(bytes).toString('base64')}">x</a>`,
  ),
  'JSON, gzip in base64url': Buffer.from(JSON.stringify({ body: gzipSync(bytes).toString('base64url') })),
  'a mail in an archive': Buffer.from(makeZip([{ name: 'a.eml', content: mail(docx) }])),
  'base64 across a border of what is read': Buffer.concat([Buffer.alloc(1024 * 1024 - 30, '. '), mail(docx)]),
};

describe('evidence/canary, in every place where a file may hold a secret', () => {
  it.each(Object.entries(places))('finds it in %s', async (_, file) => {
    expect((await scan(file)).leaks).toMatchObject([{ file: 'x', secret: 'env:PLANTED' }]);
  });

  it('finds nothing in the same places with another key in them', async () => {
    const others = [new Secret(secret.split('').reverse().join(''), 'env:OTHER')];
    const files = Object.entries(places).map(([path, file]) => ({ path, bytes: file }));
    expect(await scanForSecrets({ files, secrets: others })).toEqual({ leaks: [], unsearched: [] });
  });

  it('finds it in each view of a report that has it, and in none of one that has not', async () => {
    const files = await drawReport({
      ...emptyReport,
      limitations: [`The key is ${secret}`],
      notes: [{ at: '', text: secret, by: '' }],
    });
    const secrets = [new Secret(secret, 'env:PLANTED')];
    const { leaks } = await scanForSecrets({ files, secrets });
    const found = new Set(leaks.map(({ file }) => file));
    expect([...found].toSorted()).toEqual([
      'report.html',
      'report.json',
      'report.md',
      'report.pdf',
      'tables/notes.csv',
    ]);
    const clean = await drawReport(emptyReport);
    expect(await scanForSecrets({ files: clean, secrets })).toEqual({ leaks: [], unsearched: [] });
  }, 60_000);

  it('says that it cannot look into LZW, and into a large archive in a mail', async () => {
    const lzw = await scan(pdf('/Filter /LZWDecode', Buffer.from('800b6050220c0c8501', 'hex')));
    expect(lzw.unsearched).toMatchObject([{ why: expect.stringContaining('LZW') }]);
    const large = makeZip([{ name: 'a', content: Buffer.alloc(64) }]);
    const { unsearched } = await scan(mail(Buffer.concat([large, Buffer.alloc(17 * 1024 * 1024)])));
    expect(unsearched).toMatchObject([{ why: expect.stringContaining('an archive or PDF in it') }]);
  }, 60_000);
});

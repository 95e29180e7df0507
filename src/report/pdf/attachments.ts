import { createHash } from 'node:crypto';
import { finished } from 'node:stream/promises';
import { createDeflate, type Deflate } from 'node:zlib';
import { blocks } from '../blocks.ts';
import { eachCsvFile } from '../csv/index.ts';
import { schemaFile, schemaText } from '../export-schema.ts';
import { groupDigits } from '../../domain/money.ts';
import type { Report } from '../model.ts';
import { reportJsonPieces } from '../report-json.ts';
import { listByBytes, type Pdf, type PdfRef } from './pdfkit.ts';

/** SHA-256, lower-case hex, of each attached file by its name. */
export type Attached = ReadonlyMap<string, string>;

interface Attachment {
  /** As a reader's list of attachments shows it: without a folder. */
  readonly name: string;
  readonly mediaType: string;
  /** What the file is to the document (ISO 32000-2 §7.11.3). */
  readonly relationship: 'Source' | 'Data' | 'Supplement';
  readonly about: string;
  readonly pieces: Iterable<string>;
}

/**
 * Puts the record into the document: report.json, of which the pages are a drawing, its schema, and each
 * table with all of its rows as CSV. What a page cuts off stands there whole. Associated files of the
 * document (ISO 19005-3 §6.8); compressed piece by piece, so that no file is in memory as a text.
 *
 * @param at the date that the files carry: the report's own
 * @returns each file's SHA-256 by its name, for the pages that name it
 */
export async function attachRecord(pdf: Pdf, report: Report, at: Date): Promise<Attached> {
  const specs: PdfRef[] = [];
  const hashes = new Map<string, string>();
  for (const attachment of attachments(report)) {
    const { spec, sha256 } = await attach(pdf, attachment, at);
    specs.push(spec);
    hashes.set(attachment.name, sha256);
  }
  pdf._root.data['AF'] = specs;
  listByBytes(pdf);
  return hashes;
}

function* attachments(report: Report): Generator<Attachment> {
  yield {
    name: 'report.json',
    mediaType: 'application/json',
    relationship: 'Source',
    about: 'The whole record that this document is drawn from',
    pieces: reportJsonPieces(report),
  };
  yield {
    name: schemaFile,
    mediaType: 'application/schema+json',
    relationship: 'Supplement',
    about: 'JSON Schema of report.json',
    pieces: [schemaText()],
  };
  for (const { path, pieces } of eachCsvFile(report)) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const isTable = name.endsWith('.csv');
    yield {
      name: isTable ? name : 'tables.md',
      mediaType: isTable ? 'text/csv' : 'text/markdown',
      relationship: isTable ? 'Data' : 'Supplement',
      about: isTable ? `Table ${name.slice(0, -4)}, all rows` : 'What the columns of the tables mean',
      pieces,
    };
  }
}

async function attach(
  pdf: Pdf,
  file: Attachment,
  at: Date,
): Promise<{ readonly spec: PdfRef; readonly sha256: string }> {
  const { chunks, size, md5, sha256 } = await compressed(file.pieces);
  const stream = pdf.ref({
    Type: 'EmbeddedFile',
    Subtype: file.mediaType.replace('/', '#2F').replace('+', '#2B'),
    Filter: 'FlateDecode',
    Params: { Size: size, CheckSum: md5, CreationDate: at, ModDate: at },
  });
  for (const chunk of chunks) stream.write(chunk);
  stream.end();
  const spec = pdf.ref({
    Type: 'Filespec',
    AFRelationship: file.relationship,
    F: new String(file.name),
    UF: new String(file.name),
    Desc: new String(`${file.about}, ${groupDigits(String(size))} bytes, SHA-256 ${sha256}`),
    EF: { F: stream, UF: stream },
  });
  spec.end();
  pdf.addNamedEmbeddedFile(file.name, spec);
  return { spec, sha256 };
}

async function compressed(pieces: Iterable<string>): Promise<{
  readonly chunks: readonly Uint8Array[];
  readonly size: number;
  readonly md5: Buffer;
  readonly sha256: string;
}> {
  // What /CheckSum is defined as (ISO 32000-1 table 46): against accidents, no proof of anything.
  const md5 = createHash('md5');
  const sha256 = createHash('sha256');
  let size = 0;
  const chunks: Uint8Array[] = [];
  const deflate = createDeflate().on('data', (chunk: Uint8Array) => void chunks.push(chunk));
  try {
    for (const block of blocks(pieces)) {
      md5.update(block);
      sha256.update(block);
      size += block.length;
      await taken(deflate, block);
    }
    await finished(deflate.end());
  } finally {
    deflate.destroy();
  }
  return { chunks, size, md5: md5.digest(), sha256: sha256.digest('hex') };
}

/** Compressed: the block may be used again. */
const taken = (deflate: Deflate, block: Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => {
    deflate.write(block, (error) => (error ? reject(error) : resolve()));
  });

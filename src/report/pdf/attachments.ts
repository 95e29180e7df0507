import { groupDigits } from '../../domain/money.ts';
import { eachCsvFile } from '../csv/index.ts';
import { schemaFile, schemaText } from '../export-schema.ts';
import type { Report } from '../model.ts';
import { reportJsonPieces } from '../report-json.ts';
import type { Sink } from '../sink.ts';
import { compress, type Compressed } from './compress.ts';
import { listByBytes, type Pdf, type PdfRef } from './pdfkit.ts';

/** SHA-256, lower-case hex, of each attached file by its name. */
export type Attached = ReadonlyMap<string, string>;

/**
 * Keeps what is attached beside the document, too: each file is made once and goes to both places. `path` is its
 * place in the report's folder; calls `write` once, with where the bytes go, and ends as that does.
 */
export type Beside = <Made>(path: string, write: (sink: Sink) => Promise<Made>) => Promise<Made>;

const nothingBeside: Beside = (_, write) => write(() => undefined);

interface Attachment {
  readonly path: string;
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
 * @param by `date`: what the files carry, the report's own; `beside`: absent, they are in the document alone
 * @returns each file's SHA-256 by its name, for the pages that name it
 * @throws whatever `beside` throws; no file is attached then that is not whole beside
 */
export async function attachRecord(
  pdf: Pdf,
  report: Report,
  { date, beside = nothingBeside }: { readonly date: Date; readonly beside?: Beside | undefined },
): Promise<Attached> {
  const specs: PdfRef[] = [];
  const hashes = new Map<string, string>();
  for (const attachment of attachments(report)) {
    const file = await beside(attachment.path, (sink) => compress(attachment.pieces, sink));
    specs.push(attach(pdf, { ...attachment, file, date }));
    hashes.set(attachment.name, file.sha256);
  }
  pdf._root.data['AF'] = specs;
  listByBytes(pdf);
  return hashes;
}

function* attachments(report: Report): Generator<Attachment> {
  yield {
    path: 'report.json',
    name: 'report.json',
    mediaType: 'application/json',
    relationship: 'Source',
    about: 'The whole record that this document is drawn from',
    pieces: reportJsonPieces(report),
  };
  yield {
    path: schemaFile,
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
      path,
      name: isTable ? name : 'tables.md',
      mediaType: isTable ? 'text/csv' : 'text/markdown',
      relationship: isTable ? 'Data' : 'Supplement',
      about: isTable ? `Table ${name.slice(0, -4)}, all rows` : 'What the columns of the tables mean',
      pieces,
    };
  }
}

function attach(pdf: Pdf, of: Attachment & { readonly file: Compressed; readonly date: Date }): PdfRef {
  const { chunks, size, md5, sha256 } = of.file;
  const stream = pdf.ref({
    Type: 'EmbeddedFile',
    Subtype: of.mediaType.replace('/', '#2F').replace('+', '#2B'),
    Filter: 'FlateDecode',
    Params: { Size: size, CheckSum: md5, CreationDate: of.date, ModDate: of.date },
  });
  for (const chunk of chunks) stream.write(chunk);
  stream.end();
  const spec = pdf.ref({
    Type: 'Filespec',
    AFRelationship: of.relationship,
    F: new String(of.name),
    UF: new String(of.name),
    Desc: new String(`${of.about}, ${groupDigits(String(size))} bytes, SHA-256 ${sha256}`),
    EF: { F: stream, UF: stream },
  });
  spec.end();
  pdf.addNamedEmbeddedFile(of.name, spec);
  return spec;
}

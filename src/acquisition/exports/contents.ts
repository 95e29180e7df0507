import { BadInput } from '../../domain/failure.ts';
import { listZip } from './zip.ts';

/** A text that may be a table: the file itself, or one in the archive. */
export interface TextSource {
  /** For people: "ledgers.zip, ledgers.csv". */
  readonly shown: string;
  /** Its name in the archive; absent for the file itself. */
  readonly entry?: string;
  /** From the beginning, each time it is called. */
  open(): AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

export interface Contents {
  readonly texts: readonly TextSource[];
  /** What lies in the archive and is no text of a table: named, kept with the file, not read. */
  readonly unread: readonly string[];
}

/**
 * Looks into the file. `name` is what people call it; `bytes` is all of it.
 *
 * @throws BadInput for what holds no table that can be read: a spreadsheet, another kind of archive
 */
export async function lookInto(name: string, bytes: Uint8Array): Promise<Contents> {
  if (bytes.length === 0) throw new BadInput(`${name} is empty`, { where: name });
  const magic = magicOf(bytes);
  if (magic !== undefined) throw new BadInput(`${name} is ${magic.what}`, { where: name, hint: magic.hint });
  if (!isZip(bytes)) return { texts: [{ shown: name, open: () => slices(bytes) }], unread: [] };
  const entries = await listZip(bytes, { shown: name });
  if (entries.some((entry) => entry.name === '[Content_Types].xml')) {
    throw new BadInput(`${name} is a spreadsheet or another office document`, {
      where: name,
      hint: noSpreadsheet,
    });
  }
  const tables = entries.filter((entry) => isTable(entry.name));
  const unread = entries.filter((entry) => !isTable(entry.name)).map((entry) => entry.name);
  if (tables.length === 0) {
    throw new BadInput(`${name} holds no .csv, .tsv or .txt file`, { where: name });
  }
  return {
    texts: tables.map((entry) => ({
      shown: `${name}, ${entry.name}`,
      entry: entry.name,
      open: () => entry.open(),
    })),
    unread,
  };
}

const noSpreadsheet =
  'ask the venue for CSV; do not save the spreadsheet as CSV, that changes numbers and times';

/** What macOS adds to an archive is no table. */
const isTable = (name: string): boolean =>
  /\.(csv|tsv|txt)$/i.test(name) && !/^__MACOSX\/|(^|\/)\._/.test(name);

const isZip = (bytes: Uint8Array): boolean =>
  startsWith(bytes, [0x50, 0x4b, 0x03, 0x04]) || startsWith(bytes, [0x50, 0x4b, 0x05, 0x06]);

const others = [
  { magic: [0x1f, 0x8b], what: 'a gzip archive', hint: 'unpack it, and bring the CSV inside' },
  { magic: [0x37, 0x7a, 0xbc, 0xaf], what: 'a 7z archive', hint: 'unpack it, and bring the CSV inside' },
  { magic: [0x52, 0x61, 0x72, 0x21], what: 'a RAR archive', hint: 'unpack it, and bring the CSV inside' },
  { magic: [0x25, 0x50, 0x44, 0x46], what: 'a PDF', hint: 'ask the venue for CSV' },
  { magic: [0xd0, 0xcf, 0x11, 0xe0], what: 'an old spreadsheet', hint: noSpreadsheet },
  {
    magic: [0xff, 0xfe],
    what: 'in UTF-16',
    hint: 'bring the file as the venue gave it: none of them writes UTF-16',
  },
  {
    magic: [0xfe, 0xff],
    what: 'in UTF-16',
    hint: 'bring the file as the venue gave it: none of them writes UTF-16',
  },
] as const;

const magicOf = (bytes: Uint8Array) => others.find(({ magic }) => startsWith(bytes, magic));

const startsWith = (bytes: Uint8Array, magic: readonly number[]): boolean =>
  magic.every((byte, index) => bytes[index] === byte);

function* slices(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
}

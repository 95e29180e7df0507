import { crc32 } from 'node:zlib';
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';
import { BadInput } from '../../domain/failure.ts';
import { quote } from '../../domain/file-problem.ts';

/** A file inside an archive. */
export interface ZipEntry {
  /** Hostile: only shown, never used as a path. */
  readonly name: string;
  readonly bytes: number;
  /** Unpacks it, piece by piece; rejects with BadInput when it is not what the archive says. */
  open(): AsyncIterable<Uint8Array>;
}

/** What an archive may cost. An export of ten years and a million fills stays far below all of it. */
export interface ZipLimits {
  readonly entries: number;
  /** Unpacked, all entries together. */
  readonly bytes: number;
  /** Unpacked to packed, once an entry is larger than a megabyte. */
  readonly ratio: number;
}

export const zipLimits: ZipLimits = { entries: 1000, bytes: 2 * 1024 ** 3, ratio: 250 };

const megabyte = 1024 * 1024;

/**
 * Lists the files of an archive. Nothing is ever unpacked to disk.
 *
 * @param shown the archive's name, for messages
 * @throws BadInput for an archive that is damaged, encrypted, too large, or that holds a link, a name
 *   that leads out of its folder, or one name twice
 */
export async function listZip(
  archive: Uint8Array,
  { shown, limits = zipLimits }: { readonly shown: string; readonly limits?: ZipLimits },
): Promise<readonly ZipEntry[]> {
  const refuse = (why: string, cause?: unknown): never => {
    throw new BadInput(`${shown}: ${why}`, { where: shown, hint, ...(cause === undefined ? {} : { cause }) });
  };
  const buffer = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  const zip = await fromBufferPromise(buffer, {
    lazyEntries: true,
    strictFileNames: true,
    autoClose: false,
  }).catch((cause: unknown) => refuse(`it cannot be read as a ZIP archive (${reasonOf(cause)})`, cause));
  if (zip.entryCount > limits.entries) refuse(`it holds more than ${limits.entries} files`);
  const entries = await entriesOf(zip).catch((cause: unknown) =>
    refuse(`its list of files is not in order (${reasonOf(cause)})`, cause),
  );
  const files = entries.filter(({ fileName }) => !fileName.endsWith('/'));
  const flaw = flawOf(files, limits);
  if (flaw !== undefined) refuse(flaw);
  return files.map((entry) => ({
    name: entry.fileName,
    bytes: entry.uncompressedSize,
    open: () => unpacked(zip, entry, refuse),
  }));
}

const hint = 'bring the archive as the venue gave it, or unpack it and bring the CSV inside';

async function entriesOf(zip: ZipFile): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of zip.eachEntry()) entries.push(entry);
  return entries;
}

function flawOf(entries: readonly Entry[], limits: ZipLimits): string | undefined {
  const names = new Set<string>();
  let bytes = 0;
  for (const entry of entries) {
    const { fileName, uncompressedSize, compressedSize } = entry;
    const named = quote(fileName);
    if (entry.isEncrypted()) return `${named} in it is encrypted`;
    if (isLink(entry)) return `${named} in it is a link or a device, not a file`;
    if (names.has(fileName)) return `it holds ${named} twice`;
    names.add(fileName);
    bytes += uncompressedSize;
    if (bytes > limits.bytes) return `it unpacks to more than ${limits.bytes} bytes`;
    if (uncompressedSize > megabyte && uncompressedSize > compressedSize * limits.ratio) {
      return `${named} in it unpacks to more than ${limits.ratio} times its size: no table does`;
    }
  }
  return undefined;
}

/** The high half of the attributes is the Unix mode, where the archive was made on Unix; 0 says nothing. */
function isLink({ externalFileAttributes, versionMadeBy }: Entry): boolean {
  const madeOnUnix = versionMadeBy >>> 8 === 3;
  const type = (externalFileAttributes >>> 16) & 0o170000;
  return madeOnUnix && type !== 0 && type !== 0o100000;
}

/** The library stops at the size that the list promises; the checksum is ours to compare. */
async function* unpacked(
  zip: ZipFile,
  entry: Entry,
  refuse: (why: string, cause?: unknown) => never,
): AsyncGenerator<Uint8Array> {
  let sum = 0;
  try {
    for await (const chunk of await zip.openReadStreamPromise(entry)) {
      sum = crc32(chunk as Buffer, sum);
      yield chunk as Buffer;
    }
  } catch (cause) {
    refuse(`${quote(entry.fileName)} in it cannot be unpacked (${reasonOf(cause)})`, cause);
  }
  if (sum !== entry.crc32) refuse(`${quote(entry.fileName)} in it is damaged: its checksum is another`);
}

const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : 'no reason given');

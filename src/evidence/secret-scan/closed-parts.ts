import type { ByteSource } from './byte-source.ts';
import { isEncrypted } from './part-starts.ts';

/** What no search can look into, in words: it is in the bag all the same, and somebody should know. */
export async function closedPartsOf(source: ByteSource): Promise<readonly string[]> {
  const head = await source.read(0, 1024);
  const closed = marks.filter(([mark]) => head.subarray(0, mark.length).equals(mark)).map(([, what]) => what);
  if (head.subarray(0, 4).toString('latin1') === 'PK\x03\x04' && head.length >= 30 && isEncrypted(head)) {
    closed.push('a ZIP whose first file is encrypted');
  }
  if (head.includes('%PDF-') && (await endOf(source)).includes('/Encrypt')) closed.push('an encrypted PDF');
  return closed;
}

const endSize = 4096;
const endOf = (source: ByteSource): Promise<Buffer> =>
  source.read(Math.max(0, source.size - endSize), endSize);

const mark = (hex: string, what: string): readonly [Buffer, string] => [Buffer.from(hex, 'hex'), what];

const marks: readonly (readonly [Buffer, string])[] = [
  mark('377abcaf271c', 'a 7-Zip archive, which is not unpacked'),
  mark('526172211a07', 'a RAR archive, which is not unpacked'),
  mark('fd377a585a00', 'an xz file, which is not unpacked'),
  mark('425a68', 'a bzip2 file, which is not unpacked'),
  mark('28b52ffd', 'a Zstandard file, which is not unpacked'),
  mark('6167652d656e6372797074696f6e2e6f7267', 'an age file, which is encrypted'),
  mark('2d2d2d2d2d424547494e20504750204d455353414745', 'a PGP message, which is encrypted'),
  mark('d0cf11e0a1b11ae1', 'an old Office or Outlook file, whose parts are not unpacked'),
];

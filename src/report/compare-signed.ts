import { readFile, stat } from 'node:fs/promises';
import { SignatureRefusal, signatureToRedraw } from '../evidence/index.ts';
import type { Pictures } from './attached-pictures.ts';
import type { Report } from './model.ts';
import { renderPdf } from './pdf/index.ts';
import { isSameUnpacked } from './pdf/unpacked.ts';

/** A copy of the report with a person's signature in it: the record does not hold the key. */
export const signedReport = 'report.signed.pdf';

/** A report takes some MB; both drawings are in memory whole, and the file is somebody's. */
export const mostSigned = 256 * 1024 * 1024;

/** What came of drawing the signed copy again. */
export type SignedComparison =
  | { readonly is: 'same' | 'packed otherwise' }
  | { readonly is: 'differs'; readonly what: string }
  | { readonly is: 'not made'; readonly why: string };

/**
 * Draws the signed copy again and puts the signature of the file into it: then every byte must be the same, so that
 * the signed pages are the report's and nothing else is in the file. Whether the signature holds is not looked at.
 */
export async function compareSigned(
  path: string,
  { report, pictures }: { readonly report: Report; readonly pictures?: Pictures },
): Promise<SignedComparison> {
  if ((await stat(path)).size > mostSigned)
    return { is: 'not made', why: 'the file is too large for a report' };
  const file = await readFile(path);
  const signature = signatureIn(file);
  if (signature instanceof SignatureRefusal)
    return { is: 'not made', why: `${signature.code}, ${signature.message}` };
  try {
    return compare(file, await drawAgain(signature, { report, ...(pictures ? { pictures } : {}) }));
  } catch (error) {
    // The report was drawn before: what does not fit is the signature, and it was not drawn by us.
    const why = error instanceof Error ? error.message : String(error);
    return { is: 'differs', what: `cannot be drawn again with its signature: ${why}` };
  }
}

async function drawAgain(
  { name, at, cms }: ReturnType<typeof signatureToRedraw>,
  { report, pictures }: { readonly report: Report; readonly pictures?: Pictures },
): Promise<Buffer> {
  const sign = (): Promise<Uint8Array> => Promise.resolve(cms);
  const signer = { name, at, sign };
  return Buffer.from(await renderPdf(report, { signer, ...(pictures ? { pictures } : {}) }));
}

function compare(file: Buffer, made: Buffer): SignedComparison {
  if (made.equals(file)) return { is: 'same' };
  if (isSameUnpacked(withoutRange(made), withoutRange(file))) return { is: 'packed otherwise' };
  const least = Math.min(made.length, file.length);
  let differsAt = 0;
  while (differsAt < least && made[differsAt] === file[differsAt]) differsAt++;
  return {
    is: 'differs',
    what: `differs at byte ${differsAt} (of ${file.length}; made again: ${made.length})`,
  };
}

function signatureIn(file: Buffer): ReturnType<typeof signatureToRedraw> | SignatureRefusal {
  try {
    return signatureToRedraw(file);
  } catch (error) {
    if (error instanceof SignatureRefusal) return error;
    throw error;
  }
}

/** Compressed otherwise, the signature stands elsewhere and says so: that much may differ. */
function withoutRange(file: Buffer): Buffer {
  const copy = Buffer.from(file);
  const range = /\/ByteRange \[0 \d+ \d+ \d+\] *\n\/Contents </.exec(file.toString('latin1'));
  if (range) copy.fill(' ', range.index, range.index + range[0].length - '\n/Contents <'.length);
  return copy;
}

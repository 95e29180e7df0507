import { Buffer } from 'node:buffer';

/** What a signed PDF says is signed, and the signature, taken out by the file's own numbers. */
export interface SignatureParts {
  readonly ranges: readonly number[];
  readonly signed: Buffer;
  /** CMS, DER; without the zeros that fill its place. */
  readonly cms: Buffer;
}

export function signatureOf(pdf: Uint8Array): SignatureParts {
  const file = Buffer.from(pdf);
  const found = /\/ByteRange \[0 (\d+) (\d+) (\d+)\]/.exec(file.toString('latin1'));
  if (!found) throw new Error('no signature is in the file');
  const [from = 0, to = 0, rest = 0] = found.slice(1).map(Number);
  const filled = Buffer.from(file.toString('latin1', from + 1, to - 1), 'hex');
  const length = 4 + filled.readUInt16BE(2);
  return {
    ranges: [0, from, to, rest],
    signed: Buffer.concat([file.subarray(0, from), file.subarray(to, to + rest)]),
    cms: filled.subarray(0, length),
  };
}

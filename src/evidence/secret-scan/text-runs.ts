import type { Kernel } from './kernel.ts';

const blockSize = 4096;
// Text has next to none of these, also in UTF-8 of any script; in compressed bytes one in ten is one.
const mostControlsInText = 0.05;

/**
 * The parts of a piece that may be text, with a block around each so that nothing is cut at its edge.
 * Undoing escapes in compressed bytes or pictures would only cost time: by chance they are full of them.
 *
 * @param bytes in the kernel's memory
 */
export function* textRuns(bytes: Buffer, { loops }: Kernel): Generator<Buffer> {
  let from = -1;
  let lastText = -1;
  const blocks = Math.ceil(bytes.length / blockSize);
  for (let block = 0; block < blocks; block++) {
    if (!isText(bytes, block * blockSize, loops)) continue;
    if (from !== -1 && block - lastText > 2) {
      yield bytes.subarray(from * blockSize, (lastText + 2) * blockSize);
      from = -1;
    }
    if (from === -1) from = Math.max(0, block - 1);
    lastText = block;
  }
  if (from !== -1) yield bytes.subarray(from * blockSize, (lastText + 2) * blockSize);
}

/** 1 for control characters that text does not have. */
const controls = new Uint8Array(256);
for (let byte = 1; byte < 0x20; byte++) if (byte < 0x09 || byte > 0x0d) controls[byte] = 1;
controls[0x7f] = 1;

function isText(bytes: Buffer, from: number, loops: Kernel['loops']): boolean {
  const to = Math.min(from + blockSize, bytes.length);
  // The kernel counts sixteen at a time.
  const rest = to - ((to - from) % 16);
  let found = loops.countControls(bytes.byteOffset + from, bytes.byteOffset + rest);
  for (let at = rest; at < to; at++) found += controls[bytes[at] ?? 0] ?? 0;
  return found <= (to - from) * mostControlsInText;
}

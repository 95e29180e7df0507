const blockSize = 4096;
// Text has next to none of these, also in UTF-8 of any script; in compressed bytes one in ten is one.
const mostControlsInText = 0.05;

/**
 * The parts of a piece that may be text, with a block around each so that nothing is cut at its edge.
 * Undoing escapes in compressed bytes or pictures would only cost time: by chance they are full of them.
 */
export function* textRuns(bytes: Buffer): Generator<Buffer> {
  let from = -1;
  let lastText = -1;
  const blocks = Math.ceil(bytes.length / blockSize);
  for (let block = 0; block < blocks; block++) {
    if (!isText(bytes.subarray(block * blockSize, (block + 1) * blockSize))) continue;
    if (from !== -1 && block - lastText > 2) {
      yield bytes.subarray(from * blockSize, (lastText + 2) * blockSize);
      from = -1;
    }
    if (from === -1) from = Math.max(0, block - 1);
    lastText = block;
  }
  if (from !== -1) yield bytes.subarray(from * blockSize, (lastText + 2) * blockSize);
}

function isText(block: Buffer): boolean {
  let controls = 0;
  for (const byte of block) {
    if (byte < 0x20 ? byte !== 0 && (byte < 0x09 || byte > 0x0d) : byte === 0x7f) controls += 1;
  }
  return controls <= block.length * mostControlsInText;
}

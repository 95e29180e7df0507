const blockSize = 64 * 1024;
/** UTF-8 of one UTF-16 unit, at most. */
const mostBytes = 3;

/** The text's bytes in fewer and larger pieces: a row at a time would cost a task each. */
export function* blocks(pieces: Iterable<string>): Generator<Buffer> {
  let block = Buffer.allocUnsafe(blockSize);
  let used = 0;
  for (const piece of pieces) {
    if (used > 0 && used + piece.length * mostBytes > blockSize) {
      yield block.subarray(0, used);
      block = Buffer.allocUnsafe(blockSize);
      used = 0;
    }
    // Written where it belongs: joining the text first would keep every piece until the block is full.
    if (piece.length * mostBytes > blockSize) yield Buffer.from(piece);
    else used += block.write(piece, used);
  }
  if (used > 0) yield block.subarray(0, used);
}

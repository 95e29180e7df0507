const blockSize = 256 * 1024;
/** UTF-8 of one UTF-16 unit, at most. */
const mostBytes = 3;

/**
 * The text's bytes in fewer and larger pieces: a row at a time would cost a task each. A piece is valid until the
 * next but one is asked for: its memory is used again, because a hundred MiB of buffers that nobody needs any more
 * stay until the collector comes. Two by turns, so that one can be worked on while the next is made.
 */
export function* blocks(pieces: Iterable<string>): Generator<Buffer> {
  let block: Buffer = Buffer.allocUnsafe(blockSize);
  let other: Buffer | undefined;
  let used = 0;
  for (const piece of pieces) {
    const most = piece.length * mostBytes;
    if (used > 0 && used + most > blockSize) {
      yield block.subarray(0, used);
      [block, other] = [other ?? Buffer.allocUnsafe(blockSize), block];
      used = 0;
    }
    // Written where it belongs: joining the text first would keep every piece until the block is full.
    if (most > blockSize) yield Buffer.from(piece);
    else used += block.write(piece, used);
  }
  if (used > 0) yield block.subarray(0, used);
}

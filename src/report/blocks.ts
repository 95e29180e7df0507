const blockSize = 64 * 1024;
/** UTF-8 of one UTF-16 unit, at most. */
const mostBytes = 3;

/**
 * The text's bytes in fewer and larger pieces: a row at a time would cost a task each. A piece is valid only
 * until the next one is asked for: its memory is used again, because a hundred MiB of buffers that nobody
 * needs any more stay until the collector comes.
 */
export function* blocks(pieces: Iterable<string>): Generator<Buffer> {
  const block = Buffer.allocUnsafe(blockSize);
  let used = 0;
  for (const piece of pieces) {
    const most = piece.length * mostBytes;
    if (used > 0 && used + most > blockSize) {
      yield block.subarray(0, used);
      used = 0;
    }
    // Written where it belongs: joining the text first would keep every piece until the block is full.
    if (most > blockSize) yield Buffer.from(piece);
    else used += block.write(piece, used);
  }
  if (used > 0) yield block.subarray(0, used);
}

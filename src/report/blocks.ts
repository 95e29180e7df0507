const blockLength = 256 * 1024;

/** The text's bytes in fewer and larger pieces: a row at a time would cost a task each. */
export function* blocks(pieces: Iterable<string>): Generator<Buffer> {
  let block = '';
  for (const piece of pieces) {
    block += piece;
    if (block.length < blockLength) continue;
    yield Buffer.from(block);
    block = '';
  }
  if (block !== '') yield Buffer.from(block);
}

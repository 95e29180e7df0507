import { TextDecoder } from 'node:util';

/** Bytes that are no UTF-8, and the line on which they stand, from 1. */
export class Utf8Problem extends Error {
  readonly line: number;

  constructor(line: number, cause: unknown) {
    super('not UTF-8', { cause });
    this.name = 'Utf8Problem';
    this.line = line;
  }
}

/**
 * Decodes piece by piece; a byte order mark is dropped. The text before a problem is handed out first;
 * then Utf8Problem is thrown: a guess at the encoding would change what stands there.
 */
export async function* utf8(bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  for await (const chunk of bytes) {
    const read = decode(decoder, chunk);
    line += breaksIn(read.text);
    if (read.text !== '') yield read.text;
    if ('cause' in read) throw new Utf8Problem(line, read.cause);
  }
  const rest = decode(decoder, undefined);
  if ('cause' in rest) throw new Utf8Problem(line, rest.cause);
}

function decode(
  decoder: TextDecoder,
  chunk: Uint8Array | undefined,
): { readonly text: string } | { readonly text: string; readonly cause: unknown } {
  try {
    return { text: chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true }) };
  } catch (cause) {
    const [text = ''] = new TextDecoder().decode(chunk).split('\ufffd');
    return { text, cause };
  }
}

const breaksIn = (text: string): number => text.match(/\r\n|\n|\r/g)?.length ?? 0;

import { closeSync, openSync, writeSync } from 'node:fs';
import { blocks } from './blocks.ts';

/**
 * Takes bytes as they are made. Done with them when it returns, because their memory is used again; so a view
 * of a hundred MiB holds no more than a block that is not on the disk yet. Throws when it cannot take them.
 */
export type Sink = (bytes: Uint8Array) => void;

/**
 * Writes a new file that only the owner can read. Replaces none; a file that could not be finished stays.
 *
 * @returns what `write` gives
 */
export async function writeNew<Made>(file: string, write: (sink: Sink) => Promise<Made>): Promise<Made> {
  const descriptor = openSync(file, 'wx', 0o600);
  try {
    return await write((bytes) => writeAll(descriptor, bytes));
  } finally {
    closeSync(descriptor);
  }
}

/** The system may take fewer bytes than it was given. */
function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at);
}

/** Gives the text's bytes to the sink. */
export async function pour(pieces: Iterable<string>, sink: Sink): Promise<void> {
  for (const block of blocks(pieces)) {
    sink(block);
    await breath();
  }
}

/** Lets timers and the terminal have their turn: a large report takes seconds. */
export const breath = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

import { closeSync, ftruncateSync, fstatSync, openSync, readFileSync, writeSync } from 'node:fs';
import { BadInput } from '../domain/failure.ts';
import { mutationSchema } from './mutation.ts';
import type { Mutation } from './mutation.ts';

/** The file that lets a simulated world outlive its process: a header, then one mutation a line. */
interface WorldLog {
  /** What was in the file when it was opened, in order. */
  readonly replayed: readonly Mutation[];
  /**
   * Writes the mutation; when this returns, it outlives `kill -9` (not a power cut: nothing is
   * synced, and a drill's world is worth no disk wait). Throws when the disk refuses, and leaves the
   * file as it was.
   */
  append(mutation: Mutation): void;
  close(): void;
}

/** Without a file there is nothing to replay and nothing is kept. */
export const noWorldLog: WorldLog = { replayed: [], append: () => undefined, close: () => undefined };

/**
 * Opens the log, or begins it. `fingerprint` says whose world it is. A torn last line (killed while
 * writing: the change had not taken effect) is cut off. Throws BadInput when the file is another
 * world's or a whole line in it is not a mutation.
 */
export function openWorldLog(path: string, fingerprint: string): WorldLog {
  const handle = openSync(path, 'a+', 0o600);
  try {
    const replayed = replay(handle, path, fingerprint);
    return { replayed, ...whileOpen(handle, path) };
  } catch (problem) {
    closeSync(handle);
    throw problem;
  }
}

// After close the handle's number may be another file's: it is never used again.
function whileOpen(handle: number, path: string): Pick<WorldLog, 'append' | 'close'> {
  let isOpen = true;
  return {
    append(mutation) {
      if (!isOpen) throw new Error(`the world log ${path} is closed`);
      appendLine(handle, mutation);
    },
    close() {
      if (isOpen) closeSync(handle);
      isOpen = false;
    },
  };
}

const format = 'firebreak-world/1';

function replay(handle: number, path: string, fingerprint: string): Mutation[] {
  const text = readFileSync(handle, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) ftruncateSync(handle, Buffer.byteLength(whole));
  const lines = whole.split('\n').slice(0, -1);
  const header = lines.shift();
  if (header === undefined) {
    appendLine(handle, { format, fingerprint });
    return [];
  }
  refuseOtherWorld(header, path, fingerprint);
  return lines.map((line, index) => parseLine(line, `${path}:${index + 2}`));
}

function refuseOtherWorld(header: string, path: string, fingerprint: string): void {
  const found = parseJson(header) as { format?: unknown; fingerprint?: unknown } | null | undefined;
  if (found?.format !== format) {
    throw new BadInput(`${path} is not a world log (expected ${format})`, { where: `${path}:1` });
  }
  if (found.fingerprint !== fingerprint) {
    throw new BadInput(`${path} belongs to a world that began with other books`, {
      where: `${path}:1`,
      hint: 'open it with the scenario and the start time it was made with',
    });
  }
}

function parseLine(line: string, where: string): Mutation {
  const parsed = mutationSchema.safeParse(parseJson(line));
  if (parsed.success) return parsed.data;
  throw new BadInput(`${where} is not a change of a simulated world`, { where, cause: parsed.error });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function appendLine(handle: number, content: object): void {
  const line = Buffer.from(`${JSON.stringify(content)}\n`);
  const before = fstatSync(handle).size;
  try {
    let written = 0;
    // A full disk shows as a short write first and as ENOSPC on the next.
    while (written < line.length) written += writeSync(handle, line, written);
  } catch (problem) {
    ftruncateSync(handle, before);
    throw problem;
  }
}

import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { BadInput } from '../domain/failure.ts';

/** The version of case folders that this firebreak writes and reads (`CaseOpened.format`). */
export const caseFormat = 1;

// The opening record holds the accounts of the case; a thousand of them stay below this.
const longestOpening = 1024 * 1024;

const opening = z.object({ event: z.object({ type: z.literal('case.opened'), format: z.number() }) });

/**
 * Returns the format of a case folder, read from its opening record. Throws BadInput when there is
 * none to read, or when it is another than ours: what an older or newer firebreak wrote is refused,
 * never guessed at.
 */
export async function readCaseFormat(folder: string): Promise<typeof caseFormat> {
  const record = opening.safeParse(await readOpening(join(folder, 'journal', 'journal.jsonl'), folder));
  if (!record.success) throw unreadable(folder, 'its journal does not begin with an opening record');
  const { format } = record.data.event;
  if (format === caseFormat) return caseFormat;
  throw new BadInput(
    `the case in ${folder} has format ${format}; this firebreak reads format ${caseFormat}`,
    {
      where: folder,
      hint: format > caseFormat ? 'use the newer firebreak that wrote it' : 'use the firebreak that wrote it',
    },
  );
}

async function readOpening(journal: string, folder: string): Promise<unknown> {
  const bytes = await readStart(journal, folder);
  const end = bytes.indexOf(0x0a);
  if (end === -1) throw unreadable(folder, 'its opening record is cut off');
  try {
    return JSON.parse(bytes.subarray(0, end).toString('utf8'));
  } catch (cause) {
    throw unreadable(folder, 'its opening record is damaged', cause);
  }
}

async function readStart(journal: string, folder: string): Promise<Buffer> {
  const file = await open(journal, 'r').catch((cause: unknown) => {
    throw unreadable(folder, 'it has no journal that can be read', cause);
  });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(longestOpening), 0, longestOpening, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

const unreadable = (folder: string, why: string, cause?: unknown): BadInput =>
  new BadInput(`${folder} cannot be read as a case: ${why}`, { where: folder, cause });

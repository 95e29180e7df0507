import { hash } from 'node:crypto';
import { readSync } from 'node:fs';
import { join } from 'node:path';
import { exchangesFile } from './bag-layout.ts';
import { openRegularFile } from './durable-files.ts';
import { inThread } from './in-thread.ts';
import { quoteName } from './safe-path.ts';
import { checkExchange } from './verify-exchange.ts';
import type { ToldExchange } from './verify-record.ts';

/** What a bag's HTTP record came to, against what its journal says of it. */
export interface CheckedExchanges {
  readonly problems: readonly string[];
  /** Where marks and the list of them do not explain each other. */
  readonly redactionProblems: readonly string[];
  /** Marks that the lists explain. */
  readonly marks: number;
}

/**
 * Checks the HTTP record of a bag whose files were listed: a large one in two threads, so that the caller can hash
 * meanwhile.
 */
export async function checkExchangesBeside(
  folder: string,
  sizes: ReadonlyMap<string, number>,
  { caseId, exchanges }: Told,
): Promise<CheckedExchanges> {
  const nothing = { problems: [], redactionProblems: [], marks: 0 };
  if (exchanges.length === 0) return nothing;
  const size = sizes.get(exchangesFile);
  if (size === undefined) return { ...nothing, problems: [`missing: ${exchangesFile}`] };
  const path = join(folder, exchangesFile);
  if (size < worthAThread) return checkExchanges(path, { caseId, exchanges });
  const module = new URL('./verify-exchanges-thread.ts', import.meta.url);
  const found = await Promise.all(
    halvesOf(exchanges).map((half) => inThread<CheckedExchanges>(module, { path, caseId, exchanges: half })),
  );
  return {
    problems: found.flatMap(({ problems }) => problems),
    redactionProblems: found.flatMap(({ redactionProblems }) => redactionProblems),
    marks: found.reduce((sum, { marks }) => sum + marks, 0),
  };
}

/** In the order of the journal, about the same bytes in each: unpacking takes longer than hashing beside it does. */
function halvesOf(exchanges: readonly ToldExchange[]): readonly (readonly ToldExchange[])[] {
  const lengthOf = ({ length }: ToldExchange): number => (Number.isSafeInteger(length) ? length : 0);
  const half = exchanges.reduce((sum, one) => sum + lengthOf(one), 0) / 2;
  let before = 0;
  const middle = exchanges.findIndex((one) => (before += lengthOf(one)) >= half) + 1;
  return [exchanges.slice(0, middle), exchanges.slice(middle)];
}

// Below this a thread takes longer to start than the check does.
const worthAThread = 4 * 1024 * 1024;

interface Told {
  readonly caseId: string | undefined;
  readonly exchanges: readonly ToldExchange[];
}

/**
 * Reads the bytes at each journaled place, one exchange at a time: they have the journaled hash, and are whole
 * records of that exchange.
 *
 * @param path of the WARC file, found to be regular
 */
export async function checkExchanges(path: string, told: Told): Promise<CheckedExchanges> {
  const problems: string[] = [];
  const redactionProblems: string[] = [];
  let marks = 0;
  const handle = await openRegularFile(path);
  try {
    const { size } = await handle.stat();
    let memory = Buffer.alloc(0);
    for (const place of told.exchanges) {
      const name = quoteName(String(place.exchange));
      if (!liesWithin(place, size)) {
        problems.push(`${name} lies outside ${exchangesFile}`);
        continue;
      }
      if (memory.length < place.length) memory = Buffer.allocUnsafeSlow(2 * place.length);
      // At once: unpacking waits for nothing either, and going to the system's threads costs more than a short read.
      const read = readSync(handle.fd, memory, 0, place.length, place.offset);
      const bytes = memory.subarray(0, read);
      if (hash('sha256', bytes, 'hex') !== place.sha256) {
        problems.push(`altered: ${name} in ${exchangesFile}`);
        continue;
      }
      const found = checkExchange(bytes, { exchange: place.exchange, caseId: told.caseId });
      if (found.problem !== undefined) problems.push(`${name} ${found.problem}`);
      redactionProblems.push(...found.redactionProblems.map((problem) => `${name}, ${problem}`));
      marks += found.marks;
    }
  } finally {
    await handle.close();
  }
  return { problems, redactionProblems, marks };
}

// An exchange is one HTTP message each way; a journal that claims more is no journal of ours.
const largestPlace = 256 * 1024 * 1024;

const liesWithin = ({ offset, length }: ToldExchange, size: number): boolean =>
  Number.isSafeInteger(offset) &&
  Number.isSafeInteger(length) &&
  offset >= 0 &&
  length > 0 &&
  length <= largestPlace &&
  offset + length <= size;

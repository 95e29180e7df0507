import { hash } from 'node:crypto';
import { exchangesFile } from './bag-layout.ts';
import { openRegularFile } from './durable-files.ts';
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
 * Reads the bytes at each journaled place, one exchange at a time: they have the journaled hash, and are whole
 * records of that exchange.
 *
 * @param path of the WARC file, found to be regular
 */
export async function checkExchanges(
  path: string,
  told: { readonly caseId: string | undefined; readonly exchanges: readonly ToldExchange[] },
): Promise<CheckedExchanges> {
  const problems: string[] = [];
  const redactionProblems: string[] = [];
  let marks = 0;
  const handle = await openRegularFile(path);
  try {
    const { size } = await handle.stat();
    for (const place of told.exchanges) {
      const name = quoteName(String(place.exchange));
      if (!liesWithin(place, size)) {
        problems.push(`${name} lies outside ${exchangesFile}`);
        continue;
      }
      const bytes = Buffer.allocUnsafe(place.length);
      const { bytesRead } = await handle.read(bytes, 0, place.length, place.offset);
      if (hash('sha256', bytes.subarray(0, bytesRead), 'hex') !== place.sha256) {
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

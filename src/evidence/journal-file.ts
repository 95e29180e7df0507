import type { JournalRecord } from '../domain/run-event.ts';
import { openRegularFile } from './durable-files.ts';
import { followChain, type JournalHead } from './journal-chain.ts';

type FollowedJournal =
  | { readonly ok: true; readonly head: JournalHead }
  | { readonly ok: false; readonly firstBroken: number; readonly why: string; readonly head: JournalHead };

/** `readJournal` for a file of any length: records pass by one at a time, up to the first that does not hold. */
export async function followJournalFile(
  path: string,
  visit: (record: JournalRecord) => void,
): Promise<FollowedJournal> {
  const chain = followChain();
  for await (const line of linesOfFile(path)) {
    const step = chain.next(line);
    if (!step.ok) return { ok: false, firstBroken: step.seq, why: step.why, head: chain.head() };
    visit(step.record);
  }
  return { ok: true, head: chain.head() };
}

const lineFeed = 0x0a;
// The file may be hostile: a line without end must not fill the memory. It is then judged cut off.
const longestLine = 64 * 1024 * 1024;

async function* linesOfFile(path: string): AsyncGenerator<Uint8Array> {
  const handle = await openRegularFile(path);
  let begun: Buffer[] = [];
  let length = 0;
  for await (const chunk of handle.createReadStream() as AsyncIterable<Buffer>) {
    let from = 0;
    for (let feed = chunk.indexOf(lineFeed); feed !== -1; feed = chunk.indexOf(lineFeed, from)) {
      yield Buffer.concat([...begun, chunk.subarray(from, feed + 1)]);
      begun = [];
      length = 0;
      from = feed + 1;
    }
    begun.push(chunk.subarray(from));
    length += chunk.length - from;
    if (length > longestLine) break;
  }
  if (length > 0) yield Buffer.concat(begun);
}

import { join } from 'node:path';
import type { JournaledEvent, JournalRecord, RunEvent, StampMoment } from '../../domain/run-event.ts';
import { sha256Hex } from '../canonical.ts';
import { askWithin, type Authorities } from './ask-within.ts';
import type { Stamp, TimestampAuthority } from './authority.ts';
import { keepToken, timestampsFolder } from './keep-token.ts';
import { keyOf, momentsReached, pendingStamps, type PendingStamp } from './moments.ts';

/** Not being able to ask is a gap to record, not a reason to stop. */
const nobody = (cause: unknown): Authorities => ({
  list: [],
  why: `no authority could be made ready: ${cause instanceof Error ? cause.message : String(cause)}`,
  post: () => Promise.reject(new Error('there is nobody to ask')),
  random: (bytes) => new Uint8Array(bytes),
});

/** The case folder, as far as stamping needs it. */
interface CaseToStamp {
  readonly folder: string;
  readonly records: readonly JournalRecord[];
  readonly events: readonly JournaledEvent[];
  append(event: JournaledEvent): Promise<unknown>;
}

/** Has the journal's head confirmed by outside authorities, beside the run and never in its way. */
export interface Stamper {
  /** To be told of every event: notes the moments, and asks. Returns at once, never throws. */
  saw(event: Pick<RunEvent, 'type'>): void;
  /** The last moment, before the case is closed: asks for all that is still missing, and waits. */
  close(): Promise<void>;
  /** Waits for what is under way. */
  settle(): Promise<void>;
  /** Gives up what is under way; the journal still says what is due, so it is asked for again later. */
  stop(): Promise<void>;
}

// What failed is asked for again when the case gets this far, and when it is closed or resumed.
const retryAt: readonly string[] = ['phase.entered', 'lane.settled', 'run.resumed'];

/**
 * @param parts `open`: finds the authorities, at the first moment and not before: a run need not wait
 *   for them. `isContained`: whether every key in scope is dead
 */
export function createStamper(parts: {
  readonly files: CaseToStamp;
  open(): Promise<Authorities>;
  isContained(events: readonly JournaledEvent[]): boolean;
}): Stamper {
  const { files } = parts;
  const stopping = new AbortController();
  const underWay = new Map<string, Promise<void>>();
  let opened: Promise<Authorities> | undefined;
  const authorities = (): Promise<Authorities> => (opened ??= parts.open().catch(nobody));

  /** Begins work under a name, once. A journal that cannot be written stops the run at its next record. */
  function begin(key: string, work: () => Promise<void>): void {
    if (underWay.has(key) || stopping.signal.aborted) return;
    const task = work()
      .catch(() => undefined)
      .finally(() => underWay.delete(key));
    underWay.set(key, task);
  }

  async function note(moment: StampMoment, head: { seq: number; hash: string }): Promise<void> {
    const { list, why } = await authorities();
    const names = list.map(({ name }) => name);
    await files.append({
      type: 'timestamp.due',
      moment,
      head,
      authorities: names,
      ...(why === undefined || names.length > 0 ? {} : { why }),
    });
    await askForMissing();
  }

  async function askForMissing(): Promise<void> {
    const { list } = await authorities();
    const pending = pendingStamps(
      files.events,
      list.map(({ name }) => name),
    );
    for (const one of pending) {
      const authority = list.find(({ name }) => name === one.authority);
      if (authority) begin(keyOf(one), () => ask(one, authority));
    }
  }

  async function ask(pending: PendingStamp, authority: TimestampAuthority): Promise<void> {
    const { post, random } = await authorities();
    const digest = Buffer.from(pending.head.hash, 'hex');
    const asked = await askWithin(authority, digest, { post, random, signal: stopping.signal });
    if (asked === undefined) return;
    if (asked.ok) await receive(pending, authority, asked.stamp);
    else await files.append({ type: 'timestamp.failed', ...pending, code: asked.code, why: asked.why });
  }

  async function receive(pending: PendingStamp, { url }: TimestampAuthority, stamp: Stamp): Promise<void> {
    const name = keyOf(pending);
    await keepToken(join(files.folder, timestampsFolder), name, stamp);
    const { token, chainPem: _, ...said } = stamp;
    await files.append({
      type: 'timestamp.received',
      ...pending,
      url,
      file: `${timestampsFolder}/${name}.tst`,
      bytes: token.length,
      sha256: sha256Hex(token),
      ...said,
    });
  }

  function headNow(): { seq: number; hash: string } | undefined {
    const last = files.records.at(-1);
    return last && { seq: last.seq, hash: last.hash };
  }

  function noteMoments(): void {
    const head = headNow();
    if (head === undefined) return;
    for (const moment of momentsReached(files.events, parts.isContained)) {
      begin(`note ${moment}`, () => note(moment, head));
    }
  }

  async function settle(): Promise<void> {
    while (underWay.size > 0) await Promise.allSettled(underWay.values());
  }

  return {
    saw({ type }) {
      if (type === 'step.finished') noteMoments();
      if (retryAt.includes(type) && files.events.some((event) => event.type === 'timestamp.due')) {
        begin('retry', askForMissing);
      }
    },
    async close() {
      noteMoments();
      await settle();
      const head = headNow();
      const stands = files.events.some((event) => event.type === 'timestamp.due' && event.moment === 'close');
      if (head && !stands) begin('note close', () => note('close', head));
      else begin('retry', askForMissing);
      await settle();
    },
    settle,
    async stop() {
      stopping.abort();
      await settle();
    },
  };
}

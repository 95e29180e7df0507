import { z } from 'zod';
import type { JournalRecord } from '../../domain/run-event.ts';
import { quoteName } from '../safe-path.ts';

// What a journal under examination says of time stamps: nothing of it is believed for its type alone.
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const name = z.string().regex(/^[a-z0-9][a-z0-9.-]{0,99}$/);
const about = {
  moment: z.enum(['opening', 'containment', 'close']),
  head: z.object({ seq: z.number().int().positive(), hash }),
};
const told = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('timestamp.due'),
    ...about,
    authorities: z.array(name),
    why: z.string().optional(),
  }),
  z.object({
    type: z.literal('timestamp.received'),
    ...about,
    authority: name,
    file: z.string().regex(/^timestamps\/[a-z0-9][a-z0-9.-]*\.tst$/),
    sha256: hash,
    genTime: z.iso.datetime(),
    nonce: z.string().regex(/^(?:[0-9a-f]{2}){1,64}$/),
    policy: z.string(),
    signer: z.string(),
  }),
  z.object({
    type: z.literal('timestamp.failed'),
    ...about,
    authority: name,
    code: z.string(),
    why: z.string(),
  }),
]);

type Told = z.infer<typeof told>;
export type ToldDue = Extract<Told, { type: 'timestamp.due' }>;
export type ToldReceived = Extract<Told, { type: 'timestamp.received' }>;
export type ToldFailed = Extract<Told, { type: 'timestamp.failed' }>;

/** What a journal says of its own stamps, in order, each with the time of its record. */
export interface ToldStamps {
  readonly dues: readonly ToldDue[];
  readonly received: readonly (ToldReceived & { readonly at: string })[];
  readonly failed: readonly ToldFailed[];
  readonly isDrill: boolean;
  /** Time of the last record, by the clock of the machine that wrote it. */
  readonly lastAt?: string;
  /** Records that name a stamp and cannot be read. */
  readonly problems: readonly string[];
}

/** Of a journal that says nothing of stamps. */
export const noStamps: ToldStamps = { dues: [], received: [], failed: [], isDrill: false, problems: [] };

/** Takes up what a journal says of stamps, record by record. */
export function followStamps(): { visit(record: JournalRecord): void; told(): ToldStamps } {
  const stamps = {
    dues: [] as ToldDue[],
    received: [] as (ToldReceived & { at: string })[],
    failed: [] as ToldFailed[],
  };
  const problems: string[] = [];
  let isDrill = false;
  let lastAt: string | undefined;
  return {
    visit({ seq, at, event }) {
      lastAt = at;
      // A second opening, which nobody but a forger writes, makes no drill real.
      if (event.type === 'case.opened') isDrill ||= event.mode !== 'real';
      if (!String(event.type).startsWith('timestamp.')) return;
      const read = told.safeParse(event);
      if (!read.success) problems.push(`record ${seq} (${quoteName(event.type)}) cannot be read`);
      else if (read.data.type === 'timestamp.due') stamps.dues.push(read.data);
      else if (read.data.type === 'timestamp.failed') stamps.failed.push(read.data);
      else stamps.received.push({ ...read.data, at });
    },
    told: () => ({ ...stamps, isDrill, problems, ...(lastAt === undefined ? {} : { lastAt }) }),
  };
}

/** Whether anybody outside this machine has stamped a head: a drill's authority is none. */
export const isStampedOutside = ({ isDrill, received }: ToldStamps): boolean =>
  !isDrill && received.some(({ signer }) => !isDrillName(signer));

/** The certificates of a drill's authority say so by name. */
export const isDrillName = (name: string): boolean => /\bDRILL\b/.test(name);

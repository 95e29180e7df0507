import { join } from 'node:path';
import { mkdir, readFile } from 'node:fs/promises';
import type { Clock } from '../domain/clock.ts';
import type { Exhibit } from '../domain/exhibit.ts';
import type { CaptureRules, HttpExchange } from '../domain/http-exchange.ts';
import type { CaseOpened, ExchangeCaptured, JournaledEvent, JournalRecord } from '../domain/run-event.ts';
import {
  custodyOfTakingBack,
  createJournal,
  createRedactor,
  keepSalt,
  openExhibits,
  openJournal,
  openWarc,
  takenBackIn,
  writeNewFile,
  type Exhibits,
  type FileDraft,
  type Journal,
  type OpenedWarc,
  type Redactor,
  type Warc,
} from '../evidence/index.ts';
import { watchClock } from './clock-jumps.ts';
import type { Recorder } from './recorder.ts';

/** Where things lie in a case folder. */
export const caseLayout = {
  journal: 'journal/journal.jsonl',
  playbook: 'playbook.yaml',
  warc: 'http/exchanges.warc.gz',
} as const;

/** An open case folder: the recorder of a run, and what the export needs. */
export interface CaseFiles extends Recorder {
  readonly folder: string;
  readonly opened: CaseOpened;
  readonly records: readonly JournalRecord[];
  readonly redactor: Redactor;
  readonly playbookText: string;
  /** Copies a file of the operator's; `finish` makes it an exhibit, which the caller journals. */
  draftFile(path: string, atMost: number): Promise<FileDraft<AttachedFile>>;
  /** Takes back an attached file: journaled first, then its bytes go. A kill between leaves that to the next opening. */
  takeBack(exhibit: Exhibit, by: { readonly by: string; readonly reason: string }): Promise<void>;
  close(): Promise<void>;
}

/** What is said of an attached file; number and time are given here. */
type AttachedFile = Omit<Parameters<FileDraft['finish']>[0], 'id' | 'acquiredAt'>;

interface Opening {
  readonly folder: string;
  readonly clock: Clock;
  /** Fresh random bytes for the redaction fingerprints. */
  readonly salt: Uint8Array;
}

/** Makes a case folder: the playbook as it is run, then the journal with the opening record. */
export async function createCase(
  opening: Opening & { readonly opened: CaseOpened; readonly playbookText: string },
): Promise<CaseFiles> {
  const { folder, opened, playbookText } = opening;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeNewFile(join(folder, caseLayout.playbook), playbookText);
  const journal = await createJournal(join(folder, caseLayout.journal));
  const first = await journal.append(isoNow(opening.clock), opened);
  return assemble(opening, journal, [first], opened, playbookText);
}

/** Opens a case folder to go on with its run, after a stop or a kill. */
export async function openCase(opening: Opening): Promise<CaseFiles> {
  const files = await openCaseToAdd(opening);
  await files.append({ type: 'run.resumed', uncertain: uncertainActs(files.events) });
  return files;
}

/**
 * Opens a case folder to add to it without going on with its run. What a kill tore off is set aside and
 * journaled. The caller holds the case's lock.
 */
export async function openCaseToAdd(opening: Opening): Promise<CaseFiles> {
  const { folder } = opening;
  const { journal, records, recovered } = await openJournal(join(folder, caseLayout.journal));
  const opened = records[0]?.event;
  if (opened?.type !== 'case.opened') throw new Error(`${folder} has no opening record`);
  const playbookText = await readFile(join(folder, caseLayout.playbook), 'utf8');
  const files = await assemble(opening, journal, records, opened, playbookText);
  if (recovered) await files.append({ type: 'journal.recovered', ...recovered });
  return files;
}

async function assemble(
  { folder, clock, salt }: Opening,
  journal: Journal,
  before: readonly JournalRecord[],
  opened: CaseOpened,
  playbookText: string,
): Promise<CaseFiles> {
  const records = [...before];
  const events = records.map(({ event }) => event);
  const journaled = records.flatMap(({ event }) =>
    event.type === 'exhibit.acquired' ? [event.exhibit] : [],
  );
  const exhibits = await openExhibits(folder, { journaled });
  const about = {
    at: records[0]?.at ?? isoNow(clock),
    caseId: opened.caseId,
    software: `firebreak/${opened.tool.version}`,
  };
  const { warc, recovered, damaged } = await openWarc(join(folder, caseLayout.warc), about);
  const redactor = createRedactor({ salt: await keepSalt(folder, salt) });
  const clockJump = watchClock(clock);
  const append = async (event: JournaledEvent): Promise<JournaledEvent> => {
    const jumped = clockJump();
    if (jumped !== undefined) await write({ type: 'note.added', text: jumped, by: 'firebreak' });
    return write(event);
  };
  const write = async (event: JournaledEvent): Promise<JournaledEvent> => {
    // A secret pasted into a note must not reach the disk either.
    const clean = redactor.redactJson(event);
    records.push(await journal.append(isoNow(clock), clean));
    events.push(clean);
    return clean;
  };
  const gone = takenBackIn(events);
  for (const exhibit of journaled) if (gone.has(exhibit.id)) await exhibits.remove(exhibit);
  for (const text of whatWasTorn(recovered, damaged, exhibits.setAside)) {
    await append({ type: 'note.added', text, by: 'firebreak' });
  }
  return {
    folder,
    opened,
    playbookText,
    redactor,
    openedAt: records[0]?.at ?? isoNow(clock),
    records,
    events,
    append,
    capture: async (exchange, rules) => {
      await append(await capture(exchange, rules, redactor, warc));
    },
    ...createAcquiring(exhibits, journaled, clock),
    async takeBack(exhibit, by) {
      await append(custodyOfTakingBack(exhibit, by));
      await exhibits.remove(exhibit);
    },
    read: (exhibit) => exhibits.read(exhibit),
    readRows: (exhibit, onRow) => exhibits.readRows(exhibit, onRow),
    async close() {
      await warc.close();
      await journal.close();
    },
  };
}

/** What a kill left half written, in words: it is kept, and the record says where. */
function whatWasTorn(
  recovered: OpenedWarc['recovered'],
  damaged: OpenedWarc['damaged'],
  setAside: Exhibits['setAside'],
): readonly string[] {
  return [
    ...(recovered
      ? [`An interruption tore ${recovered.bytes} bytes off the HTTP record; kept as ${recovered.movedTo}.`]
      : []),
    ...damaged.map(
      ({ offset, bytes }) => `The HTTP record has ${bytes} unreadable bytes at ${offset}; left in place.`,
    ),
    ...setAside.map(
      ({ path, movedTo }) => `An interruption left ${path} without a record of it; kept as ${movedTo}.`,
    ),
  ];
}

async function capture(
  exchange: HttpExchange,
  rules: CaptureRules,
  redactor: Redactor,
  warc: Warc,
): Promise<ExchangeCaptured> {
  const { exchange: redacted, redactions } = redactor.redactExchange(exchange, rules);
  const place = await warc.write(redacted, { redactions });
  await warc.sync();
  return {
    type: 'exchange.captured',
    exchange: exchange.id,
    venue: exchange.venue,
    purpose: exchange.purpose,
    method: redacted.request.method,
    url: redacted.request.url,
    ...(redacted.response ? { status: redacted.response.status } : {}),
    durationMs: Math.round(exchange.durationMs),
    ...(redacted.error === undefined ? {} : { error: redacted.error }),
    offset: place.offset,
    length: place.length,
    sha256: place.sha256,
    // What only looks like a mark of ours was sent by the venue: nothing was taken out.
    redactions: redactions.filter(({ rule }) => rule !== 'as-received').length,
  };
}

function createAcquiring(
  exhibits: Exhibits,
  journaled: readonly Exhibit[],
  clock: Clock,
): Pick<CaseFiles, 'acquire' | 'draftRows' | 'draftFile'> {
  // Counted when asked for, not when written: two lanes may acquire at the same time.
  let last = journaled.reduce((most, { id }) => Math.max(most, Number(id.slice('EX-'.length))), 0);
  const numbered = () => {
    last += 1;
    return { id: `EX-${String(last).padStart(3, '0')}`, acquiredAt: isoNow(clock) };
  };
  return {
    acquire(item) {
      const mediaType = item.content instanceof Uint8Array ? 'application/octet-stream' : 'application/json';
      return exhibits.acquire({ ...item, ...numbered(), mediaType });
    },
    async draftFile(path, atMost) {
      const draft = await exhibits.draftFile(path, atMost);
      return { ...draft, finish: (item) => draft.finish({ ...item, ...numbered() }) };
    },
    draftRows() {
      const draft = exhibits.draftRows();
      return { ...draft, finish: (item, proof) => draft.finish({ ...item, ...numbered() }, proof) };
    },
  };
}

/** Acts with an intent and no result: they may have happened. */
function uncertainActs(events: readonly JournaledEvent[]): readonly string[] {
  const finished = new Set(events.flatMap((e) => (e.type === 'act.finished' ? [e.act] : [])));
  return events.flatMap((e) => (e.type === 'act.intended' && !finished.has(e.act) ? [e.act] : []));
}

const isoNow = (clock: Clock): string => clock.now().toUTC().toISO() ?? '';

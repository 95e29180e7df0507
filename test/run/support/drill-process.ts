import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Outcome } from '../../../src/domain/outcome.ts';
import type { JournaledEvent, JournalRecord } from '../../../src/domain/run-event.ts';
import { readJournal } from '../../../src/evidence/index.ts';

const root = join(import.meta.dirname, '../../..');
const entry = join(root, 'src/cli/firebreak.js');
const preloads = [join(root, 'test/support/loopback-only.mjs'), join(import.meta.dirname, 'die-at.ts')];

/** Where the process is to be killed: at the nth call whose text or target path holds `match`. */
export interface DieAt {
  readonly call: 'write' | 'rename' | 'link' | 'writeFile';
  readonly match: string;
  /** torn = when half of the bytes are written. */
  readonly when: 'before' | 'torn' | 'after';
  readonly nth?: number;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
}

/** One drill in a home and a folder of its own, played by processes that come and go. */
export interface DrillHouse {
  readonly folder: string;
  drill(options?: StartOptions): Started;
  resume(options?: StartOptions): Started;
  run(args: readonly string[], options?: StartOptions): Started;
  caseFolder(): string;
  journal(): { readonly bytes: Buffer; readonly records: readonly JournalRecord[]; readonly ok: boolean };
  events(): readonly JournaledEvent[];
  /** How often the simulated world was changed so. */
  changes(kind: string): number;
  bag(): string;
}

export interface StartOptions {
  readonly dieAt?: DieAt;
  /** Words before the command: a shell that sets a limit. */
  readonly shell?: string;
}

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** At this speed a drill takes about ten seconds; faster, a busy machine's hiccups look like clock skew. */
export const speed = 80;

/** @param atEnd the test's own `onTestFinished`: tests here run beside each other */
export function openHouse(atEnd: (cleanUp: () => void) => void): DrillHouse {
  const folder = mkdtempSync(join(tmpdir(), 'firebreak-run-'));
  atEnd(() => rmSync(folder, { recursive: true, force: true }));
  const home = join(folder, 'home');
  const drills = join(home, 'drills');
  const caseId = (): string => readdirSync(drills).find((name) => name.startsWith('DRILL-')) ?? '';
  const caseFolder = (): string => join(drills, caseId());
  const journalPath = (): string => join(caseFolder(), 'journal/journal.jsonl');
  const run: DrillHouse['run'] = (args, options = {}) => {
    const started = start(args, { folder, home }, options);
    atEnd(() => void started.child.kill('SIGKILL'));
    return started;
  };
  const journal = (): ReturnType<DrillHouse['journal']> => {
    const bytes = existsSync(journalPath()) ? readFileSync(journalPath()) : Buffer.alloc(0);
    const reading = readJournal(bytes);
    return { bytes, records: reading.records, ok: reading.ok };
  };
  return {
    folder,
    run,
    drill: (options) => run(['drill', 'thin-pair', '--responder', 'model', '--speed', `${speed}`], options),
    resume: (options) => run(['resume', caseId(), '--responder', 'model'], options),
    caseFolder,
    journal,
    events: () => journal().records.map(({ event }) => event),
    changes: (kind) => linesOf(join(caseFolder(), 'private/world-binance.jsonl'), `"kind":"${kind}"`),
    bag: () => join(folder, 'reports', caseId(), 'bag'),
  };
}

const linesOf = (path: string, holding: string): number =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.includes(holding)).length;

function start(
  args: readonly string[],
  { folder, home }: { folder: string; home: string },
  { dieAt, shell }: StartOptions,
): Started {
  const node = [...preloads.flatMap((module) => ['--import', module]), entry, ...args];
  const [command, words]: [string, readonly string[]] =
    shell === undefined
      ? [process.execPath, node]
      : ['bash', ['-c', `${shell}; exec "$0" "$@"`, process.execPath, ...node]];
  const child = spawn(command, words, {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: folder,
      FIREBREAK_HOME: home,
      DIE_AT: JSON.stringify(dieAt ?? {}),
    },
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal, output }));
  });
  return { child, ended };
}

/** How each step ended at last, by "<lane>/<step>". */
export function outcomesIn(events: readonly JournaledEvent[]): Readonly<Record<string, Outcome['is']>> {
  return Object.fromEntries(
    events.flatMap((e) => (e.type === 'step.finished' ? [[`${e.lane}/${e.step}`, e.outcome.is]] : [])),
  );
}

export const verdictIn = (events: readonly JournaledEvent[]): unknown =>
  events.flatMap((e) => (e.type === 'case.closed' ? [[e.verdict, e.because]] : []));

/** Acts that were begun and of which the record tells no end. */
export function openActs(events: readonly JournaledEvent[]): readonly string[] {
  const finished = new Set(events.flatMap((e) => (e.type === 'act.finished' ? [e.act] : [])));
  return events.flatMap((e) => (e.type === 'act.intended' && !finished.has(e.act) ? [e.act] : []));
}

/** Whatever stands more often than once. */
export const repeated = (texts: readonly string[]): readonly string[] =>
  texts.filter((text, index) => texts.indexOf(text) !== index);

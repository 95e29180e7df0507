import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, vi } from 'vitest';
import type { DeathProof } from '../../../src/domain/death-proof.ts';

const entry = fileURLToPath(new URL('../../../src/cli/firebreak.js', import.meta.url));
// Whatever the program does, it reaches nothing outside of this machine.
const guard = fileURLToPath(new URL('../../support/loopback-only.mjs', import.meta.url));

/** A folder to work in and a state folder, both new, and gone when the file's tests have ended. */
export interface Place {
  readonly cwd: string;
  readonly home: string;
}

// Whole processes, several in a row: on a machine that does other things too, that takes a while.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const started = new Set<ChildProcess>();
const folders = new Set<string>();
afterAll(() => {
  for (const child of started) child.kill('SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

export function newPlace(): Place {
  const folder = mkdtempSync(join(tmpdir(), 'firebreak-cli-'));
  folders.add(folder);
  const [cwd, home] = [join(folder, 'cwd'), join(folder, 'home')];
  for (const each of [cwd, home]) mkdirSync(each, { mode: 0o700 });
  return { cwd, home };
}

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ran>;
  /** What has come so far. */
  stdout(): string;
  /** Resolves when stdout holds the text; rejects when the program ends without it. */
  until(text: string): Promise<void>;
}

interface Surroundings {
  readonly env?: Readonly<Record<string, string>>;
  /** Modules that the child loads before the program. */
  readonly preload?: readonly string[];
  /** Told of each whole line on stdout. */
  readonly onLine?: (line: string, child: ChildProcess) => void;
}

/** Starts the command line as a user would, without a terminal, with an environment of its own. */
export function startFirebreak(args: readonly string[], place: Place, around: Surroundings = {}): Running {
  const preloads = [guard, ...(around.preload ?? [])].flatMap((module) => ['--import', module]);
  const child = spawn(process.execPath, [...preloads, entry, ...args], {
    cwd: place.cwd,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: place.cwd,
      FIREBREAK_HOME: place.home,
      ...around.env,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  started.add(child);
  child.once('exit', () => started.delete(child));
  let [stdout, stderr, line] = ['', '', ''];
  let failed: Error | undefined;
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    const lines = (line + text).split('\n');
    line = lines.pop() ?? '';
    for (const each of lines) {
      try {
        around.onLine?.(each, child);
      } catch (error) {
        failed = new Error(`${String(error)}\n${stderr}`, { cause: error });
        child.kill('SIGKILL');
      }
    }
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<Ran>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => (failed ? reject(failed) : resolve({ code, stdout, stderr })));
  });
  return {
    child,
    ended,
    stdout: () => stdout,
    until: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => (stdout.includes(text) ? resolve() : undefined);
        child.stdout?.on('data', look);
        look();
        void ended.then((ran) => reject(new Error(`ended without "${text}": ${ran.stderr}`)), reject);
      }),
  };
}

/** Runs it to its end. */
export const firebreak = (args: readonly string[], place: Place, around?: Surroundings): Promise<Ran> =>
  startFirebreak(args, place, around).ended;

/** Everything under a folder, links not followed: what a run that wrote nothing leaves as it was. */
export function treeOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((path) => {
      const stat = lstatSync(join(folder, path));
      const content = stat.isFile()
        ? createHash('sha256')
            .update(readFileSync(join(folder, path)))
            .digest('hex')
        : '-';
      return `${path} ${stat.mode.toString(8)} ${content}`;
    });
}

/** Every regular file under a folder. */
export const filesUnder = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => join(folder, path))
    .filter((path) => statSync(path).isFile());

/** What the tests read of a stream's events: which fields there are depends on the type. */
export interface StreamEvent {
  readonly at: string;
  readonly type: string;
  readonly caseId?: string;
  readonly mode?: string;
  readonly what?: string;
  readonly step?: string;
  readonly attempt?: number;
  readonly question?: string;
  readonly outcome?: { readonly is: string };
  readonly deathProof?: DeathProof;
}

/** The events of a `--json` stream; fails on a line that is no JSON object. */
export const eventsIn = (stdout: string): readonly StreamEvent[] =>
  stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as StreamEvent);

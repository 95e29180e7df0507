import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { median, type BenchResult } from './result.ts';

const runs = 15;
// Fills the compile cache and the disk's: the second start of a tool is the one that counts at 3 a.m.
const warmUps = 2;
const timer = join(import.meta.dirname, 'child', 'pty-timer.py');
const drill = [join(import.meta.dirname, '..', '..', 'src', 'cli', 'firebreak.js'), 'drill', 'thin-pair'];

/**
 * How long a person waits: from the start of the process until the first question stands on a
 * terminal, over the whole life of an empty Node process in the same kind of terminal. The two
 * alternate, so that a busy machine slows both. Needs `python3` for the pseudo-terminal.
 *
 * @throws when no question is drawn, with what the terminal showed.
 */
export async function startFirstQuestion(args: readonly string[] = drill): Promise<BenchResult> {
  for (let warmUp = 0; warmUp < warmUps; warmUp++) await timeQuestion(args);
  const questions: number[] = [];
  const empty: number[] = [];
  for (let run = 0; run < runs; run++) {
    questions.push(await timeQuestion(args));
    empty.push(await time('exit', ['-e', '0'], process.env));
  }
  const [medianMs, baseMedianMs] = [median(questions), median(empty)];
  return {
    name: 'start.first-question',
    ratio: medianMs / baseMedianMs,
    of: 'process start to the first question drawn on a terminal ÷ an empty Node process',
    n: runs,
    medianMs,
    baseMedianMs,
  };
}

/** Each run begins without a case: an open one would be offered for resuming. */
async function timeQuestion(args: readonly string[]): Promise<number> {
  const home = await mkdtemp(join(tmpdir(), 'firebreak-bench-'));
  try {
    return await time('question', args, { ...process.env, FIREBREAK_HOME: home, XDG_STATE_HOME: home });
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

async function time(
  until: 'question' | 'exit',
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<number> {
  const command = [timer, until, '30', process.execPath, ...args];
  try {
    const { stdout } = await promisify(execFile)('python3', command, {
      env: { ...env, TERM: 'xterm-256color' },
    });
    return Number(stdout);
  } catch (error) {
    const shown = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
    throw new Error(`no ${until} within 30 s of: node ${args.join(' ')}\n${shown}`, { cause: error });
  }
}

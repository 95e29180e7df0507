import { randomBytes } from 'node:crypto';
import { homedir, hostname, platform, release, userInfo } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Show } from './show.ts';
import packageJson from '../../package.json' with { type: 'json' };

// The only place that reads the process: arguments, environment, terminal, folder.
export const toolVersion: string = packageJson.version;
export const packageRoot: string = fileURLToPath(new URL('../../', import.meta.url));

export interface Environment {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly home: string;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly columns: number;
  /** A person can be asked: both ends are a terminal. */
  readonly isInteractive: boolean;
  readonly usesColor: boolean;
  /** Ctrl-C outside a prompt, what a service manager or a closed terminal sends, and a reader who is gone (an Error). */
  onSignal(handler: (by: unknown) => void): { stop(): void };
  /** The show that already stands, with the first question on it. */
  readonly early?: Show;
}

export function readEnvironment(): Environment {
  const { stdin, stdout, stderr, env, argv } = process;
  const isInteractive = Boolean(stdin.isTTY && stdout.isTTY);
  return {
    argv: argv.slice(2),
    env,
    cwd: process.cwd(),
    home: homedir(),
    stdin,
    stdout,
    stderr,
    columns: Math.max(40, Math.min(stdout.columns ?? 80, 100)),
    isInteractive,
    // https://no-color.org: any non-empty value.
    usesColor: isInteractive && !env['NO_COLOR'] && env['TERM'] !== 'dumb',
    onSignal,
  };
}

export const randomOf = (bytes: number): Uint8Array => randomBytes(bytes);

/** Undefined where the system has no such thing. */
export const userId = (): number | undefined => process.getuid?.();

/** Ends a program that we started; a negative id is its whole group. @throws the system's ESRCH when it has ended */
export const endProgram = (pid: number): void => void process.kill(pid, 'SIGKILL');

/** Ends this process at once; only where everything on disk is as a kill may leave it. */
export const endNow = (code: number): never => process.exit(code);

/**
 * For the whole process: a reader who is gone (`firebreak venues | head`) or a file that takes no more is no mistake of
 * ours, and ends in no stack trace. What the command does it does; that its words were lost shows in the exit code,
 * where that would say that all is well, and is said to whoever still listens.
 */
export function outliveReaders(codes: { readonly gone: number; readonly unwritable: number }): void {
  let lost: number | undefined;
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      const isGone = error.code === 'EPIPE';
      const isTold = isGone || stream === process.stderr || lost !== undefined;
      lost ??= isGone ? codes.gone : codes.unwritable;
      if (isTold) return;
      process.stderr.write(
        `firebreak: its output could not be written: ${error.message}; what it did stands\n`,
      );
    });
  process.once('exit', () => {
    if (lost !== undefined && !process.exitCode) process.exitCode = lost;
  });
}

/** What the record says of the machine. */
export const machine = () => ({
  node: process.version,
  os: `${platform()} ${release()}`,
  host: hostname(),
  user: userInfo().username,
});

function onSignal(handler: (by: unknown) => void): { stop(): void } {
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  // `firebreak drill | head`: nobody reads on, and each further write fails.
  const readers = [process.stdout, process.stderr];
  for (const name of names) process.on(name, handler);
  for (const stream of readers) stream.on('error', handler);
  return {
    stop() {
      for (const name of names) process.off(name, handler);
      // Without a listener the next failed write would end the process with a stack trace.
      for (const stream of readers) stream.on('error', () => undefined).off('error', handler);
    },
  };
}

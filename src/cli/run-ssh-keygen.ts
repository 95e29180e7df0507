import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { BadInput } from '../domain/failure.ts';
import type { Secret } from '../domain/secret.ts';
import { isSystemError } from '../domain/system-error.ts';
import { showable } from '../terminal/index.ts';
import { endProgram } from './environment.ts';

/** Why there is no signature. Closed: callers route on it. */
export type SigningRefusal =
  | 'NO_TOOL' // ssh-keygen is not installed, or too old to sign
  | 'NO_KEY' // no such key, no private half, a kind that is not accepted
  | 'PASSPHRASE' // wrong or missing
  | 'REFUSED' // the agent or the token said no, or nobody touched it
  | 'TIMEOUT'
  | 'OTHER_KEY'
  | 'BAD_SIGNATURE'
  | 'FAILED'; // for a reason that ssh-keygen told in words we do not know

/** Nothing was signed. Exit code 2 where signing is the whole command; a case stays open (3). */
export class SigningRefused extends BadInput {
  readonly code: SigningRefusal;

  constructor(code: SigningRefusal, message: string, hint?: string, cause?: unknown) {
    super(message, { where: 'signing', ...(hint === undefined ? {} : { hint }), cause });
    this.name = 'SigningRefused';
    this.code = code;
  }
}

export interface SshKeygen {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly passphrase?: Secret;
  readonly mayAsk: boolean;
  readonly note: (text: string) => void;
  readonly timeoutMs?: number;
  /** Laid down as `key.pub`, for an agent's key that lies in no file. */
  readonly publicKey?: string;
  readonly input?: Uint8Array;
}

// Time to find the token and touch it; ssh-agent waits as long by itself.
const patienceMs = 60_000;
const largestOutput = 64 * 1024;

/**
 * Runs ssh-keygen and returns its stdout. A passphrase reaches it over a pipe of its own, never in an argument
 * or an environment: the script that ssh-keygen asks reads the pipe once, and finds it empty a second time.
 *
 * @param args made with the path of a file in a private folder that is gone afterwards
 * @throws SigningRefused
 */
export async function runSshKeygen(
  args: (file: (name: string) => string) => readonly string[],
  how: SshKeygen,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'firebreak-sign-'));
  const file = (name: string): string => join(folder, name);
  try {
    await writeFile(file('ask'), askScript, { mode: 0o700 });
    if (how.publicKey !== undefined) await writeFile(file('key.pub'), how.publicKey, { mode: 0o600 });
    return await runIn(args(file), file('ask'), how);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

// "none" asks for no answer: it tells that the token waits for a touch.
const askScript = '#!/bin/sh\n[ "$SSH_ASKPASS_PROMPT" = none ] && exit 0\nexec cat <&3\n';

async function runIn(args: readonly string[], ask: string, how: SshKeygen): Promise<string> {
  const { mayAsk, passphrase, note, timeoutMs = patienceMs } = how;
  const asksPerson = mayAsk && passphrase === undefined;
  const child = spawn('ssh-keygen', args, {
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    // Its own session: without a terminal it cannot ask behind our screen.
    detached: !asksPerson,
    env: {
      ...kept(how.env),
      LC_ALL: 'C',
      ...(asksPerson ? {} : { SSH_ASKPASS: ask, SSH_ASKPASS_REQUIRE: 'force', DISPLAY: ':0' }),
    },
  });
  const timer = setTimeout(() => end(child, !asksPerson), timeoutMs);
  try {
    feed(child.stdin, how.input ?? new Uint8Array());
    feed(child.stdio[3] as Writable | null, Buffer.from(passphrase ? `${passphrase.reveal()}\n` : ''));
    const { code, signal, stdout, stderr } = await outputOf(child, (line) => {
      if (/presence|touch/i.test(line)) note(showable(line));
    });
    if (signal !== null) {
      throw new SigningRefused(
        'TIMEOUT',
        `no signature within ${Math.round(timeoutMs / 1000)} s`,
        'touch the token when it blinks, or answer what the agent asks; then try again',
      );
    }
    if (code !== 0) throw refusalIn(stderr);
    return stdout;
  } finally {
    clearTimeout(timer);
  }
}

/** What ssh-keygen may know of its surroundings. */
function kept(env: SshKeygen['env']): Record<string, string> {
  const names = ['PATH', 'HOME', 'TERM', 'SSH_AUTH_SOCK', 'SSH_SK_PROVIDER', 'SSH_SK_HELPER', 'TMPDIR'];
  return Object.fromEntries(names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
}

/** The whole group where it has one: a helper that waits for the token too. */
function end(child: ChildProcess, hasOwnGroup: boolean): void {
  if (child.pid === undefined) return;
  try {
    endProgram(hasOwnGroup ? -child.pid : child.pid);
  } catch {
    // It has ended in the meantime.
  }
}

/** Whoever does not read what he is given (a wrong key, an agent) closes the pipe: no error of ours. */
function feed(pipe: Writable | null, bytes: Uint8Array): void {
  pipe?.on('error', () => undefined);
  pipe?.end(bytes);
}

interface Output {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

function outputOf(child: ChildProcess, onLine: (line: string) => void): Promise<Output> {
  let [stdout, stderr] = ['', ''];
  child.stdout?.setEncoding('latin1').on('data', (text: string) => {
    stdout = (stdout + text).slice(0, largestOutput);
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(0, largestOutput);
    for (const line of text.split('\n')) if (line.trim() !== '') onLine(line.trim());
  });
  return new Promise((done, fail) => {
    child.once('error', (cause) => fail(notStarted(cause)));
    child.once('close', (code, signal) => done({ code, signal, stdout, stderr }));
  });
}

const notStarted = (cause: Error): SigningRefused =>
  isSystemError(cause, ['ENOENT'])
    ? new SigningRefused('NO_TOOL', 'ssh-keygen is not installed', 'install OpenSSH: openssh-client', cause)
    : new SigningRefused('FAILED', 'ssh-keygen could not be started', undefined, cause);

/** ssh-keygen ends with 255 for everything: what it was stands only in its words, LC_ALL=C. */
const words: readonly (readonly [RegExp, SigningRefusal, string, string])[] = [
  [
    /incorrect passphrase|bad passphrase/i,
    'PASSPHRASE',
    'the passphrase of the SSH key is wrong or missing',
    'load the key into an agent (ssh-add), or name its passphrase: signing.passphrase, --key-passphrase-from',
  ],
  // Before the next: of a key that it does not use it also says that it found none.
  [
    /UNPROTECTED PRIVATE KEY|permissions .* too open/i,
    'NO_KEY',
    'others than its owner may read the key file, so OpenSSH does not use it',
    'chmod 600 the key file',
  ],
  [
    /No private key found for/i,
    'NO_KEY',
    'the private half of the key is nowhere: not in the agent, and not beside the public one',
    'ssh-add the key, or start the agent that holds it (SSH_AUTH_SOCK)',
  ],
  [
    /incorrect pin|pin required/i,
    'PASSPHRASE',
    'the PIN of the token is wrong or missing',
    'try again; a token locks itself after a few',
  ],
  [
    /agent refused operation|communication with agent failed/i,
    'REFUSED',
    'the agent refused: not confirmed, not touched, or its token is not there',
    'plug the token in, touch it when it blinks, and try again',
  ],
  [
    /device not found|no device|requested feature not supported|operation denied|user action timed? ?out/i,
    'REFUSED',
    'the token is not there, or was not touched',
    'plug it in, touch it when it blinks, and try again',
  ],
  [
    /(?:unknown|illegal|invalid) option|unsupported operation/i,
    'NO_TOOL',
    'this ssh-keygen cannot sign files',
    'OpenSSH 8.1 or later is needed',
  ],
];

function refusalIn(stderr: string): SigningRefused {
  const found = words.find(([pattern]) => pattern.test(stderr));
  if (found) return new SigningRefused(found[1], found[2], found[3]);
  const told = stderr.split('\n').filter((line) => line !== '' && !/^Signing /.test(line));
  return new SigningRefused(
    'FAILED',
    `ssh-keygen did not sign: ${showable(told.at(-1) ?? 'it gave no reason')}`,
  );
}

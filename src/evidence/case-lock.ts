import { open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { kill, pid as ownPid } from 'node:process';
import { BadInput } from '../domain/failure.ts';
import { isSystemError } from '../domain/system-error.ts';
import { privateFileMode } from './durable-files.ts';

/** Held by the one process that may write to a case. */
interface Lock {
  release(): Promise<void>;
}

export const lockFilePrefix = 'case.lock.';

/**
 * Claims a case folder. Each process lays down a claim under its own name and then looks for others:
 * of two that come at the same moment, the later to lay down sees the earlier, so never do both go on
 * (both may stand back). Claims of dead processes are removed, also when their pid was given again.
 *
 * @param holder `at`: now, UTC; `host`: this machine's name; `what` is claimed: a case, or the bags that lie in the folder
 * @throws BadInput telling pid, since when and host of the process that holds the case
 */
export async function lockCase(
  folder: string,
  holder: { readonly at: string; readonly host: string; readonly what?: 'case' | 'bag' },
): Promise<Lock> {
  const own = await ownClaim(holder);
  const name = claimName(own);
  const place = { folder, what: holder.what ?? 'case' } as const;
  await writeClaim(place, name, own);
  try {
    for (const other of await otherClaims(folder, name)) {
      if (await isAlive(other, own)) throw heldBy(other, place, own);
      await rm(join(folder, claimName(other)), { force: true });
    }
  } catch (error) {
    await rm(join(folder, name), { force: true });
    throw error;
  }
  return { release: () => rm(join(folder, name), { force: true }) };
}

interface Place {
  readonly folder: string;
  readonly what: 'case' | 'bag';
}

/** A process, so named that a recycled pid or a reboot does not look like it. */
interface Claim {
  readonly pid: number;
  /** Clock ticks from boot to the process's start (proc(5), stat field 22); '0' where there is no /proc. */
  readonly startTicks: string;
  readonly boot: string;
  readonly host: string;
  readonly since: string;
}

async function ownClaim({ at, host }: { readonly at: string; readonly host: string }): Promise<Claim> {
  const startTicks = (await startTicksOf(ownPid)) ?? '0';
  return { pid: ownPid, startTicks, boot: await bootId(), host, since: at };
}

const claimName = ({ pid, startTicks }: Claim): string => `${lockFilePrefix}${pid}.${startTicks}`;

async function writeClaim(place: Place, name: string, own: Claim): Promise<void> {
  const { folder } = place;
  try {
    const handle = await open(join(folder, name), 'wx', privateFileMode);
    await handle.writeFile(`${JSON.stringify(own)}\n`).finally(() => handle.close());
  } catch (error) {
    if (isSystemError(error, ['EEXIST'])) throw heldBy(await readClaim(folder, name), place, own);
    // A full disk takes the name and not the content: what claims nothing does not stay.
    await rm(join(folder, name), { force: true });
    throw error;
  }
}

async function otherClaims(folder: string, own: string): Promise<readonly Claim[]> {
  const names = (await readdir(folder)).filter((name) => /^case\.lock\.\d+\.\d+$/.test(name) && name !== own);
  return Promise.all(names.map((name) => readClaim(folder, name)));
}

/** The name alone tells pid and start: a claim killed before its content was written still counts. */
async function readClaim(folder: string, name: string): Promise<Claim> {
  const [pid, startTicks = '0'] = name.slice(lockFilePrefix.length).split('.');
  const text = await readFile(join(folder, name), 'utf8').catch(() => '');
  return { boot: '', host: '', since: '', ...parseClaim(text), pid: Number(pid), startTicks };
}

function parseClaim(text: string): Partial<Claim> {
  try {
    const { boot, host, since } = JSON.parse(text) as Record<string, unknown>;
    return { boot: String(boot), host: String(host), since: String(since) };
  } catch {
    return {};
  }
}

async function isAlive(other: Claim, own: Claim): Promise<boolean> {
  // Another machine on the same share: its processes cannot be seen from here.
  if (other.host !== '' && other.host !== own.host) return true;
  if (other.boot !== '' && other.boot !== own.boot) return false;
  if (own.startTicks === '0') return answersToSignals(other.pid);
  return (await startTicksOf(other.pid)) === other.startTicks;
}

function heldBy(claim: Claim, { folder, what }: Place, own: Claim): BadInput {
  const { pid, since, host } = claim;
  const when = since === '' ? 'at this moment' : `since ${since}`;
  const where = host === '' ? '' : ` on ${host}`;
  return new BadInput(`this ${what} is in use: process ${pid}${where}, ${when}`, {
    where: folder,
    hint:
      host !== '' && host !== own.host
        ? `end it there: its processes cannot be seen from ${own.host}; if that machine is no more, or is this one under an earlier name, remove ${claimName(claim)}`
        : what === 'bag'
          ? 'wait until it has ended, or end it'
          : 'end that process (the case can be resumed), or wait until it has ended',
  });
}

/** Fields 3 and 22 of /proc/<pid>/stat, counted from the end of field 2, whose name may hold anything. */
async function startTicksOf(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  // A zombie has ended and writes nothing more; only its parent has not taken notice.
  return fields?.[0] === 'Z' ? undefined : fields?.[19];
}

const bootId = async (): Promise<string> =>
  (await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '')).trim();

function answersToSignals(pid: number): boolean {
  try {
    kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process under that pid: it is there, and may hold the case.
    return isSystemError(error, ['EPERM']);
  }
}

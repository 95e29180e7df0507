import { lstat, mkdir, readdir, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { BadInput } from '../domain/failure.ts';
import type { CaseMode } from '../domain/run-event.ts';
import { shellWord } from '../domain/shell-word.ts';
import { isSystemError, reasonOf } from '../domain/system-error.ts';
import { byTime, type CaseId, isCaseId, modeOf } from './case-id.ts';

interface StatePlace {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** Drill records lie elsewhere: no command about cases can take one for the other. */
  readonly mode: CaseMode;
}

/**
 * Returns where cases are kept: `$FIREBREAK_HOME`, else `firebreak` in the XDG state folder; drills
 * in `$FIREBREAK_HOME/drills`, else in `firebreak-drills`. Touches nothing.
 */
export function stateFolderPath({ env, home, mode }: StatePlace): string {
  const own = env['FIREBREAK_HOME'];
  if (own !== undefined && own !== '') {
    if (!isAbsolute(own)) {
      throw new BadInput('FIREBREAK_HOME should be an absolute path: a case must be found from any folder', {
        where: 'FIREBREAK_HOME',
      });
    }
    return mode === 'drill' ? join(own, 'drills') : own;
  }
  // XDG Base Directory Specification: a relative path there is invalid and to be ignored.
  const xdg = env['XDG_STATE_HOME'];
  const state = xdg !== undefined && isAbsolute(xdg) ? xdg : join(home, '.local', 'state');
  return join(state, mode === 'drill' ? 'firebreak-drills' : 'firebreak');
}

/**
 * Returns the state folder, made with mode 0700 if it was not there. Throws BadInput when others
 * could write into it: they could put a case there, or take one away.
 */
export async function stateFolder(place: StatePlace): Promise<string> {
  const path = stateFolderPath(place);
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new BadInput(`the state folder ${path} cannot be made: ${reasonOf(cause, reasons)}`, {
      where: whereOf(place),
      hint: 'name another with FIREBREAK_HOME',
      cause,
    });
  }
  const { mode } = await stat(path);
  if ((mode & 0o022) !== 0) {
    throw new BadInput(`others may write into the state folder ${path}`, {
      where: whereOf(place),
      // A shared folder such as /tmp is nobody's to close.
      hint: isShared(mode)
        ? 'name a folder of your own with FIREBREAK_HOME'
        : `chmod go-w ${shellWord(path)}`,
    });
  }
  return path;
}

const isShared = (mode: number): boolean => (mode & 0o1000) !== 0;

const whereOf = ({ env }: StatePlace): string => (env['FIREBREAK_HOME'] ? 'FIREBREAK_HOME' : 'state folder');

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a file of that name is in the way',
  EEXIST: 'a file of that name is in the way',
};

/** Returns the folder of a case. `id` comes from `newCaseId`, `listCases` or `parseCaseId`. */
export function caseFolder(state: string, id: CaseId): string {
  if (!isCaseId(id)) throw new RangeError('not a case id');
  return join(state, id);
}

export interface ListedCase {
  readonly id: CaseId;
  readonly folder: string;
  readonly mode: CaseMode;
}

/**
 * Returns the cases of a state folder, oldest first; none when there is no such folder. Only real
 * folders with a case's name count: a link could lead anywhere.
 */
export async function listCases(state: string): Promise<readonly ListedCase[]> {
  const entries = await readdir(state).catch((error: unknown) => {
    if (isSystemError(error, ['ENOENT'])) return [];
    throw error;
  });
  const cases: ListedCase[] = [];
  for (const id of entries.filter(isCaseId).sort(byTime)) {
    const folder = join(state, id);
    if ((await lstat(folder)).isDirectory()) cases.push({ id, folder, mode: modeOf(id) });
  }
  return cases;
}

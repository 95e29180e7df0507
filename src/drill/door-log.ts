import { appendFile, readFile } from 'node:fs/promises';
import { doors, type Door } from '../domain/hands.ts';
import { isSystemError } from '../domain/system-error.ts';

/** Which doors the operator closed at the portal; on disk, so that it outlives the process. */
export interface DoorLog {
  closed(account: string): readonly Door[];
  close(account: string, doors: readonly Door[]): Promise<void>;
}

/** Opens the log; a torn last line (the process was killed while writing) is not counted. */
export async function openDoorLog(path: string): Promise<DoorLog> {
  const closed = new Map<string, Set<Door>>();
  const remember = (account: string, door: Door): void => {
    closed.set(account, (closed.get(account) ?? new Set<Door>()).add(door));
  };
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (isSystemError(error, ['ENOENT'])) return '';
    throw error;
  });
  for (const line of text.split('\n').slice(0, -1)) {
    const [account = '', door = ''] = line.split('\t');
    if (door in doors) remember(account, door as Door);
  }
  return {
    closed: (account) => [...(closed.get(account) ?? [])],
    async close(account, now) {
      for (const door of now) {
        await appendFile(path, `${account}\t${door}\n`, { mode: 0o600 });
        remember(account, door);
      }
    },
  };
}

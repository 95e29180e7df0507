import { join } from 'node:path';
import type { Exhibit } from '../domain/exhibit.ts';
import type { Secret } from '../domain/secret.ts';
import { scanForSecrets, takenBackIn } from '../evidence/index.ts';
import type { CaseFiles } from '../run/index.ts';

/** A file that a person attached holds a secret: the case waits until he took it back. */
export class SecretAttached extends Error {
  override readonly name = 'SecretAttached';
  readonly held: readonly HeldSecret[];

  constructor(held: readonly HeldSecret[]) {
    super(`a secret stands in ${held.map(({ exhibit }) => exhibit.id).join(', ')}`);
    this.held = held;
  }
}

/** Which file, and in which form it holds which secret: by reference, never the secret. */
export interface HeldSecret {
  readonly exhibit: Exhibit;
  readonly found: readonly { readonly secret: string; readonly form: string }[];
}

/**
 * Searches the attached files before the case is closed for good: then they can still be taken back, and the
 * report says so. The search before sealing looks at everything, these files too.
 *
 * @throws SecretAttached
 */
export async function refuseAttachedSecrets(
  { folder, events }: Pick<CaseFiles, 'folder' | 'events'>,
  secrets: readonly Secret[],
): Promise<void> {
  const gone = takenBackIn(events);
  const held: HeldSecret[] = [];
  for (const event of events) {
    if (event.type !== 'exhibit.acquired') continue;
    const { exhibit } = event;
    if (exhibit.kind !== 'attachment' || exhibit.source.from !== 'operator' || gone.has(exhibit.id)) continue;
    const file = { path: exhibit.path, sourcePath: join(folder, exhibit.path) };
    const { leaks } = await scanForSecrets({ files: [file], secrets });
    if (leaks.length > 0) held.push({ exhibit, found: leaks });
  }
  if (held.length > 0) throw new SecretAttached(held);
}

/** What is wrong and what to do, for the last screen. */
export const secretAttachedInWords = ({ held }: SecretAttached, caseId: string): readonly string[] => [
  'Stopped: the case is at its end, and not sealed: a secret stands in an attached file. Everything is on disk.',
  ...held.map(
    ({ exhibit, found }) =>
      `  ${exhibit.id} ${exhibit.title}: ${found.map(({ secret, form }) => `${secret} (${form})`).join(', ')}`,
  ),
  '  Take it back, attach a copy in which the secret is blacked out, then go on:',
  ...held.map(
    ({ exhibit }) =>
      `Next  firebreak attach --case ${caseId} --take-back ${exhibit.id} --why "holds a secret"`,
  ),
  `Next  firebreak resume ${caseId}`,
];

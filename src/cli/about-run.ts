import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AboutCase } from '../domain/run-event.ts';
import { packageRoot, type Environment } from './environment.ts';

/** What the record says of the run itself: by which files of the program, started how. */
export async function aboutRun({ argv }: Pick<Environment, 'argv'>): Promise<AboutCase> {
  const programSha256 = await hashProgram(packageRoot);
  return { command: commandInWords(argv), ...(programSha256 === undefined ? {} : { programSha256 }) };
}

/**
 * The command's name and the names of its flags. Values are left out: a path tells who somebody is, and a person in
 * a hurry may have pasted a secret.
 */
export function commandInWords(argv: readonly string[]): string {
  const words = argv.flatMap((word, i) => {
    if (i === 0 && /^[a-z][a-z-]{0,30}$/.test(word)) return [word];
    const flag = /^(--?[A-Za-z][A-Za-z-]{0,40})(=|$)/.exec(word);
    if (!flag) return ['…'];
    return flag[2] === '=' ? [`${flag[1]}=…`] : [flag[1] ?? '…'];
  });
  return ['firebreak', ...words].join(' ');
}

/**
 * SHA-256 of the list that `sha256sum` prints for package.json and every file below src, sorted by name: what
 * `find package.json src -type f | LC_ALL=C sort | xargs sha256sum | sha256sum` gives. Undefined when a file
 * cannot be read: a case is opened all the same.
 */
export async function hashProgram(root: string): Promise<string | undefined> {
  try {
    const below = await readdir(join(root, 'src'), { recursive: true, withFileTypes: true });
    const files = below
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(join(root, '/').length));
    const lines = await Promise.all(
      ['package.json', ...files]
        .toSorted((a, b) => (a < b ? -1 : 1))
        .map(async (name) => `${sha256(await readFile(join(root, name)))}  ${name}\n`),
    );
    return sha256(lines.join(''));
  } catch {
    return undefined;
  }
}

const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

import { basename, join, resolve } from 'node:path';
import type { Secret } from '../domain/secret.ts';
import type { AttachFile, CaseFiles } from '../run/index.ts';
import { showable } from '../terminal/index.ts';
import { attachFile } from './attach-file.ts';
import type { Environment } from './environment.ts';

/** Takes files from the menus of a running case. `secrets` are asked for anew each time: new keys come up meanwhile. */
export function attachingIn(
  files: CaseFiles,
  { cwd, home }: Pick<Environment, 'cwd' | 'home'>,
  secrets: () => readonly Secret[],
): AttachFile {
  return async ({ path, what, why, cameFrom, by }, append) => {
    const file = resolve(cwd, typedPath(path, home));
    const { draftFile, events, opened } = files;
    await attachFile(
      {
        path: file,
        name: showable(basename(file), 80),
        kind: what,
        why: showable(why, 300),
        source: cameFrom === undefined ? undefined : showable(cameFrom, 300),
        by,
      },
      { id: opened.caseId, draftFile, events, append, secrets: secrets() },
    );
  };
}

/**
 * A path as people give it where no shell reads it: typed with `~`, or dropped by a file manager in quotes or
 * with a backslash before each blank.
 */
export function typedPath(text: string, home: string): string {
  const quoted = /^(['"])(.+)\1$/.exec(text)?.[2];
  const plain = quoted ?? text.replaceAll(/\\([ ()'"&\\])/g, '$1');
  return plain.startsWith('~/') ? join(home, plain.slice(2)) : plain;
}

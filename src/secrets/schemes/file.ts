import type { SecretResolver } from '../resolver.ts';

/** `file:PATH`: a file that only its owner can read, with one secret in it. */
export const file: SecretResolver = {
  scheme: 'file',
  form: 'file:PATH',
  problem(rest) {
    if (rest.trim() === '') return 'after "file:" comes a path';
    return rest.includes('\0') ? 'a path cannot hold a NUL' : undefined;
  },
  resolve: (path, sources) => sources.readFile(path),
};

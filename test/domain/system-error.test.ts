import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { shellWord } from '../../src/domain/shell-word.ts';
import { isSystemError, reasonOf } from '../../src/domain/system-error.ts';

function refusal(): unknown {
  try {
    return readFileSync('/no/such/file');
  } catch (error) {
    return error;
  }
}

describe('a refusal of the operating system', () => {
  it('is known by its code', () => {
    expect(isSystemError(refusal(), ['EACCES', 'ENOENT'])).toBe(true);
    expect(isSystemError(refusal(), ['EACCES'])).toBe(false);
    expect(isSystemError(new Error('ENOENT'), ['ENOENT'])).toBe(false);
    expect(isSystemError({ code: 'ENOENT' }, ['ENOENT'])).toBe(false);
  });

  it('is told in words where there are some, else by its code', () => {
    expect(reasonOf(refusal(), { ENOENT: 'there is no such file' })).toBe('there is no such file');
    expect(reasonOf(refusal(), {})).toBe('ENOENT');
    expect(reasonOf('nonsense', {})).toBe('unknown');
  });
});

describe('shellWord', () => {
  it.each(['/plain', "/it's", '/a b;$(id)`id`', '/"quoted"', '/line\nbreak'])(
    'is one word for a shell: %j',
    (path) => {
      const shell = spawnSync('sh', ['-c', `printf %s ${shellWord(path)}`], { encoding: 'utf8' });
      expect(shell.stdout).toBe(path);
    },
  );
});

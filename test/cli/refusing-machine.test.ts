import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { firebreak, treeOf, type Place } from './support/command.ts';
import { once } from './support/once.ts';

const secrets = { KEY: 'the-key-that-leaked', SECRET: 'and-its-secret' };
const entry = fileURLToPath(new URL('../../src/cli/firebreak.js', import.meta.url));
const key = '{ label: k, apiKey: env:KEY, secret: env:SECRET }';

/** A case that stopped at its first question: nothing was sent anywhere. */
const begun = once(async (place) => {
  writeFileSync(join(place.cwd, 'answers.yaml'), 'operator: Kim\nanswers: {}\n');
  writeFileSync(
    join(place.cwd, 'firebreak.yaml'),
    `accounts:\n  - { id: main, venue: kraken, label: Main, task: trading-bot, credentials: ${key} }\n`,
  );
  const ran = await firebreak(['respond', '--answers', 'answers.yaml'], place, { env: secrets });
  expect([ran.code, ran.stderr]).toEqual([3, '']);
});

/** On a disk that takes no byte: a file can be made there, and nothing written into it. */
function onFullDisk(place: Place, args: readonly string[]) {
  return spawnSync('bash', ['-c', 'ulimit -f 0; exec "$0" "$@"', process.execPath, entry, ...args], {
    cwd: place.cwd,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', HOME: place.cwd, FIREBREAK_HOME: place.home, ...secrets },
  });
}

describe('a disk that takes no more', () => {
  it.each([
    ['attach', 'answers.yaml', '--why', 'x'],
    ['hand-over', 'CASE', '--to', 'B', '--why', 'x'],
    ['resume', '--answers', 'answers.yaml'],
  ])(
    'is told as that, with what is safe and what to do, and leaves the case as it was: %s',
    async (...line) => {
      const place = await begun();
      const id = readdirSync(place.home).find((name) => name.startsWith('FB-')) ?? '';
      const before = treeOf(place.home);
      const args = line.map((arg) => arg.replace('CASE', id));
      const { status, stdout, stderr } = onFullDisk(place, args);
      expect([status, stdout]).toEqual([1, '']);
      expect(stderr).toContain(
        'this machine refused, and that ended the command: files may not be that large',
      );
      expect(stderr).toContain('Everything acknowledged is on disk');
      expect(stderr).toContain('give the same command again');
      expect(stderr).not.toMatch(/error of its own|FIREBREAK_DEBUG/);
      // Not even the claim that could not be written.
      expect(treeOf(place.home)).toEqual(before);
    },
  );
});

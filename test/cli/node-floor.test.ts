import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const entry = fileURLToPath(new URL('../../src/cli/firebreak.js', import.meta.url));

/** A Node of the machine's own that is too old for us, when it has one: not the bundled one. */
const olderNode = (process.env['PATH'] ?? '')
  .split(delimiter)
  .filter((folder) => !folder.includes('node_modules'))
  .map((folder) => join(folder, 'node'))
  .find((path) => existsSync(path) && Number(/^v(\d+)/.exec(versionOf(path))?.[1]) < 22);

function versionOf(path: string): string {
  return spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout;
}

/** Runs the real entry on this Node, which says that it is another. */
function runOn(version: string, ...args: string[]) {
  const pretend = `
    Object.defineProperty(process, 'version', { value: 'v${version}' });
    Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });`;
  const preload = `data:text/javascript,${encodeURIComponent(pretend)}`;
  return spawnSync(process.execPath, ['--import', preload, entry, ...args], { encoding: 'utf8' });
}

describe('src/cli/firebreak.js', () => {
  it.each(['14.21.3', '20.20.2', '22.17.1'])(
    'on Node %s says in one line what it needs, and ends with 2',
    (version) => {
      const { status, stdout, stderr } = runOn(version, '--version');
      expect(stderr).toBe(
        `firebreak needs Node 22.18 or later; this is v${version}. Inside the repository \`npm start\` uses the bundled Node 24.\n`,
      );
      expect([status, stdout]).toEqual([2, '']);
    },
  );

  it.runIf(olderNode)(
    'on the older Node of this machine says the same, before it reads a line of TypeScript',
    () => {
      const { status, stdout, stderr } = spawnSync(olderNode ?? '', [entry, 'drill'], { encoding: 'utf8' });
      expect(stderr).toMatch(/^firebreak needs Node 22\.18 or later; this is v\d.*\n$/);
      expect([status, stdout]).toEqual([2, '']);
    },
  );

  it('knows that Node 23 learned to read TypeScript only in 23.6', () => {
    expect(runOn('23.5.0', '--version').stderr).toContain(
      'firebreak needs Node 23.6 or later; this is v23.5.0.',
    );
  });

  it.each(['22.18.0', '23.6.0', '24.0.0', '100.0.0'])('on Node %s starts', (version) => {
    const { status, stderr } = runOn(version, '--version');
    expect([status, stderr]).toEqual([0, '']);
  });
});

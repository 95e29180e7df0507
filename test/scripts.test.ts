import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const root = join(import.meta.dirname, '..');
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));

/** The test files that a script of package.json runs, as vitest lists them. */
function filesOf(script: string): readonly string[] {
  const [program, command, ...flags] = (scripts[script] ?? '').split(' ');
  expect([program, command]).toEqual(['vitest', 'run']);
  const list = [join(root, 'node_modules/vitest/vitest.mjs'), 'list', '--filesOnly', ...flags];
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/VITEST|^MODE$/.test(name)));
  return execFileSync(process.execPath, list, { cwd: root, encoding: 'utf8', env })
    .split('\n')
    .map((line) => line.replace(/^\[\w+\] /, ''))
    .filter((line) => line.endsWith('.test.ts'));
}

describe('the scripts of package.json', () => {
  it.each(Object.entries(scripts))('%s is a command in every shell, on Windows too: %s', (_name, command) => {
    expect(command).toMatch(/^[\w.-]+(?: [\w./:-]+)*$/);
  });

  it('run what judges with other people’s tools as "conformance", and nowhere else', () => {
    const named = readdirSync(join(root, 'test/conformance')).filter((name) => name.endsWith('.test.ts'));
    expect(filesOf('conformance').toSorted()).toEqual(
      named.map((name) => `test/conformance/${name}`).toSorted(),
    );
    const all = filesOf('test');
    expect(all).toContain('test/scripts.test.ts');
    expect(all.filter((name) => name.startsWith('test/conformance/'))).toEqual([]);
  });
});

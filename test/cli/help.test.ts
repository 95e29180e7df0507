import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { has } from '../support/pdf-tools.ts';
import { firebreak, newPlace } from './support/command.ts';

const tooWide = (text: string): readonly string[] => text.split('\n').filter((line) => line.length > 80);

describe('what a person reads first', () => {
  it.each([
    '--help',
    'import --help',
    'respond --help',
    'drill --help',
    'resume --help',
    'verify --help',
    'seal --help',
    'countersign --help',
    'hand-over --help',
    'attach --help',
    'report --help',
    'playbook --help',
  ])('firebreak %s fits 80 columns and explains every word of the usage line', async (line) => {
    const { code, stdout, stderr } = await firebreak(line.split(' '), newPlace());
    expect([code, stderr]).toEqual([0, '']);
    expect(tooWide(stdout)).toEqual([]);
    for (const [, argument] of stdout.split('\n')[0]?.matchAll(/[[<]([a-z]+)[\]>]/g) ?? [])
      expect(stdout).toMatch(new RegExp(`^ {0,2}${argument}s?[ :]`, 'mi'));
  });

  it.each([
    ['verify', /Ends with 0 .*, 5 .*, and 4 when all hold and the report could not be made again/],
    ['seal', /--plain <what> .*a bag is kept and a copy removed/],
    ['seal', /--stamp ask each time-stamp authority that has not stamped it yet/],
    ['seal', /--key-passphrase-from <ref> the passphrase of the signing key: env:NAME, file:PATH/],
    ['attach', /--take-back <exhibit> remove an attached file again/],
    ['report', /not there yet/],
  ])('%s says what it does: %s', async (command, said) => {
    const { stdout } = await firebreak([command, '--help'], newPlace());
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(said);
  });

  it('puts respond first, and what is not there yet apart', async () => {
    const { stdout } = await firebreak(['--help'], newPlace());
    const [there = '', later = ''] = stdout.split('Not there yet:');
    expect(there).toMatch(/Commands:\n {2}respond /);
    expect(there).toContain('  verify ');
    expect(later).toContain('  tabletop ');
    expect(later).not.toContain('  drill ');
  });
});

describe('firebreak playbook', () => {
  it('lists what is shipped', async () => {
    const { stdout } = await firebreak(['playbook', 'list'], newPlace());
    expect(stdout).toBe('leaked-api-key       Leaked exchange API key\n');
  });

  it('shows a playbook within 80 columns, each step with why, check, undo and harm', async () => {
    const { stdout } = await firebreak(['playbook', 'show'], newPlace());
    expect(tooWide(stdout)).toEqual([]);
    const steps = stdout.match(/^\d\.\d+[a-z]? |^\d+\.\d+\.\d+ /gm) ?? [];
    for (const word of ['why', 'check', 'undo', 'harm'])
      expect(stdout.match(new RegExp(`^ {4,8}${word} `, 'gm'))?.length).toBeGreaterThanOrEqual(steps.length);
    expect(steps.length).toBeGreaterThan(5);
  });

  it('draws a state diagram, and checks the shipped one as in order', async () => {
    const { stdout } = await firebreak(['playbook', 'graph'], newPlace());
    expect(stdout).toMatch(/^stateDiagram-v2\n/);
    const checked = await firebreak(['playbook', 'check', 'leaked-api-key'], newPlace());
    expect([checked.code, checked.stdout]).toEqual([0, 'leaked-api-key 1.0.0: in order\n']);
  });
});

describe.runIf(has('script'))('on a terminal', () => {
  const entry = fileURLToPath(new URL('../../src/cli/firebreak.js', import.meta.url));

  /** `script` of util-linux gives it a terminal for both ends. */
  function onTerminal(command: string, env: Readonly<Record<string, string>>): string {
    const { home, cwd } = newPlace();
    const { stdout } = spawnSync('script', ['-qec', `${process.execPath} ${entry} ${command}`, '/dev/null'], {
      cwd,
      env: { PATH: process.env['PATH'], HOME: cwd, FIREBREAK_HOME: home, TERM: 'xterm-256color', ...env },
      encoding: 'utf8',
      input: '',
      timeout: 60_000,
    });
    return stdout;
  }

  it('colours the ending of a drill, but with NO_COLOR not a single escape sequence comes', () => {
    const command = 'drill --responder model --speed 200';
    const coloured = onTerminal(command, {});
    const plain = onTerminal(command, { NO_COLOR: '1' });
    expect(coloured).toMatch(/\u001b\[[\d;]*m/);
    expect(plain).toContain('CONTAINED');
    expect(plain).not.toContain('\u001b');
  });
});

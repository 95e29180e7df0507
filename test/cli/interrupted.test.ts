import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { smallBag } from '../evidence/small-case.ts';
import { has } from '../support/pdf-tools.ts';
import { firebreak, newPlace, startFirebreak, treeOf, type Place } from './support/command.ts';

const entry = fileURLToPath(new URL('../../src/cli/firebreak.js', import.meta.url));
const secrets = { KEY: 'the-key-that-leaked', SECRET: 'and-its-secret' };
const surroundings = ({ cwd, home }: Place) => ({
  cwd,
  env: { PATH: process.env['PATH'] ?? '', HOME: cwd, FIREBREAK_HOME: home, TERM: 'xterm', ...secrets },
});

async function placeWithBag(): Promise<Place> {
  const place = newPlace();
  mkdirSync(join(place.cwd, 'received'));
  cpSync(await smallBag(), join(place.cwd, 'received/bag'), { recursive: true });
  return place;
}

describe('a signal in the middle of a command', () => {
  it.runIf(has('ssh-keygen')).each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s ends a hand-over with 130 and says where that leaves the bag; given again it is done',
    async (signal) => {
      const place = await placeWithBag();
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(place.cwd, 'key')]);
      const bin = join(place.cwd, 'bin');
      mkdirSync(bin);
      // A token that nobody touches.
      writeFileSync(join(bin, 'ssh-keygen'), '#!/bin/sh\nexec sleep 5\n', { mode: 0o755 });
      const args = ['hand-over', 'received/bag', '--to', 'B', '--why', 'x', '--sign-with-ssh', 'key'];
      const before = treeOf(join(place.cwd, 'received/bag'));
      const stuck = startFirebreak(args, place, { env: { PATH: `${bin}:${process.env['PATH'] ?? ''}` } });
      await expect.poll(() => readdirSync(join(place.cwd, 'received')), { timeout: 20_000 }).toHaveLength(2);
      await new Promise((resolve) => setTimeout(resolve, 500));
      stuck.child.kill(signal);
      const { code, stdout, stderr } = await stuck.ended;
      expect([code, stdout]).toEqual([130, '']);
      expect(stderr).toMatch(/^\nInterrupted\. .* Give the command again, without what is done\.\n$/);
      expect(treeOf(join(place.cwd, 'received/bag'))).toEqual(before);
      expect(await firebreak(args, place)).toMatchObject({ code: 0, stderr: '' });
      expect(readdirSync(join(place.cwd, 'received'))).toEqual(['bag']);
    },
  );

  it('ends attach with 130, keeps nothing of the file, and the same command takes it', async () => {
    const place = newPlace();
    writeFileSync(join(place.cwd, 'answers.yaml'), 'operator: Kim\nanswers: {}\n');
    writeFileSync(
      join(place.cwd, 'firebreak.yaml'),
      'accounts:\n  - { id: main, venue: kraken, label: Main, task: trading-bot, credentials: { label: k, apiKey: env:KEY, secret: env:SECRET } }\n',
    );
    await firebreak(['respond', '--answers', 'answers.yaml'], place, { env: secrets });
    const folder = join(place.home, readdirSync(place.home).find((name) => name.startsWith('FB-')) ?? '');
    const film = join(place.cwd, 'film.bin');
    writeFileSync(film, 'a film of the screen');
    truncateSync(film, 400_000_000);
    const running = startFirebreak(['attach', 'film.bin', '--why', 'x'], place, { env: secrets });
    const drafts = () => readdirSync(join(folder, 'exhibits'), { recursive: true });
    await expect.poll(drafts, { timeout: 20_000, interval: 10 }).not.toEqual([]);
    running.child.kill('SIGINT');
    const { code, stdout, stderr } = await running.ended;
    expect([code, stdout]).toEqual([130, '']);
    expect(stderr).toContain('Interrupted. What the record of the case has is kept');
    truncateSync(film, 100_000);
    const again = await firebreak(['attach', 'film.bin', '--why', 'x'], place, { env: secrets });
    expect([again.code, again.stderr]).toEqual([0, '']);
    expect(drafts()).toEqual(['EX-001-attachment.bin']);
  });

  it.runIf(has('script'))('Ctrl-C at the question for a passphrase is no error of firebreak', async () => {
    const place = await placeWithBag();
    const before = treeOf(place.cwd);
    const command = `${process.execPath} ${entry} seal received/bag --passphrase`;
    const child = spawn('script', ['-qec', command, '/dev/null'], surroundings(place));
    onTestFinished(() => void child.kill('SIGKILL'));
    let screen = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      screen += text;
    });
    await expect.poll(() => screen, { timeout: 20_000 }).toContain('Enter answers');
    child.stdin.write('\u0003');
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect(code).toBe(130);
    expect(screen).toContain('Interrupted at a question');
    expect(screen).not.toContain('error of its own');
    expect(treeOf(place.cwd)).toEqual(before);
  });
});

describe('a reader who is gone', () => {
  const shell = (place: Place, line: string) =>
    spawnSync('bash', ['-c', `"$0" "${entry}" ${line}`, process.execPath], {
      ...surroundings(place),
      encoding: 'utf8',
    });

  it.each([
    ['has read enough', 'venues | true; exit ${PIPESTATUS[0]}', 130, /^$/],
    [
      'is a full disk',
      'verify received/bag --no-report > /dev/full',
      1,
      /^firebreak: its output could not be/,
    ],
    ['hears of no error either', 'verify nowhere 2> /dev/full', 2, /^$/],
  ])('%s: no stack trace, and no exit code that says that all is well', async (_, line, code, said) => {
    const { status, stderr } = shell(await placeWithBag(), line);
    expect(stderr).toMatch(said);
    expect(stderr).not.toMatch(/node:|\bat /);
    expect(status).toBe(code);
  });

  it('does not keep a hand-over from being recorded whole', async () => {
    const place = await placeWithBag();
    const ran = shell(place, 'hand-over received/bag --to B --why x | true; exit ${PIPESTATUS[0]}');
    expect([ran.status, ran.stderr]).toEqual([130, '']);
    const { code, stdout } = await firebreak(['verify', 'received/bag', '--no-report'], place);
    expect([code, stdout]).toEqual([0, expect.stringContaining('HANDED OVER')]);
  });
});

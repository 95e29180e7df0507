import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { rememberSigning, withRemembered } from '../../src/cli/remembered-signing.ts';
import { BadInput } from '../../src/domain/failure.ts';
import { firebreak, newPlace } from './support/command.ts';

const named = { signWithSsh: 'keys/ssh' };
const script = join(import.meta.dirname, 'support/remember-once.ts');

/** A case folder, and the file in it that says who signs. */
function emptyCase() {
  const folder = newPlace().home;
  return { folder, file: join(folder, 'private/signing.json') };
}

describe('who signs a case', () => {
  it('is remembered in a file of its owner alone, with nothing else beside it', async () => {
    const { folder, file } = emptyCase();
    await rememberSigning(folder, named, { cwd: '/home/ada' });
    expect(await withRemembered(folder, {})).toEqual({ signWithSsh: '/home/ada/keys/ssh' });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'private')).mode & 0o777).toBe(0o700);
    expect(readdirSync(join(folder, 'private'))).toEqual(['signing.json']);
  });

  it('has no file at all, rather than a torn one, where it could not be written to its end', async () => {
    const { folder, file } = emptyCase();
    // No file may grow: the system ends the process in the middle of its write, or the write fails.
    const command = `ulimit -f 0; exec "${process.execPath}" "${script}" "${folder}"`;
    const child = spawnSync('sh', ['-c', command], { encoding: 'utf8' });
    expect(child.status === 7 || child.signal === 'SIGXFSZ').toBe(true);
    expect(readdirSync(join(folder, 'private'))).not.toContain('signing.json');
    // What is left of it is in nobody's way.
    await rememberSigning(folder, named, { cwd: '/home/ada' });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ signWithSsh: '/home/ada/keys/ssh' });
    expect(readdirSync(join(folder, 'private'))).toEqual(['signing.json']);
  });

  it.each([
    ['nothing', '', /is empty: it was cut off/],
    ['what a power cut leaves', '\0'.repeat(512), /is empty: it was cut off/],
    ['half of it', '{"signWithSsh":"/home/ada/ke', /is no whole JSON: it was cut off/],
    ['a page', '<html></html>', /is no whole JSON/],
    ['more than it has', '{"signWithSsh":"/k","passphrase":"x"}', /has another form/],
    ['a list', '[]', /has another form/],
  ])('is asked for again where the file has %s', async (_, text, how) => {
    const { folder, file } = emptyCase();
    mkdirSync(join(folder, 'private'));
    writeFileSync(file, text);
    const refused = await withRemembered(folder, {}).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(BadInput);
    expect(String(refused)).toMatch(how);
    expect(String(refused)).toContain(file);
  });

  it('is told by its cause where the file cannot be read', async () => {
    const { folder, file } = emptyCase();
    mkdirSync(file, { recursive: true });
    const refused = await withRemembered(folder, {}).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(BadInput);
    expect(String(refused)).toMatch(/cannot be read: EISDIR/);
  });
});

describe('a drill that is resumed', () => {
  it('stops before anything is played when the file is torn, says what to do, and goes on when that was done', async () => {
    const place = newPlace();
    const answers = { operator: 'Kim', answers: { 'open-case/what-leaked': 'api-key' } };
    writeFileSync(join(place.cwd, 'answers.yaml'), JSON.stringify(answers));
    const flags = ['--answers', 'answers.yaml'];
    expect((await firebreak(['drill', ...flags, '--speed', '200'], place)).code).toBe(3);
    const [id = ''] = readdirSync(join(place.home, 'drills'));
    const file = join(place.home, 'drills', id, 'private/signing.json');
    writeFileSync(file, '{"signWithSsh":');
    const journal = join(place.home, 'drills', id, 'journal/journal.jsonl');
    const before = readFileSync(journal, 'utf8');
    const torn = await firebreak(['resume', id, ...flags], place);
    expect([torn.code, torn.stderr]).toEqual([2, expect.stringContaining('is no whole JSON')]);
    expect(torn.stderr).toContain('remove that file');
    expect(readFileSync(journal, 'utf8')).toBe(before);
    rmSync(file);
    expect((await firebreak(['resume', id, ...flags], place)).code).toBe(3);
  });
});

import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveSecret, secretFileReader } from '../../src/secrets/index.ts';

const key = randomBytes(32).toString('hex');
let folder: string;
const resolveFile = (path: string, userId: number | undefined = userInfo().uid) =>
  resolveSecret(`file:${path}`, { env: {}, readFile: secretFileReader({ folder, home: folder, userId }) });

async function secretFile(name: string, content: string | Uint8Array, mode = 0o600): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  await chmod(path, mode);
  return path;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'firebreak-secrets-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('file:', () => {
  it.each([0o600, 0o400])('reads a file of mode %o', async (mode) => {
    const path = await secretFile(`ok-${mode}`, `${key}\n`, mode);
    expect((await resolveFile(path)).reveal()).toBe(key);
  });

  it.each([0o640, 0o604, 0o620, 0o602, 0o610, 0o601, 0o644, 0o777])(
    'refuses mode %o, with the command that mends it',
    async (mode) => {
      const path = await secretFile(`open-${mode}`, key, mode);
      await expect(resolveFile(path)).rejects.toMatchObject({
        name: 'BadInput',
        hint: `chmod 600 '${path}'`,
        message: expect.stringContaining(`(mode 0${mode.toString(8)})`) as string,
      });
    },
  );

  it('mends by the very command that it offers, whatever the file is called', async () => {
    const path = await secretFile("it's $(here).key", key, 0o644);
    const refusal = await resolveFile(path).catch((error: unknown) => error as { hint: string });
    execFileSync('sh', ['-c', 'hint' in refusal ? refusal.hint : 'false']);
    expect((await resolveFile(path)).reveal()).toBe(key);
  });

  it('refuses a file of another user', async () => {
    const path = await secretFile('theirs', key);
    await expect(resolveFile(path, userInfo().uid + 1)).rejects.toThrow('it belongs to another user');
  });

  it('judges the file that a link leads to, not the link', async () => {
    const target = await secretFile('target', key, 0o644);
    await symlink(target, join(folder, 'link'));
    await expect(resolveFile(join(folder, 'link'))).rejects.toThrow('others than its owner');
  });

  it('refuses a folder', async () => {
    await mkdir(join(folder, 'folder'), { mode: 0o700 });
    await expect(resolveFile(join(folder, 'folder'))).rejects.toThrow('it is no regular file');
  });

  it('refuses a named pipe at once instead of waiting for a writer', async () => {
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', ['-m', '600', path]);
    await expect(resolveFile(path)).rejects.toThrow('it is no regular file');
  });

  it('says that there is no such file', async () => {
    await expect(resolveFile('missing')).rejects.toThrow(
      `the secret file ${join(folder, 'missing')} cannot be read: there is no such file`,
    );
  });

  it('starts relative paths where the configuration lies, and ~/ at home', async () => {
    await secretFile('relative', key);
    expect((await resolveFile('relative')).reveal()).toBe(key);
    expect((await resolveFile('~/relative')).reveal()).toBe(key);
  });

  it('refuses an empty file', async () => {
    await expect(resolveFile(await secretFile('empty', '\n'))).rejects.toThrow('is empty');
  });

  it('reads over a byte order mark, and refuses UTF-16 without showing a byte of it', async () => {
    const marked = await secretFile('marked', `\ufeff${key}`);
    expect((await resolveFile(marked)).reveal()).toBe(key);
    const wide = await secretFile('wide', Buffer.from(`\ufeff${key}ÿ`, 'utf16le'));
    const refusal = await resolveFile(wide).catch((error: unknown) => error);
    expect(inspect(refusal, { depth: null })).toContain('it is not UTF-8 text');
    expect(inspect(refusal, { depth: null })).not.toContain(key.slice(0, 6));
  });

  it('refuses a file that is no secret by its size', async () => {
    const path = await secretFile('large', 'a'.repeat(64 * 1024 + 1));
    await expect(resolveFile(path)).rejects.toThrow('larger than a secret can be');
  });
});

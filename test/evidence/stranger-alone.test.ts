import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { verifyBag } from '../../src/evidence/index.ts';
import { freshFolder } from './folder.ts';
import { signer } from './sealing.ts';
import { smallBag } from './small-case.ts';

/** The two programs that lie in a bag, as whoever does not trust us reads, calls and replaces them. */
const sources = join(import.meta.dirname, '../../src/evidence/stranger');
const programs = ['verify.mjs', 'verify-stamps.mjs'] as const;
const run = (program: string, ...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' });
  return { status, stdout, stderr };
};
const runOurs = (name: string, ...args: readonly string[]) => run(join(sources, name), ...args);

/** All that they take from Node: hashes, signatures, certificates, gzip, and files opened for reading. */
const may = [
  "import { Buffer } from 'node:buffer';",
  "import { createHash, createPublicKey, verify as verifySignature } from 'node:crypto';",
  "import { createHash, verify as verifySignature, X509Certificate } from 'node:crypto';",
  "import { createReadStream } from 'node:fs';",
  "import { open, readdir, readFile, realpath, stat } from 'node:fs/promises';",
  "import { readdir, readFile, realpath, stat } from 'node:fs/promises';",
  "import { dirname, join } from 'node:path';",
  "import process from 'node:process';",
  "import { fileURLToPath } from 'node:url';",
  "import { gunzipSync } from 'node:zlib';",
];

/** Signs the bag's list of files anew, as whoever has the key can. */
async function signAnew(bag: string): Promise<void> {
  const list = await readFile(join(bag, 'tagmanifest-sha256.txt'));
  await writeFile(join(bag, 'seal/tagmanifest-sha256.txt.sig'), await signer.sign(list));
}

describe('what a bag’s checkers are', () => {
  it.each([
    ['verify.mjs', 590],
    ['verify-stamps.mjs', 420],
  ])('%s is read in one sitting, with nothing hidden in it', async (name, most) => {
    const text = await readFile(join(sources, name), 'utf8');
    expect(text.split('\n').length - 1).toBeLessThanOrEqual(most);
    // What an editor shows is what runs: no other alphabet, no character that turns a line around, nothing out of sight.
    expect(text).toMatch(/^[\n -~]*$/);
    expect(text.split('\n').filter((line) => line.length > 122)).toEqual([]);
  });

  it.each(programs)('%s can read and print, and nothing else', async (name) => {
    const text = await readFile(join(sources, name), 'utf8');
    const code = text.replace(/^\s*(?:\/\/|\/?\*).*$/gm, '').replace(/ = `\n[^`]*`;/, '');
    const [imports = [], rest] = [code.match(/^import .*$/gm) ?? [], code.replace(/^import .*$/gm, '')];
    for (const line of imports) expect(may).toContain(line);
    expect(new Set(rest.match(/\bprocess\.\w+/g))).toEqual(
      new Set(['argv', 'exitCode', 'stderr', 'stdout'].map((member) => `process.${member}`)),
    );
    expect(rest.match(/\bimport\b(?!\.meta\.url)|\bprocess\b(?!\.\w)/g)).toBeNull();
    expect(
      rest.match(/\b(?:require|eval|Function|fetch|globalThis|WebAssembly)\b|\bconstructor\b/g),
    ).toBeNull();
  });

  it.each(programs)(
    '%s says how it is called, with 2, and never takes a slip for a bag that holds',
    async (name) => {
      const bag = await smallBag();
      const empty = await freshFolder();
      for (const args of [
        [empty],
        ['/nowhere/at/all'],
        [bag, bag],
        ['--help'],
        [bag, '--fingerprnt', 'SHA256:A'],
      ])
        expect([args, runOurs(name, ...args)]).toMatchObject([args, { status: 2, stdout: '' }]);
      for (const args of [
        [bag, '--fingerprint'],
        [bag, '--fingerprint', 'AAAA'],
        ['--fingerprint=SHA256:A', bag],
      ])
        expect([args, runOurs(name, ...args)]).toMatchObject([args, { status: 2, stdout: '' }]);
    },
  );

  it.each(programs)('%s runs under whatever name and link it is called', async (name) => {
    const bag = await smallBag();
    const folder = await freshFolder();
    await copyFile(join(sources, name), join(folder, 'other.mjs'));
    await symlink(join(folder, 'other.mjs'), join(folder, 'link.mjs'));
    for (const called of ['other.mjs', 'link.mjs'])
      expect(run(join(folder, called), bag)).toMatchObject({
        status: 0,
        stderr: '',
        stdout: expect.stringMatching(/^ok /) as unknown,
      });
  });

  it('never run what lies beside them', async () => {
    const bag = await smallBag();
    const mark = join(await freshFolder(), 'it-ran');
    const hostile = `import { writeFileSync } from 'node:fs';\nwriteFileSync(${JSON.stringify(mark)}, 'x');\n`;
    await writeFile(join(bag, 'seal/verify-stamps.mjs'), hostile);
    for (const verify of [join(sources, 'verify.mjs'), join(bag, 'seal/verify.mjs')]) {
      const { status, stdout } = run(verify, bag);
      expect(status).toBe(1);
      expect(stdout).toContain('altered: seal/verify-stamps.mjs');
    }
    await writeFile(join(bag, 'seal/verify.mjs'), hostile);
    expect(runOurs('verify-stamps.mjs', bag).status).toBe(0);
    expect(existsSync(mark)).toBe(false);
  });
});

describe('a bag’s checkers, of a bag', () => {
  it('that was made before the second of them was: it holds', async () => {
    const bag = await smallBag();
    await rm(join(bag, 'seal/verify-stamps.mjs'));
    for (const list of ['tagmanifest-sha256.txt', 'tagmanifest-sha512.txt']) {
      const text = await readFile(join(bag, list), 'utf8');
      const without = text.replace(/^.* {2}seal\/verify-stamps\.mjs\n/m, '');
      expect(without).not.toBe(text);
      await writeFile(join(bag, list), without);
    }
    await signAnew(bag);
    expect(await verifyBag(bag)).toMatchObject({ ok: true });
    expect(run(join(bag, 'seal/verify.mjs'))).toMatchObject({ status: 0, stderr: '' });
    for (const name of programs) expect(runOurs(name, bag)).toMatchObject({ status: 0, stderr: '' });
  });

  it('without stamps: the second says that there are none', async () => {
    const { status, stdout } = runOurs('verify-stamps.mjs', await smallBag());
    expect([status, stdout]).toEqual([0, expect.stringMatching(/^ok +time stamps +no stamps: every time/)]);
  });

  it('that holds what a terminal obeys: it is shown and not sent', async () => {
    const bag = await smallBag();
    await mkdir(join(bag, 'data/\u001b[2J\u202e'));
    const journal = join(bag, 'data/journal/journal.jsonl');
    await writeFile(journal, (await readFile(journal, 'utf8')).replace('{"at"', '\u001b]0;x\u0007'));
    await writeFile(join(bag, 'seal/tagmanifest.first.tst'), '\u001b[2J');
    for (const name of programs) {
      const { status, stdout, stderr } = runOurs(name, bag);
      expect([status, stderr]).toEqual([1, '']);
      expect(stdout).toMatch(/^[\n -~]*$/);
      expect(stdout).toContain('broken at record 1');
    }
    expect(runOurs('verify.mjs', bag).stdout).toContain('\\u001b[2J\\u202e');
    expect(runOurs('verify.mjs', '/nowhere/\u001b[2J').stderr).toMatch(/^[\n -~]*$/);
  });

  it.skipIf(process.getuid?.() === 0)(
    'with a file that cannot be read: it is named, and the rest is checked',
    async () => {
      const bag = await smallBag();
      await chmod(join(bag, 'data/playbook.yaml'), 0);
      const { status, stdout } = runOurs('verify.mjs', bag);
      expect(status).toBe(1);
      expect(stdout).toContain('cannot be read (EACCES): data/playbook.yaml');
      expect(stdout).toMatch(/^ok +journal/m);
    },
  );
});

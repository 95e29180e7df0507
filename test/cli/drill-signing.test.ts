import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { has } from '../support/pdf-tools.ts';
import { makeThrowawayCertificate } from '../support/throwaway-certificate.ts';
import { firebreak, newPlace, startFirebreak, treeOf, type Place } from './support/command.ts';

const passphrase = 'correct horse battery';
const drill = ['drill', 'thin-pair', '--responder', 'model', '--speed', '60'];
const env = { KEY: passphrase, CERTIFICATE: 'open-sesame-4711', WRONG: 'not this one' };

/** `keys/ssh`, with a passphrase, in the folder where a drill is started. */
function keyIn({ cwd }: Place): string {
  mkdirSync(join(cwd, 'keys'));
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-f', join(cwd, 'keys/ssh')]);
  const said = execFileSync('ssh-keygen', ['-l', '-f', join(cwd, 'keys/ssh')], { encoding: 'utf8' });
  return said.split(' ')[1] ?? '';
}

/** The programs of this machine but ssh-keygen. */
function pathWithoutSshKeygen({ cwd }: Place): string {
  const bin = join(cwd, 'bin');
  mkdirSync(bin);
  for (const name of ['openssl', 'sh', 'cat'])
    symlinkSync(
      execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim(),
      join(bin, name),
    );
  return bin;
}

const bySsh = ['--sign-with-ssh', 'keys/ssh', '--key-passphrase-from', 'env:KEY'];

describe.runIf(has('ssh-keygen') && has('openssl'))('a drill that is signed as a real case is', () => {
  it.each([
    [
      'a wrong passphrase of the key',
      [...bySsh.slice(0, 3), 'env:WRONG'],
      /passphrase of the SSH key is wrong/,
    ],
    ['a passphrase that is not set', [...bySsh.slice(0, 3), 'env:NOWHERE'], /NOWHERE is not set/],
    [
      'no passphrase of a key that has one',
      bySsh.slice(0, 2),
      /passphrase of the SSH key is wrong or missing/,
    ],
    ['no such key', ['--sign-with-ssh', 'keys/nowhere'], /there is no key at keys\/nowhere/],
    ['no such certificate', ['--sign-pdf-with', 'none.p12'], /certificate none\.p12 .*no such file/],
    ['a passphrase for no certificate', ['--pdf-passphrase-from', 'env:KEY'], /no certificate is named/],
    ['a key for no certificate', ['--pdf-key-from', 'env:KEY'], /no certificate is named/],
    [
      'a file that is no certificate',
      ['--sign-pdf-with', 'keys/ssh.pub'],
      /ssh\.pub: neither PEM nor PKCS#12/,
    ],
  ])('is not begun, and nothing is written, with %s', async (_, flags, message) => {
    const place = newPlace();
    keyIn(place);
    const before = [...treeOf(place.home), ...treeOf(place.cwd)];
    const ran = await firebreak([...drill, ...flags], place, { env });
    expect([ran.code, ran.stderr]).toEqual([2, expect.stringMatching(message)]);
    expect(ran.stdout).toBe('');
    for (const secret of Object.values(env)) expect(ran.stderr).not.toContain(secret);
    expect([...treeOf(place.home), ...treeOf(place.cwd)]).toEqual(before);
  });

  it('is not begun with a wrong passphrase of the certificate, nor without ssh-keygen', async () => {
    const place = newPlace();
    keyIn(place);
    const { folder } = makeThrowawayCertificate('ec');
    const before = treeOf(place.home);
    const args = [
      ...drill,
      '--sign-pdf-with',
      join(folder, 'signer.p12'),
      '--pdf-passphrase-from',
      'env:WRONG',
    ];
    const wrong = await firebreak(args, place, { env });
    expect([wrong.code, wrong.stderr]).toEqual([
      2,
      expect.stringMatching(/does not open with the passphrase/),
    ]);
    expect(wrong.stderr).toContain('--sign-pdf-with');
    const bare = { env: { ...env, PATH: pathWithoutSshKeygen(place) } };
    const without = await firebreak([...drill, ...bySsh], place, bare);
    expect([without.code, without.stderr]).toEqual([
      2,
      expect.stringContaining('ssh-keygen is not installed'),
    ]);
    expect(treeOf(place.home)).toEqual(before);
  });

  it('goes on after a kill with the key and the certificate it was started with, from another folder', async () => {
    const place = newPlace();
    const fingerprint = keyIn(place);
    const { folder } = makeThrowawayCertificate('ec');
    renameSync(join(folder, 'signer.p12'), join(place.cwd, 'signer.p12'));
    writeFileSync(join(place.cwd, 'opener'), `${env.CERTIFICATE}\n`, { mode: 0o600 });
    const args = [
      ...drill,
      ...bySsh,
      '--sign-pdf-with',
      'signer.p12',
      '--pdf-passphrase-from',
      'file:opener',
    ];
    const first = startFirebreak([...args, '--json'], place, { env });
    await first.until('"step.finished"');
    first.child.kill('SIGKILL');
    await first.ended;
    const [id = ''] = readdirSync(join(place.home, 'drills'));
    const kept = readFileSync(join(place.home, 'drills', id, 'private/signing.json'), 'utf8');
    for (const secret of Object.values(env)) expect(kept).not.toContain(secret);

    const elsewhere = { ...place, cwd: newPlace().cwd };
    const resume = ['resume', id, '--responder', 'model'];
    const wrong = await firebreak(resume, elsewhere, { env: { ...env, KEY: 'another' } });
    expect([wrong.code, wrong.stderr]).toEqual([
      2,
      expect.stringContaining('passphrase of the SSH key is wrong'),
    ]);
    const ran = await firebreak(resume, elsewhere, { env });
    expect(ran.stderr).toBe('');
    const bag = join(elsewhere.cwd, 'reports', id, 'bag');
    expect(readFileSync(join(bag, 'bag-info.txt'), 'utf8')).toContain(
      `Firebreak-Signing-Key: ${fingerprint}\n`,
    );
    expect(existsSync(join(bag, 'data/report/report.signed.pdf'))).toBe(true);
    const verified = await firebreak(['verify', bag, '--fingerprint', fingerprint], elsewhere);
    expect([verified.code, verified.stderr]).toEqual([0, '']);
    expect(existsSync(join(place.home, 'drills', 'signing-key.pem'))).toBe(false);
  });
});

import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openSshSigner, type SshSigning } from '../../src/cli/ssh-keygen-signer.ts';
import { Secret } from '../../src/domain/secret.ts';
import { verifySshSignature } from '../../src/evidence/index.ts';
import { has } from '../support/pdf-tools.ts';
import { newPlace } from './support/command.ts';

const message = Buffer.from('what is signed\n');

function newKey(passphrase = '', kind: readonly string[] = ['ed25519']) {
  const { cwd } = newPlace();
  const path = join(cwd, 'id');
  execFileSync('ssh-keygen', ['-q', '-t', ...kind, '-N', passphrase, '-f', path]);
  return { cwd, path, pub: readFileSync(`${path}.pub`, 'utf8') };
}

const how = (changes: Partial<SshSigning> & { readonly cwd: string }): SshSigning => ({
  env: { PATH: process.env['PATH'] },
  home: changes.cwd,
  mayAsk: false,
  note: () => undefined,
  ...changes,
});

/** An agent of its own, with the key in it and the private half nowhere on disk. */
function agentWith(path: string, ...flags: readonly string[]): Record<string, string> {
  const socket = join(dirname(path), 'agent');
  const { stdout } = spawnSync('ssh-agent', ['-s', '-a', socket], { encoding: 'utf8' });
  const pid = Number(/SSH_AGENT_PID=(\d+)/.exec(stdout)?.[1]);
  onTestFinished(() => void process.kill(pid));
  const env = { PATH: process.env['PATH'] ?? '', SSH_AUTH_SOCK: socket };
  execFileSync('ssh-add', ['-q', ...flags, path], { env, stdio: 'ignore' });
  rmSync(path);
  return env;
}

/** A program in the place of ssh-keygen that fails as a token or an old version does. */
function fakeTool(script: string): Record<string, string> {
  const { cwd } = newPlace();
  writeFileSync(join(cwd, 'ssh-keygen'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return { PATH: `${cwd}:${process.env['PATH'] ?? ''}` };
}

describe.runIf(has('ssh-keygen') && has('ssh-agent'))('an SSH key as a signer', () => {
  it.each([[['ed25519']], [['ecdsa']], [['rsa', '-b', '2048']]])(
    'signs with a key file of %s',
    async (kind) => {
      const { cwd, pub } = newKey('', kind);
      const signer = await openSshSigner('id', how({ cwd }));
      expect(pub.startsWith(`${signer.publicKey} `)).toBe(true);
      const check = verifySshSignature(await signer.sign(message), message);
      expect(check).toMatchObject({ ok: true, fingerprint: signer.fingerprint });
    },
  );

  it('signs in the namespace that it is asked for', async () => {
    const { cwd } = newKey();
    const signature = await (await openSshSigner('id', how({ cwd }))).sign(message, 'handover@firebreak');
    expect(verifySshSignature(signature, message, 'handover@firebreak').ok).toBe(true);
    expect(verifySshSignature(signature, message).ok).toBe(false);
  });

  it('signs with a key without its .pub', async () => {
    const { cwd, path } = newKey();
    rmSync(`${path}.pub`);
    expect(
      verifySshSignature(await (await openSshSigner('id', how({ cwd }))).sign(message), message).ok,
    ).toBe(true);
  });

  it('signs with an agent by the .pub, and by the public key alone', async () => {
    const { cwd, path, pub } = newKey();
    const env = agentWith(path);
    for (const given of ['id.pub', pub.trim()]) {
      const signer = await openSshSigner(given, how({ cwd, env }));
      expect(verifySshSignature(await signer.sign(message), message).ok).toBe(true);
    }
  });

  it('gives the passphrase to ssh-keygen where no other process can read it', async () => {
    const { cwd, path } = newKey('correct horse');
    const passphrase = new Secret('correct horse', 'env:P');
    const seen = join(cwd, 'seen');
    // Between us and the real one: writes down its arguments and its environment.
    const env = fakeTool(
      `{ echo "$@"; env; } > ${seen}; PATH=${process.env['PATH'] ?? ''} exec ssh-keygen "$@"`,
    );
    const signer = await openSshSigner(path, how({ cwd, passphrase, env }));
    expect(verifySshSignature(await signer.sign(message), message).ok).toBe(true);
    expect(readFileSync(seen, 'utf8')).toContain('-Y sign');
    expect(readFileSync(seen, 'utf8')).not.toContain('correct horse');
  });

  it.each([
    ['a wrong passphrase', new Secret('wrong', 'env:P')],
    ['no passphrase', undefined],
  ])('says of %s what it is, and does not wait', async (_, passphrase) => {
    const { cwd } = newKey('correct horse');
    const signer = await openSshSigner('id', how({ cwd, ...(passphrase ? { passphrase } : {}) }));
    await expect(signer.sign(message)).rejects.toMatchObject({ code: 'PASSPHRASE' });
  });

  it('says that the agent does not hold the key', async () => {
    const { cwd, path } = newKey();
    renameSync(path, `${path}.away`);
    const signer = await openSshSigner('id.pub', how({ cwd }));
    await expect(signer.sign(message)).rejects.toMatchObject({ code: 'NO_KEY' });
  });

  it('says that the agent refused: nobody confirmed', async () => {
    const { cwd, path } = newKey();
    // -c: each use is to be confirmed; the agent has no way to ask, so it says no.
    const env = agentWith(path, '-c');
    const signer = await openSshSigner('id.pub', how({ cwd, env }));
    await expect(signer.sign(message)).rejects.toMatchObject({ code: 'REFUSED' });
  });

  it('refuses a file that others may read, as OpenSSH does, and says so', async () => {
    const { cwd, path } = newKey();
    chmodSync(path, 0o644);
    const signer = await openSshSigner('id', how({ cwd }));
    await expect(signer.sign(message)).rejects.toMatchObject({
      code: 'NO_KEY',
      hint: 'chmod 600 the key file',
    });
  });

  it.each([
    ['echo "Confirm user presence for key ED25519-SK SHA256:x" >&2; sleep 30', 'TIMEOUT'],
    ['echo "Signing - failed: device not found" >&2; exit 255', 'REFUSED'],
    ['echo "ssh-keygen: unknown option -- Y" >&2; exit 1', 'NO_TOOL'],
    ['echo "a reason of tomorrow" >&2; exit 255', 'FAILED'],
    ['echo "-----BEGIN SSH SIGNATURE-----"', 'BAD_SIGNATURE'],
    ['exit 255', 'FAILED'],
  ])('has a reason for every way to fail: %s', async (script, code) => {
    const { cwd } = newKey();
    const told: string[] = [];
    const signer = await openSshSigner(
      'id',
      how({ cwd, env: fakeTool(script), timeoutMs: 700, note: (text) => told.push(text) }),
    );
    await expect(signer.sign(message)).rejects.toMatchObject({ code, where: 'signing' });
    expect(told).toHaveLength(code === 'TIMEOUT' ? 1 : 0);
  });

  it('does not take the signature of another key', async () => {
    const [{ cwd, path }, other] = [newKey(), newKey()];
    writeFileSync(`${path}.pub`, other.pub);
    const signer = await openSshSigner('id', how({ cwd }));
    await expect(signer.sign(message)).rejects.toMatchObject({
      code: expect.stringMatching(/OTHER_KEY|FAILED|NO_KEY/) as string,
    });
  });

  it('says that ssh-keygen is not there', async () => {
    const { cwd } = newKey();
    const signer = await openSshSigner('id', how({ cwd, env: { PATH: cwd } }));
    await expect(signer.sign(message)).rejects.toMatchObject({ code: 'NO_TOOL' });
  });

  it('names no key where there is none, or a kind that is not accepted', async () => {
    const { cwd } = newKey();
    mkdirSync(join(cwd, 'folder'));
    await expect(openSshSigner('nowhere', how({ cwd }))).rejects.toMatchObject({ code: 'NO_KEY' });
    await expect(openSshSigner('folder', how({ cwd }))).rejects.toMatchObject({ code: 'NO_KEY' });
    const weak = newKey('', ['rsa', '-b', '1024']);
    await expect(openSshSigner('id', how({ cwd: weak.cwd }))).rejects.toMatchObject({ code: 'NO_KEY' });
  });
});

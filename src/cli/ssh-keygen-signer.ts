import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isSystemError } from '../domain/system-error.ts';
import type { Secret } from '../domain/secret.ts';
import {
  parseSshPublicKey,
  signatureNamespace,
  trialNamespace,
  verifySshSignature,
  type Signer,
  type SshPublicKey,
} from '../evidence/index.ts';
import { runSshKeygen, SigningRefused, type SshKeygen } from './run-ssh-keygen.ts';

/** How `ssh-keygen` is run for a signature, and by whom it may be asked. */
export interface SshSigning {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly home: string;
  /** Of the key file, or the PIN of the token. Absent: the agent, no passphrase, or a person at the terminal. */
  readonly passphrase?: Secret;
  /** ssh-keygen may ask at the terminal itself. */
  readonly mayAsk: boolean;
  /** Told what ssh-keygen tells a person: "Confirm user presence for key …". */
  readonly note: (text: string) => void;
  /** How long a touch or a prompt may take. */
  readonly timeoutMs?: number;
}

/** A signer that can be tried before it is needed. */
export interface SshSigner extends Signer {
  /**
   * Makes sure that it will sign, as far as nobody has to touch or to confirm anything for that: a key file is
   * opened, by a signature that is thrown away; of an agent or a token, that ssh-keygen is there and reads its key.
   *
   * @throws SigningRefused
   */
  tryOut(): Promise<void>;
}

/**
 * The operator's own SSH key as a signer, through `ssh-keygen -Y sign`: a key file, the agent, a FIDO token.
 * The public half is read now; nothing is signed and nobody is asked before `sign`. What comes back is
 * checked before it is used, also against the key that was named.
 *
 * @param given a key file, its `.pub`, or the public key itself ("ssh-ed25519 AAAA…") when an agent holds it
 * @throws SigningRefused when there is no such key; `sign` rejects with it for every reason that it can fail for
 */
export async function openSshSigner(given: string, how: SshSigning): Promise<SshSigner> {
  const named = await readNamedKey(given, how);
  const key = named.key ?? (await derivePublicKey(named.at, how));
  const literal = named.at.is === 'agent' ? { publicKey: `${key.line}\n` } : {};
  const signer: Signer = {
    fingerprint: key.fingerprint,
    publicKey: key.line,
    async sign(message, namespace = signatureNamespace) {
      const signature = await runSshKeygen(
        (file) => [
          '-Y',
          'sign',
          '-q',
          '-f',
          named.at.is === 'agent' ? file('key.pub') : named.at.path,
          '-n',
          namespace,
        ],
        { ...toRun(how), ...literal, input: message },
      );
      const check = verifySshSignature(signature, message, namespace);
      if (!check.ok)
        throw new SigningRefused('BAD_SIGNATURE', `ssh-keygen's signature does not hold: ${check.why}`);
      if (check.fingerprint !== key.fingerprint) {
        throw new SigningRefused(
          'OTHER_KEY',
          `signed with ${check.fingerprint}, but ${key.fingerprint} was named`,
        );
      }
      return signature;
    },
  };
  return {
    ...signer,
    async tryOut() {
      if (named.isPrivate && !key.line.startsWith('sk-'))
        await signer.sign(Buffer.from('tried before the first question\n'), trialNamespace);
      else
        await runSshKeygen(
          (file) => ['-l', '-f', named.at.is === 'agent' ? file('key.pub') : named.at.path],
          { ...toRun(how), ...literal },
        );
    },
  };
}

type Place = { readonly is: 'agent' } | { readonly is: 'file'; readonly path: string };

async function readNamedKey(
  given: string,
  { cwd, home }: SshSigning,
): Promise<{ readonly at: Place; readonly key?: SshPublicKey; readonly isPrivate?: true }> {
  if (/^(?:ssh|ecdsa|sk)-\S+\s+AAAA/.test(given)) {
    return { at: { is: 'agent' }, key: accepted(given, 'the public key that was given') };
  }
  const path = given.startsWith('~/') ? join(home, given.slice(2)) : resolve(cwd, given);
  const at = { is: 'file', path } as const;
  const own = await readKeyFile(path);
  if (own === undefined)
    throw new SigningRefused('NO_KEY', `there is no key at ${given}`, 'name a key file or its .pub');
  if (!own.includes('PRIVATE KEY')) return { at, key: accepted(own, given) };
  const beside = await readKeyFile(`${path}.pub`);
  if (beside === undefined) return { at, isPrivate: true };
  return { at, key: accepted(beside, `${given}.pub`), isPrivate: true };
}

async function readKeyFile(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'latin1');
  } catch (cause) {
    if (isSystemError(cause, ['ENOENT', 'ENOTDIR'])) return undefined;
    throw new SigningRefused('NO_KEY', `the key at ${path} cannot be read`, undefined, cause);
  }
}

function accepted(text: string, where: string): SshPublicKey {
  const key = parseSshPublicKey(text);
  if (key) return key;
  throw new SigningRefused(
    'NO_KEY',
    `${where} is no key that a bag can be signed with`,
    'Ed25519, ECDSA, RSA of 2048 bits or more, or a FIDO token’s (sk-…)',
  );
}

/** A private key without its .pub beside it. */
async function derivePublicKey(at: Place, how: SshSigning): Promise<SshPublicKey> {
  const path = at.is === 'file' ? at.path : '';
  return accepted(await runSshKeygen(() => ['-y', '-f', path], toRun(how)), path);
}

const toRun = ({ env, home, passphrase, mayAsk, note, timeoutMs }: SshSigning): SshKeygen => ({
  env: { ...env, HOME: home },
  mayAsk,
  note,
  ...(passphrase ? { passphrase } : {}),
  ...(timeoutMs === undefined ? {} : { timeoutMs }),
});

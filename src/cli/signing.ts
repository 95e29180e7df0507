import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ConfiguredSigning } from '../config/index.ts';
import { BadInput } from '../domain/failure.ts';
import type { Secret } from '../domain/secret.ts';
import { isOfSystem, isSystemError } from '../domain/system-error.ts';
import {
  createSigningKey,
  encryptSigningKey,
  EvidenceError,
  isEncryptedKey,
  loadSigningKey,
  makePrivateFolder,
  replaceFile,
  type Signer,
  writeNewFile,
} from '../evidence/index.ts';
import { createTerminalOperator } from '../terminal/index.ts';
import { resolvePassphrase, secretFileReader, type SecretSources } from '../secrets/index.ts';
import { userId, type Environment } from './environment.ts';
import { openSshSigner, type SshSigner } from './ssh-keygen-signer.ts';

/** Whoever signs, and what must not get into a bag for that: passphrases. */
export interface OpenedSigner {
  readonly signer: Signer;
  readonly secrets: readonly Secret[];
}

/** Where the key lies and how it is opened; nothing of it is a secret. */
export interface SigningPlace {
  readonly environment: Environment;
  /** Where the own key lies, which signs where no SSH key is named; each mode has its own. */
  readonly stateFolder: string;
  readonly signing: ConfiguredSigning;
  readonly sources: SecretSources;
  /** ssh-keygen may ask at the terminal, and so may we: no board is on it. */
  readonly mayAsk: boolean;
  readonly note: (text: string) => void;
}

/**
 * Opens the signer that was named: an SSH key through ssh-keygen, else the installation's own key. Its
 * passphrase is read now, so that what is wrong is said before anything is done.
 *
 * @throws BadInput, SigningRefused
 */
export async function openSigning(place: SigningPlace): Promise<OpenedSigner> {
  const { signing } = place;
  const passphrase = await passphraseOf(place);
  if (signing.ssh === undefined) return openOwnKey(place, passphrase);
  return { signer: await openSsh(signing.ssh, place, passphrase), secrets: searchedFor(passphrase) };
}

function openSsh(key: string, place: SigningPlace, passphrase: Secret | undefined): Promise<SshSigner> {
  const { environment, signing, mayAsk, note } = place;
  const { env, cwd, home } = environment;
  return openSshSigner(key, {
    ...{ env, cwd: signing.folder ?? cwd, home, mayAsk, note },
    ...(passphrase ? { passphrase } : {}),
  });
}

const passphraseOf = async ({
  signing: { passphrase },
  sources,
}: SigningPlace): Promise<Secret | undefined> =>
  passphrase === undefined ? undefined : resolvePassphrase(passphrase, sources);

/**
 * Makes ready to sign at the end of a run: an SSH key, its passphrase and an own key that is there are tried now, so
 * that nothing of it fails first when a case is closed. Writes nothing.
 *
 * @throws BadInput, SigningRefused
 */
export async function prepareSigning(place: SigningPlace): Promise<() => Promise<OpenedSigner>> {
  if (place.signing.ssh !== undefined) {
    const passphrase = await passphraseOf(place);
    const signer = await openSsh(place.signing.ssh, place, passphrase);
    await signer.tryOut();
    return () => Promise.resolve({ signer, secrets: searchedFor(passphrase) });
  }
  if ((await readKey(join(place.stateFolder, keyFile))) === undefined) {
    await passphraseOf(place);
    return () => openSigning(place);
  }
  const opened = await openOwnKey(place, await passphraseOf(place));
  return () => Promise.resolve(opened);
}

/** A passphrase that is a word of the language stands in every bag: found there, it would keep a case from its end. */
export const searchedFor = (passphrase: Secret | undefined): readonly Secret[] =>
  passphrase && passphrase.reveal().length >= 12 ? [passphrase] : [];

/** Where secrets come from for a command of its own: environment, files, and the person at the terminal. */
export function secretSourcesOf(environment: Environment, folder = environment.cwd): SecretSources {
  const { env, home, isInteractive, stderr } = environment;
  return {
    env,
    readFile: secretFileReader({ folder, home, userId: userId() }),
    note: (note) => void stderr.write(`${note}\n`),
    ...(isInteractive ? { prompt: (label: string) => askHidden(label, environment) } : {}),
  };
}

async function askHidden(prompt: string, { stdin, stdout, usesColor }: Environment): Promise<string> {
  const interrupt = new AbortController();
  const onInterrupt = (): void => interrupt.abort();
  const operator = createTerminalOperator({ stdin, stdout, color: usesColor, onInterrupt });
  try {
    return (await operator.askSecret({ prompt, reference: `prompt:${prompt}` }, interrupt.signal)).reveal();
  } finally {
    operator.close();
  }
}

const keyFile = 'signing-key.pem';

/**
 * The installation's own signing key: made at the first use, 0600, beside the cases. With a passphrase it is
 * kept encrypted; one that lay there in clear is encrypted now, and stays the same key.
 */
async function openOwnKey(place: SigningPlace, given: Secret | undefined): Promise<OpenedSigner> {
  const path = join(place.stateFolder, keyFile);
  const pem = await readKey(path);
  const passphrase = given ?? (pem && isEncryptedKey(pem) ? await askPassphrase(place) : undefined);
  const secrets = searchedFor(passphrase);
  if (pem === undefined) return { signer: await makeKey(path, passphrase), secrets };
  const signer = readSigner(pem, passphrase, path);
  if (passphrase && !isEncryptedKey(pem))
    await replaceFile(path, encryptSigningKey(pem, passphrase.reveal()));
  return { signer, secrets };
}

async function askPassphrase({ sources, mayAsk }: SigningPlace): Promise<Secret> {
  if (mayAsk && sources.prompt) return resolvePassphrase('prompt:Passphrase of the signing key', sources);
  throw new BadInput('the signing key is encrypted, and no passphrase was named', {
    where: 'signing',
    hint: 'signing: { passphrase: env:NAME } in firebreak.yaml, or --key-passphrase-from',
  });
}

async function readKey(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isSystemError(error, ['ENOENT', 'ENOTDIR'])) return undefined;
    throw error;
  }
}

function readSigner(pem: string, passphrase: Secret | undefined, path: string): Signer {
  try {
    return loadSigningKey(pem, passphrase?.reveal());
  } catch (cause) {
    if (!(cause instanceof EvidenceError)) throw cause;
    throw new BadInput(`${path}: ${cause.message}`, { where: 'signing', cause });
  }
}

/** Of two runs that begin at once one makes the key, and both sign with that. */
async function makeKey(path: string, passphrase: Secret | undefined): Promise<Signer> {
  const { pem, signer } = createSigningKey(passphrase?.reveal());
  try {
    await makePrivateFolder(dirname(path));
    await writeNewFile(path, pem, `${path}.${randomUUID()}.writing`);
    return signer;
  } catch (error) {
    if (!isSystemError(error, ['EEXIST'])) throw notKept(path, error);
    return readSigner(await readFile(path, 'utf8'), passphrase, path);
  }
}

/** Somebody who was only given a bag has no state folder, and perhaps no home to make one in. */
const notKept = (path: string, error: unknown): unknown =>
  isOfSystem(error)
    ? new BadInput(`there is no signing key yet, and none can be kept: ${error.message}`, {
        where: path,
        hint: 'sign with an SSH key (--sign-with-ssh), or name a folder of yours in FIREBREAK_HOME',
        cause: error,
      })
    : error;

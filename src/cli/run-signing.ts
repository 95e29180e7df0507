import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { stateFolderPath, type ConfiguredPdfSigning, type ConfiguredSigning } from '../config/index.ts';
import { BadInput } from '../domain/failure.ts';
import type { CaseMode } from '../domain/run-event.ts';
import { isSystemError } from '../domain/system-error.ts';
import type { SecretSources } from '../secrets/index.ts';
import { systemClock } from './clock.ts';
import type { Environment } from './environment.ts';
import { signingOf, type SigningFlags } from './flags-of-signing.ts';
import { openPdfSigning, type PdfSigning } from './pdf-signing.ts';
import { prepareSigning, secretSourcesOf, type OpenedSigner } from './signing.ts';

/** Flags of the commands that run a case: who signs its bag, and with which certificate its PDF. */
export interface RunSigningFlags extends SigningFlags {
  readonly signPdfWith?: string;
  readonly pdfKeyFrom?: string;
  readonly pdfPassphraseFrom?: string;
}

/** Whoever signs when a case is closed. */
export interface RunSigning {
  readonly openSigner: () => Promise<OpenedSigner>;
  readonly pdfSigning?: PdfSigning;
}

/** What firebreak.yaml says of signing; a drill has none. */
export interface ConfiguredRunSigning {
  readonly signing?: ConfiguredSigning;
  readonly pdfSigning?: ConfiguredPdfSigning;
  /** The configuration: its certificate's path is relative to it. */
  readonly file: string;
}

/**
 * Opens whoever signs at the end: a flag beats the file. A key that does not open, a certificate that is not
 * there, no ssh-keygen: said now, before the first question. Writes nothing.
 *
 * @throws BadInput
 */
export async function prepareRunSigning(
  mode: CaseMode,
  flags: RunSigningFlags,
  of: {
    readonly environment: Environment;
    readonly sources: SecretSources;
    readonly configured?: ConfiguredRunSigning;
  },
): Promise<RunSigning> {
  const { environment, sources, configured } = of;
  const folder = configured && dirname(configured.file);
  const openSigner = await prepareSigning({
    ...{ environment, sources },
    note: (text) => void environment.stderr.write(`${text}\n`),
    stateFolder: stateFolderPath({ ...environment, mode }),
    signing: signingOf(flags, { ...configured?.signing, ...(folder === undefined ? {} : { folder }) }),
    // The board is on the terminal: who has to be asked, is asked by the agent, or before.
    mayAsk: false,
  });
  const named = pdfSigningOf(flags, configured?.pdfSigning);
  if (named === undefined) return { openSigner };
  const byFlag = flags.signPdfWith !== undefined;
  const place = {
    folder: byFlag ? environment.cwd : (folder ?? environment.cwd),
    where: byFlag ? '--sign-pdf-with' : 'signing.pdf',
    now: () => systemClock.now().toJSDate(),
  };
  return { openSigner, pdfSigning: await openPdfSigning(named, place, sources) };
}

/** A drill's secrets lie where it was started; nobody is asked for one, as the screen is not there yet. */
export function drillSources(environment: Environment): SecretSources {
  const { prompt: _, ...sources } = secretSourcesOf(environment);
  return sources;
}

/** A certificate that a flag names has not the file's passphrase. */
function pdfSigningOf(
  { signPdfWith, pdfKeyFrom, pdfPassphraseFrom }: RunSigningFlags,
  configured: ConfiguredPdfSigning | undefined,
): ConfiguredPdfSigning | undefined {
  const more = {
    ...(pdfKeyFrom === undefined ? {} : { key: pdfKeyFrom }),
    ...(pdfPassphraseFrom === undefined ? {} : { passphrase: pdfPassphraseFrom }),
  };
  if (signPdfWith !== undefined) return { certificate: signPdfWith, ...more };
  if (configured) return { ...configured, ...more };
  if (Object.keys(more).length === 0) return undefined;
  throw new BadInput('no certificate is named that it would open', {
    where: pdfKeyFrom === undefined ? '--pdf-passphrase-from' : '--pdf-key-from',
    hint: 'name the certificate: --sign-pdf-with FILE',
  });
}

const rememberedForm = z.strictObject({
  signWithSsh: z.string().exactOptional(),
  keyPassphraseFrom: z.string().exactOptional(),
  signPdfWith: z.string().exactOptional(),
  pdfKeyFrom: z.string().exactOptional(),
  pdfPassphraseFrom: z.string().exactOptional(),
});

/**
 * Keeps who was named to sign a case, in its private folder, so that a `resume` without flags does not sign it with
 * another key in silence. Paths become absolute; of secrets there are references only. Without any flag: nothing.
 */
export async function rememberSigning(
  folder: string,
  flags: RunSigningFlags,
  { cwd, secretsIn = cwd }: { readonly cwd: string; readonly secretsIn?: string },
): Promise<void> {
  const named = picked(flags);
  if (Object.keys(named).length === 0) return;
  const { signWithSsh, signPdfWith, ...references } = named;
  const kept = {
    ...(signWithSsh === undefined ? {} : { signWithSsh: keyFrom(cwd, signWithSsh) }),
    ...(signPdfWith === undefined ? {} : { signPdfWith: resolve(cwd, signPdfWith) }),
    ...Object.fromEntries(
      Object.entries(references).map(([name, reference]) => [name, referenceFrom(secretsIn, reference)]),
    ),
  };
  await mkdir(dirname(rememberedPath(folder)), { recursive: true, mode: 0o700 });
  await writeFile(rememberedPath(folder), JSON.stringify(kept), { mode: 0o600 });
}

/** What was remembered, under what is given now: with another key or certificate, its old passphrase is forgotten. */
export async function withRemembered<T extends RunSigningFlags>(folder: string, flags: T): Promise<T> {
  const { signWithSsh, keyPassphraseFrom, signPdfWith, pdfKeyFrom, pdfPassphraseFrom } =
    await readRemembered(folder);
  const ofBag = { signWithSsh, keyPassphraseFrom };
  const ofPdf = { signPdfWith, pdfKeyFrom, pdfPassphraseFrom };
  const kept = {
    ...(flags.signWithSsh === undefined ? ofBag : {}),
    ...(flags.signPdfWith === undefined ? ofPdf : {}),
  };
  return { ...picked(kept), ...flags };
}

async function readRemembered(folder: string): Promise<RunSigningFlags> {
  const path = rememberedPath(folder);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (isSystemError(error, ['ENOENT'])) return {};
    throw error;
  }
  try {
    return rememberedForm.parse(JSON.parse(text));
  } catch (cause) {
    throw new BadInput(`${path}, which says who signs the case, cannot be read`, {
      where: 'signing',
      hint: 'remove that file, and name the key and the certificate again with --sign-with-ssh and --sign-pdf-with',
      cause,
    });
  }
}

type Names = keyof z.infer<typeof rememberedForm>;

const picked = (flags: { readonly [Name in Names]?: string | undefined }): RunSigningFlags =>
  Object.fromEntries(
    (Object.keys(rememberedForm.shape) as Names[]).flatMap((name) =>
      flags[name] === undefined ? [] : [[name, flags[name]]],
    ),
  );

// A public key in full is no path, and the home folder is found again by its sign.
const keyFrom = (folder: string, key: string): string =>
  /^~\/|^\S+\s+AAAA/.test(key) ? key : resolve(folder, key);

function referenceFrom(folder: string, reference: string): string {
  const [, path] = /^file:(?!~)(.+)$/s.exec(reference) ?? [];
  return path === undefined ? reference : `file:${resolve(folder, path)}`;
}

const rememberedPath = (folder: string): string => join(folder, 'private', 'signing.json');

import { dirname } from 'node:path';
import { stateFolderPath, type ConfiguredPdfSigning, type ConfiguredSigning } from '../config/index.ts';
import { BadInput } from '../domain/failure.ts';
import type { CaseMode } from '../domain/run-event.ts';
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

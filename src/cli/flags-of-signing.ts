import { openSigning, secretSourcesOf, type OpenedSigner } from './signing.ts';
import { stateFolderPath, type ConfiguredSigning } from '../config/index.ts';
import type { CaseMode } from '../domain/run-event.ts';
import type { Environment } from './environment.ts';

/** Flags of every command that signs. */
export interface SigningFlags {
  readonly signWithSsh?: string;
  readonly keyPassphraseFrom?: string;
}

/** The signer that the flags name; without any, the installation's own key. May ask at the terminal. */
export const openNamedSigner = (
  flags: SigningFlags,
  mode: CaseMode,
  environment: Environment,
  stateFolder?: string,
): Promise<OpenedSigner> =>
  openSigning({
    environment,
    stateFolder: stateFolder ?? stateFolderPath({ ...environment, mode }),
    signing: signingOf(flags, {}),
    sources: secretSourcesOf(environment),
    mayAsk: environment.isInteractive,
    note: (text) => void environment.stderr.write(`${text}\n`),
  });

/** What the flags say, else what firebreak.yaml says. A key that was named by a flag has not that file's passphrase. */
export function signingOf(
  { signWithSsh, keyPassphraseFrom }: SigningFlags,
  { folder, ...configured }: ConfiguredSigning,
): ConfiguredSigning {
  const passphrase = keyPassphraseFrom === undefined ? {} : { passphrase: keyPassphraseFrom };
  if (signWithSsh !== undefined) return { ssh: signWithSsh, ...passphrase };
  return { ...configured, ...passphrase, ...(folder === undefined ? {} : { folder }) };
}

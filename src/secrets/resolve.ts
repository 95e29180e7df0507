import type { Credential, KeyHolder } from '../domain/account.ts';
import { BadInput } from '../domain/failure.ts';
import { Secret } from '../domain/secret.ts';
import { cleanSecret } from './clean.ts';
import { parseReference } from './reference.ts';
import type { SecretSources } from './resolver.ts';

/**
 * Returns the secret that the reference (`env:NAME`, `file:PATH`, `prompt:LABEL`) leads to.
 * Throws BadInput when the reference or what it leads to is unusable; no error holds the value.
 */
export async function resolveSecret(reference: string, sources: SecretSources): Promise<Secret> {
  const { resolver, rest } = parseReference(reference);
  const found = await resolver.resolve(rest, sources);
  return new Secret(cleanSecret(found, reference, sources.note ?? (() => undefined)), reference);
}

/**
 * As `resolveSecret`, for a passphrase of the user's own: blanks and quotes are part of it, and only the line end of
 * a file or an `echo` is dropped.
 */
export async function resolvePassphrase(reference: string, sources: SecretSources): Promise<Secret> {
  const { resolver, rest } = parseReference(reference);
  const value = (await resolver.resolve(rest, sources)).replace(/\r?\n$/, '');
  if (value === '' || /[\r\n\0]/.test(value)) {
    throw new BadInput(
      `the passphrase from ${reference} is ${value === '' ? 'empty' : 'more than one line'}`,
      {
        where: reference,
      },
    );
  }
  return new Secret(value, reference);
}

/** A key as the configuration knows it: each secret part by the venue's name for it, as a reference. */
export interface KeyReferences {
  readonly label: string;
  readonly parts: Readonly<Record<string, string>>;
}

/**
 * Returns the key with all its parts resolved. Throws one BadInput that names every part that
 * cannot be had, so that the operator mends them in one go.
 */
export async function resolveCredential(
  holder: KeyHolder,
  key: KeyReferences,
  sources: SecretSources,
): Promise<Credential> {
  const parts: Record<string, Secret> = {};
  const refusals: { readonly part: string; readonly refusal: BadInput }[] = [];
  // One after the other: two prompts at once would fight for the terminal.
  for (const [part, reference] of Object.entries(key.parts)) {
    try {
      parts[part] = await resolveSecret(reference, sources);
    } catch (error) {
      if (!(error instanceof BadInput)) throw error;
      refusals.push({ part, refusal: error });
    }
  }
  const [first] = refusals;
  if (first !== undefined) throw unusable(key.label, first.refusal, refusals);
  return { holder, label: key.label, parts };
}

function unusable(
  label: string,
  first: BadInput,
  refusals: readonly { readonly part: string; readonly refusal: BadInput }[],
): BadInput {
  const reasons = refusals.map(({ part, refusal }) => `${part}: ${refusal.message}`);
  return new BadInput(`the key "${label}" cannot be read\n  ${reasons.join('\n  ')}`, {
    ...(first.where === undefined ? {} : { where: first.where }),
    ...(first.hint === undefined ? {} : { hint: first.hint }),
    cause: first,
  });
}

import { Secret } from '../domain/secret.ts';
import { BadInput } from '../domain/failure.ts';

/** In a drill a new key's parts are named `drill:<key id>/<part>`, as if they lay in a secret manager. */
export const drillReference = (keyId: string, part: 'apiKey' | 'secret'): string =>
  `drill:${keyId.slice(0, 8)}/${part}`;

/** Resolves a drill reference against the keys that the simulated site knows. Memory only. */
export function resolveDrillSecret(
  reference: string,
  keys: readonly { readonly keyId: string; readonly secret: string }[],
): Secret {
  const [, start = '', part = ''] = /^drill:([^/]+)\/(apiKey|secret)$/.exec(reference) ?? [];
  const key = keys.find(({ keyId }) => start !== '' && keyId.startsWith(start));
  if (!key) {
    throw new BadInput(`the drill's vault has nothing at ${reference}`, {
      hint: 'drill:<first 8 of the key id>/apiKey or /secret',
    });
  }
  return new Secret(part === 'apiKey' ? key.keyId : key.secret, reference);
}

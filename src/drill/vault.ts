import { Secret } from '../domain/secret.ts';
import { BadInput } from '../domain/failure.ts';
import type { KeyParts } from '../simulators/index.ts';
import { shortKeyId } from './short-key-id.ts';

/** A key's parts by ccxt's names, as a venue's declaration asks for them. */
export const secretParts = ({ keyId, secret, passphrase }: KeyParts): Readonly<Record<string, string>> => ({
  apiKey: keyId,
  secret,
  ...(passphrase === undefined ? {} : { password: passphrase }),
});

/** In a drill a new key's parts are named `drill:<key id>/<part>`, as if they lay in a secret manager. */
export const drillReferences = (key: KeyParts): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.keys(secretParts(key)).map((part) => [part, `drill:${shortKeyId(key.keyId)}/${part}`]),
  );

/** Resolves a drill reference against the keys that the simulated site knows. Memory only. */
export function resolveDrillSecret(reference: string, keys: readonly KeyParts[]): Secret {
  const [, short = '', part = ''] = /^drill:([A-Za-z0-9]+)\/([a-zA-Z]+)$/.exec(reference) ?? [];
  const key = keys.find(({ keyId }) => short !== '' && shortKeyId(keyId) === short);
  const parts = key && secretParts(key);
  const value = parts !== undefined && Object.hasOwn(parts, part) ? parts[part] : undefined;
  if (value !== undefined) return new Secret(value, reference);
  throw new BadInput(`the drill's vault has nothing at ${reference}`, {
    hint: `drill:<first 8 of the key id>/${Object.keys(parts ?? { apiKey: '', secret: '' }).join(', /')}`,
  });
}

import { BadInput } from '../../domain/failure.ts';
import { deriveBytes } from '../key-ring.ts';
import type { KeyParts } from '../key-ring.ts';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/**
 * The forms of the documents' examples: the key a UUID ("37c541a1-…-10fe7a038418", overview), the secret
 * 32 upper-case hexadecimal digits ("22582BD0CFF1…"). The passphrase is the owner's own choice.
 */
export const deriveOkxKey = (seed: string, name: string): KeyParts => ({
  keyId: uuidIn(deriveBytes(seed, name, 'id', 16).toString('hex')),
  secret: deriveBytes(seed, name, 'secret', 16).toString('hex').toUpperCase(),
  passphrase: `Aa1*${lettersIn(deriveBytes(seed, name, 'passphrase', 12))}`,
});

const uuidIn = (hex: string): string =>
  [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');

const lettersIn = (bytes: Buffer): string =>
  [...bytes].map((byte) => letters[byte % letters.length]).join('');

const uuidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Published secrets have 32 hexadecimal digits in either case. */
export function refuseMalformedKey(key: KeyParts & { readonly label: string }): void {
  const { keyId, secret, passphrase, label } = key;
  const isWhole = uuidForm.test(keyId) && /^[0-9a-f]{32}$/i.test(secret);
  if (isWhole && passphrase !== undefined && passphraseForm.test(passphrase)) return;
  throw new BadInput(`the key "${label}" is not of this venue's form`, {
    hint: 'a UUID, a secret of 32 hexadecimal digits, and a passphrase of 8 to 32 characters',
  });
}

/** What a header can carry; how it is made up matters only when a key is created by API. */
const passphraseForm = /^[\x21-\x7e]{6,32}$/;

/**
 * sub-account/create-apikey: "8-32 characters … at least one number, one uppercase letter, one lowercase
 * letter and one special character".
 */
export const isGoodPassphrase = (text: string): boolean =>
  /^[\x21-\x7e]{8,32}$/.test(text) &&
  [/\d/, /[A-Z]/, /[a-z]/, /[^A-Za-z0-9]/].every((form) => form.test(text));

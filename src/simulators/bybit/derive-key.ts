import { BadInput } from '../../domain/failure.ts';
import { deriveBytes } from '../key-ring.ts';
import type { KeyParts } from '../key-ring.ts';

// Every example of the documents writes a key as 18 places and a secret as 36.
const lengths = { id: 18, secret: 36 } as const;

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** A system-generated key (HMAC): letters and digits. */
export const deriveBybitKey = (seed: string, name: string): KeyParts => ({
  keyId: part(seed, name, 'id'),
  secret: part(seed, name, 'secret'),
});

// The remainder favours some letters a little: nothing here rests on the key's strength.
const part = (seed: string, name: string, which: keyof typeof lengths): string =>
  [...deriveBytes(seed, name, which, lengths[which])].map((byte) => letters[byte % letters.length]).join('');

/** The length is nowhere promised, so only what cannot be a key is refused. */
export function refuseMalformedKey({ keyId, secret, label }: KeyParts & { readonly label: string }): void {
  if (/^[A-Za-z0-9]{16,40}$/.test(keyId) && /^[A-Za-z0-9]{32,64}$/.test(secret)) return;
  throw new BadInput(`the key "${label}" is not of this venue's form`, {
    hint: 'a key of 18 and a secret of 36 letters and digits',
  });
}

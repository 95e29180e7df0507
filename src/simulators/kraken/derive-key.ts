import { BadInput } from '../../domain/failure.ts';
import { deriveBytes } from '../key-ring.ts';
import type { KeyParts } from '../key-ring.ts';

// get-api-key-info and the worked example of the authentication guide: base64 of 42 and of 64 bytes.
const lengths = { id: 42, secret: 64 } as const;

/** A key pair as the venue prints it: both parts are base64, slashes and pluses included. */
export const deriveKrakenKey = (seed: string, name: string): KeyParts => ({
  keyId: deriveBytes(seed, name, 'id', lengths.id).toString('base64'),
  secret: deriveBytes(seed, name, 'secret', lengths.secret).toString('base64'),
});

/** The secret is decoded before it signs, so it must be base64; the length is nowhere promised. */
export function refuseMalformedKey({ keyId, secret, label }: KeyParts & { readonly label: string }): void {
  if (/^[A-Za-z0-9+/=]{16,80}$/.test(keyId) && isBase64(secret)) return;
  throw new BadInput(`the key "${label}" is not of this venue's form`, {
    hint: 'a key of 56 places and a secret of 88, both base64',
  });
}

const isBase64 = (text: string): boolean =>
  /^[A-Za-z0-9+/]{40,}={0,2}$/.test(text) && Buffer.from(text, 'base64').toString('base64') === text;

import { BadInput } from '../../domain/failure.ts';
import { deriveBytes } from '../key-ring.ts';
import type { KeyParts } from '../key-ring.ts';

/** Every example of the documents: a key of 32 and a secret of 64 hexadecimal digits. */
export const deriveGateKey = (seed: string, name: string): KeyParts => ({
  keyId: deriveBytes(seed, name, 'id', 16).toString('hex'),
  secret: deriveBytes(seed, name, 'secret', 32).toString('hex'),
});

export function refuseMalformedKey({ keyId, secret, label }: KeyParts & { readonly label: string }): void {
  if (/^[0-9a-f]{32}$/.test(keyId) && /^[0-9a-f]{64}$/.test(secret)) return;
  throw new BadInput(`the key "${label}" is not of this venue's form`, {
    hint: 'a key of 32 and a secret of 64 hexadecimal digits',
  });
}

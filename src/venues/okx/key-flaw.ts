const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Keys and secrets of OKX look different in its own examples (overview, "signature": a UUID, 32 hex
 * digits), but no form is promised: only parts that stand in each other's place are refused.
 */
export function keyFlaw({ apiKey, secret, password }: Readonly<Record<string, string>>): string | undefined {
  if (apiKey === secret) return 'apiKey and secret are the same';
  if (password === apiKey) return 'password is the apiKey: it is the passphrase that you chose for the key';
  if (password === secret) return 'password is the secret: it is the passphrase that you chose for the key';
  if (secret !== undefined && uuid.test(secret)) return 'secret has the form of an apiKey';
  return undefined;
}

import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

/**
 * Says what is wrong with a key that Coinbase cannot have given out; undefined when it can. ccxt takes a
 * secret of no known form for a legacy one and signs with it all the same: the venue's bare 401 would then
 * look like a dead key.
 */
export function keyFlaw({ apiKey = '', secret = '' }: Readonly<Record<string, string>>): string | undefined {
  if (apiKey.startsWith('-----BEGIN')) return 'apiKey is a PEM block: the name of the key belongs there';
  return secret.startsWith('-----BEGIN') ? flawOfPem(secret) : flawOfBase64(secret);
}

function flawOfPem(secret: string): string | undefined {
  const key = read(() => createPrivateKey(secret));
  if (key === undefined) return 'secret is a PEM block, but no private key stands in it';
  if (key.asymmetricKeyType === 'ed25519') {
    return 'secret is an Ed25519 key as PEM: give it as Coinbase shows it, 88 characters of base64';
  }
  if (key.asymmetricKeyType !== 'ec' || key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') {
    return 'secret is a private key of a kind that Coinbase does not use (it uses ECDSA on P-256, and Ed25519)';
  }
  return secret.startsWith('-----BEGIN EC PRIVATE KEY-----')
    ? undefined
    : 'secret is an ECDSA key in another wrapping: Coinbase gives "BEGIN EC PRIVATE KEY" (openssl ec -in … turns it back)';
}

/** 32 bytes of seed, and for Coinbase's own spelling the 32 of the public key behind them. */
function flawOfBase64(secret: string): string | undefined {
  if (/^[A-Za-z0-9]{32}$/.test(secret)) {
    return 'secret has the form of a legacy key, and Coinbase ended those in February 2025';
  }
  const bytes = Buffer.from(secret, 'base64');
  // Without its "=" ccxt would not know it for what it is.
  const isWhole = bytes.toString('base64') === secret;
  if (!isWhole || (bytes.length !== 32 && bytes.length !== 64)) {
    return 'secret is neither a PEM block "BEGIN EC PRIVATE KEY" nor the 88 characters of an Ed25519 secret';
  }
  const [seed, pub] = [bytes.subarray(0, 32), bytes.subarray(32)];
  return pub.length === 0 || publicOf(seed)?.equals(pub)
    ? undefined
    : 'secret has the form of an Ed25519 secret, but its two halves do not belong together';
}

/** RFC 8410: what stands before the 32 bytes of an Ed25519 key in PKCS #8, and in SPKI. */
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const spkiLength = 12;

function publicOf(seed: Buffer): Buffer | undefined {
  const key = read(() =>
    createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: 'der', type: 'pkcs8' }),
  );
  return key && createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(spkiLength);
}

/** Without the error: OpenSSL's words may show what it was given. */
function read(work: () => KeyObject): KeyObject | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

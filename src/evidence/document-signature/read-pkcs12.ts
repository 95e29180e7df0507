import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { CertBag, Certificate, PFX, PKCS8ShroudedKeyBag, PrivateKeyInfo, type SafeContents } from 'pkijs';
import { refuse } from './refusal.ts';

/** What a PKCS#12 file holds. */
export interface OpenedPkcs12 {
  readonly certificates: readonly X509Certificate[];
  readonly key: KeyObject;
}

/**
 * Opens a PKCS#12 file (RFC 7292) with its passphrase, after its own check value was checked. Only the
 * encryption that is made today (PBES2 with AES); what older programs wrote (RC2, 3DES) is refused by name.
 *
 * @throws CertificateRefusal NOT_UNDERSTOOD, WRONG_PASSPHRASE, NO_KEY
 */
export async function readPkcs12(file: Uint8Array, passphrase: string): Promise<OpenedPkcs12> {
  const password = Uint8Array.from(Buffer.from(passphrase)).buffer;
  const contents = await safeContents(file, password);
  const bags = contents.flatMap(({ safeBags }) => safeBags.map(({ bagValue }) => bagValue));
  const certificates = bags.flatMap((bag) =>
    bag instanceof CertBag && bag.parsedValue instanceof Certificate
      ? [new X509Certificate(Buffer.from(bag.parsedValue.toSchema().toBER()))]
      : [],
  );
  for (const bag of bags) {
    const info = bag instanceof PKCS8ShroudedKeyBag ? await unlocked(bag, password) : bag;
    if (!(info instanceof PrivateKeyInfo)) continue;
    const der = Buffer.from(info.toSchema().toBER());
    return { certificates, key: createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }) };
  }
  return refuse('NO_KEY', 'no private key is in the PKCS#12 file');
}

async function safeContents(file: Uint8Array, password: ArrayBuffer): Promise<readonly SafeContents[]> {
  const pfx = read(file);
  // The check value is made with the passphrase: when it is wrong, so is the passphrase, or the file.
  try {
    await pfx.parseInternalValues({ password, checkIntegrity: true });
  } catch {
    return refuse('WRONG_PASSPHRASE', 'the PKCS#12 file does not open with the passphrase');
  }
  const safe = pfx.parsedValue?.authenticatedSafe;
  if (safe === undefined) return refuse('NOT_UNDERSTOOD', 'the PKCS#12 file holds nothing');
  try {
    await safe.parseInternalValues({ safeContents: safe.safeContents.map(() => ({ password })) });
  } catch (cause) {
    return refuseOldEncryption(cause);
  }
  const parsed = (safe.parsedValue as { readonly safeContents?: readonly { value: SafeContents }[] })
    .safeContents;
  return parsed?.map(({ value }) => value) ?? [];
}

function read(file: Uint8Array): PFX {
  try {
    return PFX.fromBER(Uint8Array.from(file).buffer);
  } catch (cause) {
    return refuse('NOT_UNDERSTOOD', 'neither PEM nor PKCS#12', cause);
  }
}

async function unlocked(bag: PKCS8ShroudedKeyBag, password: ArrayBuffer): Promise<unknown> {
  try {
    // Typed as protected in the library, and its only way to open the bag.
    await (bag as unknown as PfxKeyBag).parseInternalValues({ password });
  } catch (cause) {
    return refuseOldEncryption(cause);
  }
  return bag.parsedValue;
}

interface PfxKeyBag {
  parseInternalValues(parameters: { readonly password: ArrayBuffer }): Promise<void>;
}

const refuseOldEncryption = (cause: unknown): never =>
  refuse(
    'NOT_UNDERSTOOD',
    'the PKCS#12 file is locked in a way that is not understood (RC2, 3DES?): make it anew with AES, or give PEM files',
    cause,
  );

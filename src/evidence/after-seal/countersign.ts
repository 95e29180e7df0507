import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { allowedSignersText, signatureFile, signedFile } from '../bag-layout.ts';
import { exists, writeNewFile } from '../durable-files.ts';
import { EvidenceError } from '../evidence-error.ts';
import { quoteName } from '../safe-path.ts';
import type { Signer } from '../sign.ts';
import { countersignatureNamespace, verifySshSignature } from '../ssh-signature.ts';

/** `seal/countersign.<name>`; `.sig` is the signature, `.allowed_signers` beside it names its key. */
export const countersignatureName = (who: string): string => `seal/countersign.${who}`;

/** Letters, digits, ".", "_", "-": it is a part of file names, and what `ssh-keygen -I` is given. */
export const isCountersigner = (who: string): boolean =>
  /^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/.test(who) && !/\.(?:sig|allowed_signers)$/.test(who);

/** A second person's word for a sealed bag. */
export interface Countersignature {
  /** From the name of the file, which nobody signed: the word of whoever had the bag last. */
  readonly who: string;
  /** Of the key: whose it is must be known from elsewhere. */
  readonly fingerprint: string;
}

/**
 * Adds a second person's signature over the same tag manifest that the seal signs. It cannot be in what it
 * signs, so it lies beside the seal and no manifest lists it. The caller has verified the bag: whoever
 * signs must have seen that it holds.
 *
 * @param as the second person, as `isCountersigner` has it
 * @throws EvidenceError BAD_NAME, BAG_DAMAGED (no valid seal), ALREADY_SIGNED (that name, or the seal's own key)
 */
export async function countersignBag(
  folder: string,
  { as, signer }: { readonly as: string; readonly signer: Signer },
): Promise<Countersignature> {
  if (!isCountersigner(as)) {
    throw new EvidenceError('BAD_NAME', 'a counter-signer’s name is letters, digits, ".", "_" and "-"');
  }
  const signed = await readFile(join(folder, signedFile));
  const seal = verifySshSignature(await readFile(join(folder, signatureFile), 'latin1'), signed);
  if (!seal.ok) throw new EvidenceError('BAG_DAMAGED', `the bag's own signature does not hold: ${seal.why}`);
  if (seal.fingerprint === signer.fingerprint) {
    throw new EvidenceError('ALREADY_SIGNED', 'the bag is sealed with this key: it is no second person’s');
  }
  const path = join(folder, countersignatureName(as));
  if (await exists(`${path}.sig`))
    throw new EvidenceError('ALREADY_SIGNED', `${as} has signed this bag already`);
  const other = await nameSignedWith(folder, signer.publicKey);
  if (other !== undefined)
    throw new EvidenceError('ALREADY_SIGNED', `this key has signed this bag already, as ${quoteName(other)}`);
  const signature = await signer.sign(signed, countersignatureNamespace);
  await writeSignature(path, signature, allowedSignersText(signer.publicKey, countersignatureNamespace, as));
  return { who: as, fingerprint: signer.fingerprint };
}

/** The name under which this key has signed already: under a second one it would pass for a third person. */
async function nameSignedWith(folder: string, publicKey: string): Promise<string | undefined> {
  const files = await readdir(join(folder, 'seal'));
  for (const file of files.filter((one) => one.startsWith('countersign.') && one.endsWith('.sig'))) {
    const who = file.slice('countersign.'.length, -'.sig'.length);
    const signers = join(folder, `${countersignatureName(who)}.allowed_signers`);
    const line = await readFile(signers, 'latin1').catch(() => '');
    if (line === allowedSignersText(publicKey, countersignatureNamespace, who)) return who;
  }
  return undefined;
}

/** The signature last: where it is, its key is. What a kill left of an earlier try is replaced. */
export async function writeSignature(path: string, signature: string, signers: string): Promise<void> {
  const allowed = `${path}.allowed_signers`;
  if (!(await exists(allowed))) await writeNewFile(allowed, signers);
  else if ((await readFile(allowed, 'utf8')) !== signers) {
    throw new EvidenceError('ALREADY_SIGNED', `there is another key at ${allowed}`);
  }
  await writeNewFile(`${path}.sig`, signature);
}

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
 * @throws EvidenceError BAD_NAME, BAG_DAMAGED (no valid seal), ALREADY_SIGNED (that name or key, or the seal's own key)
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
  await refuseSigned(folder, as, signer);
  const path = join(folder, countersignatureName(as));
  const signature = await signer.sign(signed, countersignatureNamespace);
  await writeSignature(path, signature, allowedSignersText(signer.publicKey, countersignatureNamespace, as));
  return { who: as, fingerprint: signer.fingerprint };
}

/**
 * One person is one name, in whatever letters (some disks do not tell JD from jd, and would lose one of the two), and one
 * key: two names with the same would look like two persons.
 */
async function refuseSigned(folder: string, as: string, { publicKey }: Signer): Promise<void> {
  for (const name of await readdir(join(folder, 'seal'))) {
    const who = /^countersign\.(.+)\.sig$/.exec(name)?.[1];
    if (who === undefined) continue;
    if (who.toLowerCase() === as.toLowerCase())
      throw new EvidenceError('ALREADY_SIGNED', `${quoteName(who)} has signed this bag already`);
    const signers = await readFile(
      join(folder, `${countersignatureName(who)}.allowed_signers`),
      'latin1',
    ).catch(() => '');
    if (signers === allowedSignersText(publicKey, countersignatureNamespace, who))
      throw new EvidenceError('ALREADY_SIGNED', `this key has signed this bag already, as ${quoteName(who)}`);
  }
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

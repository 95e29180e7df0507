import { resolve } from 'node:path';
import type { ConfiguredPdfSigning } from '../config/index.ts';
import { BadInput } from '../domain/failure.ts';
import type { Secret } from '../domain/secret.ts';
import {
  askWithin,
  CertificateRefusal,
  oneLine,
  readSigningIdentity,
  signDocument,
  type Authorities,
  type SigningIdentity,
} from '../evidence/index.ts';
import type { CaseRecord, Report } from '../report/index.ts';
import { renderPdf } from '../report/pdf/index.ts';
import { resolvePassphrase, resolveSecret, type SecretSources } from '../secrets/index.ts';
import { readInputBytes } from './read-input.ts';
import { searchedFor } from './signing.ts';

/** The owner's certificate, and the secrets that opened it: none of them may stand in what is exported. */
export interface PdfSigning {
  readonly identity: SigningIdentity;
  readonly secrets: readonly Secret[];
  /** The machine's clock, in a drill too: a certificate is valid in the world's time, as tokens are in it. */
  readonly now: () => Date;
}

/**
 * Reads the certificate that `--sign-pdf-with` or firebreak.yaml (`signing.pdf`) names: what is wrong with it is
 * said before the first question, not when the case is closed.
 *
 * @param place `folder`: what the certificate's path is relative to; `where`: who named it
 * @throws BadInput
 */
export async function openPdfSigning(
  { certificate, key, passphrase }: ConfiguredPdfSigning,
  { folder, where, now }: { readonly folder: string; readonly where: string; readonly now: () => Date },
  sources: SecretSources,
): Promise<PdfSigning> {
  const path = resolve(folder, certificate);
  const bytes = await readInputBytes(path, { as: `the certificate ${certificate}`, where });
  const keySecret = key === undefined ? undefined : await resolveSecret(key, sources);
  const opener = passphrase === undefined ? undefined : await resolvePassphrase(passphrase, sources);
  try {
    const identity = await readSigningIdentity(bytes, {
      ...(keySecret ? { key: keySecret.reveal() } : {}),
      ...(opener ? { passphrase: opener.reveal() } : {}),
      at: now(),
    });
    return { identity, secrets: [...(keySecret ? [keySecret] : []), ...searchedFor(opener)], now };
  } catch (error) {
    if (!(error instanceof CertificateRefusal)) throw error;
    throw new BadInput(`${path}: ${error.message}`, { where, cause: error });
  }
}

/** A signed copy of the report, or why there is none; and who confirmed the signature's time, or why nobody. */
export type SignedReport =
  | { readonly ok: true; readonly pdf: Uint8Array; readonly stampedBy?: string; readonly why?: string }
  | { readonly ok: false; readonly why: string };

/**
 * Signs a copy of the report. Never rejects: a case closes without its signature, too, and says so.
 *
 * @param open finds the time-stamp authorities; the first that answers is taken
 */
export async function signReport(
  report: Report,
  { identity, now }: PdfSigning,
  {
    open,
    pictures,
  }: Pick<CaseRecord, 'pictures'> & {
    readonly open?: () => Promise<Authorities>;
  },
): Promise<SignedReport> {
  const failures: string[] = [];
  let stampedBy: string | undefined;
  const stamp = async (digest: Uint8Array): Promise<Uint8Array | undefined> => {
    const found = await open?.();
    if (found === undefined || found.list.length === 0) {
      failures.push(found?.why ?? 'there is nobody to ask');
      return undefined;
    }
    for (const authority of found.list) {
      const asked = await askWithin(authority, digest, { ...found, signal: new AbortController().signal });
      if (asked?.ok) {
        stampedBy = authority.name;
        return asked.stamp.token;
      }
      failures.push(`${authority.name}: ${asked?.why ?? 'not asked'}`);
    }
    return undefined;
  };
  try {
    const pdf = await renderPdf(report, {
      ...(pictures ? { pictures } : {}),
      signer: {
        name: oneLine(identity.certificate.subject),
        at: now(),
        sign: (digest) => signDocument(digest, identity, stamp),
      },
    });
    return { ok: true, pdf, ...(stampedBy === undefined ? { why: failures.join('; ') } : { stampedBy }) };
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.message : String(error) };
  }
}

/** What the last screen says of it. */
export function signedInWords(signed: SignedReport | undefined): readonly string[] {
  if (signed === undefined) return [];
  if (!signed.ok) return [`The report is not signed: ${signed.why}`];
  return [
    signed.stampedBy === undefined
      ? `report.signed.pdf is signed; nobody confirms when (${signed.why ?? 'not asked'})`
      : `report.signed.pdf is signed; ${signed.stampedBy} confirms when`,
  ];
}

import * as asn1js from 'asn1js';
import { CertificateChainValidationEngine } from 'pkijs';
import type { ReadCertificate } from './read-token.ts';
import { partsOf } from './read-token.ts';
import { bufferOf } from './request.ts';
import { refuse } from './refusal.ts';
import type { Roots } from './roots.ts';
import { refuseLooseSignature } from './signature-form.ts';

/**
 * Finds the way from the signer to a root, each certificate valid at the given time, not now: a token
 * outlives the certificate that signed it. Returns the certificates above the signer, the root last.
 *
 * Revocation is not asked for: it would take another network request, and tell an observer more.
 *
 * @throws TimestampRefusal CHAIN_WRONG
 */
export async function checkChain(
  signer: ReadCertificate,
  others: readonly ReadCertificate[],
  { roots, at }: { readonly roots: Roots; readonly at: Date },
): Promise<readonly ReadCertificate[]> {
  for (const one of [signer, ...others]) refuseLooseCertificate(one);
  const known = [...roots.anchors, ...roots.between, ...others];
  const engine = new CertificateChainValidationEngine({
    trustedCerts: roots.anchors.map(({ certificate }) => certificate),
    // The engine takes the last one for the leaf.
    certs: [...roots.between, ...others, signer].map(({ certificate }) => certificate),
    checkDate: at,
  });
  const found = await engine.verify().catch((error: unknown) => ({
    result: false,
    resultMessage: error instanceof Error ? error.message : 'no path',
    certificatePath: undefined,
  }));
  if (!found.result || found.certificatePath === undefined) {
    return refuse(
      'CHAIN_WRONG',
      `no chain to a given root that was valid at the token’s time: ${found.resultMessage}`,
    );
  }
  const path = found.certificatePath
    .slice(1)
    .map((certificate) =>
      known.find((one) => one.certificate === certificate || sameTbs(one, certificate.tbsView)),
    );
  const above = path.filter((one) => one !== undefined);
  const [root] = above.slice(-1);
  const isAnchored =
    root !== undefined && roots.anchors.some((anchor) => sameTbs(anchor, root.certificate.tbsView));
  if (above.length !== path.length || !isAnchored)
    return refuse('CHAIN_WRONG', 'the chain ends at no given root');
  refuseStrangers(others, above, roots);
  return above;
}

/** A certificate that is on no path would be a place in the token that nothing checks. */
function refuseStrangers(
  others: readonly ReadCertificate[],
  path: readonly ReadCertificate[],
  roots: Roots,
): void {
  const vouched = [...path, ...roots.anchors, ...roots.between];
  const isVouched = ({ der }: ReadCertificate): boolean =>
    vouched.some((one) => one.der.length === der.length && Buffer.compare(one.der, der) === 0);
  if (!others.every(isVouched)) {
    refuse('UNSIGNED_PARTS', 'the token carries a certificate that is not of its signer’s chain');
  }
}

/**
 * RFC 5280 §4.1.1.2: the algorithm outside the signed part is the one inside; a signature is whole
 * bytes. Both stand outside what the issuer signed, and the library looks at neither.
 */
function refuseLooseCertificate({ der, certificate }: ReadCertificate): void {
  const [tbs, outer, signature] = partsOf(asn1js.fromBER(bufferOf(der)).result);
  const inner = partsOf(tbs).find(({ idBlock }) => idBlock.tagClass === 1 && idBlock.tagNumber === 16);
  const isSame =
    outer !== undefined &&
    inner !== undefined &&
    Buffer.compare(outer.valueBeforeDecodeView, inner.valueBeforeDecodeView) === 0;
  const isWhole = signature instanceof asn1js.BitString && signature.valueBlock.unusedBits === 0;
  if (!isSame || !isWhole || certificate.tbsView.byteLength === 0) {
    return refuse('CHAIN_WRONG', 'a certificate of the chain is not in the form that its issuer signed');
  }
  refuseLooseSignature(certificate.signatureAlgorithm.algorithmId, signature.valueBlock.valueHexView);
}

const sameTbs = ({ certificate }: ReadCertificate, tbs: Uint8Array): boolean =>
  Buffer.compare(certificate.tbsView, tbs) === 0;

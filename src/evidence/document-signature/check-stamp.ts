import { createHash } from 'node:crypto';
import { checkToken, type CheckedToken } from '../trusted-time/check-token.ts';
import { readToken } from '../trusted-time/read-token.ts';
import { TimestampRefusal } from '../trusted-time/refusal.ts';
import { fingerprintOf, isRootOfNode, rootsOfNode, type Roots } from '../trusted-time/roots.ts';
import { isDrillName } from '../trusted-time/told.ts';
import type { ProvenTime } from '../trusted-time/verify-stamps.ts';
import { bytesOf, type CmsParts } from './read-cms.ts';
import { refuseSignature } from './signature-refusal.ts';

/** Who confirms when a signature was there; "not believed": by a token whose chain leads to no root that is known. */
export type SignatureStamp =
  | ({ readonly is: 'checked' } & Pick<ProvenTime, 'genTime' | 'accuracyMs' | 'signer' | 'root' | 'trust'>)
  | { readonly is: 'not believed'; readonly why: string }
  | { readonly is: 'none' };

const signatureTimestamp = '1.2.840.113549.1.9.16.2.14';

/**
 * Checks the token over the signature's value (ETSI EN 319 122-1 §5.3), as every token is checked. Nothing else may
 * stand among the unsigned attributes.
 *
 * @param roots that the verifier believes; absent: Node's own, and what the token brings, which is said
 * @throws SignatureRefusal UNSIGNED_PARTS, STAMP_WRONG
 */
export async function checkStamp({ unsigned, value }: CmsParts, roots?: Roots): Promise<SignatureStamp> {
  if (unsigned.some(({ type }) => type !== signatureTimestamp))
    refuseSignature('UNSIGNED_PARTS', 'the signature carries attributes that nobody signed');
  const [token, ...more] = unsigned.flatMap(({ values }) => values);
  if (token === undefined) return { is: 'none' };
  if (more.length > 0 || unsigned.length > 1)
    refuseSignature('UNSIGNED_PARTS', 'the signature carries more than one time-stamp token');
  try {
    return await checkOne(bytesOf(token), { value, ...(roots ? { roots } : {}) });
  } catch (error) {
    if (!(error instanceof TimestampRefusal)) throw error;
    // These depend on the roots at hand, and not every token brings what is between: no sign of a change.
    if (error.code === 'CHAIN_WRONG' || error.code === 'UNSIGNED_PARTS')
      return { is: 'not believed', why: `${error.code}, ${error.message}` };
    return refuseSignature(
      'STAMP_WRONG',
      `the token over the signature: ${error.code}, ${error.message}`,
      error,
    );
  }
}

async function checkOne(
  der: Uint8Array,
  { value, roots }: { readonly value: Uint8Array; readonly roots?: Roots },
): Promise<SignatureStamp> {
  const digest = createHash('sha256').update(value).digest();
  const brought = readToken(der).certificates;
  const own = brought.filter(({ certificate }) => certificate.subject.isEqual(certificate.issuer));
  const nodes = rootsOfNode();
  const believed = roots ?? { anchors: [...nodes.anchors, ...own], between: nodes.between };
  const checked = await checkToken(der, { digest, roots: believed });
  const { genTime, accuracyMs, signer, root } = checked;
  return {
    ...{ is: 'checked', genTime, signer, root, trust: trustIn(checked, believed, roots !== undefined) },
    ...(accuracyMs === undefined ? {} : { accuracyMs }),
  };
}

function trustIn({ signer, root }: CheckedToken, { anchors }: Roots, isGiven: boolean): ProvenTime['trust'] {
  if (isDrillName(signer) || isDrillName(root.subject)) return 'drill';
  if (isGiven) return 'given';
  const isNodes = anchors.some((anchor) => fingerprintOf(anchor) === root.sha256 && isRootOfNode(anchor));
  return isNodes ? 'node' : 'bag';
}

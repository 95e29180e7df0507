import * as asn1js from 'asn1js';
import { bufferOf } from './request.ts';
import { refuse } from './refusal.ts';
import { refuseLooseDer } from './strict-der.ts';

/**
 * An ECDSA signature is a sequence of two integers (RFC 3279 §2.2.3). The library takes the numbers out of
 * whatever stands there, so that a signature had several forms, and a changed byte would not show.
 */
export function refuseLooseSignature(algorithm: string, signature: Uint8Array): void {
  if (!algorithm.startsWith('1.2.840.10045.4.')) return;
  refuseLooseDer(signature);
  const { result } = asn1js.fromBER(bufferOf(signature));
  const numbers = result instanceof asn1js.Sequence ? result.valueBlock.value : [];
  // By the tag itself: the library's ENUMERATED is an Integer too.
  if (numbers.length !== 2 || !numbers.every(({ valueBeforeDecodeView: [tag] }) => tag === 0x02)) {
    refuse('NOT_UNDERSTOOD', 'an ECDSA signature is two integers');
  }
}

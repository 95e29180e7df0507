import * as asn1js from 'asn1js';
import { AlgorithmIdentifier, MessageImprint, TimeStampReq } from 'pkijs';
import { oid } from './object-ids.ts';

/** A question to an authority: when did this digest exist at the latest? */
export interface TimestampRequest {
  /** TimeStampReq, RFC 3161 §2.4.1, in DER. */
  readonly der: Uint8Array;
  /** SHA-256, 32 bytes. */
  readonly digest: Uint8Array;
  /** A positive integer, big-endian, without leading zeros. */
  readonly nonce: Uint8Array;
  /** The policy that was asked for, an object identifier. */
  readonly policy?: string;
}

export const nonceBytes = 16;

/**
 * Builds the question. Asks for the signer's certificate (`certReq`): a token must be checkable without
 * the authority.
 *
 * @param digest SHA-256, 32 bytes
 * @param random 16 fresh random bytes: they tell the answer from an old one
 */
export function buildRequest(
  digest: Uint8Array,
  { random, policy }: { readonly random: Uint8Array; readonly policy?: string },
): TimestampRequest {
  if (digest.length !== 32) throw new RangeError('a SHA-256 digest has 32 bytes');
  if (random.length !== nonceBytes) throw new RangeError(`the nonce takes ${nonceBytes} random bytes`);
  const nonce = positive(random);
  const request = new TimeStampReq({
    version: 1,
    messageImprint: new MessageImprint({
      hashAlgorithm: new AlgorithmIdentifier({ algorithmId: oid.sha256, algorithmParams: new asn1js.Null() }),
      hashedMessage: new asn1js.OctetString({ valueHex: bufferOf(digest) }),
    }),
    nonce: new asn1js.Integer({ valueHex: bufferOf(nonce) }),
    certReq: true,
    ...(policy === undefined ? {} : { reqPolicy: policy }),
  });
  const der = new Uint8Array(request.toSchema().toBER());
  return { der, digest, nonce, ...(policy === undefined ? {} : { policy }) };
}

/** An INTEGER whose first bit is set is negative, and one that begins with zeros has a shorter form. */
function positive(random: Uint8Array): Uint8Array {
  const nonce = Uint8Array.from(random);
  nonce[0] = ((nonce[0] ?? 0) & 0x7f) | 0x40;
  return nonce;
}

export const bufferOf = (bytes: Uint8Array): ArrayBuffer => Uint8Array.from(bytes).buffer;

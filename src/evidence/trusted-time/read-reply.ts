import * as asn1js from 'asn1js';
import { quoteName } from '../safe-path.ts';
import { bufferOf } from './request.ts';
import { refuse } from './refusal.ts';
import { refuseLooseDer } from './strict-der.ts';

/**
 * Takes the token out of a TimeStampResp (RFC 3161 §2.4.2): its bytes as they came, not yet checked.
 *
 * @throws TimestampRefusal NOT_UNDERSTOOD, REJECTED (with what the authority says), NO_TOKEN
 */
export function tokenOfReply(reply: Uint8Array): Uint8Array {
  refuseLooseDer(reply);
  const { result } = asn1js.fromBER(bufferOf(reply));
  const [status, token, ...rest] = result instanceof asn1js.Sequence ? result.valueBlock.value : [];
  if (!(status instanceof asn1js.Sequence) || rest.length > 0) {
    return refuse('NOT_UNDERSTOOD', 'not a TimeStampResp');
  }
  refuseRejection(status);
  if (token === undefined) return refuse('NO_TOKEN', 'the authority granted the request and sent no token');
  return new Uint8Array(token.valueBeforeDecodeView);
}

/** RFC 3161 §2.4.2: with 0 and 1 a token comes; 2 and above say why none does. */
function refuseRejection({ valueBlock: { value } }: asn1js.Sequence): void {
  const [status, ...about] = value;
  if (!(status instanceof asn1js.Integer)) return refuse('NOT_UNDERSTOOD', 'a reply without a status');
  const code = status.valueBlock.valueDec;
  if (code === 0 || code === 1) return;
  const said = about.flatMap((part) => [...reasonsIn(part), ...textsIn(part)]);
  return refuse(
    'REJECTED',
    `the authority refused (status ${statusNames[code] ?? code}${said.length > 0 ? `: ${said.join(', ')}` : ''})`,
  );
}

const statusNames: Readonly<Record<number, string>> = {
  2: '2, rejection',
  3: '3, waiting',
  4: '4, revocation warning',
  5: '5, revocation notification',
};

/** What the authority writes is shown, never obeyed. */
const textsIn = (part: unknown): readonly string[] =>
  part instanceof asn1js.Sequence
    ? part.valueBlock.value.flatMap((text) =>
        text instanceof asn1js.Utf8String ? [quoteName(text.valueBlock.value)] : [],
      )
    : [];

/** PKIFailureInfo: a bit string whose set bits are reasons. */
function reasonsIn(part: unknown): readonly string[] {
  if (!(part instanceof asn1js.BitString)) return [];
  const bytes = part.valueBlock.valueHexView;
  return Object.entries(reasons).flatMap(([bit, name]) => {
    const at = Number(bit);
    return ((bytes[at >> 3] ?? 0) & (0x80 >> (at & 7))) !== 0 ? [name] : [];
  });
}

const reasons: Readonly<Record<number, string>> = {
  0: 'badAlg',
  2: 'badRequest',
  5: 'badDataFormat',
  14: 'timeNotAvailable',
  15: 'unacceptedPolicy',
  16: 'unacceptedExtension',
  17: 'addInfoNotAvailable',
  25: 'systemFailure',
};

import { known, unknown } from '../../domain/known.ts';
import type { Integrity } from '../model.ts';
import type { CaseView } from './case-view.ts';
import { trustedTimeOf, whyNoTrustedTime } from './trusted-time.ts';

export function buildIntegrity(view: CaseView): Integrity {
  const { record, records } = view;
  const trustedTime = trustedTimeOf(view);
  const captured = records.flatMap(({ event }) =>
    event.type === 'exchange.captured' ? [event.redactions] : [],
  );
  return {
    journalRecords: records.length,
    journalHead: records.at(-1)?.hash ?? '',
    exchanges: captured.length,
    redactions: captured.reduce((total, redactions) => total + redactions, 0),
    signatureKey:
      record.signatureKey === undefined ? unknown('the record is not signed') : known(record.signatureKey),
    trustedTime: trustedTime === undefined ? unknown(whyNoTrustedTime(view)) : known(trustedTime),
    // A chain and a signature show that nothing changed since; only an outsider can say since when.
    attestation: trustedTime === undefined ? 'SELF-ATTESTED' : 'ANCHORED BY AN OUTSIDE TIME',
  };
}

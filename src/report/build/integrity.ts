import { known, unknown } from '../../domain/known.ts';
import type { Integrity } from '../model.ts';
import type { CaseView } from './case-view.ts';

export function buildIntegrity({ record, records }: CaseView): Integrity {
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
    trustedTime:
      record.trustedTime === undefined
        ? unknown('no outside authority has confirmed a time of this record')
        : known(record.trustedTime),
    // A chain and a signature show that nothing changed since; only an outsider can say since when.
    attestation: record.trustedTime === undefined ? 'SELF-ATTESTED' : 'ANCHORED BY AN OUTSIDE TIME',
  };
}

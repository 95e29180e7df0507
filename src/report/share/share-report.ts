import type { Exhibit } from '../../domain/exhibit.ts';
import type { Json } from '../../domain/json.ts';
import { BadInput } from '../../domain/failure.ts';
import type { CopiedRecord } from '../../evidence/index.ts';
import type { Report } from '../model.ts';
import { readReport } from '../read-report.ts';
import { reportSchema } from '../schema/index.ts';
import { standIns } from './stand-ins.ts';

export type SharedFrom = Pick<CopiedRecord, 'records' | 'offsets' | 'root' | 'by' | 'fingerprint'>;

/**
 * The first bag's report as the copy has it: amounts, addresses, names and free words are stand-ins, and what it says of
 * hashes, places and the key is the copy's own. Counts, times and words of closed lists stay, so that it is a report of
 * the same form and every view can be drawn from it.
 *
 * @throws BadInput when the first one has another form than this version's
 */
export function shareReport(first: Json, from: SharedFrom): Report {
  const report = readReport(first);
  if (!report)
    throw new BadInput('the report in the bag has another form than this version of firebreak writes', {
      where: 'report.json',
      hint: 'share it with the version that sealed it',
    });
  // Once for what it teaches: a value that stands late may be in a sentence that stands early.
  standIns(reportSchema, report, from.by);
  const shared = standIns(reportSchema, report, from.by) as Report;
  return ofTheCopy(shared, report, from);
}

function ofTheCopy(
  shared: Report,
  first: { readonly integrity: Report['integrity'] },
  from: SharedFrom,
): Report {
  const { format, ...rest } = shared;
  const { records, offsets, root, fingerprint } = from;
  const own = new Map<string, Exhibit>(
    records.flatMap(({ event }) =>
      event.type === 'exhibit.acquired' ? [[event.exhibit.id, event.exhibit] as const] : [],
    ),
  );
  const head = records[first.integrity.journalRecords - 1]?.hash ?? 'none: this copy has fewer records';
  return {
    format,
    copy: { of: root },
    ...rest,
    actions: shared.actions.map((action) => ({
      ...action,
      exchanges: action.exchanges.map((one) => ({ ...one, warcOffset: offsets.get(one.warcOffset) ?? -1 })),
    })),
    exhibits: shared.exhibits.map((exhibit) => {
      const { bytes, sha256, path } = own.get(exhibit.id) ?? exhibit;
      return { ...exhibit, bytes, sha256, path };
    }),
    integrity: {
      ...shared.integrity,
      journalHead: head,
      signatureKey: { known: true, value: fingerprint },
      trustedTime: { known: false, why: 'tokens of time authorities are over the first bag, which has them' },
      attestation: 'SELF-ATTESTED',
    },
  };
}

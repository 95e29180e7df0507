import { checkScope, type KeyInScope } from '../../analysis/index.ts';
import type { KeyReport } from '../../domain/api-key.ts';
import { known, unknown, type Known } from '../../domain/known.ts';
import type { AccountInCase, ObservationMade } from '../../domain/run-event.ts';
import type { Subject } from '../model.ts';
import { firstTrace, type AccountAnalysis } from './account-analysis.ts';
import { observed, type CaseView } from './case-view.ts';
import { deathProof, keyReport, scopeLines } from './shapes.ts';

/** The keys that the report is about. */
export function buildSubjects(view: CaseView, analyses: readonly AccountAnalysis[]): readonly Subject[] {
  return analyses.map(({ account }) => {
    const key = view.keys.find((one) => one.account === account.id);
    const replacement = reportOf(view, account.id, 'replacement');
    return {
      account,
      exposure: { from: firstTrace(analyses), to: endOf(key) },
      before: reportOf(view, account.id, 'suspect'),
      deathProof: proofOf(view, account.id),
      replacement,
      scopeCheck: scopeCheckOf(view, account, replacement),
    };
  });
}

const endOf = (key: KeyInScope | undefined): Known<string> =>
  key?.deadSince ? known(key.deadSince.at) : unknown('the key is not proven dead');

/** As first found for the suspect key; the latest for a replacement, which may have been corrected. */
export function reportOf(
  view: CaseView,
  account: string,
  holder: ObservationMade['holder'],
): Known<KeyReport> {
  const seen = observed(view, account, 'key-report', holder);
  const one = holder === 'suspect' ? seen[0] : seen.at(-1);
  if (!one) return unknown(`no report of the ${holder} key is in the record`);
  if (one.event.keyReport) return known(one.event.keyReport);
  return view.reader.read(one.event.exhibit, keyReport);
}

/** The latest proof: an earlier "dead" does not stand against a later "alive". */
function proofOf(view: CaseView, account: string): Subject['deathProof'] {
  const one = observed(view, account, 'death-proof', 'suspect').at(-1);
  if (!one) return unknown('no proof was made');
  return one.event.deathProof ? known(one.event.deathProof) : view.reader.read(one.event.exhibit, deathProof);
}

/** The check as it was recorded; else made from the replacement's report. */
function scopeCheckOf(
  view: CaseView,
  account: AccountInCase,
  replacement: Known<KeyReport>,
): Subject['scopeCheck'] {
  const recorded = observed(view, account.id, 'scope-check', 'replacement').at(-1);
  const lines = recorded ? view.reader.read(recorded.event.exhibit, scopeLines) : undefined;
  if (lines?.known && lines.value.length > 0) return lines.value;
  if (!replacement.known) return [];
  return checkScope({
    task: account.task,
    expectedScopes: account.expectedScopes,
    expectedIpAllowlist: account.expectedIpAllowlist,
    report: replacement.value,
    createdAfter: view.openedAt,
  });
}

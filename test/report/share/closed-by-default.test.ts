import { describe, expect, it } from 'vitest';
import { createPseudonyms } from '../../../src/evidence/index.ts';
import { reportSchema } from '../../../src/report/schema/index.ts';
import { standIns } from '../../../src/report/share/stand-ins.ts';
import { reportOfSchema, variants } from '../../support/report-of-schema.ts';

const remark = (place: string): string => `somebody wrote a remark of his own at ${place}`;

/** Rows of each kind, at each look, are one place. */
const inOnePlace = (place: string): string =>
  place
    .replaceAll(/\.\d+/g, '')
    .replace(/^accounts\.(?:whitelist\.)?\w+\.(?:first|later)/, 'accounts.*.first')
    .replace(/^accounts\.whitelist\.(?:added|removed)/, 'accounts.whitelist.*');

/** Where a text of a report stands in its copy as it was, places in lists left out. */
function staysAt(): readonly string[] {
  const stays = new Set<string>();
  for (let variant = 0; variant < variants; variant += 1) {
    const report = reportOfSchema((place, kind) => (kind === 'text' ? remark(place) : undefined), variant);
    const copy = standIns(reportSchema, report, createPseudonyms(new Uint8Array(32)));
    for (const [, place = ''] of JSON.stringify(copy).matchAll(/remark of his own at ([\w.-]+)/g))
      stays.add(inOnePlace(place));
  }
  return [...stays].sort();
}

describe('a copy of a report', () => {
  it('closes every text but those that a rule writes: a new member is closed by default', () => {
    expect(staysAt()).toMatchInlineSnapshot(`
      [
        "accounts.*.first.value.coverage.holes.what",
        "accounts.*.first.value.coverage.holes.why",
        "accounts.*.first.value.rows.addedAt.why",
        "accounts.*.first.value.rows.clientOrderId.why",
        "accounts.*.first.value.rows.completedAt.why",
        "accounts.*.first.value.rows.fee.why",
        "accounts.*.first.value.rows.txId.why",
        "accounts.*.first.why",
        "accounts.balanceHistory.computed.why",
        "accounts.coverage.openHoles.what",
        "accounts.coverage.openHoles.why",
        "accounts.coverage.readings.coverage.holes.what",
        "accounts.coverage.readings.coverage.holes.why",
        "accounts.coverage.unusable",
        "accounts.ordersCancelled.why",
        "accounts.strangeFills.value.clientOrderId.why",
        "accounts.strangeFills.value.loss.why",
        "accounts.strangeFills.value.marketPrice.why",
        "accounts.strangeFills.value.why",
        "accounts.strangeFills.why",
        "accounts.unrecognised.value.bySymbol.why",
        "accounts.unrecognised.value.method",
        "accounts.unrecognised.value.unpriced.why",
        "accounts.unrecognised.why",
        "accounts.whitelist.*.value.addedAt.why",
        "accounts.whitelist.*.why",
        "acquisitions.completeness.value",
        "acquisitions.completeness.why",
        "acquisitions.requests.answers",
        "acquisitions.requests.endpoint",
        "acquisitions.rows.why",
        "actions.exchanges.status.why",
        "actions.finishedAt.why",
        "actions.undo",
        "actions.verification",
        "actions.what",
        "actions.why",
        "custody.action",
        "custody.item",
        "decisions.recommended",
        "decisions.what",
        "exhibits.source.why",
        "exhibits.title",
        "findings.confidenceBecause",
        "findings.detail",
        "findings.otherwise",
        "findings.title",
        "gaps.restsOn",
        "gaps.what",
        "gaps.why",
        "identification.title",
        "identification.tool",
        "integrity.signatureKey.why",
        "integrity.trustedTime.why",
        "limitations",
        "particulars.value.why",
        "particulars.what",
        "recommendations.because",
        "recommendations.due.why",
        "recommendations.id",
        "recommendations.owner.why",
        "recommendations.priority.why",
        "recommendations.what",
        "sharedLists.parts.missing",
        "steps.finishedAt.why",
        "steps.outcome.why",
        "steps.startedAt.why",
        "steps.summary",
        "steps.title",
        "subjects.before.why",
        "subjects.deathProof.value.why",
        "subjects.deathProof.why",
        "subjects.exposure.from.why",
        "subjects.exposure.to.why",
        "subjects.replacement.why",
        "subjects.scopeCheck.expected",
        "subjects.scopeCheck.found",
        "subjects.scopeCheck.what",
        "summary.restsOn",
        "summary.text",
        "timeline.restsOn",
        "timeline.what",
        "verdict.because",
        "verdict.metrics.ms.why",
        "verdict.metrics.name",
        "verdict.numbers.harm",
        "verdict.numbers.moneyLost.value.method",
        "verdict.numbers.moneyLost.why",
        "verdict.numbers.timeToKeyDead.why",
      ]
    `);
  });
});

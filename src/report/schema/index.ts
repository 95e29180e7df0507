import { z } from 'zod';
import { account } from './account.ts';
import { acquisition, particular, recommendation, reportedFinding } from './points.ts';
import { action, exhibit, sharedList, step, timelineEntry } from './record.ts';
import { subject } from './subject.ts';
import { amount, basis, knownOf, restsOn, text, hostTime, whole } from './words.ts';

const identification = z.strictObject({
  caseId: text,
  title: text,
  mode: z.enum(['real', 'drill']),
  scenario: text.exactOptional(),
  status: z.enum(['draft', 'final']),
  openedAt: hostTime,
  asOf: hostTime,
  operator: text,
  operatorKind: z.enum(['person', 'script', 'model']),
  playbook: z.strictObject({ id: text, version: text, sha256: text }),
  tool: text,
  environment: z.strictObject({ node: text, os: text, host: text, user: text }),
  tlp: z.literal('AMBER'),
});

const loss = z.strictObject({
  lost: amount,
  avoidable: knownOf(amount),
  asset: text,
  method: text,
  atLeast: z.boolean().exactOptional(),
});

const verdict = z.strictObject({
  is: z.enum(['contained', 'partly-contained', 'not-contained', 'open']),
  because: text,
  numbers: z.strictObject({
    timeToKeyDead: knownOf(whole),
    moneyLost: knownOf(loss),
    evidenceComplete: z.strictObject({ present: whole, required: whole }),
    unknowns: whole,
    harm: z.array(text),
  }),
  metrics: z.array(z.strictObject({ name: text, ms: knownOf(whole) })),
});

const clock = z.strictObject({
  venue: text,
  at: hostTime,
  offsetMs: whole,
  roundTripMs: whole,
  moment: z.enum(['start', 'end', 'probe']),
  timeServer: z.strictObject({ stratum: whole, rootDelayMs: whole, rootDispersionMs: whole }).exactOptional(),
});

const integrity = z.strictObject({
  journalRecords: whole,
  journalHead: text,
  exchanges: whole,
  redactions: whole,
  signatureKey: knownOf(text),
  trustedTime: knownOf(text),
  attestation: text,
});

/**
 * The form of report.json. The model's types stay the source: a test has the compiler compare the two, member by
 * member, so neither can change without the other.
 */
export const reportSchema = z.strictObject({
  format: z.literal('firebreak-report/1'),
  copy: z
    .strictObject({ of: text })
    .describe('Only in a copy for sharing: amounts, addresses and names are stand-ins')
    .exactOptional(),
  identification,
  verdict,
  summary: z.array(z.strictObject({ text, basis, restsOn })),
  subjects: z.array(subject),
  clocks: z.array(clock),
  timeline: z.array(timelineEntry),
  actions: z.array(action),
  steps: z.array(step),
  accounts: z.array(account),
  findings: z.array(reportedFinding),
  gaps: z.array(z.strictObject({ what: text, why: text, restsOn })),
  decisions: z.array(
    z.strictObject({ at: hostTime, what: text, recommended: text, chosen: text, because: text, by: text }),
  ),
  notes: z.array(z.strictObject({ at: hostTime, text, by: text })),
  custody: z.array(z.strictObject({ at: hostTime, item: text, action: text, by: text, reason: text })),
  exhibits: z.array(exhibit),
  sharedLists: z.array(sharedList).exactOptional(),
  integrity,
  limitations: z.array(text),
  particulars: z.array(particular).exactOptional(),
  acquisitions: z.array(acquisition).exactOptional(),
  recommendations: z.array(recommendation).exactOptional(),
  actionItems: z.array(z.strictObject({ what: text, who: text, until: text })).exactOptional(),
});

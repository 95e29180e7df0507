import { whatHoldsForACopy, type ProvenTime, type Verification } from '../evidence/index.ts';
import type { ReportComparison } from '../report/report-comparison.ts';
import { isFalseReport, reportInWords } from './verify-report.ts';
import { signatureNotProven, signatureProven, type SignatureOfReport } from './verify-signature.ts';

/** What a verification comes to, in the order in which a lawyer asks: does it hold; what is shown; what is not. */
export interface Findings {
  readonly holds: boolean;
  /** One sentence. */
  readonly verdict: string;
  /** What is shown, and by what; nothing for a bag that does not hold. */
  readonly proven: readonly { readonly what: string; readonly by: string }[];
  /** Whole sentences: what is only the word of whoever made the bag, or what nobody looked at. */
  readonly notProven: readonly string[];
}

/** Sorts what the checks found; strings from the bag are in it as they are. */
export function findingsOf(
  result: Verification,
  { report, signature }: { readonly report: ReportComparison; readonly signature: SignatureOfReport },
  expected: string | undefined,
): Findings {
  const wrong = [isFalseReport(report), signature.is === 'does not hold'].filter(Boolean).length;
  const holds = result.ok && wrong === 0;
  return {
    holds,
    verdict: verdictOf(result, wrong),
    proven: holds
      ? [...provenBy(result, report, expected), ...signatureProven(signature, report.signed)]
      : [],
    notProven: [
      ...(holds ? [] : ['Anything at all, until each line below that says WRONG is explained.']),
      ...reportNotProven(result, report),
      ...signatureNotProven(signature, report.signed),
      ...result.selfAttested,
      ...result.proven.filter((time) => !isOutside(time)).map(saidOnly),
      ...result.gaps.map(({ sentence }) => `A time that was to be confirmed: ${sentence}.`),
      ...takenOut(result),
    ],
  };
}

/** `others`: checks that fail and are not the bag's own. */
function verdictOf(result: Verification, others: number): string {
  const wrong = result.checks.filter(({ ok }) => !ok).length + others;
  if (!result.ok || others > 0) {
    return `This bag is not as it was sealed, or was not sealed as its record says: ${wrong} of the checks below ${wrong === 1 ? 'fails' : 'fail'}.`;
  }
  const copy = result.derivedFrom === undefined ? 'This bag' : 'This copy, with stand-ins in it,';
  return `${copy} is as it was sealed with the key ${result.fingerprint ?? 'unknown'}.`;
}

function provenBy(
  result: Verification,
  report: ReportComparison,
  expected: string | undefined,
): Findings['proven'] {
  const { hashed, looked, countersigned, handOvers } = result;
  return [
    {
      what: `Since it was sealed nothing in it was changed, added or removed: ${count(hashed, 'file')}.`,
      by: 'SHA-256 and SHA-512 of every file, in manifests that one signature covers',
    },
    {
      what: `Whoever holds the key ${result.fingerprint ?? 'unknown'} sealed it.`,
      by: expected === undefined ? 'the signature' : 'the signature, and the fingerprint that you gave',
    },
    {
      what: `The journal’s ${count(looked.records, 'record')} stand in their order, none changed or taken out from between.`,
      by: 'the hash of the record before it in each; the last one’s hash is signed',
    },
    {
      what: `The record and what it speaks of belong together: ${count(looked.exhibits, 'exhibit')}, ${count(looked.exchanges, 'HTTP exchange')}.`,
      by: 'place, size and SHA-256 of each in the journal; digests in the HTTP record',
    },
    {
      what: `What was taken out of the HTTP record is listed in it: ${count(looked.marks, 'mark')}.`,
      by: 'each mark and each entry of the list, compared by place, length and keyed fingerprint',
    },
    ...(report.is === 'same'
      ? [
          {
            what: `${report.from === 'record' ? 'The report says what the record gives' : 'The report says what its report.json gives'}, and nothing else: ${count(report.views, 'file')}.`,
            by: `making it again from ${report.from === 'record' ? 'journal and exhibits' : 'report.json'}, and comparing every byte${report.packedOtherwise.length > 0 ? ` (${report.packedOtherwise.join(', ')}: every byte that is in it when it is unpacked)` : ''}`,
          },
        ]
      : []),
    ...result.proven.filter(isOutside).map(confirmed),
    ...countersigned.map(({ who, fingerprint }) => ({
      what: `COUNTER-SIGNED by ${who} with ${fingerprint}.`,
      by: 'a second signature over the same tag manifest; the name is the word of who signed',
    })),
    ...handOvers.map(({ at, from, to, why, checked, key }) => ({
      what: `HANDED OVER ${at} ${from} to ${to}, ${why}: ${checked.result}.`,
      by: `a signature with ${key}; names and time are the word of who signed`,
    })),
  ];
}

const isOutside = ({ trust }: ProvenTime): boolean => trust === 'given' || trust === 'node';

const confirmed = (time: ProvenTime): Findings['proven'][number] => ({
  what: `${existed(time)}.`,
  by: `an RFC 3161 token of ${time.authority}: ${time.signer}; its root ${time.root.subject}, SHA-256 ${time.root.sha256}, ${time.trust === 'given' ? 'is one that you gave' : 'is in Node’s own list'}`,
});

/** A token whose root nobody outside vouches for. */
const saidOnly = (time: ProvenTime): string =>
  time.trust === 'drill'
    ? `${existed(time)}: said by ${time.authority}, a drill’s authority, which proves nothing.`
    : `${existed(time)}: said by ${time.authority}, whose root ${time.root.subject}, SHA-256 ${time.root.sha256}, came with the bag.`;

const existed = ({ what, genTime, accuracyMs }: ProvenTime): string =>
  `${what.charAt(0).toUpperCase()}${what.slice(1)} existed at ${genTime}${accuracyMs === undefined ? '' : ` ± ${accuracyMs} ms`}`;

function reportNotProven({ ok }: Verification, report: ReportComparison): readonly string[] {
  return ok && report.is !== 'same' && !isFalseReport(report)
    ? [`That the report says what the record gives: ${reportInWords(report)}.`]
    : [];
}

/** What was taken out cannot be checked by anybody who lacks it, nor is there a list for everything. */
const takenOut = ({ looked, derivedFrom }: Verification): readonly string[] => [
  ...(looked.marks === 0
    ? []
    : [
        'What stood where something was taken out: marks show length and keyed fingerprint only. Marks in journal and exhibits have no list.',
      ]),
  ...(derivedFrom === undefined ? [] : whatHoldsForACopy(derivedFrom)),
];

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;

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
      ...(result.isDrill ? [ofADrill] : []),
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
  const [what, how] = result.derivedFrom === undefined ? ['bag', ''] : ['copy', ', with stand-ins in it,'];
  return `This ${what}${result.isDrill ? ' of a DRILL' : ''}${how} is as it was sealed with the key ${result.fingerprint ?? 'unknown'}.`;
}

function provenBy(
  result: Verification,
  report: ReportComparison,
  expected: string | undefined,
): Findings['proven'] {
  const { hashed, looked, countersigned, handOvers } = result;
  // The tag manifests and the signature over the first are the seal itself.
  const later = hashed - looked.sealed - seal.length;
  return [
    {
      what: `Since it was sealed none of its ${count(looked.sealed, 'file')} was changed or removed, and nothing was put among them${later === 0 ? '' : `; ${count(later, 'file')} of time stamps, counter-signatures and hand-overs came beside the seal, and ${later === 1 ? 'is' : 'are'} told apart from them`}.`,
      by: 'SHA-256 and SHA-512 of each, in manifests that one signature covers',
    },
    {
      what: `Whoever holds the key ${result.fingerprint ?? 'unknown'} sealed it.`,
      by: expected === undefined ? 'the signature' : 'the signature, and the fingerprint that you gave',
    },
    {
      what: `The journal’s ${count(looked.records, 'record')} stand in their order, as they did when it was sealed: each names the one before it, and none is missing between.`,
      by: 'the hash of the record before it in each; the last one’s hash is signed',
    },
    {
      what: `The record and what it speaks of belong together: ${count(looked.exhibits, 'exhibit')}, ${count(looked.exchanges, 'HTTP exchange')}.`,
      by: 'place, size and SHA-256 of each in the journal; digests in the HTTP record',
    },
    {
      what: `Each mark of something taken out of the HTTP record is in the list of its exchange, and nothing else is: ${count(looked.marks, 'mark')}.`,
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
      by: 'a second signature over the same tag manifest; nobody signed the name: it is the word of whoever had the bag since',
    })),
    ...handOvers.map(({ at, from, to, why, checked, key }) => ({
      what: `HANDED OVER ${at} ${from} to ${to}, ${why}: ${checked.result}.`,
      by: `a signature with ${key}; names, time, reason and what a check gave then are the word of who signed, whoever that is`,
    })),
  ];
}

/** What no list of files can name, since each is over one of them or is the list. */
const seal = ['tagmanifest-sha256.txt', 'tagmanifest-sha512.txt', 'seal/tagmanifest-sha256.txt.sig'];

const ofADrill =
  'That anything in it happened: it is the record of a DRILL, against venues that firebreak played.';

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
  // Whoever calls his bag a copy is asked for no more than this: it must not pass for the other.
  if (ok && report.is === 'same' && report.from === 'report.json')
    return [
      'That the report says what the record gives: of a copy it is compared with its own report.json only, which is the word of whoever signed.',
    ];
  return ok && report.is !== 'same' && !isFalseReport(report)
    ? [`That the report says what the record gives: ${reportInWords(report)}.`]
    : [];
}

/** What was taken out cannot be checked by anybody who lacks it, nor is there a list for everything. */
const takenOut = ({ looked, derivedFrom }: Verification): readonly string[] => [
  ...(looked.takenBack === 0
    ? []
    : [
        `What ${count(looked.takenBack, 'exhibit')} held that a person took back before sealing: only the hash is in the record.`,
      ]),
  ...(looked.exchanges === 0
    ? []
    : [
        'That nothing was left out of the HTTP record without a mark before it was written: that is the word of who made it.',
      ]),
  ...(looked.marks === 0
    ? []
    : [
        'What stood where something was taken out: marks show length and keyed fingerprint only. Marks in journal and exhibits have no list.',
      ]),
  ...(derivedFrom === undefined ? [] : whatHoldsForACopy(derivedFrom)),
];

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;

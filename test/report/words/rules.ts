import type { Report, Sentence } from '../../../src/report/index.ts';

// What every sentence of the report must keep to, as plain checks: a list of complaints, empty when all is well.

/** Words that judge. A report says what was read; whether it is bad, the reader says. */
const judging =
  /\b(suspicious\w*|serious\w*|unfortunate\w*|alarming\w*|massive\w*|huge|severe\w*|shocking\w*|devastating|malicious\w*|clearly|obvious\w*|sadly|luckily|fortunate\w*|very|extremely|significant\w*|drastic\w*|heavy|heavily|terrible|dramatic\w*|sophisticated|careless\w*|negligent\w*|reckless\w*|successful\w*|excellent|perfect\w*|of course|simply)\b/i;

/** Traces of a program that had nothing to say. */
const broken =
  /\bundefined\b|\bNaN\b|\[object |\bnull\b|\bInfinity\b| {2,}|\s$|^\s|\(\)|: \.|\.\.|“”|\$\{|;\s*\.|,\s*\./;

/** Verbs in the present: outside quotations an account of what happened has none. */
const present =
  /\b(is|are|has|have|does|do|shows?|says?|answers|refuses?|refuse|needs?|holds|lists|stays|leaves?|gets?|goes|takes?|cannot|can|must|will|keeps?|runs|sends?)\b/;

const mostWordsOfOurs = 45;

/** Between “ and ” stand words of the record: what a step, a venue or a person said. */
export const outsideQuotes = (text: string): string => text.replace(/“[^”]*”/g, '“”');

export function complaintsOf(text: string): readonly string[] {
  const ours = outsideQuotes(text);
  const found: string[] = [];
  if (judging.test(ours)) found.push(`judges: ${judging.exec(ours)?.[0]}`);
  if (broken.test(text)) found.push(`broken: ${JSON.stringify(broken.exec(text)?.[0])}`);
  for (const one of ours.split(/[.:;]\s/)) {
    const words = one.split(/\s+/).length;
    if (words > mostWordsOfOurs) found.push(`${words} words: ${one.slice(0, 60)}`);
  }
  return found.map((what) => `${what} in: ${text}`);
}

/** Of the summary: an id that exists, a basis, one end, and past tense in words of ours. */
export function complaintsOfSentence(
  { text, basis, restsOn }: Sentence,
  ids: ReadonlySet<string>,
  names: readonly string[],
): readonly string[] {
  // Labels that the owner gave are names, whatever words are in them.
  const ours = names
    .reduce((left, name) => left.replaceAll(name, 'N'), outsideQuotes(text))
    // "did not say" and "would have cost" are past and conditional.
    .replace(/\b(did not|would) \w+/g, '');
  return [
    ...complaintsOf(text),
    ...(restsOn.length === 0 ? [`rests on nothing: ${text}`] : []),
    ...restsOn.filter((id) => !ids.has(id)).map((id) => `${id} does not exist: ${text}`),
    ...(['fact', 'inference', 'assumption'].includes(basis) ? [] : [`no basis: ${text}`]),
    ...(/[^.]\.$/.test(text) ? [] : [`does not end in one full stop: ${text}`]),
    ...(present.test(ours) ? [`present tense (${present.exec(ours)?.[0]}): ${text}`] : []),
    ...((text.match(/“/g) ?? []).length === (text.match(/”/g) ?? []).length
      ? []
      : [`open quotation: ${text}`]),
  ];
}

export const idsOf = (report: Report, records: readonly { readonly seq: number }[]): ReadonlySet<string> =>
  new Set([
    ...records.map(({ seq }) => `J-${seq}`),
    ...report.exhibits.map(({ id }) => id),
    ...report.findings.map(({ id }) => id),
  ]);

/** Every text that the report's own rules made, beside the summary. */
export const otherTexts = (report: Report): readonly string[] => [
  ...report.gaps.flatMap(({ what, why }) => [what, why]),
  ...report.limitations,
  ...report.verdict.metrics.map(({ name, ms }) => (ms.known ? name : `${name}: ${ms.why}`)),
  ...report.verdict.numbers.harm,
  report.verdict.because,
  ...(report.particulars ?? []).flatMap(({ what, value }) => [what, value.known ? value.value : value.why]),
  ...(report.recommendations ?? []).flatMap(({ what, because }) => [what, because]),
  ...report.findings.flatMap(({ title, confidenceBecause = '', otherwise = [] }) => [
    title,
    confidenceBecause,
    ...otherwise,
  ]),
  ...(report.acquisitions ?? []).map(({ completeness }) =>
    completeness.known ? completeness.value : completeness.why,
  ),
];

import type { Finding } from '../../domain/finding.ts';
import type { ReportedFinding } from '../model.ts';
import type { CaseView } from './case-view.ts';
import { otherwiseOf } from './other-explanations.ts';

/** The findings as recorded, each with how far it carries and what else would explain it. */
export const buildFindings = ({ records }: CaseView): readonly ReportedFinding[] =>
  records.flatMap(({ event }) => (event.type === 'finding.recorded' ? [weighed(event.finding)] : []));

const weighed = (finding: Finding): ReportedFinding => ({
  ...finding,
  // Rules name what each of their rows rests on, and two rows may lie in one exhibit.
  exhibits: [...new Set(finding.exhibits)],
  ...confidenceOf[finding.basis],
  otherwise: otherwiseOf(finding.rule),
});

/** A rule and no feeling: whoever doubts it can check the basis. */
const confidenceOf: Readonly<
  Record<
    Finding['basis'],
    { readonly confidence: 'high' | 'medium' | 'low'; readonly confidenceBecause: string }
  >
> = {
  fact: { confidence: 'high', confidenceBecause: 'what the venue answered shows it' },
  inference: { confidence: 'medium', confidenceBecause: 'it follows from what the venue answered by a rule' },
  assumption: { confidence: 'low', confidenceBecause: 'it rests on the word of a person' },
};

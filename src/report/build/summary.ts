import type { Sentence } from '../model.ts';
import type { AccountAnalysis } from './account-analysis.ts';
import type { CaseView } from './case-view.ts';
import { fact, type Told } from './sentence.ts';
import { addresses, fills, loss, markets, replacements, withdrawals } from './sentences-of-accounts.ts';
import { acts, cause, deaths, decisions, ending, leftToDo, opening } from './sentences-of-run.ts';
import { harmOf } from './verdict.ts';

/**
 * What happened, in whole sentences: past tense, who did what, no adjectives. Each is made by a rule
 * and names what it rests on, so that a reader can check it.
 */
export function buildSummary(
  view: CaseView,
  analyses: readonly AccountAnalysis[],
  told: Told,
): readonly Sentence[] {
  return [
    ...opening(view),
    ...decisions(view),
    ...acts(view),
    ...deaths(view),
    ...analyses.flatMap((analysis) => fills(view, analysis)),
    ...analyses.flatMap((analysis) => markets(view, analysis)),
    ...loss(view, analyses, told),
    ...analyses.flatMap((analysis) => withdrawals(view, analysis)),
    ...analyses.flatMap((analysis) => addresses(view, analysis)),
    ...replacements(view, told),
    ...cause(view),
    ...harmOf(view).map(({ text, restsOn }) => fact(`By the response: ${text}.`, restsOn)),
    ...leftToDo(view),
    ...ending(view, told),
  ];
}

import { nameKey } from '../../analysis/index.ts';
import type { Identification } from '../model.ts';
import type { CaseView } from './case-view.ts';

export function buildIdentification(view: CaseView): Identification {
  const { opened } = view;
  return {
    caseId: opened.caseId,
    title: titleOf(view),
    mode: opened.mode,
    ...(opened.scenario ? { scenario: opened.scenario.title } : {}),
    status: view.closed ? 'final' : 'draft',
    openedAt: view.openedAt,
    asOf: view.records.at(-1)?.at ?? view.openedAt,
    operator: operatorOf(view),
    operatorKind: opened.operatorKind,
    playbook: opened.playbook,
    tool: `${opened.tool.name} ${opened.tool.version}`,
    environment: opened.environment,
    tlp: 'AMBER',
  };
}

function titleOf({ opened, accounts }: CaseView): string {
  const names = accounts.map((about) => nameKey({ account: about.id, about }));
  const what = names.length > 2 ? `${names.length} keys` : names.join(' and ');
  const kind =
    opened.mode === 'drill' ? `Drill${opened.scenario ? ` “${opened.scenario.title}”` : ''}` : 'Incident';
  return what === '' ? kind : `${kind}: ${what}`;
}

/** Everyone who answered or decided, in order: a hand-over leaves two names. */
export function operatorOf({ records }: CaseView): string {
  const names = new Set<string>();
  for (const { event } of records) {
    if (event.type === 'answer.given' && event.question.endsWith('/who-are-you'))
      names.add(String(event.answer));
    if ('by' in event && event.type !== 'act.intended' && event.type !== 'custody.recorded')
      names.add(event.by);
  }
  // Before the name is asked for, answers are by "operator".
  if (names.size > 1) names.delete('operator');
  return [...names].join(', ') || 'operator';
}

import { nameKey, stateOf, type KeyInScope } from '../../analysis/index.ts';
import { permissionScopes, type KeyReport } from '../../domain/api-key.ts';
import type { AccountInCase } from '../../domain/run-event.ts';
import { observed, recordId, type CaseView } from './case-view.ts';
import { gap, type KindedGap } from './gap.ts';
import { reportOf } from './subjects.ts';

/** What is not known about the keys, and which accounts were left aside. */
export function gapsOfKeys(view: CaseView): readonly KindedGap[] {
  return [
    ...view.keys.flatMap((key) => gapOfProof(key)),
    ...view.accounts.flatMap((account) => gapsOfReports(view, account)),
    ...outOfScope(view),
  ];
}

function gapOfProof(key: KeyInScope): readonly KindedGap[] {
  const state = stateOf(key);
  if (state === 'dead') return [];
  const last = key.proofs.at(-1);
  const restsOn = last ? [last.exhibit, recordId(last.seq)] : [];
  const why = last?.proof.why ?? 'no proof was made';
  const name = nameKey(key);
  if (state === 'alive') return [gap('failed', `${name} still works`, why, restsOn)];
  if (state === 'doubted') return [gap('unknown', `Whether ${name} is still dead`, why, restsOn)];
  return [gap('unknown', `Whether ${name} is dead`, why, restsOn)];
}

function gapsOfReports(view: CaseView, account: AccountInCase): readonly KindedGap[] {
  const name = nameKey({ account: account.id, about: account });
  const suspect = reportOf(view, account.id, 'suspect');
  const gaps = suspect.known
    ? unsaid(suspect.value, name, exhibitsOf(view, account.id, 'suspect'), ['createdAt', 'lastUsedAt'])
    : [gap('unknown', `What ${name} may do`, suspect.why)];
  const replacement = reportOf(view, account.id, 'replacement');
  if (!replacement.known) return gaps;
  return [
    ...gaps,
    ...unsaid(
      replacement.value,
      `the replacement of ${name}`,
      exhibitsOf(view, account.id, 'replacement'),
      [],
    ),
  ];
}

const facts = { createdAt: 'when it was made', lastUsedAt: 'when it was last used' } as const;

/** What the venue did not say of a key and would matter. */
function unsaid(
  report: KeyReport,
  name: string,
  restsOn: readonly string[],
  wanted: readonly (keyof typeof facts)[],
): readonly KindedGap[] {
  const silent = 'the venue does not say';
  const scopes = permissionScopes.filter((scope) => report.scopes[scope] === 'unknown');
  const { ipRestricted, ipAllowlist } = report;
  return [
    ...scopes.map((scope) => gap('unknown', `Whether ${name} has the scope ${scope}`, silent, restsOn)),
    ...(ipRestricted === 'unknown'
      ? [gap('unknown', `Whether ${name} is bound to addresses`, silent, restsOn)]
      : []),
    ...(ipRestricted !== 'denied' && !ipAllowlist.known
      ? [gap('unknown', `The addresses that ${name} works from`, ipAllowlist.why, restsOn)]
      : []),
    ...wanted.flatMap((fact) => {
      const value = report[fact];
      return value.known ? [] : [gap('unknown', `${name}: ${facts[fact]}`, value.why, restsOn)];
    }),
  ];
}

const exhibitsOf = (view: CaseView, account: string, holder: 'suspect' | 'replacement'): readonly string[] =>
  observed(view, account, 'key-report', holder)
    .slice(0, 1)
    .map(({ event }) => event.exhibit);

function outOfScope({ opened, keys }: CaseView): readonly KindedGap[] {
  if (keys.length === 0)
    return [gap('not-done', 'No account came into scope', 'the record ends before it, or none was chosen')];
  const left = opened.accounts.filter(({ id }) => !keys.some(({ account }) => account === id));
  const missing = keys.filter(({ about }) => about === undefined);
  return [
    ...left.map((about) =>
      gap(
        'not-done',
        `${nameKey({ account: about.id, about })} was not examined`,
        'the account was not in scope',
      ),
    ),
    ...missing.map(({ account }) =>
      gap(
        'unknown',
        `Account ${account} is in scope`,
        'the case does not describe it, so nothing of it is in this report',
      ),
    ),
  ];
}

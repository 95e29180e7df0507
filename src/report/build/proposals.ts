import { nameKey, stateOf } from '../../analysis/index.ts';
import { known, unknown } from '../../domain/known.ts';
import type { Recommendation } from '../model.ts';
import { lastFact, recordId, type CaseView } from './case-view.ts';
import type { KindedGap } from './gap.ts';
import { trustedTimeOf } from './trusted-time.ts';

type Proposal = Omit<Recommendation, 'id'>;
type Priority = 'high' | 'medium' | 'low';

/** What follows from findings and gaps by rule. Each says by which; nobody has accepted it yet. */
export const proposals = (view: CaseView, gaps: readonly KindedGap[]): readonly Proposal[] => [
  ...keysNotDead(view),
  ...fromFindings(view),
  ...fromCause(view),
  ...responderKeys(view),
  ...fromGaps(gaps),
  ...fromTime(view),
];

const proposed = (
  what: string,
  because: string,
  priority: Priority,
  restsOn: readonly string[],
): Proposal => ({
  what,
  because,
  priority: known(priority),
  owner: unknown('nobody was named'),
  due: unknown('no date was set'),
  status: 'proposed',
  restsOn: restsOn.slice(0, 12),
});

const keysNotDead = ({ keys }: CaseView): readonly Proposal[] =>
  keys.flatMap((key) => {
    if (stateOf(key) === 'dead') return [];
    const last = key.proofs.at(-1);
    return [
      proposed(
        `Revoke ${nameKey(key)} and prove it dead`,
        last?.proof.why ?? 'no proof was made',
        'high',
        last ? [last.exhibit, recordId(last.seq)] : [],
      ),
    ];
  });

const byRule: Readonly<Record<string, readonly [what: string, priority: Priority]>> = {
  'foreign-key': ['Delete each key that nobody of the owner made', 'high'],
  'foreign-sub-account-key': ['Delete each key of a sub-account that nobody of the owner made', 'high'],
  'foreign-withdrawal-address': ['Take each address that is not the owner’s off the list', 'high'],
  'new-withdrawal-address': ['Confirm each added withdrawal address, or take it off the list', 'high'],
  'pending-withdrawal': ['Ask the venue to stop each withdrawal that the owner did not ask for', 'high'],
  'withdrawal-not-ours': ['Report the withdrawals to the venue with the ids of the transfers', 'high'],
  'ip-allowlist-missing-or-different': ['Bind each key to the addresses that it is used from', 'medium'],
  'scope-wider-than-expected': ['Give each key the scopes of its one task and no more', 'medium'],
  'attested-scope': ['Have a second person read on the venue’s page what one person attested', 'low'],
};

/** Findings of one rule are one proposal. */
function fromFindings({ records }: CaseView): readonly Proposal[] {
  const found = new Map<string, string[]>();
  for (const { event } of records) {
    if (event.type !== 'finding.recorded' || byRule[event.finding.rule] === undefined) continue;
    const ids = found.get(event.finding.rule) ?? [];
    found.set(event.finding.rule, [...ids, event.finding.id]);
  }
  return [...found].flatMap(([rule, ids]) => {
    const [what, priority] = byRule[rule] ?? [];
    return what === undefined || priority === undefined
      ? []
      : [proposed(what, `rule ${rule} found ${ids.join(', ')}`, priority, ids)];
  });
}

function fromCause(view: CaseView): readonly Proposal[] {
  const cause = lastFact(view, 'cause', 'root-cause');
  if (typeof cause?.value === 'string' && cause.value !== 'unknown') return [];
  const because = cause ? 'the cause was recorded as unknown' : 'no cause is in the record';
  const restsOn = cause ? [recordId(cause.seq)] : [];
  return [proposed('Find out how the key leaked', because, 'high', restsOn)];
}

const responderKeys = ({ accounts }: CaseView): readonly Proposal[] =>
  accounts
    .filter(({ hasResponderKey }) => !hasResponderKey)
    .map(({ label }) =>
      proposed(
        `Make a read-only responder key for ${label}`,
        'the account had none, so that reading stops when the leaked key dies',
        'medium',
        [],
      ),
    );

const fromGaps = (gaps: readonly KindedGap[]): readonly Proposal[] => {
  const unread = gaps.filter(({ isUnreadList, restsOn }) => isUnreadList === true && restsOn.length > 0);
  if (unread.length === 0) return [];
  const restsOn = [...new Set(unread.flatMap((gap) => gap.restsOn))];
  return [
    proposed(
      'Ask the venue’s support, in writing, for what could not be read',
      'the gaps list parts of lists that were not read',
      'medium',
      restsOn,
    ),
  ];
};

const fromTime = (view: CaseView): readonly Proposal[] =>
  trustedTimeOf(view) !== undefined || view.opened.mode === 'drill'
    ? []
    : [
        proposed(
          'Name two time-stamp authorities in firebreak.yaml, and stamp this record',
          'no outside authority confirmed a time of this record',
          'low',
          [],
        ),
      ];

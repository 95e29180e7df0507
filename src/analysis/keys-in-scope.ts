import type { AccountId } from '../domain/account.ts';
import type { DeathProof } from '../domain/death-proof.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { AccountInCase } from '../domain/run-event.ts';
import { followSteps, type Entry } from './step-runs.ts';

/** One suspect key whose account came into scope, and what the record proves of it. */
export interface KeyInScope {
  readonly account: AccountId;
  /** Absent when the scope names an account that the case does not hold. */
  readonly about?: AccountInCase;
  readonly lanes: readonly string[];
  /** Every death proof of the key, in order. */
  readonly proofs: readonly {
    readonly proof: DeathProof;
    readonly at: string;
    readonly seq: number;
    readonly exhibit: string;
  }[];
  /** The first proof `dead` after which no proof says `alive`. */
  readonly deadSince?: { readonly at: string; readonly seq: number };
  /** The step that was to prove it dead, waived by name. */
  readonly waiver?: Extract<Outcome, { is: 'waived' }>;
}

/** The step kinds whose waiving leaves a key alive, or unproven, on purpose. */
const deathKinds: readonly string[] = ['revoke-key', 'disable-key', 'confirm-key-dead'];

/** The keys in scope: every account for which a lane opened, or that the scope step named. */
export function keysInScope(entries: readonly Entry[]): readonly KeyInScope[] {
  const opened = entries.find(({ event }) => event.type === 'case.opened')?.event;
  const accounts = opened?.type === 'case.opened' ? opened.accounts : [];
  const lanes = lanesByAccount(entries);
  const waivers = waiversByLane(entries);
  return [...lanes].map(([account, ids]) => {
    const about = accounts.find(({ id }) => id === account);
    const proofs = proofsOf(account, entries);
    const deadSince = firstLasting(proofs);
    // A later round of containment ("account:a#2") is about another key than this one.
    const waiver = ids.map((id) => (id.includes('#') ? undefined : waivers.get(id))).find((found) => found);
    return {
      account,
      ...(about ? { about } : {}),
      lanes: ids,
      proofs,
      ...(deadSince ? { deadSince } : {}),
      ...(waiver ? { waiver } : {}),
    };
  });
}

/** "tradebot-1 at Binance", or the account's id when the case does not describe it. */
export const nameKey = ({ account, about }: Pick<KeyInScope, 'account' | 'about'>): string =>
  about ? `${about.keyLabel} at ${about.venueName}` : account;

/** How the record leaves the key: `doubted` = proven dead once, and a later probe could not repeat it. */
export function stateOf(key: KeyInScope): 'dead' | 'doubted' | 'alive' | 'not-proven' {
  const last = key.proofs.at(-1)?.proof.verdict;
  if (last === 'alive') return 'alive';
  if (key.deadSince) return last === 'dead' ? 'dead' : 'doubted';
  return 'not-proven';
}

function lanesByAccount(entries: readonly Entry[]): ReadonlyMap<AccountId, readonly string[]> {
  const lanes = new Map<AccountId, string[]>();
  for (const { event } of entries) {
    if (event.type === 'lane.opened')
      lanes.set(event.account, [...(lanes.get(event.account) ?? []), event.lane]);
    for (const account of scopeNamedBy(event)) lanes.set(account, lanes.get(account) ?? []);
  }
  return lanes;
}

/** The scope step leaves the accounts as a fact before their lanes open. */
function scopeNamedBy(event: Entry['event']): readonly AccountId[] {
  if (event.type !== 'step.finished' || event.step !== 'set-scope') return [];
  const accounts = event.facts['accounts'];
  return Array.isArray(accounts) ? accounts.filter((id): id is string => typeof id === 'string') : [];
}

function proofsOf(account: AccountId, entries: readonly Entry[]): KeyInScope['proofs'] {
  return entries.flatMap(({ event, at, seq }) =>
    event.type === 'observation.made' &&
    event.account === account &&
    event.holder === 'suspect' &&
    event.what === 'death-proof' &&
    event.deathProof
      ? [{ proof: event.deathProof, at, seq, exhibit: event.exhibit }]
      : [],
  );
}

function firstLasting(proofs: KeyInScope['proofs']): KeyInScope['deadSince'] {
  const alive = proofs.findLastIndex(({ proof }) => proof.verdict === 'alive');
  const dead = proofs.slice(alive + 1).find(({ proof }) => proof.verdict === 'dead');
  return dead ? { at: dead.at, seq: dead.seq } : undefined;
}

function waiversByLane(entries: readonly Entry[]): ReadonlyMap<string, NonNullable<KeyInScope['waiver']>> {
  const proving = new Set(
    entries.flatMap(({ event }) =>
      event.type === 'observation.made' && event.what === 'death-proof'
        ? [`${event.lane}\n${event.step}`]
        : [],
    ),
  );
  const waivers = new Map<string, NonNullable<KeyInScope['waiver']>>();
  for (const { lane, step, kind, outcome } of followSteps(entries)) {
    const isProving = deathKinds.includes(kind ?? step) || proving.has(`${lane}\n${step}`);
    if (isProving && outcome?.is === 'waived') waivers.set(lane, outcome);
  }
  return waivers;
}

import { permissionScopes, type KeyReport, type PermissionScope } from '../domain/api-key.ts';
import type { Finding } from '../domain/finding.ts';
import type { Known } from '../domain/known.ts';
import { listWords } from './amounts.ts';

type Severity = Finding['severity'];

/** What is out, in the words of the first question. */
export type Leaked = 'key-id' | 'key' | 'login' | 'host' | 'platform' | 'unknown';

interface SeverityJudgement {
  readonly severity: Severity;
  readonly reason: string;
  readonly attackerCan: readonly string[];
  readonly attackerCannot: readonly string[];
}

export interface SeverityFacts {
  readonly leaked: Leaked;
  /** What each key in scope can do; unknown counts as everything. */
  readonly keys: readonly Known<KeyReport>[];
  /** Whether the attacker can send from an allowlisted address; from the host, he can. */
  readonly attackerOnAllowlist: boolean | 'unknown';
  /** Whether a strong second factor guards the login. */
  readonly strongSecondFactor: boolean | 'unknown';
}

/**
 * Severity by what leaked and what it can do. A permission that the venue does not tell counts as
 * granted, an allowlist lowers severity only when the attacker is known to be outside of it, and a
 * trade-only key is never harmless: accounts were emptied through thin pairs alone.
 */
export function judgeSeverity(facts: SeverityFacts): SeverityJudgement {
  if (facts.leaked === 'key-id') return keyIdOnly;
  if (facts.leaked === 'login') return judgeLogin(facts);
  if (facts.leaked === 'host' || facts.leaked === 'unknown') return widen(facts);
  return judgeKeys(facts);
}

const keyIdOnly: SeverityJudgement = {
  severity: 'note',
  reason: 'only the key id is out: without the secret every signature fails',
  attackerCan: [],
  attackerCannot: ['send any signed request'],
};

function judgeLogin(facts: SeverityFacts): SeverityJudgement {
  const can = ['everything', 'make new keys', 'change the withdrawal whitelist'];
  if (facts.strongSecondFactor === true) {
    const reason = 'the login is out; a strong second factor stands in the way';
    return { severity: 'high', reason, attackerCan: can, attackerCannot: ['pass a strong second factor'] };
  }
  const guard =
    facts.strongSecondFactor === false
      ? 'no strong second factor guards it'
      : 'whether a second factor guards it is not known';
  return {
    severity: 'critical',
    reason: `the login is out and ${guard}`,
    attackerCan: can,
    attackerCannot: [],
  };
}

/** The host, or no idea: each key that may have lain there counts, and no allowlist helps. */
function widen(facts: SeverityFacts): SeverityJudgement {
  const keys = judgeKeys({ ...facts, attackerOnAllowlist: true });
  if (facts.leaked === 'host') {
    const reason = 'the host is out: every key on it works from its allowlisted address';
    return { ...keys, severity: 'critical', reason };
  }
  return { ...keys, reason: `what leaked is not known, so every key of the account counts; ${keys.reason}` };
}

function judgeKeys(facts: SeverityFacts): SeverityJudgement {
  if (facts.keys.length === 0) return allUnknown('no key has been read: everything counts as allowed');
  const judged = facts.keys.map((key) => (key.known ? judgeKey(key.value, facts) : allUnknown(key.why)));
  return judged.reduce((worst, next) => (rank(next.severity) > rank(worst.severity) ? next : worst));
}

function judgeKey(report: KeyReport, facts: SeverityFacts): SeverityJudgement {
  const open = permissionScopes.filter((scope) => report.scopes[scope] !== 'denied');
  const unsaid = open.filter((scope) => report.scopes[scope] === 'unknown');
  // Key management alone is not taken as granted: a venue without a flag for it lets a key make keys of
  // sub-accounts at most, and those cannot withdraw (venues-core §1.2). It is named all the same.
  const counted = open.filter((scope) => scope !== 'manage-keys' || report.scopes[scope] === 'granted');
  const [severity, reason] = byScopes(counted);
  const doubt = describeDoubt(unsaid);
  const judgement = {
    severity,
    reason: reason + doubt,
    attackerCan: open.map((scope) => abilities[scope]),
    attackerCannot: permissionScopes
      .filter((scope) => !open.includes(scope))
      .map((scope) => abilities[scope]),
  };
  return isShutOut(report, facts) ? lower(judgement) : judgement;
}

function describeDoubt(unsaid: readonly PermissionScope[]): string {
  const taken = unsaid.filter((scope) => scope !== 'manage-keys');
  const granted = taken.length > 0 ? `; the venue does not say ${listWords(taken)}, taken as granted` : '';
  return unsaid.includes('manage-keys')
    ? `${granted}; the venue does not say whether it can manage keys`
    : granted;
}

const tradeScopes: readonly PermissionScope[] = ['spot-trade', 'margin', 'futures', 'options'];

function byScopes(open: readonly PermissionScope[]): readonly [Severity, string] {
  if (open.includes('withdraw')) return ['critical', 'the key can withdraw'];
  if (open.includes('manage-keys'))
    return ['critical', 'the key can manage keys: it can make one that withdraws'];
  if (open.includes('manage-addresses'))
    return ['high', 'the key can add withdrawal addresses: it prepares a theft that another key completes'];
  if (open.includes('transfer')) {
    return [
      'high',
      'the key can move funds between wallets and sub-accounts: no sub-account bounds the loss',
    ];
  }
  if (open.some((scope) => tradeScopes.includes(scope))) {
    return [
      'high',
      'the key can trade: money can leave through thin pairs, bounded by the balance that the key reaches',
    ];
  }
  if (open.includes('read'))
    return ['low', 'the key can only read: balances, orders and history are exposed'];
  return ['note', 'the venue says that the key can do nothing'];
}

const abilities: Readonly<Record<PermissionScope, string>> = {
  read: 'see balances, orders and history',
  'spot-trade': 'trade on spot markets: buy thin pairs high and sell low against a waiting counterparty',
  margin: 'trade with borrowed funds',
  futures: 'trade futures',
  options: 'trade options',
  transfer: 'move funds between wallets and sub-accounts',
  withdraw: 'withdraw funds from the account',
  'manage-keys': 'make, change and delete keys',
  'manage-addresses': 'add or change withdrawal addresses',
};

const isShutOut = (report: KeyReport, facts: SeverityFacts): boolean =>
  report.ipRestricted === 'granted' && facts.attackerOnAllowlist === false;

function lower(judgement: SeverityJudgement): SeverityJudgement {
  const severity = severities[Math.max(0, rank(judgement.severity) - 1)] ?? judgement.severity;
  const reason = `${judgement.reason}; one lower, as the key is bound to addresses that the attacker is not on`;
  return { ...judgement, severity, reason };
}

function allUnknown(why: string): SeverityJudgement {
  const reason = `what the key can do is not known (${why}), so everything counts as allowed`;
  return {
    severity: 'critical',
    reason,
    attackerCan: permissionScopes.map((scope) => abilities[scope]),
    attackerCannot: [],
  };
}

const severities: readonly Severity[] = ['note', 'low', 'high', 'critical'];
const rank = (severity: Severity): number => severities.indexOf(severity);

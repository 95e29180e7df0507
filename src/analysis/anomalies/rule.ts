import type { Account } from '../../domain/account.ts';
import type { KeyReport } from '../../domain/api-key.ts';
import type { Hole } from '../../domain/coverage.ts';
import type { ExhibitId } from '../../domain/exhibit.ts';
import type { Finding } from '../../domain/finding.ts';
import type { Known } from '../../domain/known.ts';
import type {
  MarketPrice,
  OpenOrder,
  PastOrder,
  Trade,
  Withdrawal,
  WithdrawalAddress,
} from '../../domain/trading.ts';
import { listWords } from '../amounts.ts';

/** Rows that were read, where they lie and where the reading has holes. */
export interface Looked<Row> {
  readonly rows: readonly Row[];
  readonly exhibits: readonly ExhibitId[];
  readonly holes: readonly Hole[];
}

interface LookedAtKey {
  readonly report: KeyReport;
  readonly exhibits: readonly ExhibitId[];
}

/** What a rule may look at. Each is known or says why not. */
interface AnomalyEvidence {
  readonly trades: Known<Looked<Trade>>;
  readonly orders: Known<Looked<PastOrder>>;
  readonly openOrders: Known<Looked<OpenOrder>>;
  readonly prices: Known<Looked<MarketPrice>>;
  readonly withdrawals: Known<Looked<Withdrawal>>;
  readonly addresses: Known<Looked<WithdrawalAddress>>;
  readonly baselineAddresses: Known<Looked<WithdrawalAddress>>;
  readonly keyReport: Known<LookedAtKey>;
  readonly baselineKeyReport: Known<LookedAtKey>;
}

export interface AnomalyInput extends AnomalyEvidence {
  readonly account: WatchedAccount;
  /** ISO time from which something may have been the attacker's. */
  readonly from: string;
  /** Ids of orders that this run cancelled itself. */
  readonly cancelledByUs: readonly string[];
}

/** What the owner wrote down about the account. A domain Account is one. */
type WatchedAccount = Pick<Account, 'id' | 'pattern' | 'expectedIpAllowlist' | 'created'> & {
  readonly task: string;
  readonly expectedScopes: readonly string[];
};

export type NewFinding = Omit<Finding, 'id'>;

/** One way in which something can be wrong. Adding one is a file here and a line in the registry. */
export interface AnomalyRule {
  readonly id: string;
  readonly title: string;
  /** Why the rule has nothing to look at, or only a part; undefined when it sees everything it needs. */
  blindTo(input: AnomalyInput): string | undefined;
  /** Pure. No finding means that none was seen in what could be looked at: ask `blindTo` as well. */
  look(input: AnomalyInput): readonly NewFinding[];
}

type Kind = keyof AnomalyEvidence;
type Value<K extends Kind> = Extract<AnomalyEvidence[K], { known: true }>['value'];

/** Makes a rule that looks only when all that it needs is known, and says so when it is not. */
export function defineRule<Need extends Kind>(rule: {
  readonly id: string;
  readonly title: string;
  readonly needs: readonly Need[];
  /** What the owner must have written down for this rule; returns what is missing. */
  readonly premise?: (account: WatchedAccount) => string | undefined;
  /** What of the evidence does not tell, although it was read. */
  readonly doubt?: (evidence: { readonly [K in Need]: Value<K> }, input: AnomalyInput) => string | undefined;
  readonly look: (evidence: { readonly [K in Need]: Value<K> }, input: AnomalyInput) => readonly NewFinding[];
}): AnomalyRule {
  const missing = (input: AnomalyInput): string | undefined => {
    const premise = rule.premise?.(input.account);
    if (premise !== undefined) return premise;
    const whys = rule.needs.flatMap((need) => {
      const evidence = input[need];
      return evidence.known ? [] : [`${words[need]} not known: ${evidence.why}`];
    });
    return whys.length > 0 ? whys.join('; ') : undefined;
  };
  return {
    id: rule.id,
    title: rule.title,
    blindTo: (input) => {
      const nothing = missing(input);
      if (nothing !== undefined) return nothing;
      const parts = [rule.doubt?.(gather(input, rule.needs), input), holesIn(rule.needs, input)];
      return parts.filter((part) => part !== undefined).join('; ') || undefined;
    },
    look: (input) => (missing(input) === undefined ? rule.look(gather(input, rule.needs), input) : []),
  };
}

/** The values of evidence that is known: `missing` has looked. */
function gather<Need extends Kind>(input: AnomalyInput, needs: readonly Need[]): { [K in Need]: Value<K> } {
  const entries = needs.map((need) => [need, (input[need] as { value: unknown }).value]);
  return Object.fromEntries(entries) as { [K in Need]: Value<K> };
}

function holesIn(needs: readonly Kind[], input: AnomalyInput): string | undefined {
  const holes = needs.flatMap((kind) => {
    const evidence = input[kind];
    if (!evidence.known || !('holes' in evidence.value)) return [];
    return evidence.value.holes.map(({ what, why }) => `${words[kind]}: ${what} not read (${why})`);
  });
  return holes.length > 0 ? `looked, but not everywhere: ${listWords(holes, 5)}` : undefined;
}

const words: Readonly<Record<Kind, string>> = {
  trades: 'trades',
  orders: 'past orders',
  openOrders: 'open orders',
  prices: 'market prices',
  withdrawals: 'withdrawals',
  addresses: 'withdrawal addresses',
  baselineAddresses: 'withdrawal addresses of the baseline',
  keyReport: 'the key report',
  baselineKeyReport: 'the key report of the baseline',
};

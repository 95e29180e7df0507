import type { Known } from '../domain/known.ts';
import { compare, groupDigits, round } from '../domain/money.ts';
import { count, isAmount } from './amounts.ts';
import { costOfSeconds, type BurnRate } from './burn-rate.ts';

/** What was seen of an account in the last minutes. */
export interface RecentFacts {
  readonly minutes: number;
  readonly unrecognisedFills: Known<number>;
  readonly unattributedFills: Known<number>;
  /** Whoever asked for them: nobody has been asked yet which addresses are ours. */
  readonly withdrawals: Known<number>;
  readonly ownOrdersCancelled: Known<number>;
  readonly burn: Known<BurnRate>;
  /** What the operator said when asked whether money is being lost. */
  readonly operatorSees: boolean | 'unknown';
  /** Whether the key can move or lose money at all. */
  readonly canActOnMoney: boolean | 'unknown';
}

interface OrderOfWork {
  readonly order: 'bleed-first' | 'evidence-first';
  readonly because: string;
  /** In words, what the evidence costs if it is taken first; absent when nothing is known to be lost. */
  readonly priceOfEvidence?: string;
}

/**
 * Stop the bleeding first, or secure the evidence first? Evidence goes first only when the account
 * was read and nothing is leaving, or when the key can do no harm. Not knowing counts as bleeding.
 */
export function decideOrder(input: {
  readonly recent: RecentFacts;
  readonly snapshotSeconds: number;
}): OrderOfWork {
  const { recent } = input;
  if (recent.canActOnMoney === false) {
    return { order: 'evidence-first', because: 'the key can only read: nothing can leave through it' };
  }
  const bleeding = signsOfBleeding(recent);
  const price = priceOfEvidence(recent.burn, input.snapshotSeconds);
  const priced = price === undefined ? {} : { priceOfEvidence: price };
  if (bleeding.length > 0) return { order: 'bleed-first', because: bleeding.join('; '), ...priced };
  const unread = unreadFacts(recent);
  if (unread.length > 0) {
    return {
      order: 'bleed-first',
      because: `it is not known whether money is leaving: ${unread.join('; ')}`,
      ...priced,
    };
  }
  const because = `in the last ${count(recent.minutes, 'minute')} no withdrawal, and no fill or cancel that is not ours, was seen`;
  return { order: 'evidence-first', because };
}

function signsOfBleeding(recent: RecentFacts): readonly string[] {
  const within = `in the last ${count(recent.minutes, 'minute')}`;
  const fills = positive(recent.unrecognisedFills);
  const withdrawals = positive(recent.withdrawals);
  const cancels = positive(recent.ownOrdersCancelled);
  const rate = recent.burn.known && isLosing(recent.burn.value) ? `, ${showRate(recent.burn.value)}` : '';
  return [
    ...(withdrawals > 0 ? [`${count(withdrawals, 'withdrawal')} requested ${within}`] : []),
    ...(fills > 0 ? [`${count(fills, 'fill')} not ours ${within}${rate}`] : []),
    ...(cancels > 0 ? [`${count(cancels, 'order')} of ours cancelled, not by us, ${within}`] : []),
    ...(recent.operatorSees === true ? ['the operator says that money is being lost'] : []),
  ];
}

function unreadFacts(recent: RecentFacts): readonly string[] {
  const unattributed = positive(recent.unattributedFills);
  return [
    ...(recent.unrecognisedFills.known ? [] : [`fills: ${recent.unrecognisedFills.why}`]),
    ...(recent.withdrawals.known ? [] : [`withdrawals: ${recent.withdrawals.why}`]),
    ...(unattributed > 0 ? [`${count(unattributed, 'fill')} could not be attributed`] : []),
  ];
}

function priceOfEvidence(burn: Known<BurnRate>, seconds: number): string | undefined {
  if (!burn.known || !isLosing(burn.value)) return undefined;
  const cost = groupDigits(costOfSeconds(burn.value, seconds));
  return `${count(seconds, 'second')} of reading first cost ${burn.value.atLeast ? 'at least' : 'about'} ${cost} ${burn.value.asset}`;
}

const showRate = (burn: BurnRate): string =>
  `${burn.atLeast ? 'at least ' : ''}${groupDigits(round(burn.perMinute, 2))} ${burn.asset} a minute`;

const isLosing = ({ perMinute }: BurnRate): boolean => isAmount(perMinute) && compare(perMinute, '0') === 1;

const positive = (fact: Known<number>): number => (fact.known ? fact.value : 0);

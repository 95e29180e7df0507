import {
  count,
  damageMethod,
  explainUnpriced,
  isAmount,
  hasLeft,
  listWords,
  stayed,
} from '../../analysis/index.ts';
import { known, unknown, type Known } from '../../domain/known.ts';
import { add, compare, sum } from '../../domain/money.ts';
import type { Loss } from '../model.ts';
import type { AccountAnalysis } from './account-analysis.ts';
import type { AllRows } from './all-rows.ts';
import { lastFact, type CaseView } from './case-view.ts';
import { whatIsUnread } from './open-holes.ts';
import { money, utc } from './sentence.ts';

/**
 * Money lost over all accounts: fills that are not ours, marked to market, and completed withdrawals
 * that are not ours. What could not be read, attributed or priced makes it "at least"; where nothing
 * at all has a value it is unknown, never zero.
 */
export function assessLoss(view: CaseView, analyses: readonly AccountAnalysis[]): Known<Loss> {
  const lost = sum(analyses.map(({ damage, withdrawn }) => add(damage.pricedTotal, withdrawn.pricedTotal)));
  const missing = analyses.flatMap(whatIsMissing);
  const asset = analyses[0]?.damage.asset ?? 'USDT';
  if (analyses.length === 0) return unknown('no account is in the case');
  if (missing.length > 0 && compare(lost, '0') !== 1) return unknown(listWords(missing, 4));
  return known({
    lost,
    avoidable: avoidableLoss(view),
    asset,
    method: methodOf(analyses, missing),
    ...(missing.length > 0 ? { atLeast: true } : {}),
  });
}

/** Why the sum of what has a value may not be the whole loss of an account. */
function whatIsMissing(analysis: AccountAnalysis): readonly string[] {
  const { account, window, trades, unattributed, damage, prices, withdrawals, withdrawn } = analysis;
  const of = `of ${account.label}`;
  return [
    ...unread(trades, `fills ${of}`, window.from),
    ...(unattributed.length > 0
      ? [
          `${count(unattributed.length, 'fill')} ${of} could not be attributed: ${unattributed[0]?.recognition.why ?? ''}`,
        ]
      : []),
    ...(damage.unpriced.length > 0 ? [explainUnpriced(damage.unpriced)] : []),
    ...(prices.known && prices.value.isDuringFills
      ? [
          `what the fills ${of} did to the prices themselves: ${prices.value.exhibit} was read while they went on`,
        ]
      : []),
    ...unread(withdrawals, `withdrawals ${of}`, window.from),
    ...whatIsUnclear(analysis),
    ...(withdrawn.total.known ? [] : [withdrawn.total.why]),
  ];
}

const unread = (all: Known<AllRows<unknown>>, of: string, from: string): readonly string[] => {
  const lacks = all.known ? whatIsUnread(all.value, from) : [all.why];
  return lacks.length === 0 ? [] : [`${of}: ${listWords(lacks, 3)}`];
};

/** Withdrawals of which nobody can say yet whether they are a loss. */
export function whatIsUnclear({ withdrawals, account }: AccountAnalysis): readonly string[] {
  if (!withdrawals.known) return [];
  const unclear = withdrawals.value.rows.filter(
    ({ withdrawal, recognition }) =>
      !stayed(withdrawal) &&
      (recognition.is === 'unknown' || (recognition.is === 'not-ours' && !hasLeft(withdrawal))),
  );
  const [first] = unclear;
  if (!first) return [];
  const { withdrawal, recognition } = first;
  const why = recognition.is === 'unknown' ? recognition.why : `it is ${withdrawal.status}`;
  return [`${count(unclear.length, 'withdrawal')} of ${account.label} may be lost or not: ${why}`];
}

function methodOf(analyses: readonly AccountAnalysis[], missing: readonly string[]): string {
  const prices = analyses.flatMap(({ prices: one, strangers }) =>
    strangers.length > 0 && one.known ? [`${one.value.exhibit} (${utc(one.value.at, 'host')})`] : [],
  );
  const priced = prices.length > 0 ? `; prices: ${listWords(prices)}` : '';
  const from = analyses[0]?.window.from ?? '';
  const bound = missing.length > 0 ? `At least this much; not in it: ${listWords(missing, 4)}. ` : '';
  return `${bound}Fills and completed withdrawals since ${utc(from, 'venue')} that are not ours; ${damageMethod}${priced}${partsOf(analyses)}.`;
}

/** The pictures and tables of the loss are of fills alone: who adds them up needs to know what is missing there. */
function partsOf(analyses: readonly AccountAnalysis[]): string {
  const taken = analyses.flatMap(({ withdrawals }) =>
    withdrawals.known
      ? withdrawals.value.rows.filter(
          ({ withdrawal, recognition }) => recognition.is === 'not-ours' && hasLeft(withdrawal),
        )
      : [],
  );
  if (taken.length === 0) return '';
  const asset = analyses[0]?.damage.asset ?? '';
  const byFills = money(sum(analyses.map(({ damage }) => damage.pricedTotal)));
  const byWithdrawals = money(sum(analyses.map(({ withdrawn }) => withdrawn.pricedTotal)));
  return `; of it, fills ${byFills} ${asset} and ${count(taken.length, 'withdrawal')} ${byWithdrawals} ${asset}`;
}

/** Only a drill knows what would have been lost without the response. */
function avoidableLoss(view: CaseView): Known<string> {
  if (view.opened.mode !== 'drill')
    return unknown('what would have happened cannot be known outside a drill');
  const fact = lastFact(view, 'drill.avoidableLoss')?.value;
  return typeof fact === 'string' && isAmount(fact) ? known(fact) : unknown('the drill has not computed it');
}

import { z } from 'zod';
import { defineStep } from '../playbook/step-kind.ts';
import {
  burnRate,
  chooseAsset,
  assetsOf,
  isOlder,
  judgeSeverity,
  leavingSince,
  recogniseTrades,
  type Leaked,
  type RecentFacts,
} from '../analysis/index.ts';
import { symbolsInQuestion } from '../acquisition/index.ts';
import type { Account } from '../domain/account.ts';
import type { KeyReport } from '../domain/api-key.ts';
import { durationMs } from '../domain/duration.ts';
import type { Json } from '../domain/json.ts';
import { known, unknown, type Known } from '../domain/known.ts';
import type { MarketPrice, PastOrder, Trade } from '../domain/trading.ts';
import { accountsHere } from './accounts-here.ts';
import { readListing, whyIncomplete, type Reading } from './reading.ts';
import type { CaseWorld } from './world.ts';

/**
 * Reads what vanishes first and the last minutes' fills and withdrawals, and says whether money is
 * leaving and how fast. What could not be read is unknown, and unknown counts as leaving.
 */
export const lookAtRecent = defineStep({
  id: 'look-at-recent',
  summary: 'reads the last minutes and says whether money is leaving',
  args: z.strictObject({ window: z.iso.duration(), mostSymbols: z.number().int().positive() }),
  checks: false,
  changes: false,
  facts: ['leaving', 'severity', 'reason', 'recent', 'symbols'],

  async perform(args, world: CaseWorld) {
    const looks: Look[] = [];
    for (const account of accountsHere(world)) looks.push(await look(account, args, world));
    const { severity, reason } = judgeSeverity({
      leaked: leakedFact(world),
      keys: looks.map(({ key }) => key),
      attackerOnAllowlist: world.fact('open-case.leaked') === 'host' ? true : 'unknown',
      strongSecondFactor: 'unknown',
    });
    const leaving = worstLeaving(looks);
    const burning = looks.find(({ recent }) => recent.burn.known);
    const rate = burning?.recent.burn.known ? burning.recent.burn.value : undefined;
    const speed = rate && leaving === 'yes' ? `, about ${rate.perMinute} ${rate.asset} a minute` : '';
    const unread = looks.flatMap((one) => one.unread);
    const why = `not read: ${unread.join('; ')}`;
    const summary = `money leaving: ${leaving}${speed}; severity ${severity}: ${reason}`;
    return {
      // Unverified, not unknown: what cannot be read now must not hold up containment.
      outcome: unread.length === 0 ? { is: 'verified' } : { is: 'unverified', why },
      summary: unread.length === 0 ? summary : `${summary}; ${why}`,
      facts: {
        leaving,
        severity,
        reason,
        recent: Object.fromEntries(
          looks.map(({ account, recent }) => [account.id, recent as unknown as Json]),
        ),
        symbols: Object.fromEntries(looks.map(({ account, symbols }) => [account.id, symbols])),
      },
    };
  },
});

interface Look {
  readonly account: Account;
  readonly key: Known<KeyReport>;
  readonly recent: RecentFacts;
  readonly symbols: readonly string[];
  /** Lists that could not be read whole, each with its reason. */
  readonly unread: readonly string[];
}

async function look(
  account: Account,
  args: { window: string; mostSymbols: number },
  world: CaseWorld,
): Promise<Look> {
  const windowMs = durationMs(args.window);
  const now = world.clock.now();
  const from = now.minus({ milliseconds: windowMs }).toISO() ?? '';
  const openOrders = await readListing('listOpenOrders', {}, account, world);
  const balances = await readListing('listBalances', {}, account, world);
  const prices = await readListing('listMarketPrices', {}, account, world);
  const inQuestion = symbolsInQuestion({
    openOrders: rowsOf(openOrders),
    balances: rowsOf(balances),
    usualSymbols: account.pattern.usualSymbols,
    markets: rowsOf(prices),
    trades: [],
    orders: [],
  }).map(({ symbol }) => symbol);
  const symbols = inQuestion.slice(0, args.mostSymbols);
  const trades = await readListing('listTrades', { symbols, from }, account, world);
  const orders = await readListing('listOrders', { symbols, from }, account, world);
  const withdrawals = await readListing('listWithdrawals', { from }, account, world);
  const key = keyReport(account, world);
  const tooMany =
    symbols.length < inQuestion.length
      ? [`${symbols.length} of ${inQuestion.length} symbols were looked at`]
      : [];

  const recent: RecentFacts = {
    minutes: windowMs / 60_000,
    ...judgeTrades({
      // A venue's page may end with older rows than were asked for.
      trades: rowsOf(trades).filter(({ at }) => !isOlder(at, from)),
      // Balances, orders and prices say in which symbols to look: without one, "none" is not known.
      gaps: [...whyUnread({ trades, openOrders, balances, prices }), ...tooMany],
      orders: orders.read && !orders.incomplete ? known(orders.listing.rows) : unknown(whyNot(orders)),
      prices: rowsOf(prices),
      account,
      from,
      now: now.toISO() ?? '',
      minutes: windowMs / 60_000,
    }),
    withdrawals: countOf(leavingSince(rowsOf(withdrawals), from), whyUnread({ withdrawals })),
    operatorSees: operatorSees(world),
    canActOnMoney: canActOnMoney(key),
  };
  const unread = whyUnread({ openOrders, balances, prices, trades, orders, withdrawals });
  return { account, key, recent, symbols, unread: unread.map((why) => `${account.label}, ${why}`) };
}

const rowsOf = <Row>(reading: Reading<Row>): readonly Row[] => (reading.read ? reading.listing.rows : []);

function whyUnread(readings: Readonly<Record<string, Reading<unknown>>>): readonly string[] {
  return Object.entries(readings).flatMap(([name, reading]) => {
    const why = whyIncomplete(reading);
    return why === undefined ? [] : [`${name}: ${why}`];
  });
}

/** What was seen counts, even when there may be more; "none" only when everything was read. */
const countOf = (seen: readonly unknown[], gaps: readonly string[]): Known<number> =>
  seen.length > 0 || gaps.length === 0 ? known(seen.length) : unknown(gaps.join('; '));

function judgeTrades(input: {
  trades: readonly Trade[];
  /** Why these trades may not be all. */
  gaps: readonly string[];
  orders: Known<readonly PastOrder[]>;
  prices: readonly MarketPrice[];
  account: Account;
  from: string;
  now: string;
  minutes: number;
}): Pick<RecentFacts, 'unrecognisedFills' | 'unattributedFills' | 'ownOrdersCancelled' | 'burn'> {
  const { trades, gaps, orders, prices, account, from } = input;
  const ownOrdersCancelled = orders.known
    ? known(
        orders.value.filter((order) => isOwnCancel(order, account) && !isOlder(order.updatedAt, from)).length,
      )
    : orders;
  const recognised = recogniseTrades({ trades, orders, pattern: account.pattern });
  const that = (is: string): readonly Trade[] =>
    recognised.filter(({ recognition }) => recognition.is === is).map(({ trade }) => trade);
  const notOurs = that('not-ours');
  return {
    unrecognisedFills: countOf(notOurs, gaps),
    unattributedFills: countOf(that('unknown'), gaps),
    ownOrdersCancelled,
    burn:
      notOurs.length === 0 && gaps.length > 0 ? unknown(gaps.join('; ')) : burnNow(notOurs, prices, input),
  };
}

/** The rate of the last minute; over the whole window when the last minute was quiet. */
function burnNow(
  trades: readonly Trade[],
  prices: readonly MarketPrice[],
  { now, minutes }: { now: string; minutes: number },
): RecentFacts['burn'] {
  const asset = chooseAsset(assetsOf(trades), prices);
  const lastMinute = burnRate({ trades, prices, asset, now, minutes: 1 });
  const isQuiet = !lastMinute.known || lastMinute.value.fills === 0;
  return isQuiet ? burnRate({ trades, prices, asset, now, minutes }) : lastMinute;
}

/** An order of ours that ended cancelled in the window: a sign, as our own system may cancel too. */
const isOwnCancel = (order: PastOrder, account: Account): boolean =>
  order.status === 'cancelled' &&
  account.pattern.clientOrderIdPrefixes.some((prefix) => order.clientOrderId.startsWith(prefix));

function worstLeaving(looks: readonly Look[]): 'yes' | 'no' | 'unknown' {
  const counts = looks.flatMap(({ recent }) => [recent.unrecognisedFills, recent.withdrawals]);
  if (counts.some((count) => count.known && count.value > 0)) return 'yes';
  // A fill that nobody could attribute may be the attacker's.
  const isTold = looks.every(({ recent: { unattributedFills: left } }) => left.known && left.value === 0);
  return isTold && counts.every((count) => count.known) ? 'no' : 'unknown';
}

function keyReport(account: Account, world: CaseWorld): Known<KeyReport> {
  const reports = world.fact('introspect-keys.reports');
  const report = (reports as Record<string, unknown> | undefined)?.[account.id] as KeyReport | undefined;
  return report ? known(report) : unknown('the venue was asked and did not say');
}

function canActOnMoney(key: Known<KeyReport>): boolean | 'unknown' {
  if (!key.known) return 'unknown';
  const { scopes } = key.value;
  const grants = [
    scopes['spot-trade'],
    scopes.margin,
    scopes.futures,
    scopes.options,
    scopes.transfer,
    scopes.withdraw,
  ];
  if (grants.includes('granted')) return true;
  return grants.includes('unknown') ? 'unknown' : false;
}

function operatorSees(world: CaseWorld): boolean | 'unknown' {
  const losing = world.fact('open-case.losing');
  return losing === 'yes' ? true : losing === 'no' ? false : 'unknown';
}

function leakedFact(world: CaseWorld): Leaked {
  const leaked = world.fact('open-case.leaked');
  return leaked === 'api-key' ? 'key' : ((leaked as Leaked | undefined) ?? 'unknown');
}

const whyNot = (reading: Reading<unknown>): string => whyIncomplete(reading) ?? 'read';

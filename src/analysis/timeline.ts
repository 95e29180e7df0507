import type { AccountId, VenueId } from '../domain/account.ts';
import type { ExhibitId } from '../domain/exhibit.ts';
import type { PastOrder, WithdrawalAddress } from '../domain/trading.ts';
import { count } from './amounts.ts';
import { groupBy } from './group.ts';
import { clockTime, millisOf, spanOf } from './moments.ts';
import type { RecognisedTrade } from './recognition.ts';
import type { Entry } from './step-runs.ts';
import { describeEvents } from './timeline-events.ts';
import type { RecognisedWithdrawal } from './withdrawal-recognition.ts';

export type TimelineLane = 'attacker' | 'responder' | 'venue' | 'firebreak';

export interface TimelineEntry {
  readonly at: string;
  readonly lane: TimelineLane;
  readonly what: string;
  /** Whose clock the time is. */
  readonly clock: 'host' | 'venue';
  readonly account?: string;
  readonly restsOn: readonly string[];
}

/** What the rows of an account show of others' doings. Own fills and withdrawals are left out by the caller. */
export interface AccountTraces {
  readonly account: AccountId;
  readonly venue: VenueId;
  readonly trades: readonly RecognisedTrade[];
  readonly withdrawals: readonly RecognisedWithdrawal[];
  readonly addedAddresses: readonly WithdrawalAddress[];
  /** Orders of ours that somebody else cancelled. */
  readonly cancelledOrders: readonly PastOrder[];
  readonly exhibits: {
    readonly trades: readonly ExhibitId[];
    readonly withdrawals: readonly ExhibitId[];
    readonly addresses: readonly ExhibitId[];
    readonly orders: readonly ExhibitId[];
  };
}

/** Fills of one symbol with no longer pause than this are one burst. */
const burstPauseMs = 2 * 60_000;

/**
 * Merges the journal (host's clock) with the accounts' rows (venue's clock). Times stay as their
 * clock wrote them; entries are put in order by the host's clock, with the measured offset taken out.
 *
 * @param input.offsetsMs venue − host in ms, by venue; a venue without one counts as in step.
 */
export function buildTimeline(input: {
  readonly entries: readonly Entry[];
  readonly accounts: readonly AccountTraces[];
  readonly offsetsMs: ReadonlyMap<VenueId, number>;
}): readonly TimelineEntry[] {
  const traces = input.accounts.flatMap((account) => {
    const offset = input.offsetsMs.get(account.venue) ?? 0;
    return describeTraces(account).map((entry) => ({ entry, onHost: hostMillis(entry, offset) }));
  });
  const events = describeEvents(input.entries).map((entry) => ({ entry, onHost: hostMillis(entry, 0) }));
  // Sorting is stable: what happened in one millisecond keeps its order, traces first.
  return [...traces, ...events].sort((a, b) => a.onHost - b.onHost).map(({ entry }) => entry);
}

/** A time that cannot be read goes to the end rather than to a place that nobody measured. */
const hostMillis = ({ at }: TimelineEntry, offsetMs: number): number => {
  const millis = millisOf(at);
  return millis === undefined ? Number.MAX_SAFE_INTEGER : millis - offsetMs;
};

function describeTraces(traces: AccountTraces): readonly TimelineEntry[] {
  return [
    ...describeCancels(traces),
    ...describeFills(traces),
    ...describeWithdrawals(traces),
    ...describeAddresses(traces),
  ];
}

function describeFills({ trades, account, exhibits }: AccountTraces): readonly TimelineEntry[] {
  // Only what is not ours is put on the attacker: what could not be attributed may be ours.
  const strangers = groupBy(trades, ({ recognition, trade }) =>
    JSON.stringify([recognition.is, trade.symbol]),
  );
  return [...strangers.values()].flatMap((fills) =>
    bursts(fills).map((burst) => ({
      at: burst[0]?.trade.at ?? '',
      lane: burst[0]?.recognition.is === 'not-ours' ? ('attacker' as const) : ('venue' as const),
      what: describeBurst(burst),
      clock: 'venue' as const,
      account,
      restsOn: exhibits.trades,
    })),
  );
}

function bursts(fills: readonly RecognisedTrade[]): readonly (readonly RecognisedTrade[])[] {
  const inOrder = fills
    .map((fill) => ({ fill, at: millisOf(fill.trade.at) ?? Number.MAX_SAFE_INTEGER }))
    .sort((a, b) => a.at - b.at);
  const found: RecognisedTrade[][] = [];
  let last = -Infinity;
  for (const { fill, at } of inOrder) {
    const burst = found.at(-1);
    if (burst && at - last <= burstPauseMs) burst.push(fill);
    else found.push([fill]);
    last = at;
  }
  return found;
}

function describeBurst(burst: readonly RecognisedTrade[]): string {
  const first = burst[0];
  const last = burst.at(-1);
  if (!first || !last) return '';
  const doubt = first.recognition.is === 'not-ours' ? '' : ', not attributed';
  if (burst.length === 1) {
    const { side, amount, price, symbol } = first.trade;
    return `fill ${symbol}: ${side} ${amount} at ${price}${doubt}`;
  }
  const buys = burst.filter(({ trade }) => trade.side === 'buy').length;
  const sides = `${count(buys, 'buy')}, ${count(burst.length - buys, 'sell')}`;
  return `${count(burst.length, 'fill')} ${first.trade.symbol} ${spanOf(first.trade.at, last.trade.at)} (${sides})${doubt}`;
}

function describeWithdrawals({ withdrawals, account, exhibits }: AccountTraces): readonly TimelineEntry[] {
  return withdrawals.flatMap(({ withdrawal, recognition }) => {
    const { amount, asset, address, status, completedAt } = withdrawal;
    const entry = {
      lane: recognition.is === 'not-ours' ? ('attacker' as const) : ('venue' as const),
      clock: 'venue' as const,
      account,
      restsOn: exhibits.withdrawals,
    };
    const doubt = recognition.is === 'not-ours' ? '' : `, not attributed`;
    const requested = {
      ...entry,
      at: withdrawal.requestedAt,
      what: `withdrawal requested: ${amount} ${asset} to ${address} (${status})${doubt}`,
    };
    if (!completedAt.known) return [requested];
    const what = `withdrawal ${status}: ${amount} ${asset} to ${address}`;
    return [requested, { ...entry, lane: 'venue' as const, at: completedAt.value, what }];
  });
}

function describeAddresses({ addedAddresses, account, exhibits }: AccountTraces): readonly TimelineEntry[] {
  return addedAddresses.flatMap(({ addedAt, asset, network, address, label }) =>
    addedAt.known
      ? [
          {
            at: addedAt.value,
            lane: 'attacker' as const,
            what: `withdrawal address added: ${asset} ${network} ${address} "${label}"`,
            clock: 'venue' as const,
            account,
            restsOn: exhibits.addresses,
          },
        ]
      : [],
  );
}

function describeCancels({ cancelledOrders, account, exhibits }: AccountTraces): readonly TimelineEntry[] {
  return [...groupBy(cancelledOrders, ({ symbol }) => symbol)].map(([symbol, orders]) => {
    const times = orders.map(({ updatedAt }) => updatedAt).sort();
    const first = times[0] ?? '';
    const span = spanOf(first, times.at(-1) ?? first);
    return {
      at: first,
      lane: 'attacker' as const,
      what: `${count(orders.length, 'order')} with our client order ids cancelled, not by firebreak: ${symbol} ${span === clockTime(first) ? `at ${span}` : span}`,
      clock: 'venue' as const,
      account,
      restsOn: exhibits.orders,
    };
  });
}

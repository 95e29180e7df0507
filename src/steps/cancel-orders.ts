import { z } from 'zod';
import { defineStep } from '../playbook/step-kind.ts';
import { recogniseOrders } from '../analysis/index.ts';
import type { Account } from '../domain/account.ts';
import type { OpenOrder } from '../domain/trading.ts';
import { accountsHere } from './accounts-here.ts';
import { actByHand } from './by-hand.ts';
import { readListing, whyIncomplete } from './reading.ts';
import type { CaseWorld } from './world.ts';

/** Cancels resting orders that are not ours; orders that nobody can tell are shown, never touched. */
export const cancelUnrecognisedOrders = defineStep({
  id: 'cancel-unrecognised-orders',
  summary: 'cancels resting orders that are not ours, after asking by name',
  args: z.strictObject({}),
  checks: false,
  changes: true,
  facts: ['cancelled', 'unclear'],

  async perform(_args, world: CaseWorld) {
    const cancelled: string[] = [];
    const unclear: string[] = [];
    for (const account of accountsHere(world)) {
      const reading = await readListing('listOpenOrders', {}, account, world);
      const why = whyIncomplete(reading);
      if (why || !reading.read)
        return { outcome: { is: 'unknown', why: why ?? 'not read' }, summary: why ?? 'not read' };
      const sorted = sortOrders(reading.listing.rows, account);
      unclear.push(...sorted.unclear.map(({ id }) => id));
      if (sorted.notOurs.length > 0 && (await approved(sorted.notOurs, world))) {
        await cancel(sorted.notOurs, account, world);
        cancelled.push(...sorted.notOurs.map(({ id }) => id));
      }
    }
    const summary =
      cancelled.length + unclear.length === 0
        ? 'no resting order that is not ours'
        : `${cancelled.length} cancelled, ${unclear.length} unclear and left`;
    return { outcome: { is: 'verified' }, summary, facts: { cancelled, unclear } };
  },
});

/** Reads the open orders again: none is left that is not ours. */
export const confirmNoUnrecognisedOrders = defineStep({
  id: 'confirm-no-unrecognised-orders',
  summary: 'confirms by reading again that no order that is not ours rests on the book',
  args: z.strictObject({}),
  checks: true,
  changes: false,
  facts: [],

  async perform(_args, world: CaseWorld) {
    for (const account of accountsHere(world)) {
      const reading = await readListing('listOpenOrders', {}, account, world);
      const why = whyIncomplete(reading);
      if (why || !reading.read)
        return { outcome: { is: 'unknown', why: why ?? 'not read' }, summary: why ?? 'not read' };
      const { notOurs, unclear } = sortOrders(reading.listing.rows, account);
      if (notOurs.length > 0) return ended('failed', `${notOurs.length} orders that are not ours still rest`);
      if (unclear.length > 0)
        return ended('unknown', `${unclear.length} resting orders that nobody can tell`);
    }
    return { outcome: { is: 'verified' }, summary: '' };
  },
});

const ended = (is: 'failed' | 'unknown', why: string) => ({ outcome: { is, why }, summary: why }) as const;

function sortOrders(orders: readonly OpenOrder[], account: Account) {
  const recognised = recogniseOrders({ orders, pattern: account.pattern });
  const that = (is: string) =>
    recognised.filter(({ recognition }) => recognition.is === is).map(({ order }) => order);
  return { notOurs: that('not-ours'), unclear: that('unknown') };
}

async function approved(orders: readonly OpenOrder[], world: CaseWorld): Promise<boolean> {
  const list = orders.map((o) => `${o.symbol} ${o.side} ${o.amount} @ ${o.price} (${o.id})`).join('; ');
  const said = await world.ask({
    id: 'cancel',
    kind: 'choice',
    prompt: `Cancel ${orders.length} orders that are not ours?`,
    why: list,
    choices: [
      { value: 'leave', label: 'Leave them', key: 'l', harmless: true },
      { value: 'cancel', label: 'Cancel them', key: 'c' },
    ],
    initial: 'leave',
    destructive: true,
  });
  return said === 'cancel';
}

async function cancel(orders: readonly OpenOrder[], account: Account, world: CaseWorld): Promise<void> {
  const { cancelOrders } = world.venueOf(account).capabilities;
  const holder = holderThatTrades(account, world);
  const subject = orders.map(({ id }) => id).join(', ');
  const shared = {
    undo: 'place the order again',
    why: 'resting orders still trade after the key is dead',
    readBack: () => areGone(orders, account, world),
  };
  if (cancelOrders.by !== 'api' || !holder) {
    await actByHand(
      { ...shared, account, capability: 'cancelOrders', what: 'cancel-orders', subject },
      world,
    );
    return;
  }
  await world.act({
    ...shared,
    id: 'cancel-orders',
    account: account.id,
    what: 'cancel orders',
    target: subject,
    by: 'api',
    with: holder,
    repeatable: cancelOrders.repeatable,
    effect: async () => {
      const session = await world.open(account, holder);
      try {
        await cancelOrders.run(session, orders);
      } finally {
        await session.close();
      }
    },
  });
}

/** A responder key should only read; a key that may trade is asked for, not assumed. */
function holderThatTrades(account: Account, world: CaseWorld): 'replacement' | undefined {
  return world.keyring.has(account, 'replacement') ? 'replacement' : undefined;
}

async function areGone(orders: readonly OpenOrder[], account: Account, world: CaseWorld) {
  const reading = await readListing('listOpenOrders', {}, account, world);
  const why = whyIncomplete(reading);
  if (why || !reading.read) return { result: 'unknown', how: why ?? 'not read' } as const;
  const left = reading.listing.rows.filter((row) => orders.some(({ id }) => id === row.id));
  if (left.length > 0) return { result: 'not-done', how: `${left.length} still rest` } as const;
  return { result: 'done', how: 'the venue no longer lists them', exhibits: [reading.exhibit] } as const;
}

import { z } from 'zod';
import { defineStep } from '../playbook/step-kind.ts';
import { recogniseOrders } from '../analysis/index.ts';
import type { Account } from '../domain/account.ts';
import type { ActFinished } from '../domain/run-event.ts';
import type { OpenOrder } from '../domain/trading.ts';
import { accountsHere } from './accounts-here.ts';
import { actByHand } from './by-hand.ts';
import { asFirstSeen } from './as-first-seen.ts';
import { ended } from './ended.ts';
import { readWhole } from './reading.ts';
import { withSession } from './with-session.ts';
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
    const left: string[] = [];
    const unclear: string[] = [];
    for (const account of accountsHere(world)) {
      const seen = await readWhole('listOpenOrders', account, world);
      if ('why' in seen) return ended('unknown', seen.why);
      const sorted = sortOrders(seen.rows, account);
      unclear.push(...sorted.unclear.map(({ id }) => id));
      const notOurs = await asFirstSeen('not-ours', sorted.notOurs, account, world);
      if (notOurs.length === 0) continue;
      const isDone = (await approved(notOurs, world)) && (await cancel(notOurs, account, world));
      (isDone ? cancelled : left).push(...notOurs.map(({ id }) => id));
    }
    const counts = [`${cancelled.length} cancelled`, `${left.length} left`, `${unclear.length} unclear`];
    const isNone = cancelled.length + left.length + unclear.length === 0;
    const summary = isNone ? 'no resting order that is not ours' : counts.join(', ');
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
      const seen = await readWhole('listOpenOrders', account, world);
      if ('why' in seen) return ended('unknown', seen.why);
      const { notOurs, unclear } = sortOrders(seen.rows, account);
      if (notOurs.length > 0) return ended('failed', `${notOurs.length} orders that are not ours still rest`);
      if (unclear.length > 0)
        return ended('unknown', `${unclear.length} resting orders that nobody can tell`);
    }
    return { outcome: { is: 'verified' }, summary: '' };
  },
});

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

async function cancel(orders: readonly OpenOrder[], account: Account, world: CaseWorld): Promise<boolean> {
  const { result } = await cancelAct(orders, account, world);
  return result === 'done';
}

function cancelAct(orders: readonly OpenOrder[], account: Account, world: CaseWorld): Promise<ActFinished> {
  const { cancelOrders } = world.venueOf(account).capabilities;
  const holder = holderThatTrades(account, world);
  const subject = orders.map(({ id }) => id).join(', ');
  const shared = {
    undo: 'place the order again',
    why: 'resting orders still trade after the key is dead',
    readBack: () => areGone(orders, account, world),
  };
  if (cancelOrders.by !== 'api' || !holder) {
    return actByHand(
      { ...shared, account, capability: 'cancelOrders', what: 'cancel-orders', subject },
      world,
    );
  }
  return world.act({
    ...shared,
    id: `cancel-orders:${account.id}`,
    account: account.id,
    what: 'cancel orders',
    target: subject,
    by: 'api',
    with: holder,
    repeatable: cancelOrders.repeatable,
    effect: () =>
      withSession(account, holder, world, (session) => cancelOrders.run(session, orders), cancelOrders),
  });
}

/** A responder key should only read; a key that may trade is asked for, not assumed. */
function holderThatTrades(account: Account, world: CaseWorld): 'replacement' | undefined {
  return world.keyring.has(account, 'replacement') ? 'replacement' : undefined;
}

async function areGone(orders: readonly OpenOrder[], account: Account, world: CaseWorld) {
  const seen = await readWhole('listOpenOrders', account, world);
  if ('why' in seen) return { result: 'unknown', how: seen.why } as const;
  const left = seen.rows.filter((row) => orders.some(({ id }) => id === row.id));
  if (left.length > 0) return { result: 'not-done', how: `${left.length} still rest` } as const;
  return { result: 'done', how: 'the venue no longer lists them', exhibits: [seen.exhibit] } as const;
}

import { BadInput } from '../domain/failure.ts';
import type { KeyHolderActs, Refusal } from './contract.ts';
import { planConvert, planSweep } from './converting.ts';
import type { Converts } from './converting.ts';
import { LedgerRefusal } from './ledger-books.ts';
import type { Actor, Mutation, MutationOf } from './mutation.ts';
import type { SimulatorScope } from './opening-books.ts';
import type { VenueCore } from './venue-core.ts';
import { refusalOf } from './venue-refusal.ts';
import type { InVenueWords } from './venue-refusal.ts';

export type WantedFill = Parameters<KeyHolderActs['trade']>[0];
export type WantedWithdrawal = Parameters<KeyHolderActs['withdraw']>[0];

/** What is a venue's own in it. Each throws the venue's refusal. */
export interface HolderRules {
  /** The gate without HTTP: there is no request to sign or to be late. */
  readonly admit: (needs: SimulatorScope) => Actor;
  /** A positive decimal in the form that the venue takes over HTTP: the world log must read it back. */
  readonly readAmount: (name: 'price' | 'amount', text: string) => string;
  readonly planWithdrawal: (wanted: WantedWithdrawal, by: Actor) => MutationOf<'withdrawal-requested'>;
  readonly inVenueWords: InVenueWords;
  /** Absent: the venue converts nothing. */
  readonly converts?: Converts;
}

/**
 * What the holder of a key does from an address, without HTTP: the drill's attacker, the owner's own
 * bot. Every act passes the gate anew, so a deleted key ends it; weights are not counted.
 */
export function actAsKeyHolder(
  { world, lastUse, nowMs }: Pick<VenueCore, 'world' | 'lastUse' | 'nowMs'>,
  rules: HolderRules,
): KeyHolderActs {
  const act = (needs: SimulatorScope, plan: (by: Actor) => Mutation): Refusal | undefined =>
    refusalOf(() =>
      rules.inVenueWords(() => {
        const by = rules.admit(needs);
        lastUse.touch(by.key, nowMs());
        world.commit(plan(by));
      }),
    );
  return {
    cancelOrder: (id) =>
      act('spot-trade', (by) => ({ kind: 'order-cancelled', atMs: nowMs(), by, orderId: orderIdOf(id) })),
    trade: (fill) => act('spot-trade', (by) => planFill(rules, fill, { by, atMs: nowMs() })),
    convert(wanted) {
      convertsOf(rules);
      return act('spot-trade', (by) => {
        const amount = rules.readAmount('amount', wanted.amount);
        const price = rules.readAmount('price', wanted.price);
        return planConvert({ ...wanted, amount, price }, { by, atMs: nowMs() });
      });
    },
    sweepDust(wanted) {
      const converts = convertsOf(rules);
      return act('spot-trade', (by) => planSweep(world.books(), converts, wanted, { by, atMs: nowMs() }));
    },
    withdraw: (wanted) =>
      act('withdraw', (by) => {
        const amount = rules.readAmount('amount', wanted.amount);
        return rules.planWithdrawal({ ...wanted, amount }, by);
      }),
  };
}

function convertsOf({ converts }: HolderRules): Converts {
  if (converts === undefined) throw new BadInput('nothing is converted at this venue');
  return converts;
}

function orderIdOf(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new LedgerRefusal('unknown-order', text);
  return Number(text);
}

// A limit order at the counterparty's own price, filled whole: the ordinary book is not touched.
function planFill(
  rules: HolderRules,
  { symbol, side, clientOrderId, ...fill }: WantedFill,
  when: { readonly by: Actor; readonly atMs: number },
): MutationOf<'order-placed'> {
  const price = rules.readAmount('price', fill.price);
  const amount = rules.readAmount('amount', fill.amount);
  return {
    kind: 'order-placed',
    ...when,
    symbol,
    side,
    type: 'limit',
    timeInForce: 'GTC',
    price,
    amount,
    clientOrderId,
    fills: [{ price, amount }],
    then: 'rests',
  };
}

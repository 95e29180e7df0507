import { sideBySide } from '../../../src/acquisition/index.ts';
import type { CapabilityName } from '../../../src/venues/index.ts';
import { rowKey } from '../plain/loop.ts';
import type { OurReading } from './against-plain.ts';
import { readList } from './read-list.ts';

/** What is now, and the histories, each under the name that the plain loops give it. */
const lists = [
  ['open', 'listOpenOrders'],
  ['balances', 'listBalances'],
  ['trades', 'listTrades'],
  ['orders', 'listOrders'],
  ['withdrawals', 'listWithdrawals'],
  ['deposits', 'listDeposits'],
  ['ledger', 'listLedger'],
] as const satisfies readonly (readonly [string, CapabilityName])[];

const ofNow: readonly CapabilityName[] = ['listOpenOrders', 'listBalances'];

/**
 * The account as it is and its histories, side by side where the venue allows it. `sections`: what is read
 * of a list of which the plain loop asks for a part.
 */
export const readSweep =
  (sections: Partial<Record<CapabilityName, readonly string[]>> = {}): OurReading =>
  async (side) => {
    const read = await sideBySide(side.session, side.budget, lists, async ([list, name]) => {
      const asked = sections[name];
      const rows = await readList<{ readonly id: string }>(name, side, {
        isWholeHistory: ofNow.includes(name),
        ...(asked === undefined ? {} : { sections: asked }),
      });
      return list === 'balances' ? [] : rows.map(({ id }) => rowKey(list, id));
    });
    return read.flat();
  };

import { z } from 'zod';
import type { SubAccount } from '../../domain/account.ts';
import type { OpenOrder, Withdrawal } from '../../domain/trading.ts';
import { cancelEach } from '../cancelling.ts';
import type { Session } from '../contract.ts';
import { id } from '../rows.ts';
import { callFor } from './envelope.ts';
import { algoSections, botSections, openOrders, ordersSection } from './order-reads.ts';
import { astray, refused, unsendable } from './refusing.ts';

/**
 * Cancels one order a request: OKX takes lists as well, and answers them in parts. Bots are told and left
 * alone: stopping one asks whether to sell what it holds, which is for a person to say.
 */
export async function cancelOrders(session: Session, orders: readonly OpenOrder[]): Promise<void> {
  // Algo orders first: each would go on placing what is cancelled after it.
  const algos = orders.filter(isAlgo);
  const plain = orders.filter((order) => !isAlgo(order) && !isBot(order));
  await cancelEach([...algos, ...plain], (order) => cancelOne(session, order));
  refuseBots(session, orders.filter(isBot));
}

const isAlgo = ({ section = '' }: OpenOrder): boolean => section.startsWith('algo/');
const isBot = ({ section = '' }: OpenOrder): boolean => section.startsWith('bot/');

function refuseBots(session: Session, [bot]: readonly OpenOrder[]): void {
  if (bot === undefined) return;
  const detail =
    'a bot is stopped on its page: whether it sells what it holds, or closes its position, is asked there';
  throw unsendable(session, `stopping the bot ${bot.id}`, detail);
}

/** Code 0 means that OKX took the request; whether the order is gone, the caller reads back. */
async function cancelOne(session: Session, order: OpenOrder): Promise<void> {
  const doing = `cancelling order ${order.id}`;
  await (isAlgo(order)
    ? callFor(session, {
        endpoint: 'privatePostTradeCancelAlgos',
        params: [{ instId: order.symbol, algoId: order.id }],
        doing,
        row: z.object({ algoId: id, sCode: done }),
      })
    : callFor(session, {
        endpoint: 'privatePostTradeCancelOrder',
        params: { instId: order.symbol, ordId: order.id },
        doing,
        row: z.object({ ordId: id, sCode: done }),
      }));
}

const done = z.union([z.literal('0'), z.literal(0)]);

/** OKX has no "all": what rests is listed, then cancelled one by one. */
export async function cancelAllOrders(session: Session): Promise<void> {
  const found: OpenOrder[] = [];
  for (const section of [...algoSections, ordersSection]) found.push(...(await restingIn(session, section)));
  await cancelOrders(session, found);
  for (const section of botSections) refuseBots(session, await restingIn(session, section));
}

/** More than an account may have; a venue that goes on naming pages must not hold us for ever. */
const pagesAtMost = 50;

async function restingIn(session: Session, section: string): Promise<readonly OpenOrder[]> {
  const found: OpenOrder[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < pagesAtMost; page++) {
    const read = await openOrders.page(session, { section, ...(cursor === undefined ? {} : { cursor }) });
    found.push(...read.rows);
    if (read.nextCursor === undefined) return found;
    cursor = read.nextCursor;
  }
  throw astray(session, `listing what rests in ${section}`, 'the venue goes on naming further pages');
}

/** Code 0 means that OKX took the request; the caller reads the withdrawal's state back. */
export async function cancelWithdrawal(session: Session, withdrawal: Withdrawal): Promise<void> {
  await callFor(session, {
    endpoint: 'privatePostAssetCancelWithdrawal',
    params: { wdId: withdrawal.id },
    doing: `cancelling withdrawal ${withdrawal.id}`,
    row: z.object({ wdId: id }),
  });
}

export async function stopSubAccountTransfers(session: Session, subAccount: SubAccount): Promise<void> {
  const doing = `stopping transfers out of sub-account ${subAccount.id}`;
  // Up to twenty names may stand here, parted by commas: a name that holds one would be two.
  if (subAccount.id === '' || subAccount.id.includes(',')) {
    throw unsendable(session, doing, 'this is no name of a sub-account');
  }
  const now = await callFor(session, {
    endpoint: 'privatePostUsersSubaccountSetTransferOut',
    params: { subAcct: subAccount.id, canTransOut: false },
    doing,
    row: z.object({ subAcct: z.string(), canTransOut: z.boolean() }),
  });
  if (now.canTransOut)
    throw refused(session, doing, 'the reply shows a sub-account that may still transfer out');
}

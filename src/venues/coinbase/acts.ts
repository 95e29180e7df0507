import { VenueFailure } from '../../domain/failure.ts';
import type { OpenOrder } from '../../domain/trading.ts';
import { cancelEach } from '../cancelling.ts';
import type { Reply, Session } from '../contract.ts';
import { understood } from '../rows.ts';
import { cancelledOrders } from './trading-rows.ts';
import { readOpenOrders, sources } from './trading-reads.ts';

/** The most that one request takes (Cancel Orders). */
const batchSize = 100;
/** A venue that goes on naming pages must not hold us for ever. */
const pagesAtMost = 200;

/** Cancels these orders and no other, a hundred at a time. */
export const cancelOrders = (session: Session, orders: readonly OpenOrder[]): Promise<void> =>
  cancelEach(batchesOf(orders.map(({ id }) => id)), (ids) => cancelBatch(session, ids));

/** No endpoint cancels all: what rests is listed first, in every section, and then cancelled by its ids. */
export async function cancelAllOrders(session: Session): Promise<void> {
  const lists = [];
  for (const section of sources) lists.push(await restingIn(session, section));
  const ids = new Set(lists.flatMap((list) => list.ids));
  // Half a list is better than none: what is known is cancelled first, and then it is said.
  await cancelEach(batchesOf([...ids]), (batch) => cancelBatch(session, batch));
  const flaw = lists.find((list) => list.flaw !== undefined)?.flaw;
  if (flaw !== undefined) throw notUnderstood(session, 'listing what is to be cancelled', flaw);
}

interface Resting {
  readonly ids: readonly string[];
  /** Why there may be more. */
  readonly flaw?: string | undefined;
}

async function restingIn(session: Session, section: string): Promise<Resting> {
  const ids: string[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < pagesAtMost; page++) {
    const read = await readOpenOrders(session, { section, ...(cursor === undefined ? {} : { cursor }) });
    ids.push(...read.rows.map(({ id }) => id));
    if (read.unproven !== undefined) return { ids, flaw: read.unproven };
    if (read.stop === 'failed' || (cursor !== undefined && read.nextCursor === cursor)) break;
    if (read.nextCursor === undefined) return { ids };
    cursor = read.nextCursor;
  }
  return { ids, flaw: 'the venue does not say where the list goes on' };
}

/** The reply names each order; one that was refused has refused the reply already. */
async function cancelBatch(session: Session, ids: readonly string[]): Promise<void> {
  const doing = ids.length === 1 ? `cancelling order ${ids[0]}` : `cancelling ${ids.length} orders`;
  const reply = await session.call('v3PrivatePostBrokerageOrdersBatchCancel', { order_ids: [...ids] }, doing);
  const { results } = understood(cancelledOrders, reply, session, doing);
  const done = new Set(results.map(({ order_id }) => order_id));
  const unanswered = ids.filter((each) => !done.has(each));
  if (unanswered.length === 0) return;
  const detail = `no word about ${unanswered.length} of ${ids.length} orders, ${unanswered[0]} first`;
  throw notUnderstood(session, doing, detail, reply);
}

const notUnderstood = (session: Session, doing: string, detail: string, reply?: Reply): VenueFailure =>
  new VenueFailure({
    code: 'REPLY_NOT_UNDERSTOOD',
    venue: session.venue.id,
    doing,
    detail,
    ...(reply === undefined ? {} : { httpStatus: reply.status, exchange: reply.exchange }),
  });

const batchesOf = (ids: readonly string[]): readonly (readonly string[])[] =>
  Array.from({ length: Math.ceil(ids.length / batchSize) }, (_, n) =>
    ids.slice(n * batchSize, (n + 1) * batchSize),
  );

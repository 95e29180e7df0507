import { VenueFailure } from '../domain/failure.ts';
import type { FailureCode } from '../domain/failure.ts';

/** Concerns one order only: the others may still be cancelled. */
const goesOnAfter: ReadonlySet<FailureCode> = new Set([
  'OUTCOME_UNKNOWN',
  'REQUEST_REJECTED',
  'REPLY_NOT_UNDERSTOOD',
]);

/**
 * Cancels one order (or one batch) after the other. Goes on past what cannot be cancelled; stops at
 * what concerns all of them (key, limit, ban). An order that is gone already counts as cancelled
 * here: the caller reads the open orders back. Throws the first VenueFailure after the last order.
 */
export async function cancelEach<Order>(
  orders: readonly Order[],
  cancelOne: (order: Order) => Promise<void>,
): Promise<void> {
  let first: VenueFailure | undefined;
  for (const order of orders) {
    const failure = await failureOf(() => cancelOne(order));
    if (failure === undefined || failure.code === 'NOT_FOUND') continue;
    first ??= failure;
    if (!goesOnAfter.has(failure.code)) break;
  }
  if (first !== undefined) throw first;
}

async function failureOf(act: () => Promise<void>): Promise<VenueFailure | undefined> {
  try {
    await act();
    return undefined;
  } catch (error) {
    if (error instanceof VenueFailure) return error;
    throw error;
  }
}

import { perTwoSeconds } from './limits.ts';
import { cancelAlgos, cancelBatch, cancelOne, massCancel } from './order-cancelling.ts';
import { placeBatch, placeOrder } from './order-placing.ts';
import { post, trading } from './route.ts';
import type { Route } from './route.ts';

const byInstrument = { limitedBy: 'instId' } as const;

/** Placing and cancelling (order-book-trading). What the venue only acknowledges happens here at once. */
export const orderActs: readonly Route[] = [
  post('trade/order', trading, perTwoSeconds(60), placeOrder, { ...byInstrument, isTimed: true }),
  post('trade/batch-orders', trading, perTwoSeconds(300), placeBatch, {
    ...byInstrument,
    isTimed: true,
    takesList: true,
    weighsItems: true,
    aloneAs: { path: 'trade/order', limit: perTwoSeconds(60) },
  }),
  post('trade/cancel-order', trading, perTwoSeconds(60), cancelOne, { ...byInstrument, isTimed: true }),
  post('trade/cancel-batch-orders', trading, perTwoSeconds(300), cancelBatch, {
    ...byInstrument,
    isTimed: true,
    takesList: true,
    weighsItems: true,
    aloneAs: { path: 'trade/cancel-order', limit: perTwoSeconds(60) },
  }),
  post('trade/cancel-algos', trading, perTwoSeconds(20), cancelAlgos, {
    ...byInstrument,
    takesList: true,
    weighsItems: true,
  }),
  post('trade/mass-cancel', trading, perTwoSeconds(5), massCancel),
];

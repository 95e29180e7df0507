import { spotTrading } from './gate.ts';
import { perSecond } from './limits.ts';
import type { Limit } from './limits.ts';
import { batchIn, cancelAll, cancelBatch, cancelOne } from './order-cancelling.ts';
import { createOrder } from './order-placing.ts';
import { categoryIn } from './parameters.ts';
import type { Parameters } from './parameters.ts';
import type { Need, Route } from './route.ts';

/** Placing and cancelling (order/*). What the venue only acknowledges happens here at once. */
export const orderActs: readonly Route[] = [
  {
    method: 'POST',
    path: '/v5/order/create',
    needs: needOf,
    limit: limitOf({ spot: 20, contracts: 10, option: 10 }),
    said: 'OK',
    answer: createOrder,
  },
  {
    method: 'POST',
    path: '/v5/order/cancel',
    needs: needOf,
    limit: limitOf({ spot: 20, contracts: 10, option: 10 }),
    said: 'OK',
    answer: cancelOne,
  },
  {
    method: 'POST',
    path: '/v5/order/cancel-all',
    needs: needOf,
    limit: limitOf({ spot: 20, contracts: 10, option: 1 }),
    said: 'OK',
    answer: cancelAll,
  },
  {
    method: 'POST',
    path: '/v5/order/cancel-batch',
    needs: needOf,
    limit: limitOf({ spot: 20, contracts: 10, option: 10 }),
    // "the counting consumption will be consumed according to the actual number of orders"
    weight: (parameters) => Math.max(1, batchIn(parameters).length),
    said: 'OK',
    answer: cancelBatch,
  },
];

function limitOf(most: { readonly spot: number; readonly contracts: number; readonly option: number }) {
  return (parameters: Parameters): Limit => {
    const category = parameters.get('category');
    return perSecond(category === 'spot' ? most.spot : category === 'option' ? most.option : most.contracts);
  };
}

/** Which permission trades what is not written beside each endpoint; their names say it. */
function needOf(parameters: Parameters): Need {
  switch (categoryIn(parameters)) {
    case 'spot':
      return spotTrading;
    case 'option':
      return { writes: true, anyOf: ['Options/OptionsTrade'], subAnyOf: ['Options/OptionsTrade'] };
    case 'linear':
    case 'inverse': {
      const contracts = ['ContractTrade/Order', 'Derivatives/DerivativesTrade'];
      return { writes: true, anyOf: contracts, subAnyOf: contracts };
    }
  }
}

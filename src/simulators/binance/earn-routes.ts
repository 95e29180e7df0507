import type { Json } from '../../domain/json.ts';
import { badInterval, numbered, pageOf, windowOf } from './pages.ts';
import { sapi } from './route.ts';
import type { Call, Route } from './route.ts';

const paged = ['current', 'size'];

/** Simple Earn (binance-connector-js, flexible-locked-api). The books hold nothing there. */
export const earnRoutes: readonly Route[] = [
  sapi('GET', 'v1/simple-earn/account', 'read', {
    weight: 150,
    reads: [],
    answer: () => ({
      totalAmountInBTC: '0.00000000',
      totalAmountInUSDT: '0.00000000',
      totalFlexibleAmountInBTC: '0.00000000',
      totalFlexibleAmountInUSDT: '0.00000000',
      totalLockedInBTC: '0.00000000',
      totalLockedInUSDT: '0.00000000',
    }),
  }),
  ...['flexible', 'locked'].map((kind) =>
    sapi('GET', `v1/simple-earn/${kind}/position`, 'read', {
      weight: 150,
      reads: ['asset', 'productId', 'positionId', 'projectId', ...paged],
      answer: nothing,
    }),
  ),
  ...['flexible', 'locked'].flatMap((kind) =>
    ['subscriptionRecord', 'redemptionRecord', 'rewardsRecord'].map((what) =>
      sapi('GET', `v1/simple-earn/${kind}/history/${what}`, 'read', {
        weight: 150,
        reads: ['productId', 'positionId', 'asset', 'type', 'startTime', 'endTime', ...paged],
        answer(call) {
          windowOf(call.parameters, { nowMs: call.nowMs, most: 30, tooLong: badInterval });
          return nothing(call);
        },
      }),
    ),
  ),
];

function nothing({ parameters }: Call): Json {
  return { rows: pageOf([], parameters, numbered), total: 0 };
}

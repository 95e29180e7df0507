import { z } from 'zod';
import type { PastOrder } from '../../domain/trading.ts';
import type { ReadPages } from '../contract.ts';
import { pastContractTriggered, pastSpotTriggered } from './conditional-rows.ts';
import { orNoAccount, readList, readSection, type SectionReader, type Sections } from './lists.ts';
import { triggeredAccounts } from './open-orders.ts';
import { pastContractOrder, pastSpotOrder } from './order-rows.ts';
import { bySettle } from './settles.ts';
import { inSeconds, monthMs } from './windows.ts';

const finished = { status: 'finished' } as const;

/** Times are those of the order's end. */
const spot: SectionReader<PastOrder> = (session, request) =>
  readList(session, request, {
    endpoint: 'privateSpotGetOrders',
    params: { ...finished, ...inSeconds(request) },
    doing: 'listing orders on spot',
    rows: z.array(pastSpotOrder('spot')),
    by: 'page',
    limit: 100,
  });

interface ByOffset {
  readonly endpoint: string;
  readonly params: Readonly<Record<string, string>>;
  readonly rows: z.ZodType<PastOrder>;
  readonly section: string;
  /** Whether it takes `from` and `to`. */
  readonly byTime: boolean;
}

const byOffset =
  ({ endpoint, params, rows, section, byTime }: ByOffset): SectionReader<PastOrder> =>
  (session, request) =>
    orNoAccount(
      readList(session, request, {
        endpoint,
        params: { ...params, ...(byTime ? inSeconds(request) : {}) },
        doing: `listing orders in ${section}`,
        rows: z.array(rows),
        by: 'offset',
        limit: 100,
      }),
    );

const ofContracts =
  (endpoint: string, row: (section: string) => z.ZodType<PastOrder>, byTime = false) =>
  (settle: string, section: string): SectionReader<PastOrder> =>
    byOffset({
      endpoint,
      // The list by time takes no status, and tells every one.
      params: byTime ? { settle } : { settle, ...finished },
      rows: row(section),
      section,
      byTime,
    });

const timed: Sections<PastOrder> = {
  spot,
  ...bySettle('futures', ofContracts('privateFuturesGetSettleOrdersTimerange', pastContractOrder, true)),
  options: byOffset({
    endpoint: 'privateOptionsGetOrders',
    params: finished,
    rows: pastContractOrder('options'),
    section: 'options',
    byTime: true,
  }),
};

/** These lists know no times: they are read whole. */
const whole: Sections<PastOrder> = {
  ...Object.fromEntries(
    triggeredAccounts.map((account) => {
      const section = `spot/triggered/${account}`;
      return [
        section,
        byOffset({
          endpoint: 'privateSpotGetPriceOrders',
          params: { ...finished, account },
          rows: pastSpotTriggered(section),
          section,
          byTime: false,
        }),
      ];
    }),
  ),
  ...bySettle(
    'futures',
    ofContracts('privateFuturesGetSettlePriceOrders', pastContractTriggered),
    '/triggered',
  ),
  ...bySettle('delivery', ofContracts('privateDeliveryGetSettleOrders', pastContractOrder)),
  ...bySettle(
    'delivery',
    ofContracts('privateDeliveryGetSettlePriceOrders', pastContractTriggered),
    '/triggered',
  ),
};

const sections: Sections<PastOrder> = { ...timed, ...whole };

/** "Zero-fill order cannot be retrieved for 10 minutes after cancellation" (FuturesApi and DeliveryApi). */
const unfilledOnContracts = { what: 'orders cancelled without a fill', afterMs: 10 * 60 * 1000 };

export const orders: ReadPages<PastOrder> = {
  paging: { style: 'time-window', windowMs: monthMs, pageSize: 100, bySymbol: false, inside: 'cursor' },
  sections: Object.keys(sections),
  wayIn: (section) => ({
    ...(Object.hasOwn(whole, section) ? { paging: { style: 'cursor', pageSize: 100 } } : {}),
    ...(/^(futures|delivery)\/[^/]+$/.test(section) ? { forgets: unfilledOnContracts } : {}),
  }),
  page: (session, request) => readSection(sections, session, request),
  idOf: (order) => order.id,
};

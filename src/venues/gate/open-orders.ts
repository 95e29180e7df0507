import { z } from 'zod';
import type { OpenOrder } from '../../domain/trading.ts';
import type { Page, PageRequest, ReadPages, Session } from '../contract.ts';
import { understood } from '../rows.ts';
import * as conditional from './conditional-rows.ts';
import { enveloped, orNoAccount, readList, readSection, type SectionReader, type Sections } from './lists.ts';
import { openContractOrder, openSpotOrder } from './order-rows.ts';
import { bySettle } from './settles.ts';

const openOnly = { status: 'open' } as const;

/** Each pair comes with a page of its own: the list goes on while one of them is full. */
const spotPage = (section: string) =>
  z
    .array(z.object({ currency_pair: z.string(), orders: z.array(openSpotOrder(section)) }))
    .transform((pairs) => pairs.flatMap(({ orders }) => orders));

const ordersOfPairs = (body: unknown): readonly number[] =>
  (z.array(z.object({ orders: z.array(z.unknown()) })).safeParse(body).data ?? []).map(
    ({ orders }) => orders.length,
  );

const pairLimit = 100;

/** Without `account`: those of the spot, the unified and the isolated margin account. */
const spot: SectionReader<OpenOrder> = (session, request) =>
  readList(session, request, {
    endpoint: 'privateSpotGetOpenOrders',
    params: {},
    doing: 'listing open orders on spot',
    rows: spotPage('spot'),
    by: 'page',
    limit: pairLimit,
    received: (body) => ordersOfPairs(body).reduce((sum, orders) => sum + orders, 0),
    isFull: (body) => ordersOfPairs(body).some((orders) => orders >= pairLimit),
  });

/** Conditional orders on spot are kept by account, and the unified one must be named. */
export const triggeredAccounts = ['normal', 'margin', 'unified'] as const;

const spotTriggered = Object.fromEntries(
  triggeredAccounts.map((account): [string, SectionReader<OpenOrder>] => {
    const section = `spot/triggered/${account}`;
    return [
      section,
      (session, request) =>
        readList(session, request, {
          endpoint: 'privateSpotGetPriceOrders',
          params: { ...openOnly, account },
          doing: `listing open orders in ${section}`,
          rows: z.array(conditional.openSpotTriggered(section)),
          by: 'offset',
          limit: 100,
        }),
    ];
  }),
);

/** A list of one settle coin that goes on by offset. */
const contracts =
  (endpoint: string, rows: (section: string) => z.ZodType<OpenOrder>) =>
  (settle: string, section: string): SectionReader<OpenOrder> =>
  (session, request) =>
    orNoAccount(
      readList(session, request, {
        endpoint,
        params: { settle, ...openOnly },
        doing: `listing open orders in ${section}`,
        rows: z.array(rows(section)),
        by: 'offset',
        limit: 100,
      }),
    );

/** Trail and chase orders go on by a page's number. */
const following =
  (kind: 'trail' | 'chase') =>
  (settle: string, section: string): SectionReader<OpenOrder> =>
  (session, request) =>
    orNoAccount(
      readList(session, request, {
        endpoint: `privateFuturesGetSettleAutoorderV1${kind === 'trail' ? 'Trail' : 'Chase'}List`,
        params: { settle, is_finished: false, sort_by: 1 },
        doing: `listing open orders in ${section}`,
        rows: enveloped(z.object({ orders: z.array(conditional.followingOrder(section, kind)) })).transform(
          ({ orders }) => orders,
        ),
        by: 'page-num',
        limit: 100,
        received: (body) =>
          enveloped(z.object({ orders: z.array(z.unknown()) })).safeParse(body).data?.orders.length ?? 0,
      }),
    );

const options: SectionReader<OpenOrder> = (session, request) =>
  orNoAccount(
    readList(session, request, {
      endpoint: 'privateOptionsGetOrders',
      params: openOnly,
      doing: 'listing open orders of options',
      rows: z.array(openContractOrder('options')),
      by: 'offset',
      limit: 100,
    }),
  );

const botLimit = 50;

async function bots(session: Session, { cursor = '1' }: PageRequest): Promise<Page<OpenOrder>> {
  const doing = 'listing trading bots';
  const params = { page: Number(cursor), page_size: botLimit };
  const reply = await session.call('privateBotGetPortfolioRunning', params, doing);
  const form = z.object({ data: z.object({ items: z.array(conditional.bot('bots', reply.sentAt)) }) });
  const { items } = understood(form, reply, session, doing).data;
  return {
    rows: items,
    received: items.length,
    exchange: reply.exchange,
    request: { page: cursor, page_size: String(botLimit) },
    ...(items.length < botLimit ? {} : { nextCursor: String(Number(cursor) + 1) }),
  };
}

/** In the order of their weight: a key without the permission for one ends the reading there. */
export const openOrderSections: Sections<OpenOrder> = {
  spot,
  ...spotTriggered,
  ...bySettle('futures', contracts('privateFuturesGetSettleOrders', openContractOrder)),
  ...bySettle(
    'futures',
    contracts('privateFuturesGetSettlePriceOrders', conditional.openContractTriggered),
    '/triggered',
  ),
  ...bySettle('futures', following('trail'), '/trail'),
  ...bySettle('futures', following('chase'), '/chase'),
  ...bySettle('delivery', contracts('privateDeliveryGetSettleOrders', openContractOrder)),
  ...bySettle(
    'delivery',
    contracts('privateDeliveryGetSettlePriceOrders', conditional.openContractTriggered),
    '/triggered',
  ),
  options,
  bots,
};

export const openOrders: ReadPages<OpenOrder> = {
  paging: { style: 'cursor', pageSize: 100 },
  sections: Object.keys(openOrderSections),
  page: (session, request) => readSection(openOrderSections, session, request),
  idOf: (order) => order.id,
};

/** More than any owner has; a venue that goes on naming pages must not hold an act for ever. */
const pagesAtMost = 20;

/** What rests in one section now, for an act; what this does not reach is read back by the caller. */
export async function openOrdersIn(session: Session, section: string): Promise<readonly OpenOrder[]> {
  const found: OpenOrder[] = [];
  let cursor: string | undefined;
  for (let turned = 0; turned < pagesAtMost; turned++) {
    const page = await openOrders.page(session, { section, ...(cursor === undefined ? {} : { cursor }) });
    found.push(...page.rows);
    cursor = page.nextCursor;
    if (cursor === undefined || page.received === 0) break;
  }
  return found;
}

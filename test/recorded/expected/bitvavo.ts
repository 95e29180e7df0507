import type { LedgerEntry, Transfer } from '../../../src/domain/trading.ts';
import { bitvavo } from '../../../src/venues/bitvavo/index.ts';
import { recorded, type ExpectedOfVenue, type Place } from '../expectation.ts';

const utc = (ms: unknown): string => new Date(Number(ms)).toISOString();
const asUtc = (text: unknown): string => new Date(String(text)).toISOString();
const negated = (taker: unknown): string => String(taker !== true);

const subAccount = '3fa85f64-5717-4562-b3fc-2c963f66afa6';

const whole = (body: unknown): readonly unknown[] => body as unknown[];
const items = (body: unknown): readonly unknown[] => (body as { items: unknown[] }).items;

const { main, sub } = { main: 'main account', sub: subAccount };

/** A ledger item has a side for what went and one for what came: a row of ours each, told by its id. */
const sides = (body: unknown): readonly unknown[] => items(body).flatMap((item) => [item, item]);

const isSide = (which: 'sent' | 'received', { id }: LedgerEntry): boolean => id.endsWith(`/${which}`);

/** The row of this side says so; the other row is about the other side. */
const inRowOf =
  (which: 'sent' | 'received', holds: (leaf: string, row: LedgerEntry) => boolean): Place =>
  (leaf: unknown, row: LedgerEntry) =>
    !isSide(which, row) || holds(String(leaf), row);

export const expectedOfBitvavo: ExpectedOfVenue = {
  venue: bitvavo,
  neverDropped:
    /^(orderId|id|transferId|transactionId|market|symbol|price|amount|filledAmount|available|inOrder|txId|address|timestamp|created|createdAt|executedAt|status|side|direction|clientOrderId)$/,
  lists: {
    listBalances: {
      list: 'listBalances',
      replies: [recorded('fetchBalance')],
      rowsIn: whole,
      becomes: { symbol: 'asset', available: 'free', inOrder: 'locked' },
      drops: {},
    },
    listOrders: {
      list: 'listOrders',
      request: { symbol: 'BTC-EUR' },
      replies: [recorded('fetchOrders')],
      rowsIn: whole,
      becomes: {
        orderId: 'id',
        clientOrderId: 'clientOrderId',
        market: 'symbol',
        created: ['createdAt', utc],
        updated: ['updatedAt', utc],
        status: 'venueStatus',
        side: 'side',
        orderType: 'type',
        amount: 'amount',
        price: 'price',
        filledAmount: 'filled',
        triggerPrice: 'triggerPrice',
      },
      drops: {
        amountRemaining: 'the amount less what is filled',
        amountQuote: 'an order over an amount of the quote asset says so in its type',
        onHold: 'the balance says what is locked',
        onHoldCurrency: 'the balance says what is locked',
        filledAmountQuote: 'the fills are read as trades, with their own quote amounts',
        feePaid: 'the fills are read as trades, with their own fees',
        feeCurrency: 'the fills are read as trades, with their own fees',
        fills: 'read as trades',
        selfTradePrevention: 'not needed to recognise or cancel an order',
        visible: 'not needed to recognise or cancel an order',
        disableMarketProtection: 'not needed to recognise or cancel an order',
        timeInForce: 'not needed to recognise or cancel an order',
        postOnly: 'not needed to recognise or cancel an order',
        triggerAmount: 'the same as triggerPrice in every reply seen',
        triggerType: 'not needed to recognise or cancel an order',
        triggerReference: 'not needed to recognise or cancel an order',
      },
    },
    listTrades: {
      list: 'listTrades',
      request: { symbol: 'BTC-EUR' },
      replies: [recorded('fetchMyTrades')],
      rowsIn: whole,
      becomes: {
        id: 'id',
        orderId: 'orderId',
        clientOrderId: 'clientOrderId.value',
        timestamp: ['at', utc],
        market: 'symbol',
        side: 'side',
        amount: 'amount',
        price: 'price',
        taker: ['isMaker', negated],
        fee: 'fee',
        feeCurrency: 'feeAsset',
      },
      drops: { settled: 'a fee that is not there yet says so' },
    },
    listDeposits: {
      list: 'listDeposits',
      replies: [recorded('fetchDeposits')],
      rowsIn: whole,
      becomes: {
        timestamp: ['at', utc],
        symbol: 'asset',
        amount: 'amount',
        status: 'venueStatus',
        txId: 'txId.value',
        address: 'address',
      },
      drops: { fee: '"0" for every deposit seen: what came in is the amount' },
    },
    listTransfers: {
      list: 'listTransfers',
      request: { section: subAccount },
      replies: [
        recorded('fetchTransfers'),
        recorded('fetchTransfer', undefined, (one) => ({ items: [one], start: 0, end: 0, limit: 25 })),
      ],
      rowsIn: items,
      becomes: {
        transferId: 'id',
        subaccountId: (leaf: unknown, { from, to }: Transfer) => [from, to].includes(String(leaf)),
        direction: (leaf: unknown, { from, to }: Transfer) =>
          `${from} > ${to}` === (leaf === 'masterToSub' ? `${main} > ${sub}` : `${sub} > ${main}`),
        symbol: 'asset',
        amount: 'amount',
        status: 'venueStatus',
        createdAt: ['at', utc],
      },
      drops: { clientRequestId: 'the number that the client gave its request' },
    },
    listSubAccounts: {
      list: 'listSubAccounts',
      replies: [recorded('fetchAccounts')],
      rowsIn: items,
      becomes: { id: 'id', label: 'label', status: ['frozen', (status) => String(status === 'closed')] },
      drops: { type: '"spot" for every account seen: the venue has nothing else' },
    },
    listLedger: {
      list: 'listLedger',
      replies: [recorded('fetchLedger')],
      rowsIn: sides,
      becomes: {
        transactionId: (leaf: unknown, { id }: LedgerEntry) => id.startsWith(`${String(leaf)}/`),
        executedAt: ['at', asUtc],
        type: 'kind',
        sentCurrency: inRowOf('sent', (leaf, { asset }) => asset === leaf),
        sentAmount: inRowOf('sent', (leaf, { change }) => change === `-${leaf}`),
        receivedCurrency: inRowOf('received', (leaf, { asset }) => asset === leaf),
        receivedAmount: inRowOf('received', (leaf, { change }) => change === leaf),
        feesCurrency: inRowOf('received', (leaf, { asset }) => asset === leaf),
        feesAmount: inRowOf('received', (leaf, { fee }) => fee.known && fee.value === leaf),
        address: 'reference.value',
      },
      drops: {
        priceCurrency: 'the trade itself is read with its price',
        priceAmount: 'the trade itself is read with its price',
      },
    },
  },
  calls: {
    'cancelOrders: one order': {
      replies: [recorded('cancelOrder')],
      run: async (session) => {
        const { cancelOrders } = bitvavo.capabilities;
        if (cancelOrders.by !== 'api') throw new Error('not by API');
        await cancelOrders.run(session, [
          {
            id: 'decccad3-7c79-4933-a34e-dfe911ebd363',
            clientOrderId: '',
            symbol: 'BTC-EUR',
            side: 'buy',
            type: 'limit',
            price: '1',
            amount: '1',
            filled: '0',
            createdAt: '2023-11-01T00:00:00.000Z',
          },
        ]);
      },
    },
  },
  leftOut: {},
};

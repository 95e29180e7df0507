import type { OpenOrder } from '../../../src/domain/trading.ts';
import type { Capability, Session } from '../../../src/venues/index.ts';

/** What a run sent besides what was answered for it: the endpoints that the recorded reply stood for. */
export interface Answering {
  readonly session: Session;
  readonly sent: readonly string[];
}

/** A session in which these endpoints have answers of their own, and every other has the recorded reply. */
export function answering(session: Session, answers: Readonly<Record<string, unknown>>): Answering {
  const sent: string[] = [];
  return {
    sent,
    session: {
      venue: session.venue,
      credential: session.credential,
      view: (method, args, doing) => session.view(method, args, doing),
      close: () => session.close(),
      call: async (endpoint, params, doing) => {
        const reply = await session.call(endpoint, params, doing);
        const name = typeof endpoint === 'string' ? endpoint : endpoint.path;
        if (Object.hasOwn(answers, name)) return { ...reply, body: answers[name] };
        sent.push(name);
        return reply;
      },
    },
  };
}

export function byApi<Run>(capability: Capability<Run>): Run {
  if (capability.by !== 'api') throw new Error('not by API');
  return capability.run;
}

/** What the account has opened, as the venue's own endpoint says it. */
export const opened = (has: { readonly margin?: boolean; readonly futures?: boolean } = {}) => ({
  sapiGetAccountInfo: {
    isMarginEnabled: has.margin ?? false,
    isFutureEnabled: has.futures ?? false,
    isOptionsEnabled: false,
  },
});

export const nothingRests = {
  privateGetOpenOrders: [],
  sapiGetConvertLimitQueryOpenOrders: { list: [] },
  sapiGetAlgoSpotOpenOrders: { orders: [] },
  sapiGetAlgoFuturesOpenOrders: { orders: [] },
  sapiGetMarginOpenOrders: [],
  sapiGetMarginIsolatedAccount: { assets: [] },
  fapiPrivateGetOpenOrders: [],
  fapiPrivateGetOpenAlgoOrders: [],
  dapiPrivateGetOpenOrders: [],
  dapiPrivateGetOpenAlgoOrders: [],
};

/** One that rests, as the venue writes it. */
export const resting = {
  symbol: 'BTCUSDT',
  orderId: 11,
  clientOrderId: 'pXLV6Hz6mprAcVYpVMTGgx',
  price: '0.089853',
  origQty: '0.178622',
  executedQty: '0.000000',
  status: 'NEW',
  type: 'LIMIT',
  side: 'BUY',
  time: 1684804350068,
  updateTime: 1684804350068,
};
export const restingConditional = {
  symbol: 'BTCUSDT',
  algoId: 3386,
  clientAlgoId: 'SQPifLIBAzZf0o4YAOGIwm',
  orderType: 'STOP',
  side: 'BUY',
  quantity: '0.002',
  algoStatus: 'NEW',
  triggerPrice: '100000.00',
  price: '102000.00',
  createTime: 1763533029839,
  updateTime: 1763533029839,
};

export const orderIn = (section: string): OpenOrder => ({
  id: '28',
  clientOrderId: 'myOrder1',
  symbol: 'LTCBTC',
  side: 'sell',
  type: 'LIMIT',
  price: '1',
  amount: '10',
  filled: '8',
  createdAt: '2026-02-27T00:00:00.000Z',
  section,
});

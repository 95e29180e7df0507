import type { OpeningBooks } from '../../src/simulators/index.ts';

/** The convert and the two swept balances of the documents' own examples (Binance, 2021). */
export const convertedInto = (dustInto: string): NonNullable<OpeningBooks['conversions']> => [
  {
    kind: 'convert',
    from: 'USDT',
    fromAmount: '20',
    to: 'BNB',
    toAmount: '0.06154036',
    at: '2026-03-12T10:00:00.184Z',
  },
  {
    kind: 'dust',
    from: 'ZRT',
    fromAmount: '0.0009',
    to: dustInto,
    toAmount: '0.000441',
    fee: '0.000009',
    at: '2026-03-13T11:00:00.000Z',
  },
  {
    kind: 'dust',
    from: 'ETH',
    fromAmount: '0.0009',
    to: dustInto,
    toAmount: '0.00088156',
    fee: '0.00001799',
    at: '2026-03-13T11:00:00.000Z',
  },
];

export const convertedMs = Date.parse('2026-03-12T10:00:00.184Z');
export const sweptMs = Date.parse('2026-03-13T11:00:00.000Z');

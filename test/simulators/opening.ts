import { deriveKeyParts } from '../../src/simulators/index.ts';
import type { OpeningBooks } from '../../src/simulators/index.ts';

export const t0 = '2026-03-14T03:00:00.000Z';

/** The keys of the tests: generated, nobody's. */
export const botKey = deriveKeyParts('test', 'bot');
export const readKey = deriveKeyParts('test', 'reader');
export const boundKey = deriveKeyParts('test', 'bound');
export const payoutKey = deriveKeyParts('test', 'payout');

export const opening: OpeningBooks = {
  uid: 354_937_868,
  keys: [
    {
      ...botKey,
      label: 'tradebot-1',
      scopes: ['read', 'spot-trade'],
      ipAllowlist: [],
      createdAt: '2025-11-01T00:00:00Z',
    },
    { ...readKey, label: 'reporting', scopes: ['read'], ipAllowlist: [], createdAt: '2025-11-02T00:00:00Z' },
    {
      ...boundKey,
      label: 'bound',
      scopes: ['read', 'spot-trade'],
      ipAllowlist: ['127.0.0.77'],
      createdAt: '2025-11-03T00:00:00Z',
    },
    {
      ...payoutKey,
      label: 'payout',
      scopes: ['read', 'withdraw'],
      ipAllowlist: ['127.0.0.1'],
      createdAt: '2025-11-04T00:00:00Z',
    },
  ],
  balances: [
    { asset: 'BTC', free: '12.4' },
    { asset: 'ETH', free: '85' },
    { asset: 'USDT', free: '240000' },
    { asset: 'ZRT', free: '0' },
  ],
  markets: [
    { symbol: 'BTCUSDT', base: 'BTC', quote: 'USDT', price: '19180', depth: '4000000' },
    { symbol: 'ETHUSDT', base: 'ETH', quote: 'USDT', price: '1290', depth: '2000000' },
    { symbol: 'ZRTUSDT', base: 'ZRT', quote: 'USDT', price: '0.02', depth: '3000' },
  ],
  openOrders: [
    {
      clientOrderId: 'mm-1',
      symbol: 'BTCUSDT',
      side: 'buy',
      price: '18000',
      amount: '1',
      at: '2026-03-14T02:00:00Z',
    },
    {
      clientOrderId: 'mm-2',
      symbol: 'BTCUSDT',
      side: 'buy',
      price: '17500',
      amount: '2',
      at: '2026-03-14T02:10:00Z',
    },
  ],
  trades: [
    {
      symbol: 'BTCUSDT',
      side: 'buy',
      price: '19000',
      amount: '0.1',
      clientOrderId: 'mm-h1',
      at: '2026-03-10T10:00:00Z',
    },
    {
      symbol: 'BTCUSDT',
      side: 'sell',
      price: '19100',
      amount: '0.1',
      clientOrderId: 'mm-h2',
      at: '2026-03-13T10:00:00Z',
    },
    {
      symbol: 'BTCUSDT',
      side: 'buy',
      price: '19150',
      amount: '0.2',
      clientOrderId: 'mm-h3',
      at: '2026-03-14T01:00:00Z',
    },
  ],
  addresses: [
    {
      coin: 'USDT',
      network: 'ETH',
      address: '0x1111111111111111111111111111111111111111',
      label: 'treasury',
      whitelisted: true,
    },
    {
      coin: 'USDT',
      network: 'ETH',
      address: '0x2222222222222222222222222222222222222222',
      label: 'old',
      whitelisted: false,
    },
  ],
  withdrawals: [
    {
      coin: 'USDT',
      amount: '900',
      fee: '1',
      address: '0x1111111111111111111111111111111111111111',
      network: 'ETH',
      txId: '0xaa',
      at: '2026-02-01T08:00:00Z',
    },
    {
      coin: 'USDT',
      amount: '800',
      fee: '1',
      address: '0x1111111111111111111111111111111111111111',
      network: 'ETH',
      txId: '0xbb',
      at: '2025-11-20T08:00:00Z',
    },
  ],
  deposits: [
    {
      coin: 'USDT',
      amount: '5000',
      address: '0x3333333333333333333333333333333333333333',
      network: 'ETH',
      txId: '0xcc',
      at: '2026-01-20T08:00:00Z',
    },
  ],
  feeRate: '0.001',
  funding: [{ asset: 'USDT', free: '25' }],
  sessions: [{ id: 's1', device: 'Firefox on Linux', ip: '192.0.2.10', at: '2026-03-13T20:00:00Z' }],
};

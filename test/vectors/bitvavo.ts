import type { VenueVectors } from './vector.ts';

// The reference shows no key beside its example: 64 characters that are nobody's.
const apiKey = 'CANARYkeyCANARYkeyCANARYkeyCANARYkeyCANARYkeyCANARYkeyCANARYkey1';
const atMs = 1_548_172_481_125;

const headers = {
  'bitvavo-access-key': apiKey,
  'bitvavo-access-timestamp': String(atMs),
  'bitvavo-access-window': '10000',
};

export const bitvavoVectors: VenueVectors = {
  venue: 'bitvavo',
  // "Administrative", of a company's main key (docs.bitvavo.com, institutional API).
  permissions: { 'manage-keys': ['administrative'] },
  signatures: [
    {
      from: 'docs.bitvavo.com, authentication: the worked example',
      parts: { apiKey, secret: 'bitvavo' },
      atMs,
      call: {
        endpoint: 'privatePostOrder',
        params: { market: 'BTC-EUR', side: 'buy', price: '5000', amount: '1.23', orderType: 'limit' },
      },
      request: {
        method: 'POST',
        path: '/v2/order',
        body: '{"market":"BTC-EUR","side":"buy","price":"5000","amount":"1.23","orderType":"limit"}',
        headers: { ...headers, 'content-type': 'application/json' },
      },
      signature: {
        in: { header: 'bitvavo-access-signature' },
        value: '44d022723a20973a18f7ee97398b9fdd405d2d019c8d39e24b8cc0dcb39ca016',
      },
    },
    {
      from: 'computed with openssl from the recipe of docs.bitvavo.com, authentication: a query counts, a body there is none',
      parts: { apiKey, secret: 'CANARYsecretCANARYsecretCANARYsecretCANARYsecretCANARYsecretCAN2' },
      atMs,
      call: {
        endpoint: 'privateGetTrades',
        params: { market: 'BTC-EUR', limit: 1000, tradeIdTo: '108c3633-0276-4480-a902-17a01829deae' },
      },
      request: {
        method: 'GET',
        path: '/v2/trades',
        query: 'market=BTC-EUR&limit=1000&tradeIdTo=108c3633-0276-4480-a902-17a01829deae',
        headers,
      },
      signature: {
        in: { header: 'bitvavo-access-signature' },
        value: 'f09333e323b2012e0dac3df056e92bdfc596f76923d8653c7367356f5f49a5ff',
      },
    },
    {
      from: 'computed with openssl from the recipe of docs.bitvavo.com, authentication: DELETE carries a query, too',
      parts: { apiKey, secret: 'CANARYsecretCANARYsecretCANARYsecretCANARYsecretCANARYsecretCAN2' },
      atMs,
      call: {
        endpoint: 'privateDeleteOrder',
        params: {
          market: 'BTC-EUR',
          orderId: 'ff403e21-e270-4584-bc9e-9c4b18461465',
          operatorId: 347_327_325,
        },
      },
      request: {
        method: 'DELETE',
        path: '/v2/order',
        query: 'market=BTC-EUR&orderId=ff403e21-e270-4584-bc9e-9c4b18461465&operatorId=347327325',
        headers,
      },
      signature: {
        in: { header: 'bitvavo-access-signature' },
        value: '662ce402ef8fdbad0fdaf33bae0ccbc9c41b44e3e31a32d7fc9f8f36a48e9c34',
      },
    },
  ],
};

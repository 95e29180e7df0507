import type { VenueVectors } from './vector.ts';

// Bybit prints two signatures, and not the secret that they were made with: only their form can be used.
const apiKey = 'CANARYkeyCANARYkey1';
const secret = 'CANARYsecretCANARYsecretCANARYsecret1';

const headersAt = (atMs: number) => ({
  'x-bapi-api-key': apiKey,
  'x-bapi-timestamp': String(atMs),
  'x-bapi-recv-window': '10000',
  'content-type': 'application/json',
});

const recipe =
  'computed with openssl from the recipe of bybit-exchange/docs, docs/v5/guide, "Create A Request"';

export const bybitVectors: VenueVectors = {
  venue: 'bybit',
  signatures: [
    {
      from: `${recipe}: its GET example`,
      parts: { apiKey, secret },
      atMs: 1_658_384_314_791,
      call: {
        endpoint: 'privateGetV5OrderRealtime',
        params: { category: 'option', symbol: 'BTC-29JUL22-25000-C' },
      },
      request: {
        method: 'GET',
        path: '/v5/order/realtime',
        query: 'category=option&symbol=BTC-29JUL22-25000-C',
        headers: headersAt(1_658_384_314_791),
      },
      signature: {
        in: { header: 'x-bapi-sign' },
        value: '1dbee1eb4e9291d280f404a8bf2271666be06a4b54a24e5fbd9660eb06688c93',
      },
    },
    {
      from: `${recipe}: a GET without parameters signs an empty text`,
      parts: { apiKey, secret },
      atMs: 1_676_430_842_094,
      call: { endpoint: 'privateGetV5UserQueryApi', params: {} },
      request: {
        method: 'GET',
        path: '/v5/user/query-api',
        query: '',
        headers: headersAt(1_676_430_842_094),
      },
      signature: {
        in: { header: 'x-bapi-sign' },
        value: '39291dbbe8fcbe3fcc7e49aab2cdf30c4efef0082c65be8cab377b9ac7533d93',
      },
    },
    {
      from: `${recipe}: the body is signed byte for byte as it is sent`,
      parts: { apiKey, secret },
      atMs: 1_658_385_579_423,
      call: { endpoint: 'privatePostV5OrderCancelAll', params: { category: 'option' } },
      request: {
        method: 'POST',
        path: '/v5/order/cancel-all',
        body: '{"category":"option"}',
        headers: headersAt(1_658_385_579_423),
      },
      signature: {
        in: { header: 'x-bapi-sign' },
        value: '95601cdf87a8ba02019ad0e34e95c0a4a6376bee224bfa19ea0294ea1f1692b6',
      },
    },
    {
      from: `${recipe}: a POST without parameters has the body {}`,
      parts: { apiKey, secret },
      atMs: 1_676_431_577_000,
      call: { endpoint: 'privatePostV5UserDeleteApi', params: {} },
      request: {
        method: 'POST',
        path: '/v5/user/delete-api',
        body: '{}',
        headers: headersAt(1_676_431_577_000),
      },
      signature: {
        in: { header: 'x-bapi-sign' },
        value: '414d77286e43e8a650ef3da0fc0d12b2fe0ac87f6c32f4ee2699e7a2c6b27f41',
      },
    },
  ],
};

import type { VenueVectors } from './vector.ts';

// The secret is the one that the venue prints in its recipe; it prints no signature made with it. The key
// is the one of its example of headers, with made-up digits where that has asterisks.
const apiKey = '37c541a1-2b5d-4c1e-9a7f-10fe7a038418';
const secret = '22582BD0CFF14C41EDBF1AB98506286D';
const password = 'Aa1*passphrase';
const parts = { apiKey, secret, password };

/** "2020-12-08T09:08:57.715Z": the moment of the recipe. */
const atMs = 1_607_418_537_715;

const headers = {
  'ok-access-key': apiKey,
  'ok-access-passphrase': password,
  'ok-access-timestamp': '2020-12-08T09:08:57.715Z',
  'content-type': 'application/json',
};

const recipe = 'computed with openssl from the recipe of okx.com/docs-v5, overview, "Signature"';

const signed = (value: string) => ({ in: { header: 'ok-access-sign' }, value });

export const okxVectors: VenueVectors = {
  venue: 'okx',
  signatures: [
    {
      from: `${recipe}: its own example`,
      parts,
      atMs,
      call: { endpoint: 'privateGetAccountBalance', params: { ccy: 'BTC' } },
      request: { method: 'GET', path: '/api/v5/account/balance', query: 'ccy=BTC', headers },
      signature: signed('HiZhvSfMtWJA3uUIVXV3a/bSXNPCWvYFXoGCVS8V4zY='),
    },
    {
      from: `${recipe}: a GET without parameters has no question mark`,
      parts,
      atMs,
      call: { endpoint: 'privateGetAccountConfig', params: {} },
      request: { method: 'GET', path: '/api/v5/account/config', query: '', headers },
      signature: signed('Kr/8IrbDYujS4cg2KkmB+tO2HMUXxyayG6ZwNb4H/yA='),
    },
    {
      from: `${recipe}: the query is signed as it is sent, percent signs and all`,
      parts,
      atMs,
      call: { endpoint: 'privateGetAccountBalance', params: { ccy: 'BTC,ETH' } },
      request: { method: 'GET', path: '/api/v5/account/balance', query: 'ccy=BTC%2CETH', headers },
      signature: signed('X/i/q53ENYaVFJP/x3gMqfyuIw8hS3HPa3eFxfQQFaY='),
    },
    {
      from: `${recipe}: the body is signed byte for byte ("Cancel order")`,
      parts,
      atMs,
      call: {
        endpoint: 'privatePostTradeCancelOrder',
        params: { ordId: '590908157585625111', instId: 'BTC-USDT' },
      },
      request: {
        method: 'POST',
        path: '/api/v5/trade/cancel-order',
        body: '{"ordId":"590908157585625111","instId":"BTC-USDT"}',
        headers,
      },
      signature: signed('Ru0XxA0ssaSG29nL0PrQigc+xFUmNAfPb6GpPioF8hA='),
    },
    {
      from: `${recipe}: another path ("Cancel withdrawal")`,
      parts,
      atMs,
      call: { endpoint: 'privatePostAssetCancelWithdrawal', params: { wdId: '1123456' } },
      request: {
        method: 'POST',
        path: '/api/v5/asset/cancel-withdrawal',
        body: '{"wdId":"1123456"}',
        headers,
      },
      signature: signed('FKjE8vpE/kjcjTTye/EdxVwTMzhILrxAbp/ciI3uWBg='),
    },
  ],
  requests: [
    {
      from: `${recipe}: "Get balance" as the documents write it, the comma as it is`,
      parts,
      atMs,
      request: { method: 'GET', path: '/api/v5/account/balance', query: 'ccy=BTC,ETH', headers },
      signature: signed('oah2EOT2Fnz1bjkgiAnuKl+zFQzDG3/nqPUqyYzArrE='),
    },
    {
      from: `${recipe}: a body that is a list ("Cancel multiple orders")`,
      parts,
      atMs,
      request: {
        method: 'POST',
        path: '/api/v5/trade/cancel-batch-orders',
        body: '[{"instId":"BTC-USDT","ordId":"590908157585625111"},{"instId":"BTC-USDT","ordId":"590908544950571222"}]',
        headers,
      },
      signature: signed('LfJaQqUpb7JqO8kq6UNfV6PxmgtxSeH3tvRYMkPX5JE='),
    },
  ],
};

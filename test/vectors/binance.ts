import type { VenueVectors } from './vector.ts';

// The pair of the documents' own example: nobody's.
const parts = {
  apiKey: 'vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A',
  secret: 'NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j',
};
const atMs = 1_499_827_319_559;

const headers = { 'x-mbx-apikey': parts.apiKey };
const form = { ...headers, 'content-type': 'application/x-www-form-urlencoded' };

const recipe = 'computed with openssl from the recipe of binance-spot-api-docs, rest-api.md, "HMAC Keys"';

export const binanceVectors: VenueVectors = {
  venue: 'binance',
  requests: [
    {
      from: 'binance-spot-api-docs, rest-api.md, "HMAC Keys", example 1: everything in the body',
      parts,
      atMs,
      request: {
        method: 'POST',
        path: '/api/v3/order',
        body: 'symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559',
        headers: form,
      },
      signature: {
        in: { parameter: 'signature' },
        value: 'c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71',
      },
    },
  ],
  signatures: [
    {
      from: `${recipe}: the wallet half`,
      parts,
      atMs,
      call: { endpoint: 'sapiGetAccountApiRestrictions', params: {} },
      request: {
        method: 'GET',
        path: '/sapi/v1/account/apiRestrictions',
        query: 'timestamp=1499827319559&recvWindow=10000',
        headers,
      },
      signature: {
        in: { parameter: 'signature' },
        value: 'f28ad2cc4272bb3e311b754b8d9f69063c8de1fb08546e3f6042c25d5b3bfd2a',
      },
    },
    {
      from: `${recipe}: DELETE carries a query`,
      parts,
      atMs,
      call: { endpoint: 'privateDeleteOrder', params: { symbol: 'LTCBTC', orderId: 12 } },
      request: {
        method: 'DELETE',
        path: '/api/v3/order',
        query: 'timestamp=1499827319559&symbol=LTCBTC&orderId=12&recvWindow=10000',
        headers,
      },
      signature: {
        in: { parameter: 'signature' },
        value: 'a23c6f644eecb8dc1dc8de1fb2e54684ab6342377ea3979ca8fb95067eae92bc',
      },
    },
    {
      from: `${recipe}: POST carries a form`,
      parts,
      atMs,
      call: { endpoint: 'sapiPostAssetGetFundingAsset', params: { needBtcValuation: 'false' } },
      request: {
        method: 'POST',
        path: '/sapi/v1/asset/get-funding-asset',
        body: 'timestamp=1499827319559&needBtcValuation=false&recvWindow=10000',
        headers: form,
      },
      signature: {
        in: { parameter: 'signature' },
        value: '72e587c68f84e54a920dd979980f13297e64e8dd1866d8a2b1b53e0c5573af57',
      },
    },
  ],
};

import type { VenueVectors } from './vector.ts';

// The page prints two signatures, of a key "key" and a path that is no endpoint: they are checked in
// test/simulators/gate. These are of the form that the venue's keys have.
const apiKey = 'ca4a97000000000000000000ca4a9701';
const secret = 'ca4a97ca4a97ca4a97ca4a97ca4a97ca4a97ca4a97ca4a97ca4a97ca4a97ca4a';
const parts = { apiKey, secret };
const atMs = 1_541_993_715_000;
const headers = { key: apiKey, timestamp: '1541993715', 'content-type': 'application/json' };

const recipe = 'computed with openssl from the recipe of the APIv4 page, "API Signature string generation"';

export const gateVectors: VenueVectors = {
  venue: 'gate',
  // No group of the permissions is said to manage sub-accounts: the simulator takes "account" for it.
  permissions: { 'manage-keys': ['account:rw'] },
  signatures: [
    {
      from: `${recipe}: no query and no body`,
      parts,
      atMs,
      call: { endpoint: 'privateAccountGetDetail', params: {} },
      request: { method: 'GET', path: '/api/v4/account/detail', query: '', headers },
      signature: {
        in: { header: 'sign' },
        value:
          '487a9dfbb2dd643b364654cd8520c2140d5f7c5d92a3658f1bc26e7a15b349164bbb916286001a3ca983a29c856ea9fbaa4ce90ac8f76738ed97b9cc32512c5b',
      },
    },
    {
      from: `${recipe}: the query of its example, in the order of the request`,
      parts,
      atMs,
      call: {
        endpoint: 'privateFuturesGetSettleOrders',
        params: { settle: 'usdt', contract: 'BTC_USDT', limit: 50, status: 'finished' },
      },
      request: {
        method: 'GET',
        path: '/api/v4/futures/usdt/orders',
        query: 'contract=BTC_USDT&limit=50&status=finished',
        headers,
      },
      signature: {
        in: { header: 'sign' },
        value:
          '2a456f5c521281fabe128fdf94eaa92e72bc99867bc77fc2c59400e80ad7c62cf63e837cd0424b3e875db6430457ddd59a10218c4efd843efbcbe381d5791499',
      },
    },
    {
      from: `${recipe}: a wallet's list`,
      parts,
      atMs,
      call: { endpoint: 'privateWalletGetSavedAddress', params: { chain: 'BTC', verified: '1' } },
      request: {
        method: 'GET',
        path: '/api/v4/wallet/saved_address',
        query: 'chain=BTC&verified=1',
        headers,
      },
      signature: {
        in: { header: 'sign' },
        value:
          '3532f22c7397d5a187f46b6401d8259adc7bee0356704d2132a6bf541d3555e5275cf5db24f26d2f4a9277e32134846aecd5fda2b11661e618cf8d4b91eb8d39',
      },
    },
    {
      from: `${recipe}: a DELETE has its parameters in the query`,
      parts,
      atMs,
      call: { endpoint: 'privateSpotDeleteOrders', params: { currency_pair: 'BTC_USDT' } },
      request: {
        method: 'DELETE',
        path: '/api/v4/spot/orders',
        query: 'currency_pair=BTC_USDT',
        headers,
      },
      signature: {
        in: { header: 'sign' },
        value:
          '4bd9c904d850d5d99e73d1eaa26e43199c45949562ef0d5a24dec8aad0b18f3a962631443f0b4404b7bede066fbbf6e59f42882e350b5b4dc0071770eb5369aa',
      },
    },
    {
      from: `${recipe}: the body is hashed byte for byte as it is sent`,
      parts,
      atMs,
      call: {
        endpoint: 'privateWalletPostSubAccountTransfers',
        params: { sub_account: '10002', currency: 'BTC', amount: '1', direction: 'to' },
      },
      request: {
        method: 'POST',
        path: '/api/v4/wallet/sub_account_transfers',
        body: '{"sub_account":"10002","currency":"BTC","amount":"1","direction":"to"}',
        headers,
      },
      signature: {
        in: { header: 'sign' },
        value:
          'dd0d7f25ca9d9db350edd9b272c918263075f3e8dd7fada67954c236b25d23b747a07af4532bee04f3be122e2e68797243df3e5d0b77ef7bccef8edc9c8ea40c',
      },
    },
  ],
};

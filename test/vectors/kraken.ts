import type { VenueVectors } from './vector.ts';

// The reference shows no key beside its example: 56 characters that are nobody's, and a secret that says so.
const apiKey = 'CANARYkeyCANARYkeyCANARYkeyCANARYkeyCANARYkeyCANARYkey12';
const secret = 'Q0FOQVJZc2VjcmV0Q0FOQVJZc2VjcmV0Q0FOQVJZc2VjcmV0Q0FOQVJZc2VjcmV0Q0FOQVJZc2VjcmV0MQ==';

const headers = { 'api-key': apiKey, 'content-type': 'application/x-www-form-urlencoded' };
const recipe = 'computed with openssl from the recipe of docs.kraken.com, guides, rest/authentication';

export const krakenVectors: VenueVectors = {
  venue: 'kraken',
  permissions: { 'manage-addresses': ['add-withdraw-address', 'update-withdraw-address'] },
  signatures: [
    {
      from: 'docs.kraken.com, guides, rest/authentication: the worked example',
      parts: {
        apiKey,
        secret: 'kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow76sz84Q18fWxnyRzBHCd3pd5nE9qa99HAZtuZuj6F1huXg==',
      },
      atMs: 1_616_492_376_594,
      call: {
        endpoint: 'privatePostAddOrder',
        params: { ordertype: 'limit', pair: 'XBTUSD', price: 37500, type: 'buy', volume: 1.25 },
      },
      request: {
        method: 'POST',
        path: '/0/private/AddOrder',
        body: 'nonce=1616492376594&ordertype=limit&pair=XBTUSD&price=37500&type=buy&volume=1.25',
        headers,
      },
      signature: {
        in: { header: 'api-sign' },
        value: '4/dpxb3iT4tp/ZCVEwSnEsLxx0bqyhLpdfOpc6fn7OR8+UClSV5n9E6aSS8MPtnRfp32bAb0nmbRn6H8ndwLUQ==',
      },
    },
    {
      from: `${recipe}: a call without parameters carries its nonce all the same`,
      parts: { apiKey, secret },
      atMs: 1_772_316_000_000,
      call: { endpoint: 'privatePostGetApiKeyInfo', params: {} },
      request: {
        method: 'POST',
        path: '/0/private/GetApiKeyInfo',
        body: 'nonce=1772316000000',
        headers,
      },
      signature: {
        in: { header: 'api-sign' },
        value: 'RpQqCon2FTqlsxntCiehub/SrPKz9nunjpBHl9HDH/wdRGC/d4soKFsU8e8NZAIFGCEWLxRmscK6CFlbuNR+4Q==',
      },
    },
    {
      from: `${recipe}: what is signed is the form as it is sent`,
      parts: { apiKey, secret },
      // Later than the one before: the nonce of a key only rises.
      atMs: 1_772_316_060_000,
      call: {
        endpoint: 'privatePostWithdrawStatus',
        params: { start: 1_772_236_799, end: 1_772_323_200, limit: 500, cursor: true },
      },
      request: {
        method: 'POST',
        path: '/0/private/WithdrawStatus',
        body: 'nonce=1772316060000&start=1772236799&end=1772323200&limit=500&cursor=true',
        headers,
      },
      signature: {
        in: { header: 'api-sign' },
        value: '8HeACFCeWKtDGNMRx+8jl9N7BWNBIqotHU4ld3pZ6DDpgUApcSbDx3m65UNivThG7Emz5wlcNoDJPKgxZdhmKg==',
      },
    },
  ],
};

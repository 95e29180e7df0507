import type { VenueVectors } from './vector.ts';

// Generated keys, nobody's. The JWTs were made from the recipe of docs.cdp.coinbase.com,
// coinbase-app/authentication-authorization/api-key-authentication, with `sign` of node:crypto and nothing else:
// header {alg, typ, kid, nonce}, claims {sub, iss, nbf, exp, uri}, exp two minutes after nbf.
const name =
  'organizations/00000000-0000-4000-8000-000000000001/apiKeys/00000000-0000-4000-8000-0000000000a1';
const ecdsa = {
  apiKey: name,
  secret: [
    '-----BEGIN EC PRIVATE KEY-----',
    'MHcCAQEEIGd4N3HXnSzq1Q1XNZG2eNp0o7rOf0b8R+Jq64RLFGB3oAoGCCqGSM49',
    'AwEHoUQDQgAESyHVHnJqgbbvBgU2qGC5dEJNMbu7gXTyj3pjHO3GyjiNBmqK5I29',
    'J9S4m7fTe6YYVpHnfvh67siaYwjQW3gH6A==',
    '-----END EC PRIVATE KEY-----',
    '',
  ].join('\n'),
};
/** Ed25519: seed and public key, 64 bytes as base64. */
const ed25519 = {
  apiKey: '00000000-0000-4000-8000-0000000000a2',
  secret: 'DHqiY7IeUfHVLNIRD72pR4d+41dUwXv5pMpyTpWdkyyMNWtYuvBhKY55sERJaK7IAyapQiC6PeyfBnUvFmyalw==',
};

const atMs = 1_772_334_000_000;
const recipe = 'made with node:crypto from docs.cdp.coinbase.com, api-key-authentication';
// Each is drawn anew: ECDSA by its nature, and both by the nonce in the header of the JWT.
const signature = { in: { header: 'authorization' } } as const;

const ofKey =
  'eyJhbGciOiJFUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6Im9yZ2FuaXphdGlvbnMvMDAwMDAwMDAtMDAwMC00MDAwLT' +
  'gwMDAtMDAwMDAwMDAwMDAxL2FwaUtleXMvMDAwMDAwMDAtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDAwMGExIiwibm9u' +
  'Y2UiOiIwMTIzNDU2Nzg5YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZiJ9.eyJzdWIiOiJvcmdhbml6YXRpb25zLzAwMDAwM' +
  'DAwLTAwMDAtNDAwMC04MDAwLTAwMDAwMDAwMDAwMS9hcGlLZXlzLzAwMDAwMDAwLTAwMDAtNDAwMC04MDAwLTAwMDA' +
  'wMDAwMDBhMSIsImlzcyI6ImNkcCIsIm5iZiI6MTc3MjMzNDAwMCwiZXhwIjoxNzcyMzM0MTIwLCJ1cmkiOiJHRVQgY' +
  'XBpLmNvaW5iYXNlLmNvbS9hcGkvdjMvYnJva2VyYWdlL2tleV9wZXJtaXNzaW9ucyJ9.rMu5VyYMvKOGuHgdFaHb59' +
  'Rg9xd7xWDfIzNP4NoRdgcDcpiSVayXD246otlcRccKvLocgB1LsCvfCbi6yZBf2A';
const ofAccounts =
  'eyJhbGciOiJFUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6Im9yZ2FuaXphdGlvbnMvMDAwMDAwMDAtMDAwMC00MDAwLT' +
  'gwMDAtMDAwMDAwMDAwMDAxL2FwaUtleXMvMDAwMDAwMDAtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDAwMGExIiwibm9u' +
  'Y2UiOiIwMTIzNDU2Nzg5YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZiJ9.eyJzdWIiOiJvcmdhbml6YXRpb25zLzAwMDAwM' +
  'DAwLTAwMDAtNDAwMC04MDAwLTAwMDAwMDAwMDAwMS9hcGlLZXlzLzAwMDAwMDAwLTAwMDAtNDAwMC04MDAwLTAwMDA' +
  'wMDAwMDBhMSIsImlzcyI6ImNkcCIsIm5iZiI6MTc3MjMzNDAwMCwiZXhwIjoxNzcyMzM0MTIwLCJ1cmkiOiJHRVQgY' +
  'XBpLmNvaW5iYXNlLmNvbS9hcGkvdjMvYnJva2VyYWdlL2FjY291bnRzIn0.Yc_8sRTNDne_BD818YEnon9RNBHuLef' +
  '4LjYfDmlQkK8bHUQnsxv_Drpi6au9KSOcl_u8KqbztmxKwbPyRho1og';
const ofCancel =
  'eyJhbGciOiJFUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6Im9yZ2FuaXphdGlvbnMvMDAwMDAwMDAtMDAwMC00MDAwLT' +
  'gwMDAtMDAwMDAwMDAwMDAxL2FwaUtleXMvMDAwMDAwMDAtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDAwMGExIiwibm9u' +
  'Y2UiOiIwMTIzNDU2Nzg5YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZiJ9.eyJzdWIiOiJvcmdhbml6YXRpb25zLzAwMDAwM' +
  'DAwLTAwMDAtNDAwMC04MDAwLTAwMDAwMDAwMDAwMS9hcGlLZXlzLzAwMDAwMDAwLTAwMDAtNDAwMC04MDAwLTAwMDA' +
  'wMDAwMDBhMSIsImlzcyI6ImNkcCIsIm5iZiI6MTc3MjMzNDAwMCwiZXhwIjoxNzcyMzM0MTIwLCJ1cmkiOiJQT1NUI' +
  'GFwaS5jb2luYmFzZS5jb20vYXBpL3YzL2Jyb2tlcmFnZS9vcmRlcnMvYmF0Y2hfY2FuY2VsIn0.xcViUKsxqFE-6Xy' +
  'obJVXiTDIdE68XzjLjnQ3PHHmaXqzgA6bavYodpneSw5jpCeNkq3FO2yFj6e4mmhBMlKBFA';
const ofApp =
  'eyJhbGciOiJFUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6Im9yZ2FuaXphdGlvbnMvMDAwMDAwMDAtMDAwMC00MDAwLT' +
  'gwMDAtMDAwMDAwMDAwMDAxL2FwaUtleXMvMDAwMDAwMDAtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDAwMGExIiwibm9u' +
  'Y2UiOiIwMTIzNDU2Nzg5YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZiJ9.eyJzdWIiOiJvcmdhbml6YXRpb25zLzAwMDAwM' +
  'DAwLTAwMDAtNDAwMC04MDAwLTAwMDAwMDAwMDAwMS9hcGlLZXlzLzAwMDAwMDAwLTAwMDAtNDAwMC04MDAwLTAwMDA' +
  'wMDAwMDBhMSIsImlzcyI6ImNkcCIsIm5iZiI6MTc3MjMzNDAwMCwiZXhwIjoxNzcyMzM0MTIwLCJ1cmkiOiJHRVQgY' +
  'XBpLmNvaW5iYXNlLmNvbS92Mi9hY2NvdW50cyJ9.0Ro8Gq2zmdZaXuOqtyOtvWPGDq1eLfOADrk-MmhoO55iYU2HiV' +
  'qXpCd2T5ROnPcxLTKmz6YfhKcPtiwIBbtYwA';
const ofEd25519 =
  'eyJhbGciOiJFZERTQSIsInR5cCI6IkpXVCIsImtpZCI6IjAwMDAwMDAwLTAwMDAtNDAwMC04MDAwLTAwMDAwMDAwMD' +
  'BhMiIsIm5vbmNlIjoiMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAifQ.eyJzdWIiOiIwMDAwMDAwMC0wM' +
  'DAwLTQwMDAtODAwMC0wMDAwMDAwMDAwYTIiLCJpc3MiOiJjZHAiLCJuYmYiOjE3NzIzMzQwMDAsImV4cCI6MTc3MjM' +
  'zNDEyMCwiYXVkIjpbImNkcF9zZXJ2aWNlIl0sInVyaXMiOlsiR0VUIGFwaS5jb2luYmFzZS5jb20vYXBpL3YzL2Jyb' +
  '2tlcmFnZS9rZXlfcGVybWlzc2lvbnMiXX0.Y6a9O_yU6JxxXZmSfGAv_76Xfv-ENf0FJW7YWTgANkdqd2OOb_nWt5P' +
  '0kV2stTI4QZz44XMJzjPWthIKkokZBQ';

export const coinbaseVectors: VenueVectors = {
  venue: 'coinbase',
  signatures: [
    {
      from: `${recipe}: ES256`,
      parts: ecdsa,
      atMs,
      call: { endpoint: 'v3PrivateGetBrokerageKeyPermissions', params: {} },
      request: {
        method: 'GET',
        path: '/api/v3/brokerage/key_permissions',
        headers: { authorization: `Bearer ${ofKey}` },
      },
      // A JWT covers method, host and path.
      covers: [],
      signature,
    },
    {
      from: `${recipe}: a query is not covered`,
      parts: ecdsa,
      atMs,
      call: { endpoint: 'v3PrivateGetBrokerageAccounts', params: { limit: 250 } },
      request: {
        method: 'GET',
        path: '/api/v3/brokerage/accounts',
        query: 'limit=250',
        headers: { authorization: `Bearer ${ofAccounts}` },
      },
      // A JWT covers method, host and path.
      covers: [],
      signature,
    },
    {
      from: `${recipe}: nor is a body`,
      parts: ecdsa,
      atMs,
      call: { endpoint: 'v3PrivatePostBrokerageOrdersBatchCancel', params: { order_ids: 'none' } },
      request: {
        method: 'POST',
        path: '/api/v3/brokerage/orders/batch_cancel',
        body: '{"order_ids":"none"}',
        headers: { authorization: `Bearer ${ofCancel}`, 'content-type': 'application/json' },
      },
      // A JWT covers method, host and path.
      covers: [],
      signature,
    },
    {
      from: `${recipe}: v2 takes the same`,
      parts: ecdsa,
      atMs,
      call: { endpoint: 'v2PrivateGetAccounts', params: { limit: 100 } },
      request: {
        method: 'GET',
        path: '/v2/accounts',
        query: 'limit=100',
        headers: { authorization: `Bearer ${ofApp}` },
      },
      // A JWT covers method, host and path.
      covers: [],
      signature,
    },
    {
      from: `${recipe}: Ed25519, as ccxt 4.5.84 writes it (uris)`,
      parts: ed25519,
      atMs,
      call: { endpoint: 'v3PrivateGetBrokerageKeyPermissions', params: {} },
      request: {
        method: 'GET',
        path: '/api/v3/brokerage/key_permissions',
        headers: { authorization: `Bearer ${ofEd25519}` },
      },
      // A JWT covers method, host and path.
      covers: [],
      signature,
    },
  ],
};

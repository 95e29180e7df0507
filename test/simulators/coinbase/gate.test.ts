import { createPublicKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { coinbase } from '../../../src/simulators/coinbase/simulate-coinbase.ts';
import type { SimulatedKey } from '../../../src/simulators/index.ts';
import { tokenFor } from './client.ts';
import { codeOf, keys, opening, stage, t0Ms } from './support.ts';
import type { Ask } from './support.ts';

const nowS = t0Ms / 1_000;
const permissions = 'key_permissions';

describe('tokens', () => {
  it.each(['bot', 'modern'] as const)('signed as documented let the key in: %s', async (key) => {
    const on = await stage();
    expect(codeOf(await on.get(permissions, '', { key }))).toBe('in');
    expect(codeOf(await on.get('/v2/user', '', { key }))).toBe('in');
  });

  it('of the CDP SDK name the request in a list, and an audience', async () => {
    const on = await stage();
    const uris = [`GET api.coinbase.com/api/v3/brokerage/${permissions}`];
    const claims = { uri: undefined, uris, aud: ['cdp_service'] };
    expect(codeOf(await on.get(permissions, '', { key: 'modern', claims }))).toBe('in');
    const other = { ...claims, aud: ['someone_else'] };
    expect(codeOf(await on.get(permissions, '', { key: 'modern', claims: other }))).toBe('http:401');
  });

  it('name the request without its query', async () => {
    const on = await stage();
    expect(codeOf(await on.get('accounts', 'limit=3'))).toBe('in');
    const uri = 'GET api.coinbase.com/api/v3/brokerage/accounts?limit=3';
    expect(codeOf(await on.get('accounts', 'limit=3', { claims: { uri } }))).toBe('http:401');
  });

  it('on loopback may name the host that they were sent to, and no other', async () => {
    const on = await stage();
    const path = `/api/v3/brokerage/${permissions}`;
    const from = async (uri: string) => codeOf(await on.get(permissions, '', { claims: { uri } }));
    expect(await from(`GET 127.0.0.1:${on.venue.port}${path}`)).toBe('in');
    expect(await from(`GET http://127.0.0.1:${on.venue.port}${path}`)).toBe('in');
    expect(await from(`GET 127.0.0.1:1${path}`)).toBe('http:401');
    expect(await from(`GET api.example.com${path}`)).toBe('http:401');
    const headers = { host: 'api.example.com' };
    const uri = `GET api.example.com${path}`;
    expect(codeOf(await on.get(permissions, '', { claims: { uri }, headers }))).toBe('http:401');
  });

  const refused: readonly (readonly [string, Ask])[] = [
    ['no token', { key: 'none' }],
    ['no token but a word', { key: 'none', headers: { authorization: 'Bearer x.y.z' } }],
    ['legacy headers', { key: 'none', headers: { 'cb-access-key': 'CANARY', 'cb-access-sign': 'ab' } }],
    ['another method', { claims: { uri: `POST api.coinbase.com/api/v3/brokerage/${permissions}` } }],
    ['another path', { claims: { uri: 'GET api.coinbase.com/api/v3/brokerage/accounts' } }],
    ['another issuer', { claims: { iss: 'me' } }],
    ['another subject', { claims: { sub: keys.reader.keyId } }],
    ['another key’s name', { header: { kid: keys.reader.keyId }, claims: { sub: keys.reader.keyId } }],
    ['no nonce', { header: { nonce: undefined } }],
    ['no algorithm', { header: { alg: 'none' } }],
    ['the other algorithm', { header: { alg: 'EdDSA' } }],
    ['no end', { claims: { exp: undefined } }],
    ['too long a life', { claims: { exp: nowS + 121 } }],
    ['its end is now', { claims: { nbf: nowS - 120, exp: nowS } }],
    ['not yet begun', { claims: { nbf: nowS + 6, exp: nowS + 126 } }],
    ['an unknown key', { key: { ...keys.bot, keyId: keys.bot.keyId.replace(/.$/, 'x') } }],
    ['the private key of another', { key: { ...keys.bot, secret: keys.reader.secret } }],
  ];

  it.each(refused)('%s: one and the same text, on v2 one and the same id', async (_, ask) => {
    const on = await stage();
    const reply = await on.get(permissions, '', ask);
    expect([reply.status, reply.text]).toEqual([401, 'Unauthorized']);
    if (ask.claims?.['uri'] === undefined) {
      expect(codeOf(await on.get('/v2/user', '', ask))).toBe('authentication_error');
    }
  });

  it.each([
    [{ nbf: nowS - 119, exp: nowS + 1 }, 'in'],
    [{ nbf: nowS + 5, exp: nowS + 125 }, 'in'],
  ])('are good to their last second: %o', async (claims, code) => {
    expect(codeOf(await (await stage()).get(permissions, '', { claims }))).toBe(code);
  });

  it('with another last letter are refused, also where it holds unused bits only', async () => {
    const on = await stage();
    const path = `/api/v3/brokerage/${permissions}`;
    const token = tokenFor(keys.modern, 'GET', path, { atMs: t0Ms });
    const ask = async (text: string) => {
      const headers = { authorization: `Bearer ${text}` };
      return codeOf(await on.get(permissions, '', { key: 'none', headers }));
    };
    expect(await ask(token)).toBe('in');
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const spelledAlike = [...letters].filter(
      (letter) =>
        `${token.slice(0, -1)}${letter}` !== token &&
        Buffer.from(`${token.slice(-86, -1)}${letter}`, 'base64url').equals(
          Buffer.from(token.slice(-86), 'base64url'),
        ),
    );
    expect(spelledAlike.length).toBeGreaterThan(0);
    for (const letter of spelledAlike) expect(await ask(`${token.slice(0, -1)}${letter}`)).toBe('http:401');
  });
});

describe('keys', () => {
  it('are bound to the address of the connection', async () => {
    const on = await stage();
    expect(codeOf(await on.get(permissions, '', { key: 'bound' }))).toBe('http:401');
    expect(codeOf(await on.get(permissions, '', { key: 'bound', from: '127.0.0.77' }))).toBe('in');
  });

  it.each(['deleteKey', 'expireKey', 'freezeAccount'] as const)('are dead after %s', async (what) => {
    const on = await stage();
    on.venue.website[what](keys.bot.keyId);
    const reply = await on.get(permissions);
    expect([reply.status, reply.text, reply.headers['content-type']]).toEqual([
      401,
      'Unauthorized',
      'text/plain; charset=utf-8',
    ]);
    const app = await on.get('/v2/user');
    expect(app.body).toEqual({ errors: [{ id: 'authentication_error', message: 'Invalid auth (generic)' }] });
    expect(
      on.venue.asKeyHolder({ keyId: keys.bot.keyId, sourceIp: '127.0.0.1' }).cancelOrder('1'),
    ).toMatchObject({
      httpStatus: 401,
      code: 'http:401',
      aboutKey: true,
    });
  });

  it('that are dead may get another answer, the same on both halves', async () => {
    const on = await stage({ deadKeyAnswer: 'revoked_token' });
    on.venue.website.deleteKey(keys.bot.keyId);
    expect(codeOf(await on.get(permissions))).toBe('revoked_token');
    expect(codeOf(await on.get('/v2/user'))).toBe('revoked_token');
    await expect(stage({ deadKeyAnswer: '403' })).rejects.toThrow('dead key with "403"');
  });

  it('have what they are granted, each half in its words', async () => {
    const on = await stage();
    const blind = await on.get('accounts', '', { key: 'blind' });
    expect(blind.status).toBe(403);
    expect(blind.body).toEqual({
      error: 'PERMISSION_DENIED',
      error_details: 'Missing required scopes',
      message: 'Missing required scopes',
    });
    const app = await on.get('/v2/accounts', '', { key: 'blind' });
    expect([app.status, codeOf(app)]).toEqual([403, 'invalid_scope']);
    const reader: Ask = { key: 'reader' };
    expect(codeOf(await on.post('orders/batch_cancel', { order_ids: ['x'] }, reader))).toBe(
      'PERMISSION_DENIED',
    );
    expect(codeOf(await on.post('orders', {}, reader))).toBe('PERMISSION_DENIED');
    expect(codeOf(await on.post('/v2/accounts/USDT/transactions', {}))).toBe('invalid_scope');
  });

  it('are derived: P-256, always the same for a seed and a name, of one organization for a seed', () => {
    const derived = coinbase.deriveKey('seed', 'name');
    const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}';
    expect(derived.keyId).toMatch(new RegExp(`^organizations/${uuid}/apiKeys/${uuid}$`));
    expect(derived.secret).toMatch(/^-----BEGIN EC PRIVATE KEY-----\n/);
    expect(createPublicKey(derived.secret).asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
    expect(coinbase.deriveKey('seed', 'name')).toEqual(derived);
    const other = coinbase.deriveKey('seed', 'other');
    expect(other.secret).not.toBe(derived.secret);
    expect(other.keyId.split('/')[1]).toBe(derived.keyId.split('/')[1]);
    expect(coinbase.deriveKey('other seed', 'name').keyId.split('/')[1]).not.toBe(
      derived.keyId.split('/')[1],
    );
  });

  it.each<readonly [string, Partial<SimulatedKey>]>([
    ['no id of this venue', { keyId: 'a'.repeat(64) }],
    ['no private key of this venue', { secret: 'CANARY' }],
    ['no private key of this venue', { secret: Buffer.alloc(33).toString('base64') }],
  ])('with %s do not open the books', async (problem, change) => {
    const changed = { ...opening, keys: [{ ...keys.bot, ...change }] };
    await expect(stage({ opening: changed })).rejects.toThrow(problem);
  });
});

describe('paths', () => {
  it.each([
    ['/api/v3/brokerage/nothing', 'http:404'],
    ['/api/v3/brokerage/portfolios/a/b', 'http:404'],
    ['/v2/nothing', 'not_found'],
  ])('that are none are not found: %s', async (path, code) => {
    expect(codeOf(await (await stage()).get(path))).toBe(code);
  });

  it('answer to their own method only', async () => {
    const on = await stage();
    expect(codeOf(await on.post('accounts', {}))).toBe('http:404');
    expect(codeOf(await on.get('orders/batch_cancel'))).toBe('http:404');
  });
});

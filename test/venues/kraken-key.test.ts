import { describe, expect, it } from 'vitest';
import { at, introspect, replying, success } from './kraken-support.ts';

const key = {
  apiKeyName: 'tradebot1-prod-kraken-main',
  apiKey: 'CANARYkeyCANARYkeyCANARYkeyCANARYkeyCANARYkeyCANARYkey12',
  nonce: '1772616342000',
  nonceWindow: 0,
  permissions: [
    'query-funds',
    'query-open-trades',
    'query-closed-trades',
    'query-ledger',
    'modify-trades',
    'close-trades',
  ],
  iban: 'AA00 N000 0000 0000',
  validUntil: '0',
  queryFrom: '0',
  queryTo: '0',
  createdTime: '1772542900',
  modifiedTime: '1772542900',
  ipAllowlist: ['203.0.113.7', '198.51.100.0/24'],
  lastUsed: '1772616300',
};

const report = async (change: object) => introspect((await replying({ ...key, ...change })).session);

describe('what Kraken tells of a key', () => {
  it('one that trades, bound to addresses', async () => {
    expect(await report({})).toMatchObject({
      scopes: {
        read: 'granted',
        'spot-trade': 'granted',
        margin: 'granted',
        futures: 'unknown',
        options: 'unknown',
        transfer: 'granted',
        withdraw: 'denied',
        'manage-keys': 'denied',
        'manage-addresses': 'denied',
      },
      ipRestricted: 'granted',
      ipAllowlist: { known: true, value: ['203.0.113.7', '198.51.100.0/24'] },
      label: { known: true, value: 'tradebot1-prod-kraken-main' },
      createdAt: { known: true, value: '2026-03-03T13:01:40.000Z' },
      modifiedAt: { known: true, value: '2026-03-03T13:01:40.000Z' },
      lastUsedAt: { known: true, value: '2026-03-04T09:25:00.000Z' },
      expiresAt: { known: false },
      accountKind: { known: false },
    });
  });

  it('asks for it without any parameter but the nonce, and does not say more than it must in an exhibit', async () => {
    const { venue, session } = await at(() => success(key));
    await introspect(session);
    expect(venue.seen[0]).toMatchObject({ method: 'POST', path: '/0/private/GetApiKeyInfo' });
    expect(venue.seen[0]?.body).toMatch(/^nonce=\d{13}$/);
  });

  it.each([
    [
      'withdraw-funds',
      { withdraw: 'granted', transfer: 'granted', 'manage-keys': 'unknown', read: 'denied' },
    ],
    ['add-withdraw-address', { 'manage-addresses': 'granted', withdraw: 'denied' }],
    ['update-withdraw-address', { 'manage-addresses': 'granted' }],
    ['query-ledger', { read: 'granted', transfer: 'denied' }],
    // A transfer to the futures wallet wants no more.
    ['query-funds', { read: 'granted', transfer: 'granted', 'spot-trade': 'denied' }],
    ['close-trades', { 'spot-trade': 'denied', read: 'denied' }],
    ['modify-trades', { 'spot-trade': 'granted', margin: 'granted' }],
  ])('%s alone', async (permission, scopes) => {
    expect((await report({ permissions: [permission] })).scopes).toMatchObject(scopes);
  });

  it('a key without any permission may nothing, and works all the same', async () => {
    const { scopes, notes } = await report({ permissions: [] });
    expect(Object.values(scopes).filter((grant) => grant === 'granted')).toEqual([]);
    expect(notes).toEqual([]);
  });

  it.each([[[]], [['']]])('a list of addresses like %j binds it to none', async (ipAllowlist) => {
    expect(await report({ ipAllowlist })).toMatchObject({
      ipRestricted: 'denied',
      ipAllowlist: { known: true, value: [] },
    });
  });

  it('the window that clips its histories without a word', async () => {
    expect(await report({ queryFrom: '1767225600', queryTo: 1_798_761_600 })).toMatchObject({
      seesFrom: '2026-01-01T00:00:00.000Z',
      seesTo: '2027-01-01T00:00:00.000Z',
    });
    expect(await report({})).not.toHaveProperty('seesFrom');
  });

  it('when it ends, and that it was never used', async () => {
    expect(await report({ validUntil: '1798761600', lastUsed: null })).toMatchObject({
      expiresAt: { known: true, value: '2027-01-01T00:00:00.000Z' },
      lastUsedAt: { known: false },
    });
  });

  it('in the spelling of a reply that a client recorded', async () => {
    const { session } = await replying({
      api_key_name: 'TestKey',
      api_key: '123',
      nonce: '123',
      nonce_window: '15',
      permissions: ['query-funds'],
      iban: '123',
      valid_until: '0',
      query_from: '0',
      query_to: '0',
      created_time: '1522132642',
      modified_time: '1618230358',
      ip_allowlist: [''],
      last_used: '1774350056',
    });
    const found = await introspect(session);
    expect(found).toMatchObject({
      label: { known: true, value: 'TestKey' },
      createdAt: { known: true, value: '2018-03-27T06:37:22.000Z' },
      modifiedAt: { known: true, value: '2021-04-12T12:25:58.000Z' },
      ipRestricted: 'denied',
    });
    expect(found.notes?.join(' ')).toContain('nonce window is 15');
  });

  it('says what it does not see, what else it may, and what firebreak does not know', async () => {
    const { notes = [] } = await report({
      permissions: ['query-funds', 'earn-funds', 'create-ws-token', 'mint-coins'],
    });
    const all = notes.join('\n');
    for (const words of [
      'open orders and positions',
      'the ledger',
      'Earn',
      'WebSocket',
      'mint-coins',
      'futures',
    ]) {
      expect(all).toContain(words);
    }
    expect(all).not.toContain('balances, deposits');
  });

  it.each([
    ['1772616342000', false],
    ['1772616342000123', true],
    ['1772616342000123456', true],
  ])('a last nonce of %s shows whether another client counts finer: %s', async (nonce, isFiner) => {
    const { notes = [] } = await report({ nonce });
    expect(notes.some((note) => note.includes('finer than milliseconds'))).toBe(isFiner);
  });

  it.each([
    ['permissions', undefined],
    ['permissions', null],
    ['permissions', 'query-funds'],
    ['permissions', [1]],
    ['ipAllowlist', undefined],
    ['ipAllowlist', null],
    ['createdTime', '0'],
    ['createdTime', '1772542900000'],
    ['lastUsed', 'yesterday'],
  ])('%s: %j is not understood, and never read as "no"', async (name, value) => {
    await expect(report({ [name]: value })).rejects.toMatchObject({ code: 'REPLY_NOT_UNDERSTOOD' });
  });
});

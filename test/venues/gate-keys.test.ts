import { afterEach, describe, expect, it } from 'vitest';
import type { ListedKey } from '../../src/domain/api-key.ts';
import { known, unknown } from '../../src/domain/known.ts';
import { Secret } from '../../src/domain/secret.ts';
import { gate } from '../../src/venues/gate/index.ts';
import { isCutFrom } from '../../src/venues/gate/key-report.ts';
import { answering, at, byApi, closeAll, credentialOf, json, no, noContent, read } from './gate-session.ts';

afterEach(closeAll);

const introspect = byApi(gate.capabilities.introspectKey);

const ownKey = 'c5dcfbf1f3a7000000000000000000ff';

// The example of the API page, "Query All Main Account Key Information", with what the cases need.
const mainKey = {
  state: 1,
  mode: 1,
  name: 'tradebot',
  user_id: 1,
  perms: [
    { name: 'account', read_only: true },
    { name: 'spot', read_only: false },
    { name: 'futures', read_only: true },
  ],
  ip_whitelist: ['203.0.113.7'],
  currency_pairs: ['BTC_USDT'],
  key: 'c5dcfbf1f3a7*****',
  created_at: 1753030929,
  update_at: 1756300567,
  last_access: 1753030999,
};
const otherKey = { ...mainKey, name: 'other', key: '52fd0035f665*****' };

const detail = {
  user_id: 1667201533,
  ip_whitelist: ['203.0.113.7'],
  currency_pairs: [],
  key: { mode: 1 },
  tier: 2,
};

describe('what a key is told to be', () => {
  it('is read from the list of the main account’s keys, in one request', async () => {
    const { venue, session } = await at(() => json([otherKey, mainKey]), credentialOf(ownKey));
    const report = await introspect(session);
    expect(venue.seen.map(({ path }) => path)).toEqual(['/api/v4/account/main_keys']);
    expect(report).toMatchObject({
      scopes: {
        read: 'granted',
        'spot-trade': 'granted',
        margin: 'granted',
        futures: 'denied',
        options: 'denied',
        transfer: 'denied',
        withdraw: 'unknown',
        'manage-keys': 'unknown',
        'manage-addresses': 'denied',
      },
      ipRestricted: 'granted',
      ipAllowlist: known(['203.0.113.7']),
      label: known('tradebot'),
      createdAt: known('2025-07-20T17:02:09.000Z'),
      modifiedAt: known('2025-08-27T13:16:07.000Z'),
      lastUsedAt: known('2025-07-20T17:03:19.000Z'),
      accountKind: known('main'),
    });
    expect(report.notes?.join(' ')).toContain('BTC_USDT');
  });

  it('an empty list of addresses is no binding; a missing one says nothing', async () => {
    const unbound = await at(() => json([{ ...mainKey, ip_whitelist: [] }]), credentialOf(ownKey));
    expect(await introspect(unbound.session)).toMatchObject({
      ipRestricted: 'denied',
      ipAllowlist: known([]),
    });
    const untold = await at(() => json([{ ...mainKey, ip_whitelist: null }]), credentialOf(ownKey));
    expect(await introspect(untold.session)).toMatchObject({ ipRestricted: 'unknown' });
  });

  it.each<[string, unknown]>([
    ['is not given to it', no('FORBIDDEN', 403)],
    ['is of another form', { state: 1, key: { mode: 1 }, perms: [] }],
    ['does not have it', [otherKey]],
    ['has two that begin alike', [mainKey, { ...mainKey, name: 'twin' }]],
  ])('where the list %s, its account tells what it can and no right is guessed', async (_why, listed) => {
    const { venue, session } = await at(
      ({ path }) =>
        path.endsWith('/main_keys')
          ? typeof listed === 'object' && listed !== null && 'status' in listed
            ? (listed as ReturnType<typeof no>)
            : json(listed)
          : json(detail),
      credentialOf(ownKey),
    );
    const report = await introspect(session);
    expect(venue.seen.map(({ path }) => path)).toEqual([
      '/api/v4/account/main_keys',
      '/api/v4/account/detail',
    ]);
    expect(report).toMatchObject({ ipRestricted: 'granted', ipAllowlist: known(['203.0.113.7']) });
    const { 'manage-addresses': addresses, ...rest } = report.scopes;
    expect(addresses).toBe('denied');
    expect(new Set(Object.values(rest))).toEqual(new Set(['unknown']));
    expect(report.createdAt.known).toBe(false);
    expect(report.accountKind?.known).toBe(false);
  });

  it.each([
    ['INVALID_KEY', 401, 'KEY_UNKNOWN'],
    ['IP_FORBIDDEN', 401, 'IP_NOT_ALLOWED'],
    ['INVALID_SIGNATURE', 401, 'SIGNATURE_REJECTED'],
    ['TOO_BUSY', 503, 'VENUE_DOWN'],
  ])('a key that is refused with %s is asked once', async (label, status, code) => {
    const { venue, session } = await at(() => no(label, status));
    await expect(introspect(session)).rejects.toMatchObject({ code });
    expect(venue.seen.length).toBe(1);
  });

  it('a cut-off id is compared as text', () => {
    expect(isCutFrom('c5dcfbf1f3a7*****', ownKey)).toBe(true);
    expect(isCutFrom('c5dc****00ff', ownKey)).toBe(true);
    expect(isCutFrom('c5dc****00fe', ownKey)).toBe(false);
    expect(isCutFrom('*****', ownKey)).toBe(false);
    expect(isCutFrom('.*', ownKey)).toBe(false);
    expect(isCutFrom(ownKey, ownKey)).toBe(true);
    expect(isCutFrom('c5dcfbf1f3a7', ownKey)).toBe(false);
  });
});

// ---------------------------------------------------------------- sub-accounts

const keyRow = {
  state: 1,
  name: 'bot',
  user_id: 10001,
  perms: [
    { name: 'spot', read_only: false },
    { name: 'wallet', read_only: false },
  ],
  mode: 1,
  ip_whitelist: ['203.0.113.7', '203.0.113.8'],
  key: '75c3264105b74693d8cb5c7f1a8e2420',
  created_at: 1663642892,
  last_access: 1663642892,
  update_at: 1663642892,
};

const listed: ListedKey = {
  keyId: new Secret(keyRow.key, 'test'),
  maskedKeyId: '75c3…2420 (32)',
  subAccount: '10001',
  label: known('bot'),
  scopes: {
    read: 'granted',
    'spot-trade': 'granted',
    margin: 'granted',
    futures: 'denied',
    options: 'denied',
    transfer: 'granted',
    withdraw: 'denied',
    'manage-keys': 'unknown',
    'manage-addresses': 'denied',
  },
  ipRestricted: 'granted',
  ipAllowlist: known(keyRow.ip_whitelist),
  createdAt: known('2022-09-20T03:01:32.000Z'),
  expiresAt: unknown('test'),
};

const onKey = `/sub_accounts/10001/keys/${keyRow.key}`;

describe('sub-accounts and their keys', () => {
  it('are listed; a time that is none does not lose the row', async () => {
    const row = { remark: 'remark', login_name: 'desk', user_id: 10001, state: 1, create_time: 168888888 };
    const { session } = await answering({
      'GET /sub_accounts': [row, { ...row, user_id: 10002, state: 2, create_time: 1663642892 }],
    });
    const { rows } = await read('listSubAccounts', session, {});
    expect(rows).toMatchObject([
      { id: '10001', label: 'desk: remark', frozen: false, mayTransferOut: 'unknown' },
      { id: '10002', frozen: true, createdAt: known('2022-09-20T03:01:32.000Z') },
    ]);
  });

  it('a key is told with its rights, addresses and mask; it never withdraws', async () => {
    const { session } = await answering({ 'GET /sub_accounts/10001/keys': [keyRow] });
    const { rows } = await read('listSubAccountKeys', session, { section: '10001' });
    expect(rows).toMatchObject([
      { maskedKeyId: '75c3…2420 (32)', subAccount: '10001', scopes: listed.scopes, ipRestricted: 'granted' },
    ]);
    expect(JSON.stringify(rows)).not.toContain(keyRow.key);
  });

  it('deleting one is believed by 204 only', async () => {
    const done = await answering({ [`DELETE ${onKey}`]: noContent });
    await byApi(gate.capabilities.revokeSubAccountKey)(done.session, listed);
    expect(done.venue.seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      `DELETE /api/v4${onKey}`,
    ]);
    for (const reply of [
      { status: 200, body: '' },
      { status: 200, body: '<html></html>' },
    ]) {
      const { session } = await at(() => reply);
      const act = byApi(gate.capabilities.revokeSubAccountKey)(session, listed);
      await expect(act).rejects.toMatchObject({ code: 'REPLY_NOT_UNDERSTOOD' });
    }
    const lost = await at(() => ({ status: 502, body: '' }));
    const act = byApi(gate.capabilities.revokeSubAccountKey)(lost.session, listed);
    await expect(act).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });
  });

  it('a key is made read-only with everything sent again, and read back', async () => {
    let isReadOnly = false;
    const { venue, session } = await at(({ method }) => {
      if (method === 'PUT') {
        isReadOnly = true;
        return noContent;
      }
      return json({ ...keyRow, perms: keyRow.perms.map((each) => ({ ...each, read_only: isReadOnly })) });
    });
    await byApi(gate.capabilities.restrictSubAccountKey)(session, listed);
    expect(venue.seen.map(({ method }) => method)).toEqual(['GET', 'PUT', 'GET']);
    expect(JSON.parse(venue.seen[1]?.body ?? '')).toEqual({
      name: 'bot',
      mode: 1,
      perms: [
        { name: 'spot', read_only: true },
        { name: 'wallet', read_only: true },
      ],
      ip_whitelist: keyRow.ip_whitelist,
    });
  });

  it('nothing is sent where nobody knows the addresses; a key that still writes is said', async () => {
    const untold = await at(() => json({ ...keyRow, ip_whitelist: null }));
    const act = byApi(gate.capabilities.restrictSubAccountKey);
    await expect(act(untold.session, listed)).rejects.toMatchObject({ code: 'NOT_SUPPORTED' });
    expect(untold.venue.seen.map(({ method }) => method)).toEqual(['GET']);
    const late = await at(({ method }) => (method === 'PUT' ? noContent : json(keyRow)));
    await expect(act(late.session, listed)).rejects.toMatchObject({ code: 'REQUEST_REJECTED' });
  });

  it('a new key has the rights that were wanted, and is never given withdrawal', async () => {
    const made = { ...keyRow, name: 'fresh', key: 'eb8815bf99d7bb5f8ad6497bdc4774a8', secret: 'CANARYnew' };
    const { venue, session } = await answering({ 'POST /sub_accounts/10001/keys': made });
    const create = byApi(gate.capabilities.createSubAccountKey);
    const wanted = {
      subAccount: '10001',
      label: 'fresh',
      scopes: ['read', 'spot-trade'],
      ipAllowlist: ['203.0.113.9'],
    } as const;
    const { label, parts } = await create(session, wanted);
    expect([label, parts['apiKey']?.reveal(), parts['secret']?.reveal()]).toEqual([
      'fresh',
      made.key,
      'CANARYnew',
    ]);
    const sent = JSON.parse(venue.seen[0]?.body ?? '') as { perms: { name: string; read_only: boolean }[] };
    expect(sent).toMatchObject({ mode: 1, name: 'fresh', ip_whitelist: ['203.0.113.9'] });
    expect(sent.perms.filter(({ read_only }) => !read_only)).toEqual([{ name: 'spot', read_only: false }]);
    expect(sent.perms).toContainEqual({ name: 'account', read_only: true });
    await expect(create(session, { ...wanted, scopes: ['withdraw'] })).rejects.toMatchObject({
      code: 'NOT_SUPPORTED',
    });
    expect(venue.seen.length).toBe(1);
  });

  it('a sub-account is locked', async () => {
    const { venue, session } = await answering({ 'POST /sub_accounts/10001/lock': noContent });
    await byApi(gate.capabilities.stopSubAccountTransfers)(session, {
      id: '10001',
      label: 'desk',
      createdAt: unknown('test'),
      frozen: false,
      mayTransferOut: 'unknown',
    });
    expect(venue.seen[0]).toMatchObject({ method: 'POST', path: '/api/v4/sub_accounts/10001/lock' });
  });
});

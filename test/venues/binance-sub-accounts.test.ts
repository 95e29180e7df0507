import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ListedKey, WantedKey } from '../../src/domain/api-key.ts';
import { known, unknown } from '../../src/domain/known.ts';
import { Secret } from '../../src/domain/secret.ts';
import type { Scripted } from './scripted-venue.ts';
import { apiSecret, html } from './scripted-venue.ts';
import { binance } from '../../src/venues/binance/index.ts';
import {
  at,
  body,
  byApi,
  byPath,
  capabilities,
  nothingOpened,
  page,
  refusal,
  sectionsOf,
  whole,
} from './binance-support.ts';

const [desk, other] = ['desk+1@example.invalid', 'other@example.invalid'];
const list = '/sapi/v1/sub-account/list';
const keysPath = '/sapi/v1/sub-account/subAccountApi';

const subAccount = (email: string, more: object = {}) => ({
  subUserId: 123456,
  email,
  remark: '',
  isFreeze: false,
  createTime: 1544433328000,
  isManagedSubAccount: false,
  ...more,
});
const pagesOf =
  (name: string, rows: readonly unknown[]) =>
  (number: string | null): Scripted =>
    body({ [name]: number === '1' ? rows : [], total: rows.length });

const keyId = 'CANARYsubkeyCANARYsubkeyCANARYsubkeyCANARYsubkeyCANARYsubkeyCAN3';
const listed = {
  email: desk,
  apiName: 'myKey',
  apikey: keyId,
  canTrade: true,
  canMarginLoanRepay: false,
  canFuturesTrade: false,
  canUniversalTransfer: true,
  canVanillaOptions: false,
  timestamp: 1640000000000,
};

describe('sub-accounts', () => {
  it('are told by their e-mail, which every endpoint wants, until a page is empty', async () => {
    const rows = [subAccount(desk, { remark: 'desk' }), subAccount(other, { isFreeze: true })];
    const { venue, session } = await at(({ query }) => pagesOf('subAccounts', rows)(query.get('page')));
    const { listing } = await whole('listSubAccounts', session);
    expect(listing.rows).toEqual([
      {
        id: desk,
        label: `${desk}: desk`,
        createdAt: { known: true, value: '2018-12-10T09:15:28.000Z' },
        frozen: false,
        mayTransferOut: 'unknown',
      },
      expect.objectContaining({ id: other, label: other, frozen: true }),
    ]);
    expect(venue.seen.map(({ query }) => [query.get('page'), query.get('limit')])).toEqual([
      ['1', '200'],
      ['2', '200'],
    ]);
  });

  it.each(['{}', 'null', html, '{"subAccounts":null}', '{"subAccounts":[{}]}'])(
    'are not none in %s',
    async (reply) => {
      const { session } = await at(() => body(reply));
      await expect(page('listSubAccounts', session)).rejects.toMatchObject({ code: 'REPLY_NOT_UNDERSTOOD' });
    },
  );
});

describe('their keys', () => {
  const venueWith = (binding: unknown) =>
    at(({ path, query }) => {
      if (path === list) return pagesOf('subAccounts', [subAccount(desk)])(query.get('page'));
      if (path === keysPath) return pagesOf('list', [listed])(query.get('page'));
      return typeof binding === 'object' && binding !== null && 'status' in binding
        ? (binding as Scripted)
        : body(binding);
    });

  it('are listed with what they may do and the addresses they are bound to', async () => {
    const { session } = await venueWith({
      ipRestrict: 'true',
      ipList: ['192.0.2.7'],
      updateTime: 1,
      apiKey: keyId,
    });
    const { listing } = await whole('listSubAccountKeys', session);
    const [key] = listing.rows as ListedKey[];
    expect(listing.rows.length).toBe(1);
    expect(key?.keyId.reveal()).toBe(keyId);
    expect(key).toMatchObject({
      maskedKeyId: 'CANA…CAN3 (64)',
      subAccount: desk,
      label: { known: true, value: 'myKey' },
      scopes: {
        read: 'granted',
        'spot-trade': 'granted',
        margin: 'granted',
        futures: 'denied',
        transfer: 'granted',
        withdraw: 'denied',
      },
      bundled: [['spot-trade', 'margin']],
      ipRestricted: 'granted',
      ipAllowlist: { known: true, value: ['192.0.2.7'] },
      createdAt: { known: false },
    });
  });

  it.each<[string, unknown, string, boolean]>([
    ['the text "false"', { ipRestrict: 'false', ipList: [] }, 'denied', true],
    ['false itself', { ipRestrict: false }, 'denied', true],
    ['no list', { ipRestrict: 'true' }, 'granted', false],
    ['a refusal of this one', refusal(-9000), 'unknown', false],
  ])('whose binding is %s', async (_name, binding, ipRestricted, isKnown) => {
    const { session } = await venueWith(binding);
    const { listing } = await whole('listSubAccountKeys', session);
    expect(listing.rows).toMatchObject([{ ipRestricted, ipAllowlist: { known: isKnown } }]);
  });

  it('are a failure, not a shorter list, when the key that asks is refused half way', async () => {
    const { session } = await venueWith(refusal(-2015, 401));
    const { listing, failure } = await whole('listSubAccountKeys', session);
    expect([listing.stop, failure?.code]).toEqual(['failed', 'KEY_IP_OR_SCOPE']);
  });

  it.each(['{}', 'null', html, '{"list":[{}]}', '{"total":1}'])('are not none in %s', async (reply) => {
    const { session } = await at(() => body(reply));
    await expect(page('listSubAccountKeys', session, { section: desk })).rejects.toMatchObject({
      code: 'REPLY_NOT_UNDERSTOOD',
    });
  });
});

const subKey: ListedKey = {
  keyId: new Secret(keyId, 'a test'),
  maskedKeyId: 'CANA…CAN3 (64)',
  subAccount: desk,
  label: known('myKey'),
  scopes: {
    read: 'granted',
    'spot-trade': 'granted',
    margin: 'granted',
    futures: 'denied',
    options: 'denied',
    transfer: 'denied',
    withdraw: 'denied',
    'manage-keys': 'denied',
    'manage-addresses': 'denied',
  },
  ipRestricted: 'granted',
  ipAllowlist: known(['192.0.2.7']),
  createdAt: unknown('test'),
  expiresAt: unknown('test'),
};

/** Recipe of the venue: HMAC-SHA256 over the query or form as it stands, without the signature. */
function isSigned(sent: string): boolean {
  const [payload, signature] = sent.split('&signature=');
  return (
    createHmac('sha256', apiSecret)
      .update(payload ?? '')
      .digest('hex') === signature
  );
}

describe('what goes to a path of sub-accounts', () => {
  it('is percent-encoded once, and signed as it stands', async () => {
    const { venue, session } = await at(() => body('{}'));
    await byApi(capabilities.revokeSubAccountKey)(session, subKey);
    const [seen] = venue.seen;
    expect(`${seen?.method} ${seen?.path}`).toBe(`DELETE ${keysPath}`);
    expect(seen?.rawQuery).toContain('email=desk%2B1%40example.invalid&');
    expect(seen?.query.get('email')).toBe(desk);
    expect(seen?.query.get('subAccountApiKey')).toBe(keyId);
    expect(isSigned(seen?.rawQuery ?? '')).toBe(true);
  });

  it('is so in the body of a form, too', async () => {
    const { venue, session } = await at(() => body({ apiName: 'n', apiKey: 'k', secretKey: 's' }));
    const wanted: WantedKey = {
      subAccount: desk,
      label: 'bot & co',
      scopes: ['read', 'spot-trade'],
      ipAllowlist: ['192.0.2.7', '192.0.2.8'],
    };
    await byApi(capabilities.createSubAccountKey)(session, wanted);
    const sent = venue.seen[0]?.body ?? '';
    expect(isSigned(sent)).toBe(true);
    const form = Object.fromEntries(new URLSearchParams(sent));
    expect(form).toMatchObject({
      email: desk,
      apiName: 'bot & co',
      status: '2',
      ipAddress: '192.0.2.7,192.0.2.8',
      canTrade: 'true',
    });
    expect(Object.keys(form).filter((name) => name.startsWith('can'))).toEqual(['canTrade']);
  });
});

describe('a key of a sub-account', () => {
  const restrict = byApi(capabilities.restrictSubAccountKey);
  const create = byApi(capabilities.createSubAccountKey);
  const off = {
    canTrade: false,
    canMarginLoanRepay: false,
    canFuturesTrade: false,
    canUniversalTransfer: false,
    canVanillaOptions: false,
  };

  it('loses everything but reading, and keeps its addresses', async () => {
    const { venue, session } = await at(() => body({ ...listed, ...off }));
    await restrict(session, subKey);
    expect(venue.seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /sapi/v1/sub-account/subAccountApiPermission',
    ]);
    const form = Object.fromEntries(new URLSearchParams(venue.seen[0]?.body));
    expect(form).toMatchObject({
      email: desk,
      subAccountApiKey: keyId,
      canTrade: 'false',
      canUniversalTransfer: 'false',
      canFuturesTrade: 'false',
      canMarginLoanRepay: 'false',
      canVanillaOptions: 'false',
    });
    expect(form['ipAddress']).toBeUndefined();
  });

  it.each<[string, unknown, string]>([
    ['still trades in the reply', { ...listed, ...off, canTrade: true }, 'REQUEST_REJECTED'],
    [
      'may still transfer in the reply',
      { ...listed, ...off, canUniversalTransfer: true },
      'REQUEST_REJECTED',
    ],
    ['is answered by {}', {}, 'REPLY_NOT_UNDERSTOOD'],
    ['is answered by a page', html, 'REPLY_NOT_UNDERSTOOD'],
  ])('that %s was not restricted', async (_name, reply, code) => {
    const { session } = await at(() => body(reply));
    await expect(restrict(session, subKey)).rejects.toMatchObject({ code });
  });

  it('is made once; a lost answer is an unknown outcome', async () => {
    const wanted: WantedKey = { subAccount: desk, label: 'bot', scopes: ['read'], ipAllowlist: [] };
    const { venue, session } = await at(() => ({ does: 'reset' }));
    await expect(create(session, wanted)).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    expect(venue.seen.length).toBe(1);
    expect(new URLSearchParams(venue.seen[0]?.body).get('status')).toBe('1');
  });

  it('has its parts from the reply, and shows neither', async () => {
    const { session } = await at(() =>
      body({ apiName: 'bot', apiKey: 'CANARYnew', secretKey: 'CANARYnewSecret' }),
    );
    const made = await create(session, {
      subAccount: desk,
      label: 'bot',
      scopes: ['futures'],
      ipAllowlist: ['192.0.2.7'],
    });
    expect([made.parts['apiKey']?.reveal(), made.parts['secret']?.reveal()]).toEqual([
      'CANARYnew',
      'CANARYnewSecret',
    ]);
    expect(JSON.stringify(made)).not.toContain('CANARYnew');
  });

  it.each([
    ['a scope that none has', { scopes: ['read', 'withdraw'], ipAllowlist: [] }],
    [
      'more addresses than the venue takes',
      { scopes: ['read'], ipAllowlist: Array.from({ length: 60 }, (_, n) => `192.0.2.${n}`) },
    ],
  ] as const)('is not asked for with %s', async (_name, change) => {
    const { venue, session } = await at(() => body('{}'));
    await expect(create(session, { subAccount: desk, label: 'bot', ...change })).rejects.toMatchObject({
      code: 'NOT_SUPPORTED',
    });
    expect(venue.seen).toEqual([]);
  });
});

describe('transfers between accounts', () => {
  const universal = {
    tranId: 92275823339,
    fromEmail: desk,
    toEmail: other,
    asset: 'BNB',
    amount: '0.01',
    createTimeStamp: 1772150400000,
    fromAccountType: 'USDT_FUTURE',
    toAccountType: 'SPOT',
    status: 'SUCCESS',
  };
  const window = { from: '2026-02-26T00:00:00.000Z', to: '2026-02-28T00:00:00.000Z' };

  it('are read for each sender, as Binance lists only what left the main account otherwise', async () => {
    const { session } = await at(({ path, query }) =>
      path === list
        ? pagesOf('subAccounts', [subAccount(desk), subAccount(other)])(query.get('page'))
        : body(nothingOpened),
    );
    expect(await sectionsOf('listTransfers', session)).toEqual([
      'MAIN_FUNDING',
      'FUNDING_MAIN',
      'between accounts, from the main account',
      `between accounts, from ${desk}`,
      `between accounts, from ${other}`,
    ]);
  });

  it('come from two lists, and what both tell counts once', async () => {
    const { venue, session } = await at(({ path, query }) => {
      if (path === list) return pagesOf('subAccounts', [subAccount(desk)])(query.get('page'));
      const isFirst = query.get('page') === '1' && query.get('fromEmail') === desk;
      if (path.endsWith('/universalTransfer')) return body({ result: isFirst ? [universal] : [] });
      if (path.endsWith('/sub/transfer/history')) {
        const spot = {
          from: desk,
          to: other,
          asset: 'BNB',
          qty: '0.01',
          status: 'SUCCESS',
          tranId: 92275823339,
          time: 1772150400000,
        };
        return body(isFirst ? [spot, { ...spot, tranId: 5 }] : []);
      }
      return byPath({ '/sapi/v1/account/info': nothingOpened, '/sapi/v1/asset/transfer': { total: 0 } })({
        path,
        query,
        method: 'GET',
      } as never);
    });
    const { listing } = await whole('listTransfers', session, window);
    expect(listing.coverage.holes).toEqual([]);
    expect(listing.rows).toMatchObject([
      { id: '92275823339', from: `${desk}, USDT_FUTURE`, to: `${other}, SPOT`, status: 'completed' },
      { id: '5', from: `${desk}, SPOT`, to: `${other}, SPOT` },
    ]);
    const fromMain = venue.seen.filter(
      ({ path, query }) => path.endsWith('/universalTransfer') && query.get('fromEmail') === null,
    );
    expect(fromMain.length).toBeGreaterThan(0);
  });

  it('are asked of a sub-account’s own history where the list of sub-accounts is refused', async () => {
    const row = {
      counterParty: 'master',
      email: 'main@example.invalid',
      type: 2,
      asset: 'BTC',
      qty: '1',
      fromAccountType: 'SPOT',
      toAccountType: 'SPOT',
      status: 'FAILURE',
      tranId: 1,
      time: 1772150400000,
    };
    const { venue, session } = await at(({ path, query }) => {
      if (path === list) return refusal(-1002, 401);
      if (path.endsWith('/subUserHistory')) return body(query.get('type') === '2' ? [row] : []);
      return byPath({ '/sapi/v1/account/info': nothingOpened, '/sapi/v1/asset/transfer': { total: 0 } })({
        path,
        query,
        method: 'GET',
      } as never);
    });
    const { listing } = await whole('listTransfers', session, window);
    expect(listing.rows).toMatchObject([
      { from: 'this account, SPOT', to: 'master main@example.invalid, SPOT', status: 'failed' },
    ]);
    expect(listing.coverage.holes).toEqual([]);
    const own = venue.seen.filter(({ path }) => path.endsWith('/subUserHistory'));
    expect(new Set(own.map(({ query }) => query.get('type')))).toEqual(new Set(['1', '2']));
    // The venue leaves failures out otherwise.
    expect(own[0]?.query.get('returnFailHistory')).toBe('true');
  });
});

it('nothing stored shows the id of another key or a new secret', () => {
  const { capture } = binance;
  expect(capture.openParameters).not.toContain('subAccountApiKey');
  expect(capture.secretFields).toContain('secretKey');
  expect(capture.keyIdFields).toEqual(expect.arrayContaining(['apikey', 'apiKey']));
});

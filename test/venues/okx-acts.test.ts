import { afterEach, describe, expect, it } from 'vitest';
import type { SubAccount } from '../../src/domain/account.ts';
import type { ListedKey } from '../../src/domain/api-key.ts';
import { known, unknown } from '../../src/domain/known.ts';
import { Secret } from '../../src/domain/secret.ts';
import type { OpenOrder, Withdrawal } from '../../src/domain/trading.ts';
import { readRefusal } from '../../src/venues/okx/failures.ts';
import { okx } from '../../src/venues/okx/index.ts';
import { keyFlaw } from '../../src/venues/okx/key-flaw.ts';
import { newPassphrase } from '../../src/venues/okx/passphrase.ts';
import { fixturesExist, readFixture, skippedWithoutFixtures } from '../recorded/fixtures.ts';
import * as is from './okx-support.ts';
import { byApi, json, no, ok, posted, queryOf, scriptedOkx } from './okx-support.ts';
import { html } from './scripted-venue.ts';
import type { Scripted, ScriptedVenue, SeenRequest } from './scripted-venue.ts';

const open: ScriptedVenue[] = [];
afterEach(async () => {
  for (const venue of open.splice(0)) await venue.close();
});

const at = (answer: (request: SeenRequest) => Scripted) => scriptedOkx(open, answer);
const giving = (...data: readonly unknown[]) => at(() => ok(...data));
const { capabilities } = okx;

// ---------------------------------------------------------------- the key

describe('what a key is said to be', () => {
  const introspect = async (change: object) => {
    const { session } = await giving({ ...is.configRow, ...change });
    return byApi(capabilities.introspectKey)(session);
  };

  it('one that may do everything: "trade" is every right to write but withdrawing', async () => {
    expect(await introspect({})).toMatchObject({
      scopes: {
        read: 'granted',
        'spot-trade': 'granted',
        margin: 'granted',
        futures: 'granted',
        options: 'granted',
        transfer: 'granted',
        withdraw: 'granted',
        'manage-keys': 'granted',
        'manage-addresses': 'denied',
      },
      ipRestricted: 'granted',
      ipAllowlist: { known: true, value: ['203.0.113.7'] },
      label: { known: true, value: 'v5 test' },
      createdAt: { known: false },
      lastUsedAt: { known: false },
      expiresAt: { known: false },
      accountKind: { known: true, value: 'main' },
    });
  });

  it('a read-only key holds nothing else', async () => {
    const { scopes } = await introspect({ perm: 'read_only' });
    expect(Object.entries(scopes).filter(([, grant]) => grant !== 'denied')).toEqual([['read', 'granted']]);
  });

  it('a key that is bound to no address manages no keys, and is deleted when it rests', async () => {
    const report = await introspect({ ip: '' });
    expect(report).toMatchObject({
      scopes: { 'manage-keys': 'denied' },
      ipRestricted: 'denied',
      ipAllowlist: { known: true, value: [] },
    });
    expect(report.notes?.join(' ')).toContain('14 days');
    expect((await introspect({ ip: '', perm: 'read_only' })).notes?.join(' ')).not.toContain('14 days');
  });

  it('a key of a sub-account manages none, and names the account above', async () => {
    const report = await introspect({ uid: '7', type: '5' });
    expect(report).toMatchObject({
      scopes: { 'manage-keys': 'denied' },
      accountKind: { known: true, value: 'sub' },
    });
    expect(report.notes?.join(' ')).toMatch(/UID 7, under UID 44705892343619584.*Copper/);
  });

  it('tells a permission of tomorrow as it stands', async () => {
    const { notes } = await introspect({ perm: 'read_only,lend' });
    expect(notes?.join(' ')).toContain('lend');
  });

  it('does not take an account without permissions or addresses for a report', async () => {
    for (const change of [{ perm: '' }, { perm: null }, { ip: null }, { uid: '' }, { label: 1 }]) {
      await expect(introspect(change)).rejects.toMatchObject({ code: 'REPLY_NOT_UNDERSTOOD' });
    }
  });
});

describe('parts of a key that cannot be right', () => {
  const parts = is.okxParts;
  it.each([
    ['apiKey and secret', { ...parts, secret: parts['apiKey'] ?? '' }],
    ['password is the apiKey', { ...parts, password: parts['apiKey'] ?? '' }],
    ['password is the secret', { ...parts, password: parts['secret'] ?? '' }],
    ['secret has the form of an apiKey', { ...parts, secret: '37c541a1-0000-4000-8000-10fe7a038418' }],
  ])('%s', (flaw, wrong) => {
    expect(keyFlaw(wrong)).toContain(flaw);
    expect(keyFlaw(wrong)).not.toContain('CANARY');
  });

  it('a key in its place has none', () => {
    expect(keyFlaw(parts)).toBeUndefined();
  });
});

// ---------------------------------------------------------------- refusals

describe('what refusals mean', () => {
  const introspecting = async (scripted: Scripted) => {
    const { session } = await at(() => scripted);
    return byApi(capabilities.introspectKey)(session);
  };

  it.each([
    ['50119', 200, 'KEY_UNKNOWN'],
    ['50119', 401, 'KEY_UNKNOWN'],
    ['50111', 401, 'KEY_UNKNOWN'],
    ['50110', 401, 'IP_NOT_ALLOWED'],
    ['50120', 200, 'SCOPE_MISSING'],
    ['50035', 403, 'SCOPE_MISSING'],
    ['50113', 401, 'SIGNATURE_REJECTED'],
    ['50105', 401, 'SIGNATURE_REJECTED'],
    ['50102', 401, 'CLOCK_SKEW'],
    ['50101', 401, 'KEY_IP_OR_SCOPE'],
    ['50100', 400, 'ACCOUNT_FROZEN'],
    ['50007', 200, 'ACCOUNT_FROZEN'],
    ['50121', 200, 'REGION_BLOCKED'],
    ['50011', 429, 'RATE_LIMITED'],
    ['50011', 200, 'RATE_LIMITED'],
    ['50001', 503, 'VENUE_DOWN'],
    ['50004', 400, 'VENUE_DOWN'],
    ['99999', 200, 'REQUEST_REJECTED'],
  ])('%s under HTTP %i: %s', async (venueCode, status, code) => {
    await expect(introspecting(no(venueCode, status))).rejects.toMatchObject({
      code,
      failure: { venueCode },
    });
  });

  it.each([
    [401, '', 'KEY_IP_OR_SCOPE'],
    [403, html, 'BLOCKED_BY_GATEWAY'],
    [429, '', 'RATE_LIMITED'],
    [502, html, 'VENUE_DOWN'],
  ])('HTTP %i %j: %s', async (status, body, code) => {
    await expect(introspecting({ status, body })).rejects.toMatchObject({ code });
  });

  it('says the same after a success on the same session', async () => {
    let asked = 0;
    const { session } = await at(() => (asked++ === 0 ? ok(is.configRow) : no('50119', 401)));
    await byApi(capabilities.introspectKey)(session);
    await expect(byApi(capabilities.introspectKey)(session)).rejects.toMatchObject({ code: 'KEY_UNKNOWN' });
  });

  it.each<[unknown, string | undefined]>([
    [{ code: '50119', msg: 'no', data: [] }, '50119'],
    [{ code: 50119, msg: 'no' }, '50119'],
    // The row says more than the envelope.
    [{ code: '1', msg: '', data: [{ ordId: '', sCode: '51400', sMsg: 'gone' }] }, '51400'],
    [{ code: '2', msg: '', data: [{ sCode: '0' }, { sCode: '51400' }] }, '51400'],
    [{ code: '0', msg: '', data: [{ sCode: '51000' }] }, '51000'],
    [{ code: '1', msg: 'all failed', data: [] }, '1'],
    [{ code: '0', msg: '', data: [{ sCode: '0' }] }, undefined],
    [{ code: '0', msg: '', data: [] }, undefined],
    [{ code: 0 }, undefined],
    [{ code: null, data: null }, undefined],
    [{ code: {}, data: [null, 7] }, undefined],
    [{}, undefined],
    [[{ code: '50119' }], undefined],
    [null, undefined],
    ['50119', undefined],
  ])('reads a refusal out of %j', (body, code) => {
    expect(readRefusal(body)?.code).toBe(code);
  });

  it('proves death by the two codes of a key that is not there, and by no other', () => {
    const { deathProof, failures } = okx;
    expect([...deathProof.deadCodes]).toEqual(['50119', '50111']);
    expect(deathProof.deadWithControl).toEqual([]);
    expect(deathProof.existsCodes).toEqual(expect.arrayContaining([...deathProof.addressCodes]));
    for (const code of ['50101', '50102', '50112', '50114', '50121', '50011', 'http:401', 'http:403']) {
      expect([...deathProof.deadCodes, ...deathProof.existsCodes]).not.toContain(code);
      expect(Object.keys(failures)).toContain(code);
    }
  });

  skippedWithoutFixtures('every code of the reference about access', 1);
  it.runIf(fixturesExist)('knows every code of the reference about access to the API', () => {
    const { codes } = readFixture('error-codes/okx.json') as { codes: { code: string }[] };
    const ofAccess = codes.map(({ code }) => code).filter((code) => /^50(1[01]\d|12[01])$/.test(code));
    // For brokers, and for a kind of key that firebreak never asks for.
    const ofOthers = ['50108', '50109', '50116', '50118'];
    const unknownHere = ofAccess.filter((code) => !Object.keys(okx.failures).includes(code));
    expect(unknownHere).toEqual(ofOthers);
  });
});

// ---------------------------------------------------------------- orders

const orderIn = (section: string, id = '1'): OpenOrder => ({
  id,
  clientOrderId: '',
  symbol: 'BTC-USDT',
  side: 'buy',
  type: 'limit',
  price: '1',
  amount: '1',
  filled: '0',
  createdAt: '2026-03-01T00:00:00.000Z',
  section,
});

const cancelled = ({ path, body }: SeenRequest): Scripted => {
  const sent = JSON.parse(body) as { ordId?: string } | { algoId?: string }[];
  const row = Array.isArray(sent) ? sent[0] : sent;
  if (!path.includes('cancel')) throw new Error(path);
  return ok({ ...row, sCode: '0', sMsg: '' });
};

describe('cancelling orders', () => {
  const cancel = byApi(capabilities.cancelOrders);

  it('algo orders first, each by its own endpoint', async () => {
    const { venue, session } = await at(cancelled);
    await cancel(session, [orderIn('SPOT', '7'), orderIn('algo/twap', '8'), orderIn('OPTION', '9')]);
    expect(posted(venue)).toEqual([
      ['trade/cancel-algos', [{ instId: 'BTC-USDT', algoId: '8' }]],
      ['trade/cancel-order', { instId: 'BTC-USDT', ordId: '7' }],
      ['trade/cancel-order', { instId: 'BTC-USDT', ordId: '9' }],
    ]);
  });

  it('leaves a bot alone, cancels the rest, and says so', async () => {
    const { venue, session } = await at(cancelled);
    const cancelling = cancel(session, [orderIn('bot/grid', '5'), orderIn('SPOT', '7')]);
    await expect(cancelling).rejects.toMatchObject({ code: 'NOT_SUPPORTED' });
    expect(posted(venue).length).toBe(1);
  });

  it.each(['51400', '51603'])('takes %s in a row for an order that is gone already', async (sCode) => {
    const { session } = await at(() => json({ code: '1', msg: '', data: [{ ordId: '', sCode, sMsg: '' }] }));
    await expect(cancel(session, [orderIn('SPOT')])).resolves.toBeUndefined();
  });

  it('goes on past one that is refused, and stops at what concerns the key', async () => {
    const refusing = await at((request) => (request.body.includes('"1"') ? no('51410') : cancelled(request)));
    const two = [orderIn('SPOT', '1'), orderIn('SPOT', '2')];
    await expect(cancel(refusing.session, two)).rejects.toMatchObject({ code: 'REQUEST_REJECTED' });
    expect(refusing.venue.seen.length).toBe(2);
    const dead = await at(() => no('50119', 401));
    await expect(cancel(dead.session, two)).rejects.toMatchObject({ code: 'KEY_UNKNOWN' });
    expect(dead.venue.seen.length).toBe(1);
  });

  it.each([
    ['no row', []],
    ['a row without a code', [{ ordId: '1' }]],
    [
      'two rows',
      [
        { ordId: '1', sCode: '0' },
        { ordId: '2', sCode: '0' },
      ],
    ],
  ])('does not take a success with %s for one', async (_what, data) => {
    const { session } = await at(() => ok(...data));
    await expect(cancel(session, [orderIn('SPOT')])).rejects.toMatchObject({ code: 'REPLY_NOT_UNDERSTOOD' });
  });

  it('a time-out of OKX is no "no", and nothing is ever sent twice', async () => {
    for (const lost of [no('50004', 400), { does: 'reset' } as const]) {
      const { venue, session } = await at(() => lost);
      await expect(cancel(session, [orderIn('SPOT')])).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });
      expect(venue.seen.length).toBe(1);
    }
  });
});

describe('cancelling all orders', () => {
  const cancelAll = byApi(capabilities.cancelAllOrders);
  const resting = (request: SeenRequest): Scripted => {
    if (request.method === 'POST') return cancelled(request);
    const { after, ordType } = queryOf(request);
    if (after !== undefined) return ok();
    if (request.path.endsWith('/orders-pending')) return ok(is.orderRow);
    return ordType === 'trigger' ? ok({ ...is.algoRow, ordType }) : ok();
  };

  it('lists and cancels what rests, of every type', async () => {
    const { venue, session } = await at(resting);
    await cancelAll(session);
    expect(posted(venue)).toEqual([
      ['trade/cancel-algos', [{ instId: 'BTC-USDT', algoId: is.algoRow.algoId }]],
      ['trade/cancel-order', { instId: 'BTC-USDT', ordId: is.orderRow.ordId }],
    ]);
  });

  it('cancels before it looks for bots, and does not call the account quiet while one runs', async () => {
    const bot = {
      algoId: '5',
      algoClOrdId: '',
      state: 'running',
      cTime: '1681700496249',
      instId: 'BTC-USDT',
      minPx: '1',
      maxPx: '2',
      direction: '',
    };
    const { venue, session } = await at((request) => {
      if (!request.path.includes('/grid/')) return resting(request);
      return queryOf(request)['after'] === undefined ? ok(bot) : ok();
    });
    await expect(cancelAll(session)).rejects.toMatchObject({ code: 'NOT_SUPPORTED' });
    expect(posted(venue).length).toBe(2);
  });

  it('does not take a list that it could not read for none', async () => {
    const { venue, session } = await at((request) =>
      request.path.endsWith('/orders-pending') ? no('50120') : resting(request),
    );
    await expect(cancelAll(session)).rejects.toMatchObject({ code: 'SCOPE_MISSING' });
    expect(posted(venue)).toEqual([]);
  });
});

// ---------------------------------------------------------------- withdrawals, sub-accounts, keys

describe('withdrawals and sub-accounts', () => {
  const withdrawal = { id: '1123456' } as Withdrawal;
  const subAccount = { id: 'Test001' } as SubAccount;

  it('cancels a withdrawal', async () => {
    const { venue, session } = await giving({ wdId: '1123456' });
    await byApi(capabilities.cancelWithdrawal)(session, withdrawal);
    expect(posted(venue)).toEqual([['asset/cancel-withdrawal', { wdId: '1123456' }]]);
  });

  it.each([
    ['58216', 'REQUEST_REJECTED'],
    ['58215', 'NOT_FOUND'],
    ['58220', 'NOT_FOUND'],
  ])('%s: %s', async (venueCode, code) => {
    const { session } = await at(() => no(venueCode));
    const cancelling = byApi(capabilities.cancelWithdrawal)(session, withdrawal);
    await expect(cancelling).rejects.toMatchObject({ code });
  });

  it('stops transfers out of a sub-account; the reply must say so', async () => {
    const stop = byApi(capabilities.stopSubAccountTransfers);
    const { venue, session } = await giving({ subAcct: 'Test001', canTransOut: false });
    await stop(session, subAccount);
    expect(posted(venue)).toEqual([
      ['users/subaccount/set-transfer-out', { subAcct: 'Test001', canTransOut: false }],
    ]);
    const still = await giving({ subAcct: 'Test001', canTransOut: true });
    await expect(stop(still.session, subAccount)).rejects.toMatchObject({ code: 'REQUEST_REJECTED' });
    const two = await giving();
    await expect(stop(two.session, { ...subAccount, id: 'a,b' })).rejects.toMatchObject({
      code: 'NOT_SUPPORTED',
    });
    expect(two.venue.seen).toEqual([]);
  });
});

describe('keys', () => {
  const listed = (change: Partial<ListedKey> = {}): ListedKey => ({
    keyId: new Secret(is.keyRow.apiKey, 'test'),
    maskedKeyId: 'CANA…0001 (18)',
    subAccount: 'Test001',
    label: known('v5'),
    scopes: {} as ListedKey['scopes'],
    ipRestricted: 'granted',
    ipAllowlist: known(['203.0.113.7']),
    createdAt: known('2020-08-10T02:26:23.085Z'),
    expiresAt: unknown('test'),
    ...change,
  });

  it('no key ends or changes itself: that is done by hand', () => {
    for (const capability of [capabilities.revokeKey, capabilities.downgradeKey]) {
      if (capability.by !== 'hand') throw new Error('not by hand');
      expect(new URL(capability.page).host).toBe('www.okx.com');
    }
    expect(capabilities.listWithdrawalAddresses.by).toBe('hand');
  });

  it('the main account ends a key of a sub-account by naming it', async () => {
    const { venue, session } = await giving({ subAcct: 'Test001' });
    await byApi(capabilities.revokeSubAccountKey)(session, listed());
    expect(posted(venue)).toEqual([
      ['users/subaccount/delete-apikey', { subAcct: 'Test001', apiKey: is.keyRow.apiKey }],
    ]);
  });

  it('a main key that is bound to no address is told apart from a dead one', async () => {
    const { session } = await at(() => no('50035', 403));
    const revoking = byApi(capabilities.revokeSubAccountKey)(session, listed());
    await expect(revoking).rejects.toMatchObject({ code: 'SCOPE_MISSING', failure: { venueCode: '50035' } });
  });

  it('makes a key read-only, and sends no address: "" would unbind it', async () => {
    const { venue, session } = await giving({ perm: 'read', ip: '203.0.113.7' });
    await byApi(capabilities.restrictSubAccountKey)(session, listed());
    expect(posted(venue)).toEqual([
      ['users/subaccount/modify-apikey', { subAcct: 'Test001', apiKey: is.keyRow.apiKey, perm: 'read_only' }],
    ]);
  });

  it.each([
    ['may still write', { perm: 'read,trade', ip: '203.0.113.7' }],
    ['has lost its addresses', { perm: 'read_only', ip: '' }],
  ])('does not take a reply for done whose key %s', async (_what, row) => {
    const { session } = await giving(row);
    const restricting = byApi(capabilities.restrictSubAccountKey)(session, listed());
    await expect(restricting).rejects.toMatchObject({ code: 'REQUEST_REJECTED' });
  });

  it('makes a key of a sub-account with a passphrase of its own, and hides its parts', async () => {
    const row = { label: 'bot', apiKey: 'CANARYnewKEY', secretKey: 'CANARYnewSECRET', passphrase: '******' };
    const { venue, session } = await giving(row);
    const made = await byApi(capabilities.createSubAccountKey)(session, {
      subAccount: 'Test001',
      label: 'bot',
      scopes: ['read', 'spot-trade'],
      ipAllowlist: ['203.0.113.7', '203.0.113.8'],
    });
    const passphrase = made.parts['password']?.reveal();
    expect(posted(venue)).toEqual([
      [
        'users/subaccount/apikey',
        {
          subAcct: 'Test001',
          label: 'bot',
          passphrase,
          perm: 'read_only,trade',
          ip: '203.0.113.7,203.0.113.8',
        },
      ],
    ]);
    expect(made.parts['apiKey']?.reveal()).toBe('CANARYnewKEY');
    expect(made.parts['secret']?.reveal()).toBe('CANARYnewSECRET');
    expect(JSON.stringify(made)).not.toContain('CANARYnew');
    expect(JSON.stringify(made)).not.toContain(passphrase);
    expect(okx.capture.openParameters).not.toContain('passphrase');
    expect(okx.capture.secretFields).toEqual(expect.arrayContaining(['secretKey', 'passphrase']));
    expect(okx.capture.keyIdFields).toContain('apiKey');
    expect(capabilities.createSubAccountKey).toMatchObject({ repeatable: false });
  });

  it('makes a key for reading only', async () => {
    const { venue, session } = await giving({ label: '', apiKey: 'a', secretKey: 'b' });
    const wanted = { subAccount: 'Test001', label: 'reader', scopes: ['read'] as const, ipAllowlist: [] };
    await byApi(capabilities.createSubAccountKey)(session, wanted);
    const [, body] = posted(venue)[0] ?? [];
    expect(body).toMatchObject({ perm: 'read_only' });
    expect(body).not.toHaveProperty('ip');
  });

  it.each(['withdraw', 'manage-keys', 'manage-addresses'] as const)(
    'sends nothing for a key with the scope %s',
    async (scope) => {
      const { venue, session } = await giving({});
      const wanted = { subAccount: 'Test001', label: 'x', scopes: [scope], ipAllowlist: [] };
      const making = byApi(capabilities.createSubAccountKey)(session, wanted);
      await expect(making).rejects.toMatchObject({ code: 'NOT_SUPPORTED' });
      expect(venue.seen).toEqual([]);
    },
  );

  it('makes up passphrases that OKX takes, and no two the same', () => {
    const many = Array.from({ length: 200 }, newPassphrase);
    expect(new Set(many).size).toBe(200);
    for (const passphrase of many) {
      expect(passphrase).toMatch(/^(?=.*[A-Z])(?=.*[a-z])(?=.*\d)(?=.*[^A-Za-z0-9])[\x21-\x7e]{8,32}$/);
    }
  });
});

it('reads the clock of OKX without a key', async () => {
  const { venue, session } = await giving({ ts: '1712250348676' });
  const offset = await byApi(capabilities.readClock)(session);
  expect(Math.abs(Date.now() + offset.offsetMs - 1_712_250_348_676)).toBeLessThan(1_000);
  expect(venue.seen[0]).toMatchObject({ path: '/api/v5/public/time', rawQuery: '' });
  expect(venue.seen[0]?.headers['ok-access-key']).toBeUndefined();
});

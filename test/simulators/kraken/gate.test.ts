import { describe, expect, it } from 'vitest';
import { kraken } from '../../../src/simulators/kraken/simulate-kraken.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { callKraken, signatureOf } from './client.ts';
import { codeOf, keys, opening, stage, t0S } from './support.ts';
import type { KeyName } from './support.ts';

// docs.kraken.com, "Spot REST Authentication": the worked example, key, nonce, payload and signature.
const example = {
  secret: 'kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow76sz84Q18fWxnyRzBHCd3pd5nE9qa99HAZtuZuj6F1huXg==',
  nonce: '1616492376594',
  body: 'nonce=1616492376594&ordertype=limit&pair=XBTUSD&price=37500&type=buy&volume=1.25',
  path: '/0/private/AddOrder',
  signature: '4/dpxb3iT4tp/ZCVEwSnEsLxx0bqyhLpdfOpc6fn7OR8+UClSV5n9E6aSS8MPtnRfp32bAb0nmbRn6H8ndwLUQ==',
};

describe('signatures', () => {
  async function sendExample(change: { readonly body?: string; readonly signature?: string }) {
    const keyId = keys.bot.keyId;
    const mine = { ...keys.bot, secret: example.secret };
    const books = {
      ...opening,
      keys: [mine],
      markets: [
        ...opening.markets,
        { symbol: 'XXBTZUSD', base: 'BTC', quote: 'USD', price: '40000', depth: '1000' },
      ],
      balances: [...opening.balances, { asset: 'USD', free: '90000' }],
      subAccounts: [],
      transfers: [],
    };
    const venue = await kraken.simulate({
      clock: manualClock('2021-03-23T09:39:36Z'),
      opening: books,
      seed: 'x',
    });
    try {
      const { body = example.body, signature = example.signature } = change;
      return await callKraken({
        port: venue.port,
        method: 'POST',
        path: example.path,
        form: body,
        headers: { 'API-Key': keyId, 'API-Sign': signature },
      });
    } finally {
      await venue.close();
    }
  }

  it('printed by the venue are good, and the order of its example is placed', async () => {
    const reply = await sendExample({});
    expect(codeOf(reply)).toBe('in');
    expect(reply.body.result.descr).toEqual({ order: 'buy 1.25000000 XBTUSD @ limit 37500.0' });
  });

  it('the outside client signs the same', () => {
    expect(signatureOf(example.path, example)).toBe(example.signature);
  });

  it.each([
    ['of another body', { body: example.body.replace('1.25', '1.26') }],
    ['with one letter changed', { signature: example.signature.replace('4/d', '5/d') }],
    ['left out', { signature: '' }],
  ])('%s are refused', async (_, change) => {
    expect(codeOf(await sendExample(change))).toBe('EAPI:Invalid signature');
  });

  it('are over the path too', async () => {
    const on = await stage();
    const body = 'nonce=9';
    const signed = signatureOf('/0/private/Balance', { nonce: '9', body, secret: keys.reader.secret });
    const reply = await callKraken({
      port: on.venue.port,
      method: 'POST',
      path: '/0/private/BalanceEx',
      form: body,
      headers: { 'API-Key': keys.reader.keyId, 'API-Sign': signed },
    });
    expect(codeOf(reply)).toBe('EAPI:Invalid signature');
  });

  it('are good over a JSON body with a nonce of nanoseconds, as a number or a text', async () => {
    const on = await stage();
    const asNumber = { nonce: '1772616342000123457', json: { asset: 'ZEUR' } };
    expect(codeOf(await on.post('TradeBalance', {}, asNumber))).toBe('in');
    const body = '{"asset":"ZEUR","nonce":"1772616342000123458"}';
    const { secret, keyId } = keys.reader;
    const signed = signatureOf('/0/private/TradeBalance', { nonce: '1772616342000123458', body, secret });
    const headers = { 'API-Key': keyId, 'API-Sign': signed, 'content-type': 'application/json' };
    const call = {
      port: on.venue.port,
      method: 'POST',
      path: '/0/private/TradeBalance',
      form: body,
      headers,
    };
    expect(codeOf(await callKraken(call))).toBe('in');
    expect(codeOf(await callKraken(call))).toBe('EAPI:Invalid nonce');
  });
});

describe('nonces', () => {
  it.each([
    ['the same again', '100'],
    ['a lower one', '99'],
    ['none', ''],
    ['no number', '-5'],
    ['more than 64 bits', '18446744073709551616'],
  ])('%s is refused', async (_, nonce) => {
    const on = await stage();
    expect(codeOf(await on.post('GetApiKeyInfo', {}, { nonce: '100' }))).toBe('in');
    expect(codeOf(await on.post('GetApiKeyInfo', {}, { nonce }))).toBe('EAPI:Invalid nonce');
    expect(codeOf(await on.post('GetApiKeyInfo', {}, { nonce: '101' }))).toBe('in');
  });

  it('rise for each key by itself, and 2^64-1 is the last', async () => {
    const on = await stage();
    expect(codeOf(await on.post('GetApiKeyInfo', {}, { nonce: '18446744073709551615' }))).toBe('in');
    expect(codeOf(await on.post('GetApiKeyInfo', {}, { nonce: '1', key: 'bot' }))).toBe('in');
  });

  it('of a refused signature are not used up: nobody else can push them on', async () => {
    const on = await stage();
    const stranger = { ...keys.reader, secret: keys.bot.secret };
    expect(codeOf(await on.post('Balance', {}, { nonce: '5000', key: stranger }))).toBe(
      'EAPI:Invalid signature',
    );
    expect(codeOf(await on.post('Balance', {}, { nonce: '10' }))).toBe('in');
  });

  it('within the window of the key come late, once', async () => {
    const on = await stage();
    const codes = [];
    for (const nonce of ['100', '95', '95', '90', '101', '100']) {
      codes.push(codeOf(await on.post('GetApiKeyInfo', {}, { nonce, key: 'clipped' })));
    }
    const bad = 'EAPI:Invalid nonce';
    expect(codes).toEqual(['in', 'in', bad, bad, 'in', bad]);
  });
});

describe('the order of the checks', () => {
  const wrong = { keyId: keys.bound.keyId, secret: keys.bot.secret };

  it.each([
    [
      'unknown key before all else',
      { key: { ...wrong, keyId: 'A'.repeat(56) }, nonce: '' },
      'EAPI:Invalid key',
    ],
    ['address before signature', { key: wrong }, 'EAPI:Invalid key'],
    ['signature before nonce', { key: wrong, from: '127.0.0.77', nonce: '' }, 'EAPI:Invalid signature'],
    ['nonce before permission', { key: 'bare', nonce: 'x' }, 'EAPI:Invalid nonce'],
    ['permission before parameters', { key: 'bare' }, 'EGeneral:Permission denied'],
  ] as const)('%s', async (_, ask, code) => {
    const on = await stage();
    expect(codeOf(await on.post('QueryLedgers', {}, ask))).toBe(code);
  });

  it('an address that is on the list gets in, and no other', async () => {
    const on = await stage();
    expect(codeOf(await on.post('Balance', {}, { key: 'bound', from: '127.0.0.77' }))).toBe('in');
    expect(codeOf(await on.post('Balance', {}, { key: 'bound', from: '127.0.0.78' }))).toBe(
      'EAPI:Invalid key',
    );
  });

  it('an unknown method and a GET of a private one', async () => {
    const on = await stage();
    expect(codeOf(await on.post('Nothing'))).toBe('EGeneral:Unknown method');
    expect(codeOf(await on.post('Balance', {}, { method: 'GET' }))).toBe('EGeneral:Unknown method');
    expect(codeOf(await on.get('Nothing'))).toBe('EGeneral:Unknown method');
  });
});

describe('a key that is no more', () => {
  it.each([undefined, 'EGeneral:Permission denied'])(
    'is refused, deadKeyAnswer %s',
    async (deadKeyAnswer) => {
      const on = await stage(deadKeyAnswer === undefined ? {} : { deadKeyAnswer });
      const code = deadKeyAnswer ?? 'EAPI:Invalid key';
      expect(codeOf(await on.post('GetApiKeyInfo', {}, { key: 'bot' }))).toBe('in');
      on.venue.website.deleteKey(keys.bot.keyId);
      expect(codeOf(await on.post('GetApiKeyInfo', {}, { key: 'bot' }))).toBe(code);
      expect(
        on.venue.asKeyHolder({ keyId: keys.bot.keyId, sourceIp: '127.0.0.1' }).cancelOrder('1000001'),
      ).toEqual({
        httpStatus: 200,
        code,
        message: code,
        aboutKey: true,
      });
    },
  );

  it('whose time is up is dead from that moment', async () => {
    const on = await stage();
    await on.clock.advance(3_599_999);
    expect(codeOf(await on.post('GetApiKeyInfo', {}, { key: 'ending' }))).toBe('in');
    await on.clock.advance(1);
    expect(codeOf(await on.post('GetApiKeyInfo', {}, { key: 'ending' }))).toBe('EAPI:Invalid key');
  });

  it('answers no other way than the documents and reports know', async () => {
    await expect(stage({ deadKeyAnswer: 'EAPI:Gone' })).rejects.toThrow('does not answer a dead key');
  });
});

describe('GetApiKeyInfo', () => {
  it('tells what the reference shows, of any key', async () => {
    const on = await stage();
    const info = await on.ask('GetApiKeyInfo', {}, { key: 'mighty', nonce: '1772616342000' });
    expect(info).toEqual({
      apiKeyName: 'mighty',
      apiKey: keys.mighty.keyId,
      nonce: '1772616342000',
      nonceWindow: 0,
      permissions: [
        'query-funds',
        'add-funds',
        'withdraw-funds',
        'query-open-trades',
        'query-closed-trades',
        'modify-trades',
        'close-trades',
        'query-ledger',
        'create-ws-token',
        'add-withdraw-address',
        'update-withdraw-address',
      ],
      iban: expect.stringMatching(/^AA\d\d [A-Z2-7]{4} [A-Z2-7]{4} [A-Z2-7]{4}$/) as string,
      validUntil: '0',
      queryFrom: '0',
      queryTo: '0',
      createdTime: '1769904000',
      modifiedTime: '1769904000',
      ipAllowlist: [],
      lastUsed: null,
    });
    expect((await on.ask('GetApiKeyInfo', {}, { key: 'bare' })).permissions).toEqual([]);
    const clipped = await on.ask('GetApiKeyInfo', {}, { key: 'clipped' });
    expect(clipped).toMatchObject({ nonceWindow: 10, queryFrom: '1772409600', queryTo: '1772841600' });
    expect(await on.ask('GetApiKeyInfo', {}, { key: 'ending' })).toMatchObject({ validUntil: '1773460800' });
    const bound = await on.ask('GetApiKeyInfo', {}, { key: 'bound', from: '127.0.0.77' });
    expect(bound.ipAllowlist).toEqual(['127.0.0.77']);
  });

  it('tells the last use before this one', async () => {
    const on = await stage();
    const lastUsed = async () => (await on.ask('GetApiKeyInfo', {}, { key: 'bot' })).lastUsed;
    expect(await lastUsed()).toBe(String(t0S - 60));
    await on.clock.advance(5_000);
    expect(await lastUsed()).toBe(String(t0S));
    on.venue.asKeyHolder({ keyId: keys.bot.keyId, sourceIp: '127.0.0.9' }).cancelOrder('1000001');
    await on.clock.advance(5_000);
    expect(await lastUsed()).toBe(String(t0S + 5));
  });
});

describe('permissions, as each page of the reference names them', () => {
  const lacking = 'EGeneral:Permission denied';

  it.each<[string, readonly KeyName[], readonly KeyName[]]>([
    ['Balance', ['funds'], ['opens', 'closeds', 'ledger', 'sender', 'closer', 'bare']],
    ['BalanceEx', ['funds'], ['opens', 'ledger', 'bare']],
    ['TradeBalance', ['opens'], ['funds', 'bare']],
    ['TradeVolume', ['funds'], ['opens', 'bare']],
    ['OpenOrders', ['opens'], ['closeds', 'funds', 'bare']],
    ['OpenPositions', ['opens'], ['closeds', 'funds', 'bare']],
    ['ClosedOrders', ['closeds'], ['opens', 'bare']],
    ['TradesHistory', ['closeds'], ['opens', 'ledger', 'bare']],
    ['Ledgers', ['ledger'], ['funds', 'closeds', 'bare']],
    ['DepositStatus', ['funds'], ['ledger', 'sender', 'bare']],
    ['WithdrawStatus', ['sender', 'ledger'], ['funds', 'bare']],
    ['WithdrawAddresses', ['payout'], ['funds', 'sender', 'bare']],
    ['WithdrawMethods', ['payout'], ['funds', 'sender', 'bare']],
    ['Earn/Allocations', ['funds'], ['sender', 'bare']],
    ['Earn/Strategies', ['bare'], []],
    ['GetWebSocketsToken', ['mighty'], ['reader', 'bot']],
    ['CancelAll', ['bot', 'closer'], ['reader', 'bare']],
    ['GetApiKeyInfo', ['bare', 'reader'], []],
  ])('%s', async (method, letIn, refused) => {
    const on = await stage();
    for (const key of letIn) expect([key, codeOf(await on.post(method, {}, { key }))]).toEqual([key, 'in']);
    for (const key of refused)
      expect([key, codeOf(await on.post(method, {}, { key }))]).toEqual([key, lacking]);
  });

  it.each<[string, Record<string, string>, KeyName]>([
    ['DepositMethods', { asset: 'USDT' }, 'payout'],
    ['WithdrawInfo', { asset: 'USDT', key: 'treasury', amount: '10' }, 'sender'],
    ['Withdraw', { asset: 'USDT', key: 'treasury', amount: '10' }, 'bot'],
    ['WithdrawCancel', { asset: 'USDT', refid: 'x' }, 'bot'],
    ['AddOrder', { pair: 'XBTUSDT', type: 'buy', ordertype: 'market', volume: '0.1' }, 'closer'],
    ['CreateSubaccount', { username: 'x', email: 'x@example.invalid' }, 'bot'],
    ['CreateSubaccount', { username: 'x', email: 'x@example.invalid' }, 'sub'],
    ['AccountTransfer', { asset: 'USDT', amount: '1', from: 'a', to: 'b' }, 'sub'],
    ['WalletTransfer', { asset: 'USDT', amount: '1', from: 'Spot Wallet', to: 'Futures Wallet' }, 'sender'],
  ])('%s is refused to %s', async (method, form, key) => {
    const on = await stage();
    expect(codeOf(await on.post(method, form, { key }))).toBe(lacking);
    expect(on.venue.books.acts()).toEqual([]);
  });

  it('of an order by its status', async () => {
    const on = await stage();
    const [open] = Object.keys((await on.ask('OpenOrders')).open as object);
    const [closed] = Object.keys((await on.ask('ClosedOrders')).closed as object);
    const query = async (key: KeyName, txid = '') => codeOf(await on.post('QueryOrders', { txid }, { key }));
    expect([await query('opens', open), await query('opens', closed)]).toEqual(['in', lacking]);
    expect([await query('closeds', open), await query('closeds', closed)]).toEqual([lacking, 'in']);
  });
});

describe('keys that the site does not make', () => {
  it.each([
    ['an unknown word', { scopes: ['read'], venuePermissions: ['fly'] }, 'no permission "fly"'],
    ['margin without spot', { scopes: ['read', 'margin'] }, '"margin" comes with "spot-trade"'],
    ['transfers without withdrawing', { scopes: ['read', 'transfer'] }, '"transfer" comes with "withdraw"'],
  ] as const)('%s', async (_, wanted, words) => {
    const on = await stage();
    const make = () => on.venue.website.createKey({ label: 'x', ipAllowlist: [], ...wanted });
    expect(make).toThrow(words);
  });

  it('one that it makes works at once', async () => {
    const on = await stage();
    const made = on.venue.website.createKey({ label: 'fresh', scopes: ['read'], ipAllowlist: ['127.0.0.1'] });
    expect(await on.ask('GetApiKeyInfo', {}, { key: made })).toMatchObject({
      apiKeyName: 'fresh',
      createdTime: String(t0S),
    });
  });

  it('opening keys must be base64', async () => {
    const bad = { ...opening, keys: [{ ...keys.bot, secret: 'not base64 at all' }] };
    await expect(stage({ opening: bad })).rejects.toThrow('not of this venue’s form'.replace('’', "'"));
  });
});

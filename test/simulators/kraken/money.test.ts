import { describe, expect, it } from 'vitest';
import type { Parsed } from './client.ts';
import { codeOf, cold, keys, stage, t0S, treasury } from './support.ts';
import type { Stage } from './support.ts';

describe('balances', () => {
  it('hold what orders lock, and what earns stands apart', async () => {
    const on = await stage();
    expect(await on.ask('Balance')).toEqual({
      XXBT: '12.4000000000',
      USDT: '240000.0000000000',
      ZEUR: '5000.2500000000',
      ZRT: '7.0000000000',
      'USDT.F': '25.0000000000',
    });
    const extended = await on.ask('BalanceEx');
    expect(extended.USDT).toEqual({ balance: '240000.0000000000', hold_trade: '18000.0000000000' });
    expect(extended.ZEUR).toEqual({ balance: '5000.2500000000', hold_trade: '3400.1000000000' });
    expect(extended['USDT.F']).toEqual({ balance: '25.0000000000', hold_trade: '0.0000000000' });
  });

  it('in one sum, with the margin that is used', async () => {
    const on = await stage();
    const told = await on.ask('TradeBalance', { asset: 'USDT' });
    expect(told).toMatchObject({ m: '1544.0000', n: '48.0000', c: '7720.0000', v: '7768.0000' });
    expect(Number(told.e)).toBeCloseTo(Number(told.eb) + 48, 3);
    expect(Number(told.mf)).toBeCloseTo(Number(told.e) - 1544, 3);
  });

  it('that earn, with their worth', async () => {
    const on = await stage();
    expect(await on.ask('Earn/Allocations')).toMatchObject({
      converted_asset: 'ZUSD',
      total_allocated: '25.0000',
      items: [{ native_asset: 'USDT', amount_allocated: { total: { native: '25.0000000000' } } }],
    });
    const { items } = await on.ask('Earn/Strategies', {}, { key: 'bare' });
    expect(items).toMatchObject([{ asset: 'USDT', yield_source: { type: 'opt_in_rewards' } }]);
  });

  it('traded in 30 days, and the fees of the pairs that are named', async () => {
    const on = await stage();
    const told = await on.ask('TradeVolume', { pair: 'XBTUSDT, XXBT/ZEUR' });
    expect(told.currency).toBe('ZUSD');
    expect(Number(told.volume)).toBeGreaterThan(0);
    expect(told.fees).toMatchObject({ XBTUSDT: { fee: '0.1000' }, XXBTZEUR: { fee: '0.1000' } });
    expect(await on.ask('TradeVolume')).not.toHaveProperty('fees');
  });
});

async function cursorPages(on: Stage, method: string, list: string, form: object) {
  const sizes: number[] = [];
  const rows: Parsed[] = [];
  let cursor: string | boolean = true;
  for (let pages = 0; pages < 20; pages += 1) {
    const result: Parsed = await on.ask(method, { ...form, cursor });
    sizes.push(result[list].length as number);
    rows.push(...result[list]);
    if (result.next_cursor === null) return { sizes, rows };
    cursor = result.next_cursor as string;
  }
  throw new Error('the pages do not end');
}

describe('deposits and withdrawals', () => {
  it('come as one array of the newest without a cursor', async () => {
    const on = await stage();
    const deposits = await on.ask('DepositStatus');
    expect(deposits).toHaveLength(25);
    expect(deposits[0]).toEqual({
      method: 'Tether USD (ERC20)',
      aclass: 'currency',
      asset: 'USDT',
      refid: expect.stringMatching(/^Q[A-Z2-7]{6}-[A-Z2-7]{6}-[A-Z2-7]{6}$/) as string,
      txid: '0xd59',
      info: treasury,
      amount: '1059.00000000',
      fee: '0.00000000',
      time: 1772323200,
      status: 'Success',
    });
    expect((await on.ask('WithdrawStatus')).map((row: Parsed) => [row.asset, row.amount, row.key])).toEqual([
      ['XXBT', '0.50000000', 'cold'],
      ['USDT', '800.00000000', 'treasury'],
      ['USDT', '900.00000000', 'treasury'],
    ]);
  });

  it.each([
    [{}, [25, 25, 10]],
    [{ limit: 20 }, [20, 20, 20]],
    [{ limit: 60 }, [60]],
    [{ limit: 59 }, [59, 1]],
  ])('come whole by the cursor, %j', async (form, expected) => {
    const on = await stage();
    const { sizes, rows } = await cursorPages(on, 'DepositStatus', 'deposits', form);
    expect(sizes).toEqual(expected);
    expect(rows.map((row: Parsed) => row.amount as string)).toEqual(
      Array.from({ length: 60 }, (_, index) => `${1059 - index}.00000000`),
    );
  });

  it('of a time: both ends are inside', async () => {
    const on = await stage();
    const day = (n: number) => 1767225600 + n * 86_400;
    const { rows } = await cursorPages(on, 'DepositStatus', 'deposits', { start: day(3), end: day(6) });
    expect(rows.map((row: Parsed) => row.time as number)).toEqual([day(6), day(5), day(4), day(3)]);
    const none = await on.ask('WithdrawStatus', { cursor: true, start: 1772438401 });
    expect(none).toEqual({ withdrawals: [], next_cursor: null });
    expect((await on.ask('WithdrawStatus', { asset: 'XBT' })).length).toBe(1);
    expect(await on.ask('WithdrawStatus', { method: 'Bitcoin', asset: 'USDT' })).toEqual([]);
  });

  it('a cursor that was not printed, an empty page and another class are refused', async () => {
    const on = await stage();
    for (const form of [
      { cursor: 'HgAAA' },
      { cursor: true, limit: 0 },
      { aclass: 'volume' },
      { start: '-' },
    ]) {
      expect(codeOf(await on.post('DepositStatus', form))).toBe('EGeneral:Invalid arguments');
    }
  });

  it('methods are those that the books know', async () => {
    const on = await stage();
    const methods = await on.ask('DepositMethods', { asset: 'XBT' }, { key: 'mighty' });
    expect(methods.map((row: Parsed) => row.method as string)).toEqual(['Bitcoin']);
    const none = await on.post('DepositMethods', { asset: 'ZEUR' }, { key: 'mighty' });
    expect(codeOf(none)).toBe('EFunding:No funding method');
    const ways = await on.ask('WithdrawMethods', { asset: 'USDT' }, { key: 'payout' });
    expect(ways.map((row: Parsed) => row.method as string)).toEqual([
      'Tether USD (ERC20)',
      'Tether USD (TRC20)',
    ]);
  });

  it('addresses are listed with whether they are confirmed', async () => {
    const on = await stage();
    const ask = (form = {}) => on.ask('WithdrawAddresses', form, { key: 'payout' });
    expect(await ask()).toEqual([
      { address: treasury, asset: 'USDT', method: 'Tether USD (ERC20)', key: 'treasury', verified: true },
      { address: cold, asset: 'XBT', method: 'Bitcoin', key: 'cold', verified: true },
      { address: 'TNotYet', asset: 'USDT', method: 'Tether USD (TRC20)', key: 'new', verified: false },
    ]);
    expect((await ask({ verified: 'false' })).length).toBe(1);
    expect((await ask({ asset: 'XXBT' })).length).toBe(1);
    expect((await ask({ key: 'treasury' })).length).toBe(1);
  });
});

describe('withdrawing', () => {
  const wanted = { asset: 'XBT', key: 'cold', amount: '0.725' };
  const withdraw = (on: Stage, form = {}) => on.post('Withdraw', { ...wanted, ...form }, { key: 'payout' });

  it('takes the fee out of what is asked for, waits, and is sent', async () => {
    const on = await stage();
    expect(await on.ask('WithdrawInfo', wanted, { key: 'payout' })).toMatchObject({
      method: 'Bitcoin',
      amount: '0.72485000',
      fee: '0.00015000',
    });
    const { refid } = (await withdraw(on)).body.result;
    const row = async () => (await on.ask('WithdrawStatus'))[0];
    expect(await row()).toMatchObject({
      refid,
      amount: '0.72485000',
      status: 'Initial',
      txid: null,
      time: t0S,
    });
    expect((await on.ask('Balance')).XXBT).toBe('11.6750000000');
    await on.clock.advance(150_000);
    expect((await row()).status).toBe('Pending');
    await on.clock.advance(150_000);
    expect(await row()).toMatchObject({
      status: 'Success',
      txid: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
    expect(on.venue.books.acts()).toMatchObject([{ what: 'withdrawal', keyLabel: 'payout' }]);
  });

  it('is stopped while it waits: the money and the fee come back', async () => {
    const on = await stage();
    const { refid } = (await withdraw(on)).body.result;
    await on.clock.advance(299_999);
    expect(codeOf(await on.post('WithdrawCancel', { asset: 'ZEUR', refid }, { key: 'payout' }))).toBe(
      'EFunding:Unknown reference id',
    );
    expect(await on.ask('WithdrawCancel', { asset: 'XXBT', refid }, { key: 'payout' })).toBe(true);
    expect((await on.ask('WithdrawStatus'))[0]).toMatchObject({
      status: 'Failure',
      'status-prop': 'canceled',
    });
    expect((await on.ask('Balance')).XXBT).toBe('12.4000000000');
    const { ledger } = await on.ask('Ledgers', { asset: 'XXBT', type: 'withdrawal', start: t0S - 1 });
    expect(
      Object.values(ledger as object).map((each: Parsed) => [each.refid, each.amount, each.fee]),
    ).toEqual([
      [refid, '0.72485000', '-0.00015000'],
      [refid, '-0.72485000', '0.00015000'],
    ]);
    // Once stopped there is nothing to stop.
    expect(await on.ask('WithdrawCancel', { asset: 'XXBT', refid }, { key: 'payout' })).toBe(false);
  });

  it('cannot be stopped any more when it was sent', async () => {
    const on = await stage();
    const { refid } = (await withdraw(on)).body.result;
    await on.clock.advance(300_000);
    expect(await on.ask('WithdrawCancel', { asset: 'XBT', refid }, { key: 'payout' })).toBe(false);
    expect(on.venue.books.withdrawals().at(-1)).toMatchObject({ state: 'completed', amount: '0.72485' });
  });

  it.each([
    ['an address of no one', { key: 'nobody' }, 'EFunding:Unknown withdraw key'],
    ['one that is not confirmed', { asset: 'USDT', key: 'new' }, 'EFunding:Unknown withdraw key'],
    ['another asset’s', { asset: 'USDT' }, 'EFunding:Unknown withdraw key'],
    ['an asset of none', { asset: 'NOPE' }, 'EFunding:Unknown asset'],
    ['an address that does not match', { address: 'bc1qother' }, 'EFunding:Invalid withdrawal address'],
    ['a fee above the most', { max_fee: '0.0001' }, 'EFunding:Max fee exceeded'],
    ['more than there is', { amount: '12.5' }, 'EFunding:Insufficient funds'],
    ['no more than the fee', { amount: '0.00015' }, 'EFunding:Too small'],
    ['nothing', { amount: '0' }, 'EFunding:Invalid amount'],
    ['no amount at all', { amount: '' }, 'EGeneral:Invalid arguments'],
  ])('to or of %s is refused', async (_, form, code) => {
    const on = await stage();
    expect(codeOf(await withdraw(on, form))).toBe(code);
    expect(on.venue.books.withdrawals()).toHaveLength(3);
  });

  it('without HTTP follows the same rules', async () => {
    const on = await stage();
    const payout = on.venue.asKeyHolder({ keyId: keys.payout.keyId, sourceIp: '127.0.0.9' });
    const out = { coin: 'BTC', network: 'Bitcoin', address: cold, amount: '1' };
    expect(payout.withdraw(out)).toBeUndefined();
    expect(on.venue.books.withdrawals().at(-1)).toMatchObject({ amount: '0.99985', state: 'pending' });
    expect(payout.withdraw({ ...out, address: 'bc1qattacker' })?.code).toBe('EFunding:Unknown withdraw key');
    expect(payout.withdraw({ ...out, amount: '1e3' })?.code).toBe('EFunding:Invalid amount');
    const reader = on.venue.asKeyHolder({ keyId: keys.reader.keyId, sourceIp: '127.0.0.9' });
    expect(reader.withdraw(out)).toMatchObject({ code: 'EGeneral:Permission denied', aboutKey: true });
  });
});

describe('sub-accounts and transfers', () => {
  it('one is made, once', async () => {
    const on = await stage();
    const form = { username: 'deskc', email: 'deskc@example.invalid' };
    expect(await on.ask('CreateSubaccount', form, { key: 'payout' })).toBe(true);
    expect(on.venue.books.subAccounts().map(({ label }) => label)).toEqual(['deskb', 'deskc']);
    expect(codeOf(await on.post('CreateSubaccount', form, { key: 'payout' }))).toBe(
      'EGeneral:Invalid arguments',
    );
    expect(on.venue.books.acts()).toMatchObject([{ what: 'sub-account', keyLabel: 'payout' }]);
  });

  it('between accounts that exist nothing is moved here, and the venue says that it cannot now', async () => {
    const on = await stage();
    const [main, sub] = [
      (await on.ask('GetApiKeyInfo')).iban as string,
      (await on.ask('GetApiKeyInfo', {}, { key: 'sub' })).iban as string,
    ];
    const move = (from: string, to: string) =>
      on.post('AccountTransfer', { asset: 'USDT', amount: '1', from, to }, { key: 'payout' });
    expect(codeOf(await move(main, sub))).toBe('EService:Unavailable');
    expect(codeOf(await move(main, 'AA00 XXXX XXXX XXXX'))).toBe('EGeneral:Invalid arguments');
    const wallets = { asset: 'XBT', amount: '1', from: 'Spot Wallet', to: 'Futures Wallet' };
    expect(codeOf(await on.post('WalletTransfer', wallets))).toBe('EService:Unavailable');
    expect(codeOf(await on.post('WalletTransfer', { ...wallets, from: 'Futures Wallet' }))).toBe(
      'EGeneral:Invalid arguments',
    );
  });

  it('a token for WebSockets lasts a quarter of an hour', async () => {
    const on = await stage();
    const told = await on.ask('GetWebSocketsToken', {}, { key: 'mighty' });
    expect(told).toEqual({ token: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/) as string, expires: 900 });
  });
});

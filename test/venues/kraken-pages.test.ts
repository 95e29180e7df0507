import { describe, expect, it } from 'vitest';
import { createBudget } from '../../src/acquisition/budget.ts';
import { readAll } from '../../src/acquisition/pager.ts';
import type { OpenOrder, Withdrawal } from '../../src/domain/trading.ts';
import { kraken } from '../../src/venues/kraken/index.ts';
import type { Capability, ReadPages, Session } from '../../src/venues/index.ts';
import { machineClock } from './clocks.ts';
import { api, at, form, json, refusal, success } from './kraken-support.ts';
import type { Scripted, SeenRequest } from './scripted-venue.ts';

const { capabilities } = kraken;

/** Reads a whole list as the program does. */
const whole = <Row>(capability: Capability<ReadPages<Row>>, session: Session) =>
  readAll({
    capability: api(capability),
    session,
    query: { from: '2025-01-01T00:00:00.000Z', to: '2026-03-02T12:00:00.000Z' },
    budget: createBudget({ limits: [], clock: machineClock }),
    clock: machineClock,
    signal: AbortSignal.timeout(20_000),
  });

const t0 = Date.UTC(2026, 2, 2, 10) / 1000;

interface Line {
  readonly id: string;
  readonly time: number;
}

const lines = (count: number, everySeconds: number): readonly Line[] =>
  Array.from({ length: count }, (_, i) => ({ id: `L${i}`, time: t0 - i * everySeconds }));

/** Kraken's ledger: newest first, `start` exclusive, `end` inclusive, fifty from `ofs` on. */
const ledgerOf =
  (all: readonly Line[], change: { readonly count?: number; readonly perPage?: number } = {}) =>
  (request: SeenRequest): Scripted => {
    const { start = '0', end = '9e9', ofs = '0' } = form(request);
    const found = all.filter(({ time }) => time > Number(start) && time <= Number(end));
    const page = found.slice(Number(ofs), Number(ofs) + (change.perPage ?? 50));
    return success({
      ledger: Object.fromEntries(
        page.map(({ id, time }) => [
          id,
          { refid: 'R', time, type: 'trade', asset: 'XXBT', amount: '1', fee: '0', balance: '1' },
        ]),
      ),
      count: change.count ?? found.length,
    });
  };

describe('histories, by offset inside windows that grow', () => {
  it('every line once, over windows and pages', async () => {
    const { venue, session } = await at(ledgerOf(lines(230, 60_000)));
    const { listing } = await whole(capabilities.listLedger, session);
    expect(new Set(listing.rows.map(({ id }) => id)).size).toBe(230);
    expect(listing.rows.length).toBe(230);
    expect(listing).toMatchObject({ stop: 'window-end', coverage: { holes: [] } });
    // A quarter, half a year, what is left; Kraken's own count ends each.
    expect(venue.seen.map((seen) => form(seen)['ofs'])).toEqual(['0', '50', '100', '0', '50', '0']);
    expect(listing.coverage).toMatchObject({
      from: '2025-01-01T00:00:00.000Z',
      to: '2026-03-02T12:00:00.000Z',
    });
  });

  it('a line at the very edge of a window is in one of the two', async () => {
    const edge = Date.UTC(2025, 10, 29, 12) / 1000;
    const all = [
      { id: 'after', time: edge + 0.25 },
      { id: 'at', time: edge },
      { id: 'before', time: edge - 0.25 },
    ];
    const { session } = await at(ledgerOf(all));
    const { listing } = await whole(capabilities.listLedger, session);
    expect(listing.rows.map(({ id }) => id).toSorted()).toEqual(['after', 'at', 'before']);
  });

  it('a last page that is not all that Kraken counts leaves a hole', async () => {
    const { session } = await at(ledgerOf(lines(30, 60), { count: 31 }));
    const { listing } = await whole(capabilities.listLedger, session);
    expect(listing.rows.length).toBe(30);
    expect(listing.stop).toBe('failed');
    expect(listing.coverage.holes[0]?.why).toBe('Kraken counts 31 rows and sent 30');
  });

  // At a hundred the rows that came twice add up to what Kraken counts.
  it.each([80, 100])('a server that ignores the offset ends as a hole, not as a loop: %i', async (count) => {
    const { venue, session } = await at((request) => {
      const { ofs: _ofs, ...rest } = form(request);
      return ledgerOf(lines(count, 60))({ ...request, body: new URLSearchParams(rest).toString() });
    });
    const { listing } = await whole(capabilities.listLedger, session);
    expect(listing.stop).toBe('failed');
    expect(venue.seen.length).toBeLessThan(10);
  });

  it('what breaks off in one window is a hole from there on', async () => {
    const ledger = ledgerOf(lines(230, 60_000));
    const { session } = await at((request) =>
      Number(form(request)['end']) < Date.UTC(2025, 11, 1) / 1000
        ? refusal('EGeneral:Permission denied')
        : ledger(request),
    );
    const { listing, failure } = await whole(capabilities.listLedger, session);
    expect(failure?.code).toBe('SCOPE_MISSING');
    expect(listing.stop).toBe('failed');
    expect(listing.coverage.holes).toMatchObject([
      { from: '2025-01-01T00:00:00.000Z', to: '2025-11-29T12:00:00.000Z' },
    ]);
    expect(listing.rows.length).toBeGreaterThan(100);
  });
});

describe('deposits and withdrawals, by cursor', () => {
  const row = (refid: string) => ({
    method: 'Bitcoin',
    asset: 'XXBT',
    refid,
    txid: '',
    info: 'bc1qexample',
    amount: '1',
    fee: '0',
    time: t0,
    status: 'Success',
  });

  it.each(['withdrawals', 'withdrawal'])('every page, under the name "%s"', async (name) => {
    const { venue, session } = await at((request) => {
      const { cursor } = form(request);
      return success(
        cursor === 'true'
          ? { [name]: [row('A'), row('B')], next_cursor: 'HgAAA' }
          : { [name]: [row('C')], next_cursor: null },
      );
    });
    const { listing } = await whole(capabilities.listWithdrawals, session);
    expect(listing.rows.map(({ id }) => id)).toEqual(['A', 'B', 'C']);
    expect(listing).toMatchObject({ stop: 'last-cursor', coverage: { holes: [] } });
    expect(venue.seen.map((seen) => form(seen)['cursor'])).toEqual(['true', 'HgAAA']);
    expect(new Set(venue.seen.map((seen) => form(seen)['start'])).size).toBe(1);
  });

  it('a bare list is read, and never called complete', async () => {
    const { session } = await at(() => success([row('A')]));
    const { listing } = await whole(capabilities.listDeposits, session);
    expect(listing.rows.length).toBe(1);
    expect(listing.coverage.holes[0]?.why).toContain('without pages');
  });

  it('a full page that names no next one is no end', async () => {
    const full = Array.from({ length: 500 }, (_, i) => row(`W${i}`));
    const { session } = await at(() => success({ withdrawals: full }));
    const { listing } = await whole(capabilities.listWithdrawals, session);
    expect(listing.rows.length).toBe(500);
    expect(listing.coverage.holes.length).toBe(1);
  });

  it('a cursor that names itself ends as a hole', async () => {
    const { venue, session } = await at(() => success({ deposits: [row('A')], next_cursor: 'again' }));
    const { listing } = await whole(capabilities.listDeposits, session);
    expect(listing.stop).toBe('failed');
    expect(venue.seen.length).toBeLessThan(5);
  });

  it('two deposits under one reference are two', () => {
    const { idOf } = api(capabilities.listDeposits).run;
    const one = {
      id: 'A',
      asset: 'XBT',
      amount: '1',
      txId: { known: false, why: '' },
      address: 'x',
      at: 't',
    };
    expect(idOf(one as never)).not.toBe(idOf({ ...one, address: 'y' } as never));
  });
});

describe('balances', () => {
  it('Earn that is refused costs Earn, and no more', async () => {
    const { session } = await at(({ path }) =>
      path.endsWith('BalanceEx')
        ? success({ XXBT: { balance: '1', hold_trade: '0' } })
        : refusal('EGeneral:Permission denied'),
    );
    const { listing, failure } = await whole(capabilities.listBalances, session);
    expect(listing.rows).toMatchObject([{ asset: 'XBT', free: '1' }]);
    expect(listing.stop).toBe('failed');
    expect(failure?.code).toBe('SCOPE_MISSING');
  });
});

// ---------------------------------------------------------------- acts

const order = (id: string): OpenOrder => ({
  id,
  clientOrderId: 'bot01',
  symbol: 'XBTUSD',
  side: 'buy',
  type: 'limit',
  price: '1',
  amount: '1',
  filled: '0',
  createdAt: '2026-03-01T00:00:00.000Z',
});

const withdrawal: Withdrawal = {
  id: 'FTQcuak-V6Za8qrWnhzTx67yYHz8Tg',
  asset: 'XBT',
  amount: '1',
  fee: { known: true, value: '0' },
  address: 'bc1qexample',
  network: 'Bitcoin',
  txId: { known: false, why: '' },
  status: 'requested',
  venueStatus: 'Initial',
  internal: false,
  requestedAt: '2026-03-01T00:00:00.000Z',
  completedAt: { known: false, why: '' },
};

const cancelOrders = api(capabilities.cancelOrders).run;
const cancelAllOrders = api(capabilities.cancelAllOrders).run;
const cancelWithdrawal = api(capabilities.cancelWithdrawal).run;

describe('cancelling orders', () => {
  const sentTo = (seen: readonly SeenRequest[]) =>
    seen.map((each) => `${each.path} ${form(each)['txid'] ?? ''}`.trim());

  it('these and no other, by Kraken’s id, one request each', async () => {
    const { venue, session } = await at(() => success({ count: 1 }));
    await cancelOrders(session, [order('O1'), order('O2')]);
    expect(sentTo(venue.seen)).toEqual(['/0/private/CancelOrder O1', '/0/private/CancelOrder O2']);
    expect(Object.keys(form(venue.seen[0] as SeenRequest)).toSorted()).toEqual(['nonce', 'txid']);
  });

  it('one that is gone already is no failure', async () => {
    const { venue, session } = await at(() => refusal('EOrder:Unknown order'));
    await cancelOrders(session, [order('O1'), order('O2')]);
    expect(venue.seen.length).toBe(2);
  });

  it('"none cancelled" is a failure of that one; the others go on', async () => {
    const { venue, session } = await at((request) =>
      success({ count: form(request)['txid'] === 'O1' ? 0 : '1' }),
    );
    await expect(cancelOrders(session, [order('O1'), order('O2')])).rejects.toMatchObject({
      code: 'REQUEST_REJECTED',
    });
    expect(venue.seen.length).toBe(2);
  });

  it.each(['EAPI:Invalid key', 'EGeneral:Temporary lockout', 'EAPI:Invalid nonce'])(
    'stops at %s: more of it would only lock us out',
    async (text) => {
      const { venue, session } = await at(() => refusal(text));
      await expect(cancelOrders(session, [order('O1'), order('O2')])).rejects.toBeDefined();
      expect(venue.seen.length).toBe(1);
    },
  );

  it('all of them, in one request', async () => {
    const { venue, session } = await at(() => success({ count: 4 }));
    await cancelAllOrders(session);
    expect(sentTo(venue.seen)).toEqual(['/0/private/CancelAll']);
  });

  it.each([
    ['an outage', refusal('EService:Unavailable'), 'OUTCOME_UNKNOWN'],
    ['no answer', { does: 'reset' } as const, 'OUTCOME_UNKNOWN'],
    ['another form', json({ error: [], result: {} }), 'REPLY_NOT_UNDERSTOOD'],
    ['a missing permission', refusal('EGeneral:Permission denied'), 'SCOPE_MISSING'],
  ])('%s is told as it is, and nothing is sent again', async (_what, answer, code) => {
    const { venue, session } = await at(() => answer);
    await expect(cancelAllOrders(session)).rejects.toMatchObject({ code });
    expect(venue.seen.length).toBe(1);
  });
});

describe('cancelling a withdrawal', () => {
  it('by reference and asset', async () => {
    const { venue, session } = await at(() => success(true));
    await cancelWithdrawal(session, withdrawal);
    expect(venue.seen[0]?.path).toBe('/0/private/WithdrawCancel');
    expect(form(venue.seen[0] as SeenRequest)).toMatchObject({ asset: 'XBT', refid: withdrawal.id });
  });

  it.each([
    ['false', success(false), 'REQUEST_REJECTED'],
    ['nothing', success(null), 'REPLY_NOT_UNDERSTOOD'],
    ['that there is none', refusal('EFunding:Unknown reference id'), 'NOT_FOUND'],
  ])('Kraken says %s', async (_what, answer, code) => {
    const { session } = await at(() => answer);
    await expect(cancelWithdrawal(session, withdrawal)).rejects.toMatchObject({ code });
  });
});

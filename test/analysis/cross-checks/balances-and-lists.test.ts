import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { balancesAndLists } from '../../../src/analysis/cross-checks/balances-and-lists.ts';
import type { CrossCheckInput, Readings } from '../../../src/analysis/index.ts';
import type { Hole } from '../../../src/domain/coverage.ts';
import { known } from '../../../src/domain/known.ts';
import { add, negate } from '../../../src/domain/money.ts';
import type { Balance, Deposit, Trade, Transfer, Withdrawal } from '../../../src/domain/trading.ts';
import { findVenue } from '../../../src/venues/index.ts';
import {
  coverage,
  line,
  nothingRead,
  reading,
  readings,
  snapshot,
  snapshots,
} from '../../support/readings.ts';
import { trade, withdrawal } from '../../support/rows.ts';

// The flows are those that Binance declares; the rows are as its declaration gives them.

const { listedFlows } = findVenue('binance');
const [first, last] = ['2026-11-10T00:00:00.000Z', '2026-11-20T00:00:00.000Z'];
const between = '2026-11-15T00:00:00.000Z';

type Held = Readonly<Record<string, string>>;

interface Told {
  readonly trades?: readonly Trade[];
  readonly deposits?: readonly Deposit[];
  readonly withdrawals?: readonly Withdrawal[];
  readonly transfers?: readonly Transfer[];
  readonly lines?: Parameters<typeof line>[0][];
  readonly holes?: Partial<Record<'trades' | 'transfers' | 'ledger' | 'deposits', readonly Hole[]>>;
  readonly symbols?: readonly string[];
  readonly markets?: readonly string[];
  readonly elsewhere?: readonly [readonly Balance[], readonly Balance[]];
}

function check([before, after]: readonly [Held, Held], told: Told) {
  const { holes = {}, symbols = ['BTCUSDT'], markets = symbols, elsewhere = [[], []] } = told;
  const of = (list: keyof typeof holes) => ({ coverage: coverage({ holes: holes[list] ?? [] }) });
  const shot = (exhibit: string, at: string, held: Held, more: readonly Balance[]) => {
    const one = snapshot(exhibit, at, held);
    return { ...one, rows: [...one.rows, ...more] };
  };
  return balancesAndLists.check({
    ...nothingRead,
    ...(listedFlows && { listedFlows: known(listedFlows) }),
    balances: snapshots(shot('EX-1', first, before, elsewhere[0]), shot('EX-2', last, after, elsewhere[1])),
    trades: readings(
      reading('EX-3', told.trades ?? [], { coverage: coverage({ symbols, holes: holes.trades ?? [] }) }),
    ),
    deposits: readings(reading('EX-4', told.deposits ?? [], of('deposits'))),
    withdrawals: readings(reading('EX-5', told.withdrawals ?? [])),
    transfers: readings(reading('EX-6', told.transfers ?? [], of('transfers'))),
    ledger: readings(reading('EX-7', (told.lines ?? []).map(line), of('ledger'))),
    marketPrices: prices(markets),
  });
}

const prices = (markets: readonly string[]): CrossCheckInput['marketPrices'] => {
  const rows = markets.map((symbol) => ({ symbol, price: '1', at: last }));
  const all: Readings<(typeof rows)[number]> = {
    all: [{ ...reading<never>('EX-8', []), rows }],
    idOf: ({ symbol }) => symbol,
    forgotten: [],
  };
  return known(all);
};

const bought = (more: Partial<Trade> = {}): Trade =>
  trade({ section: 'spot', at: between, fee: '0.001', feeAsset: 'BTC', ...more });

const left = (more: Partial<Withdrawal> = {}): Withdrawal =>
  withdrawal({
    asset: 'BTC',
    amount: '0.5',
    fee: known('0.01'),
    status: 'completed',
    requestedAt: between,
    completedAt: known('2026-11-15T01:00:00.000Z'),
    wallet: 'spot',
    ...more,
  });

const came = (more: Partial<Deposit> = {}): Deposit => ({
  id: 'd1',
  asset: 'USDT',
  amount: '100',
  address: '',
  network: 'TRX',
  txId: known('t'),
  status: 'completed',
  venueStatus: '1',
  at: between,
  wallet: 'spot',
  ...more,
});

const moved = (more: Partial<Transfer> = {}): Transfer => ({
  id: 't1',
  asset: 'USDT',
  amount: '7',
  from: 'MAIN',
  to: 'FUNDING',
  status: 'completed',
  venueStatus: 'CONFIRMED',
  at: between,
  ...more,
});

describe('balances of a wallet without a ledger', () => {
  const everything: Told = {
    trades: [bought()],
    deposits: [came()],
    withdrawals: [left()],
    transfers: [moved()],
    lines: [{ wallet: 'spot', asset: 'BNB', change: '0.2', kind: 'distribution', at: between }],
  };
  const before = { BTC: '2', USDT: '30000', BNB: '1' };
  const after = { BTC: '2.489', USDT: '10093', BNB: '1.2' };

  it('follow from trades, deposits, withdrawals, transfers and what was given', () => {
    const { findings, compared } = check([before, after], everything);
    expect(findings).toEqual([]);
    expect(compared).toEqual(['3 balances in EX-2 follow from EX-1 and the lists']);
  });

  it.each([
    ['fill', { trades: [] }],
    ['withdrawal', { withdrawals: [] }],
    ['deposit', { deposits: [] }],
    ['transfer', { transfers: [] }],
  ] as const)('do not without a %s: a finding that names what stands in no list', (_what, missing) => {
    const { findings } = check([before, after], { ...everything, ...missing });
    expect(findings).toMatchObject([{ rule: 'balances-and-lists', basis: 'inference' }]);
    expect(findings[0]?.detail).toContain('referral rebates');
    expect(findings[0]?.exhibits).toEqual(['EX-1', 'EX-2', 'EX-3', 'EX-4', 'EX-5', 'EX-6', 'EX-7']);
  });

  it('agree whatever was bought and sold, and differ where one fill is left out', () => {
    // All with four decimals: beside fills with three, one of 0.0001 that is left out passes for rounding.
    const anyFills = fc.array(
      fc
        .record({ tens: fc.nat(1e5), side: fc.constantFrom('buy', 'sell') })
        .map(({ tens, side }) =>
          bought({ amount: String((tens * 10 + 1) / 1e4), side: side as 'buy', price: '3', fee: '0' }),
        ),
      { minLength: 1, maxLength: 30 },
    );
    fc.assert(
      fc.property(anyFills, fc.nat(), (fills, nth) => {
        const change = fills.reduce(
          (sum, { side, amount }) => add(sum, side === 'buy' ? amount : negate(amount)),
          '0',
        );
        const quote = fills.reduce(
          (sum, { side, quoteAmount }) => add(sum, side === 'buy' ? negate(quoteAmount) : quoteAmount),
          '0',
        );
        const held = [
          { BTC: '1', USDT: '1' },
          { BTC: add('1', change), USDT: add('1', quote) },
        ] as const;
        expect(check(held, { trades: fills }).findings).toEqual([]);
        const without = fills.filter((_, at) => at !== nth % fills.length);
        expect(check(held, { trades: without }).findings).toHaveLength(1);
      }),
      { numRuns: 60 },
    );
  });
});

describe('what is no finding', () => {
  it('a withdrawal that was under way while the balances were read, whichever way it counts', () => {
    const pending = left({ status: 'processing', completedAt: { known: false, why: 'not yet' } });
    for (const has of ['2', '1.49']) {
      expect(check([{ BTC: '2' }, { BTC: has }], { withdrawals: [pending] }).findings).toEqual([]);
    }
    expect(check([{ BTC: '2' }, { BTC: '1.6' }], { withdrawals: [pending] }).findings).toHaveLength(1);
  });

  it('a coin that moved to earn, whose moves stand in no list: said', () => {
    const earning = (free: string): readonly Balance[] => [
      { wallet: 'earn, flexible', asset: 'BTC', free, locked: '0' },
    ];
    const { findings, notChecked } = check([{ BTC: '2' }, { BTC: '1' }], {
      elsewhere: [earning('0'), earning('1')],
    });
    expect(findings).toEqual([]);
    expect(notChecked.map(({ why }) => why).join('\n')).toContain('BTC moved to or from earn');
  });

  it('a coin of a market whose trades nobody read: said, and to be closed', () => {
    const { findings, notChecked } = check([{ BTC: '2' }, { BTC: '1' }], { markets: ['BTCUSDT', 'BTCEUR'] });
    expect(findings).toEqual([]);
    expect(notChecked).toContainEqual({
      why: expect.stringContaining('BTCEUR') as string,
      closable: true,
    });
  });

  it('a withdrawal from another wallet', () => {
    expect(
      check([{ BTC: '2' }, { BTC: '2' }], { withdrawals: [left({ wallet: 'funding' })] }).findings,
    ).toEqual([]);
  });
});

describe('what it is not said of', () => {
  const why = 'IP_NOT_ALLOWED';

  it.each([
    ['transfers', 'MAIN_FUNDING'],
    ['ledger', 'convert'],
    ['trades', 'spot'],
  ] as const)('a stretch in which %s in %s were not read', (list, section) => {
    const holes = { [list]: [{ what: list, why, section, from: first, to: last }] };
    const { findings, compared, notChecked } = check([{ BTC: '2' }, { BTC: '1' }], { holes });
    expect([findings, compared]).toEqual([[], []]);
    expect(notChecked[0]?.why).toMatch(/^no two readings of spot/);
  });

  it.each([
    ['transfers', 'UMFUTURE_FUNDING'],
    ['ledger', 'usd-m'],
    ['trades', 'usd-m'],
  ] as const)('but a hole of %s in %s takes nothing from it', (list, section) => {
    const holes = { [list]: [{ what: list, why, section, from: first, to: last }] };
    expect(check([{ BTC: '2' }, { BTC: '1' }], { holes }).findings).toHaveLength(1);
  });

  it('what no list tells at all is said every time', () => {
    const { notChecked } = check([{ BTC: '2' }, { BTC: '2' }], {});
    expect(notChecked.map(({ why: said }) => said).join('\n')).toContain('the lists do not tell referral');
  });
});

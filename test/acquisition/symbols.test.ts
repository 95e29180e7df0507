import { describe, expect, it } from 'vitest';
import { symbolsInQuestion } from '../../src/acquisition/index.ts';
import type { SymbolSeeds } from '../../src/acquisition/symbols.ts';
import { pairOf } from '../../src/acquisition/pairs.ts';
import type {
  Balance,
  Deposit,
  LedgerEntry,
  OpenOrder,
  Trade,
  Withdrawal,
} from '../../src/domain/trading.ts';

const held = (asset: string, free = '1', locked = '0'): Balance => ({ wallet: 'spot', asset, free, locked });
const markets = ['BTCUSDT', 'ETHUSDT', 'ETHBTC', 'THINUSDT', 'THINBTC', 'DOGEUSDT', 'ADATRY', 'BTCTRY'].map(
  (symbol) => ({ symbol }),
);
const seeds = (over: Partial<SymbolSeeds>): SymbolSeeds => ({
  openOrders: [],
  balances: [],
  usualSymbols: ['BTCUSDT', 'ETHUSDT'],
  markets,
  trades: [],
  orders: [],
  ...over,
});
const symbolsOf = (over: Partial<SymbolSeeds>): string[] =>
  symbolsInQuestion(seeds(over)).map(({ symbol }) => symbol);

describe('symbolsInQuestion', () => {
  it('puts first what the attacker bought: an asset that the owner never named', () => {
    const found = symbolsInQuestion(seeds({ balances: [held('USDT'), held('BTC'), held('THIN', '25000')] }));
    expect(found.slice(0, 2)).toEqual([
      { symbol: 'THINBTC', reasons: ['an asset is held that the owner never named'] },
      { symbol: 'THINUSDT', reasons: ['an asset is held that the owner never named'] },
    ]);
  });

  it('finds an asset that is only locked in an order', () => {
    expect(symbolsOf({ balances: [held('THIN', '0', '12')] })).toContain('THINUSDT');
  });

  it('does not look for assets that are listed with nothing in them', () => {
    expect(symbolsOf({ balances: [held('THIN', '0.00000000', '0.0')] })).toEqual(['BTCUSDT', 'ETHUSDT']);
  });

  it('never asks for a symbol that is no market of the venue', () => {
    const found = symbolsOf({ balances: [held('NEWCOIN')] });
    expect(found).toEqual(['BTCUSDT', 'ETHUSDT']);
  });

  it('follows a strange quote asset to what the owner had, not to every market in it', () => {
    const found = symbolsOf({ balances: [held('TRY'), held('BTC')] });
    expect(found[0]).toBe('BTCTRY');
    expect(found).not.toContain('ADATRY');
  });

  it('gives every reason, and a symbol with one more comes before its equal', () => {
    const order = { symbol: 'THINUSDT' } as OpenOrder;
    const found = symbolsInQuestion(seeds({ balances: [held('THIN')], openOrders: [order] }));
    expect(found[0]).toEqual({
      symbol: 'THINUSDT',
      reasons: ['an asset is held that the owner never named', 'an open order outside the usual symbols'],
    });
  });

  it('takes up a pair that left no balance but a trade already read', () => {
    expect(symbolsOf({ trades: [{ symbol: 'DOGEUSDT' } as Trade] })[0]).toBe('DOGEUSDT');
  });

  it('reads the owner’s usual symbols too, after the strange ones', () => {
    expect(symbolsOf({ balances: [held('THIN')] }).slice(-2)).toEqual(['BTCUSDT', 'ETHUSDT']);
  });

  it('asks for each symbol once', () => {
    const found = symbolsOf({
      balances: [held('THIN'), { ...held('THIN'), wallet: 'funding' }],
      openOrders: [{ symbol: 'BTCUSDT' } as OpenOrder, { symbol: 'BTCUSDT' } as OpenOrder],
    });
    expect(new Set(found).size).toBe(found.length);
  });

  it('reads pairs by their mark where the venue writes one', () => {
    const marked = [{ symbol: 'BTC-USDT' }, { symbol: 'THIN-USDT' }, { symbol: 'THIN/EUR' }];
    const found = symbolsOf({ markets: marked, usualSymbols: ['BTC-USDT'], balances: [held('THIN')] });
    expect(found.slice(0, 2)).toEqual(['THIN-USDT', 'THIN/EUR']);
  });

  it('takes up what was withdrawn, converted, deposited or moved, the gravest first', () => {
    const line = { asset: 'DUSTY', kind: 'dust' } as LedgerEntry;
    const found = symbolsInQuestion(
      seeds({
        markets: [...markets, { symbol: 'DUSTYBTC' }, { symbol: 'GONEUSDT' }, { symbol: 'INUSDT' }],
        withdrawals: [{ asset: 'GONE' } as Withdrawal],
        deposits: [{ asset: 'IN' } as Deposit],
        ledger: [line],
      }),
    );
    expect(found.slice(0, 3)).toEqual([
      { symbol: 'GONEUSDT', reasons: ['an asset was withdrawn that the owner never named'] },
      {
        symbol: 'DUSTYBTC',
        reasons: [
          'an asset was converted that the owner never named',
          'the ledger moved an asset that the owner never named',
        ],
      },
      { symbol: 'INUSDT', reasons: ['an asset was deposited that the owner never named'] },
    ]);
  });
});

describe('pairOf', () => {
  const spelling = (...assets: readonly string[]) => ({
    quotes: ['USDT', 'FDUSD', 'USD', 'BTC'],
    assets: new Set(assets),
  });
  it.each([
    ['XBTUSD', ['TUSD'], 'XBT', 'USD'],
    ['BTCTUSD', ['TUSD', 'BTC'], 'BTC', 'TUSD'],
    ['BTCFDUSD', [], 'BTC', 'FDUSD'],
    ['THIN-EUR', [], 'THIN', 'EUR'],
    ['ADATRY', ['TRY'], 'ADA', 'TRY'],
  ])('%s, with %j held, is %s for %s', (symbol, assets, base, quote) => {
    expect(pairOf({ symbol }, spelling(...assets))).toEqual({ symbol, base, quote });
  });

  it('believes the venue before the spelling', () => {
    const market = { symbol: 'XXBTZUSD', base: 'BTC', quote: 'USD' };
    expect(pairOf(market, spelling('ZUSD'))).toEqual(market);
  });

  it.each(['ADATRY', 'BTCUSDT_261225', 'BTCUSD_PERP', 'USDT', ''])(
    'does not guess what %j trades',
    (symbol) => {
      expect(pairOf({ symbol }, spelling())).toBeUndefined();
    },
  );
});

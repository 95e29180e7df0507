import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assessDamage, burnRate, chooseAsset } from '../../src/analysis/index.ts';
import { costOfSeconds } from '../../src/analysis/burn-rate.ts';
import { priceBook } from '../../src/analysis/prices.ts';
import { splitSymbol } from '../../src/analysis/symbols.ts';
import { known } from '../../src/domain/known.ts';
import { multiply, round, subtract } from '../../src/domain/money.ts';
import type { Trade } from '../../src/domain/trading.ts';
import { price, trade } from '../support/rows.ts';
import { thinPairTrades } from '../support/thin-pair-trades.ts';

const prices = [
  price('BTCUSDT', '19180'),
  price('ETHUSDT', '1290'),
  price('ZRTUSDT', '0.0200'),
  price('BNBUSDT', '300'),
];
const damage = (trades: readonly Trade[], more = prices) =>
  assessDamage({ trades, prices: more, asset: 'USDT' });

describe('assessDamage', () => {
  it('gives the published loss of the thin-pair scenario: 562,222.52 USDT on ZRTUSDT, 347.48 of fees on the sales', () => {
    const found = damage(thinPairTrades());
    const loss = Object.fromEntries(found.bySymbol.map(({ symbol, loss }) => [symbol, loss]));
    expect(round(loss['ZRTUSDT'] ?? '', 2)).toBe('562222.52');
    expect(round(subtract(found.pricedTotal, loss['ZRTUSDT'] ?? ''), 2)).toBe('347.48');
    expect(found.total).toEqual(known(found.pricedTotal));
  });

  it('values what a sale far below the market gave away', () => {
    const [one] = damage([
      trade({ symbol: 'ZRTUSDT', side: 'sell', price: '0.0150', amount: '1000' }),
    ]).bySymbol;
    expect(one).toMatchObject({ loss: '5', soldAmount: '1000', sold: '15', bought: '0' });
  });

  it('shows a gain as a negative loss', () => {
    expect(damage([trade({ price: '19000' })]).pricedTotal).toBe('-180');
  });

  it('converts a pair that is not quoted in the report asset', () => {
    const found = damage(
      [trade({ symbol: 'VIABTC', price: '0.025', amount: '100' })],
      [...prices, price('VIABTC', '0.005')],
    );
    expect(found.pricedTotal).toBe(multiply('2', '19180'));
  });

  it('makes the total unknown when a symbol has no price, and never counts it as zero', () => {
    const found = damage([trade({ price: '19280' }), trade({ symbol: 'NEWUSDT', price: '1', amount: '9' })]);
    expect(found.total).toMatchObject({ known: false });
    expect(found.pricedTotal).toBe('100');
    expect(found.unpriced).toEqual([
      { symbol: 'NEWUSDT', fills: 1, why: 'no market price leads from NEW to USDT' },
    ]);
  });

  it('converts fees paid in another asset and leaves the total unknown when one has no price', () => {
    expect(damage([trade({ price: '19180', fee: '0.01', feeAsset: 'BNB' })]).pricedTotal).toBe('3');
    expect(damage([trade({ price: '19180', fee: '0.01', feeAsset: 'XYZ' })])).toMatchObject({
      total: { known: false },
      unpriced: [{ symbol: 'BTCUSDT', why: 'fees of 0.01 XYZ: no market price leads from XYZ to USDT' }],
    });
  });

  it('calls a row whose amount is no number unknown instead of throwing', () => {
    const found = damage([
      trade({ price: '19280' }),
      trade({ quoteAmount: 'NaN' }),
      trade({ amount: '=1+1', quoteAmount: '1' }),
      trade({ fee: '1e999' }),
    ]);
    expect(found.pricedTotal).toBe('100');
    expect(found.unpriced).toEqual([
      { symbol: 'BTCUSDT', fills: 3, why: 'an amount in the row is not a decimal number' },
    ]);
  });

  it('does not take a price of zero, or one that is no number, for a price', () => {
    expect(damage([trade()], [price('BTCUSDT', '0'), price('BTCUSDT', 'null')]).total.known).toBe(false);
  });

  const decimal = fc
    .tuple(fc.integer({ min: 1, max: 10_000_000 }), fc.integer({ min: 0, max: 99_999_999 }))
    .map(([whole, part]) => `${whole}.${String(part).padStart(8, '0')}`);
  const anyTrade = fc
    .record({
      symbol: fc.constantFrom('BTCUSDT', 'ETHUSDT', 'ZRTUSDT', 'ETHBTC', 'NEWUSDT'),
      side: fc.constantFrom('buy' as const, 'sell' as const),
      price: decimal,
      amount: decimal,
      fee: fc.oneof(fc.constant('0'), decimal),
      feeAsset: fc.constantFrom('USDT', 'BTC', 'BNB', 'XYZ'),
    })
    .map(trade);
  const anyPrices = [...prices, price('ETHBTC', '0.07')];

  it('does not depend on the order of the rows', () => {
    const shuffled = fc
      .array(anyTrade, { maxLength: 12 })
      .chain((rows) =>
        fc.tuple(
          fc.constant(rows),
          fc.shuffledSubarray(rows, { minLength: rows.length, maxLength: rows.length }),
        ),
      );
    fc.assert(
      fc.property(shuffled, ([rows, other]) => {
        expect(damage(other, anyPrices)).toEqual(damage(rows, anyPrices));
      }),
    );
  });

  it('does not change by a trade at the market price without a fee', () => {
    const fair = fc.record({
      side: fc.constantFrom('buy' as const, 'sell' as const),
      amount: decimal,
      of: fc.constantFrom(...anyPrices),
    });
    fc.assert(
      fc.property(fc.array(anyTrade, { maxLength: 8 }), fair, (rows, { side, amount, of }) => {
        const zeroLoss = trade({ symbol: of.symbol, side, amount, price: of.price });
        const [before, after] = [damage(rows, anyPrices), damage([...rows, zeroLoss], anyPrices)];
        expect(subtract(after.pricedTotal, before.pricedTotal)).toBe('0');
        expect(after.total.known).toBe(before.total.known);
      }),
    );
  });

  it('is the sum of its parts by symbol', () => {
    fc.assert(
      fc.property(fc.array(anyTrade, { maxLength: 8 }), (rows) => {
        const whole = damage(rows, anyPrices);
        const parts = [...new Set(rows.map(({ symbol }) => symbol))].map((symbol) =>
          damage(
            rows.filter((row) => row.symbol === symbol),
            anyPrices,
          ),
        );
        expect(parts.flatMap(({ bySymbol }) => bySymbol)).toHaveLength(whole.bySymbol.length);
        expect(parts.reduce((left, part) => subtract(left, part.pricedTotal), whole.pricedTotal)).toBe('0');
      }),
    );
  });
});

describe('burnRate', () => {
  const burn = (trades: readonly Trade[], minutes = 15) =>
    burnRate({ trades, prices, asset: 'USDT', now: '2026-11-21T00:15:00.000Z', minutes });

  it('counts only the fills of the window', () => {
    const old = trade({ price: '29180', at: '2026-11-20T23:59:00.000Z' });
    expect(burn([trade({ price: '19330' }), old])).toEqual(
      known({ perMinute: '10.00000000', asset: 'USDT', fills: 1, minutes: 15, atLeast: false }),
    );
  });

  it('says that the rate is a lower bound when some fills have no price, and unknown when none has', () => {
    const unpriced = trade({ symbol: 'NEWUSDT' });
    expect(burn([trade({ price: '19330' }), unpriced])).toMatchObject({ value: { atLeast: true } });
    expect(burn([unpriced]).known).toBe(false);
  });

  it('prices ten seconds of waiting in the thin-pair scenario at about 2,283 USDT', () => {
    expect(costOfSeconds({ perMinute: '13700' }, 10)).toBe('2283.33');
  });
});

describe('priceBook', () => {
  it('takes the latest price of a symbol, whatever the order of the rows', () => {
    const rows = [
      price('BTCUSDT', '2', '2026-11-21T02:00:00.000Z'),
      price('BTC/USDT', '1', '2026-11-21T01:00:00.000Z'),
    ];
    expect(priceBook(rows).rate('BTC', 'USDT')).toEqual(known('2'));
    expect(priceBook(rows.toReversed()).rate('BTC', 'USDT')).toEqual(known('2'));
  });

  it('goes over an inverse pair and over one asset in between', () => {
    const book = priceBook([price('BTCUSDT', '20000'), price('VIABTC', '0.5'), price('USDTTRY', '40')]);
    expect(book.rate('VIA', 'USDT')).toEqual(known('10000'));
    expect(book.rate('TRY', 'USDT')).toEqual(known('0.025'));
  });
});

describe('splitSymbol', () => {
  it.each([
    ['BTCUSDT', 'BTC', 'USDT'],
    ['BTCFDUSD', 'BTC', 'FDUSD'],
    ['ETHBTC', 'ETH', 'BTC'],
    ['BTC-EUR', 'BTC', 'EUR'],
    ['XXBTZUSD', 'XXBT', 'ZUSD'],
    ['XTZUSD', 'XTZ', 'USD'],
    ['ZRT/USDT:USDT', 'ZRT', 'USDT'],
  ])('splits %s', (symbol, base, quote) => expect(splitSymbol(symbol)).toEqual(known({ base, quote })));

  it.each(['USDT', 'FOOBAR', '', 'BTC-USDT-SWAP', '-USDT', '__proto__'])(
    'does not guess the assets of "%s"',
    (symbol) => expect(splitSymbol(symbol).known).toBe(false),
  );
});

describe('chooseAsset', () => {
  it('takes the first usual asset that everything has a price in', () => {
    expect(chooseAsset(['VIA', 'BTC'], [price('VIABTC', '1')])).toBe('BTC');
    expect(chooseAsset(['ZRT', 'USDT'], [price('ZRTUSDT', '1')])).toBe('USDT');
    expect(chooseAsset(['NOPE'], [])).toBe('USDT');
  });
});

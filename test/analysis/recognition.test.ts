import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recogniseOrders, recogniseTrades } from '../../src/analysis/index.ts';
import { known, unknown } from '../../src/domain/known.ts';
import { openOrder, pastOrder, pattern, trade } from '../support/rows.ts';

const noOrders = unknown('SCOPE_MISSING while listing orders');

describe('recogniseTrades', () => {
  it('joins the client order id from the order row when the trade row leaves it out', () => {
    const orders = known([
      pastOrder({ id: '7', clientOrderId: 'mm-7' }),
      pastOrder({ id: '8', clientOrderId: 'web_8' }),
    ]);
    const [ours, theirs] = recogniseTrades({
      trades: [trade({ orderId: '7' }), trade({ orderId: '8' })],
      orders,
      pattern,
    });
    expect(ours?.recognition.is).toBe('ours');
    expect(theirs?.recognition).toEqual({
      is: 'not-ours',
      why: 'client order id without our prefix (mm-)',
      basis: 'fact',
    });
  });

  it('does not join an order of another symbol that has the same id', () => {
    const orders = known([pastOrder({ id: '7', symbol: 'ETHUSDT', clientOrderId: 'mm-7' })]);
    expect(recogniseTrades({ trades: [trade({ orderId: '7' })], orders, pattern })[0]?.recognition.is).toBe(
      'unknown',
    );
  });

  it('calls a trade on a usual symbol unknown when orders were not read, and says why', () => {
    const [one] = recogniseTrades({ trades: [trade()], orders: noOrders, pattern });
    expect(one?.recognition.is).toBe('unknown');
    expect(one?.recognition.why).toContain('SCOPE_MISSING');
  });

  it('calls a trade on a symbol that we never trade not ours although orders were not read', () => {
    const [one] = recogniseTrades({ trades: [trade({ symbol: 'ZRTUSDT' })], orders: noOrders, pattern });
    expect(one?.recognition).toMatchObject({ is: 'not-ours', basis: 'inference' });
  });

  it('does not trust our own prefix on a symbol that we never trade: a prefix can be copied', () => {
    const [one] = recogniseTrades({
      trades: [trade({ symbol: 'ZRTUSDT', clientOrderId: known('mm-9') })],
      orders: noOrders,
      pattern,
    });
    expect(one?.recognition.is).toBe('unknown');
  });

  it('knows a symbol that the baseline traded although the configuration does not list it', () => {
    const input = {
      trades: [trade({ symbol: 'ZRTUSDT', clientOrderId: known('mm-9') })],
      orders: noOrders,
      pattern,
    };
    expect(recogniseTrades({ ...input, baselineSymbols: ['ZRT-USDT'] })[0]?.recognition.is).toBe('ours');
  });

  it('mentions a rush of fills beside a client order id that is not known', () => {
    const trades = Array.from({ length: 31 }, () => trade());
    expect(recogniseTrades({ trades, orders: noOrders, pattern })[0]?.recognition.why).toContain(
      '31 fills in that minute',
    );
  });

  it('says ours of nothing when no prefix, or only an empty one, is configured', () => {
    for (const clientOrderIdPrefixes of [[], ['']]) {
      const [one] = recogniseTrades({
        trades: [trade({ clientOrderId: known('mm-1') })],
        orders: noOrders,
        pattern: { ...pattern, clientOrderIdPrefixes },
      });
      expect(one?.recognition.is).toBe('unknown');
    }
  });

  it('never says ours without a client order id that begins with one of our prefixes', () => {
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom('', 'mm-', 'mm-1', 'MM-1', 'xmm-', '.*', '__proto__', 'constructor'),
    );
    const anyPattern = fc.record({
      clientOrderIdPrefixes: fc.array(text, { maxLength: 3 }),
      usualSymbols: fc.array(fc.constantFrom('BTCUSDT', 'ETH/USDT'), { maxLength: 2 }),
    });
    const row = fc.record({
      own: fc.option(text),
      order: fc.option(text),
      symbol: fc.constantFrom('BTCUSDT', 'ZRTUSDT'),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 8 }), anyPattern, (rows, own) => {
        const trades = rows.map((one, i) =>
          trade({
            orderId: `o${i}`,
            symbol: one.symbol,
            clientOrderId: one.own === null ? unknown('not in the row') : known(one.own),
          }),
        );
        const orders = known(
          rows.flatMap((one, i) =>
            one.order === null
              ? []
              : [pastOrder({ id: `o${i}`, symbol: one.symbol, clientOrderId: one.order })],
          ),
        );
        recogniseTrades({ trades, orders, pattern: own }).forEach(({ recognition }, i) => {
          const id = rows[i]?.own ?? rows[i]?.order;
          const matches = own.clientOrderIdPrefixes.some(
            (prefix) => prefix.length > 0 && id?.indexOf(prefix) === 0,
          );
          expect(recognition.is === 'ours' && !matches).toBe(false);
        });
      }),
    );
  });
});

describe('recogniseOrders', () => {
  it('tells our resting orders from one that has no client order id', () => {
    const orders = [openOrder(), openOrder({ id: '2', clientOrderId: '' })];
    expect(recogniseOrders({ orders, pattern }).map(({ recognition }) => recognition.is)).toEqual([
      'ours',
      'not-ours',
    ]);
  });
});

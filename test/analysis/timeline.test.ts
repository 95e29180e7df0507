import { describe, expect, it } from 'vitest';
import { buildTimeline, type AccountTraces, type RecognisedTrade } from '../../src/analysis/index.ts';
import { unknown } from '../../src/domain/known.ts';
import type { JournaledEvent } from '../../src/domain/run-event.ts';
import { pastOrder, trade, withdrawal } from '../support/rows.ts';

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 21) + seconds * 1000).toISOString();
const fill = (
  seconds: number,
  is: 'not-ours' | 'unknown' = 'not-ours',
  symbol = 'ZRTUSDT',
): RecognisedTrade => ({
  trade: trade({ symbol, at: at(seconds), side: seconds % 2 === 0 ? 'buy' : 'sell' }),
  clientOrderId: unknown('not read'),
  recognition: { is, why: 'test', basis: 'fact' },
});
const traces = (more: Partial<AccountTraces>): AccountTraces => ({
  account: 'main',
  venue: 'binance',
  trades: [],
  withdrawals: [],
  addedAddresses: [],
  cancelledOrders: [],
  exhibits: { trades: ['EX-1'], withdrawals: ['EX-2'], addresses: ['EX-3'], orders: ['EX-4'] },
  ...more,
});
const timeline = (more: Partial<AccountTraces>, notes: readonly [number, string][] = [], offsetMs = 0) =>
  buildTimeline({
    accounts: [traces(more)],
    entries: notes.map(([seconds, text], seq) => ({
      seq,
      at: at(seconds),
      event: { type: 'note.added', text, by: 'Ada' } satisfies JournaledEvent,
    })),
    offsetsMs: new Map([['binance', offsetMs]]),
  });

describe('buildTimeline', () => {
  it('condenses a burst of fills into one entry with its span', () => {
    const fills = Array.from({ length: 1240 }, (_, i) => fill(90 + Math.round(i * 1.913)));
    expect(timeline({ trades: fills.toReversed() })).toEqual([
      {
        at: at(90),
        lane: 'attacker',
        what: expect.stringMatching(/^1,240 fills ZRTUSDT 00:01:30–00:41:00 \(\d+ buys, \d+ sells\)$/),
        clock: 'venue',
        account: 'main',
        restsOn: ['EX-1'],
      },
    ]);
  });

  it('starts a new burst after a pause, and keeps symbols apart', () => {
    const found = timeline({ trades: [fill(0), fill(60), fill(400), fill(30, 'not-ours', 'BTCUSDT')] });
    expect(found.map(({ what }) => what.split(' (')[0])).toEqual([
      '2 fills ZRTUSDT 00:00:00–00:01:00',
      'fill BTCUSDT: buy 1 at 20000',
      'fill ZRTUSDT: buy 1 at 20000',
    ]);
  });

  it('does not put a fill on the attacker that could not be attributed', () => {
    expect(timeline({ trades: [fill(0, 'unknown')] })[0]).toMatchObject({
      lane: 'venue',
      what: expect.stringContaining('not attributed'),
    });
  });

  it('orders by the host’s clock with the venue’s offset taken out, and shows times as their clock wrote them', () => {
    const found = timeline(
      { trades: [fill(100)] },
      [
        [98, 'before'],
        [99, 'after'],
      ],
      1500,
    );
    expect(found.map(({ what, at: when }) => [what.split(' ')[0], when])).toEqual([
      ['noted:', at(98)],
      ['fill', at(100)],
      ['noted:', at(99)],
    ]);
  });

  it('writes the dates when a burst goes over midnight', () => {
    expect(timeline({ trades: [fill(-60), fill(0)] })[0]?.what).toContain(
      '2026-11-20 23:59:00–2026-11-21 00:00:00',
    );
  });

  it('puts a row without a readable time at the end instead of at a moment that nobody measured', () => {
    const odd = { ...fill(0), trade: trade({ symbol: 'ZRTUSDT', at: 'Monday' }) };
    expect(timeline({ trades: [odd] }, [[5, 'x']]).map(({ at: when }) => when)).toEqual([at(5), 'Monday']);
  });

  it('shows cancels of our orders and both ends of a withdrawal', () => {
    const cancelled = [0, 2, 5].map((seconds) => pastOrder({ status: 'cancelled', updatedAt: at(seconds) }));
    const sent = {
      withdrawal: withdrawal(),
      recognition: { is: 'not-ours', why: '', basis: 'inference' } as const,
    };
    expect(timeline({ cancelledOrders: cancelled, withdrawals: [sent] }).map(({ what }) => what)).toEqual([
      '3 orders with our client order ids cancelled, not by firebreak: BTCUSDT 00:00:00–00:00:05',
      'withdrawal requested: 1000 USDT to 0x00000000000000000000000000000000000000aa (completed)',
      'withdrawal completed: 1000 USDT to 0x00000000000000000000000000000000000000aa',
    ]);
  });
});

import { mkdtempSync, readFileSync, rmSync, truncateSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { compare, divide, multiply, round, subtract, sum } from '../../src/domain/money.ts';
import { lossWithoutResponse, lostBy, momentMs, stageScenario } from '../../src/drill/index.ts';
import { lossAt } from '../../src/drill/damage.ts';
import { callBinance } from '../support/binance-client.ts';
import { minute, play, thinPair } from './support.ts';
import type { Played } from './support.ts';

const staged = stageScenario(thinPair, 'test');
const curve = lossWithoutResponse(staged.plan, staged.opening, 'USDT');
const whole = '562222.518';

const held = ({ venue }: Played, asset: string) =>
  venue.books.balances().find((each) => each.asset === asset);
/** The price of waiting: what the attacker takes between a moment and `forMs` later. */
const costOfWaiting = (fromMs: number, forMs: number): string =>
  subtract(lostBy(curve, fromMs + forMs), lostBy(curve, fromMs));
const loss = ({ venue }: Played) => lossAt(venue.books, staged.opening, 'USDT');

describe('the thin pair without a response', () => {
  it('opens with 12.40 BTC, 85 ETH, 178,500 USDT free and 61,500 in six bids', async () => {
    const stage = await play({ startAt: '2026-03-14T02:56:00.000Z' });
    expect(held(stage, 'BTC')).toMatchObject({ free: '12.4' });
    expect(held(stage, 'ETH')).toMatchObject({ free: '85' });
    expect(held(stage, 'USDT')).toEqual({ asset: 'USDT', free: '178500', locked: '61500' });
    expect(stage.venue.books.openOrders()).toHaveLength(6);
    expect(compare(loss(stage), '0')).toBe(0);
  });

  it('loses the bids at 0:00, the coins at 0:40 and nothing yet', async () => {
    const stage = await play();
    await stage.clock.skip(30_000);
    expect(stage.venue.books.openOrders()).toEqual([]);
    expect(held(stage, 'USDT')).toEqual({ asset: 'USDT', free: '240000', locked: '0' });
    await stage.clock.skip(30_000);
    // 240,000 + 237,832 + 109,650 − 347.482: the pool of the incident's arithmetic.
    expect(held(stage, 'USDT')).toEqual({ asset: 'USDT', free: '587134.518', locked: '0' });
    expect(held(stage, 'BTC')).toMatchObject({ free: '0' });
    expect(compare(loss(stage), '0')).toBe(0);
  });

  it('has lost 562,222.52 USDT at 41:00, and 1,050,000 ZRT and 3,912 USDT are left', async () => {
    const stage = await play();
    await stage.clock.skip(41 * minute);
    expect(loss(stage)).toBe(whole);
    expect(round(loss(stage), 2)).toBe('562222.52');
    expect(held(stage, 'ZRT')).toMatchObject({ free: '1050000', locked: '0' });
    expect(held(stage, 'USDT')).toMatchObject({ free: '3912', locked: '0' });
    expect(loss(stage)).toBe(thinPair.truth.lostWithoutResponse);
    const share = Number(divide(whole, '587134.518'));
    expect(share).toBeCloseTo(0.958, 3);
  });

  it('shows 1,240 fills at prices nobody would take, 31 a minute from 1:30 to 41:00', async () => {
    const stage = await play();
    await stage.clock.skip(41 * minute);
    const fills = stage.venue.books.trades().filter((trade) => trade.symbol === 'ZRTUSDT');
    expect(fills).toHaveLength(1240);
    const between = (side: 'buy' | 'sell', low: string, high: string) =>
      fills
        .filter((fill) => fill.side === side)
        .every((fill) => compare(fill.price, low) >= 0 && compare(fill.price, high) <= 0);
    expect(between('buy', '0.0480', '0.0620')).toBe(true);
    expect(between('sell', '0.0150', '0.0180')).toBe(true);
    const afterMs = fills.map((fill) => Date.parse(fill.at) - Date.parse(thinPair.startsAt));
    expect([afterMs[0], afterMs.at(-1)]).toEqual([momentMs('1:30'), momentMs('41:00')]);
    const perMinute = Array.from({ length: 39 }, (_, n) => {
      const from = momentMs('1:30') + n * minute;
      return afterMs.filter((ms) => ms >= from && ms < from + minute).length;
    });
    expect(new Set(perMinute)).toEqual(new Set([31, 32]));
    expect(new Set(fills.map((fill) => fill.clientOrderId)).size).toBe(1240);
    expect(fills.every((fill) => !fill.clientOrderId.startsWith('mm-'))).toBe(true);
  });

  it('loses the same by the trades’ own rows against the market price', async () => {
    const stage = await play();
    await stage.clock.skip(41 * minute);
    const taken = stage.venue.books.trades().slice(staged.opening.trades.length);
    const losses = taken.map((trade) => {
      const away = subtract(trade.price, stage.venue.books.price(trade.symbol) ?? '');
      const sign = trade.side === 'buy' ? '1' : '-1';
      return subtract(multiply(multiply(away, trade.amount), sign), multiply(trade.fee, '-1'));
    });
    expect(compare(sum(losses), whole)).toBe(0);
  });

  it('burns about 13.7 k a minute over the whole, evenly', () => {
    expect(Number(divide(whole, '41'))).toBeCloseTo(13_713, 0);
    for (let at = 2; at <= 40; at++) {
      const burned = Number(costOfWaiting(at * minute, minute));
      expect(burned).toBeGreaterThan(12_500);
      expect(burned).toBeLessThan(16_000);
    }
  });

  it('is sold out two days later if the key still lives', async () => {
    const stage = await play();
    await stage.clock.skip(momentMs('47:00:00'));
    expect(held(stage, 'ZRT')).toMatchObject({ free: '0' });
    expect(await stage.attacker.done).toEqual({ why: 'finished', acts: 6 + 2 + 1240 + 1 });
    expect(stage.refused).toEqual([]);
  });

  it('goes as the plan says, worked out without a venue', async () => {
    const stage = await play();
    for (const at of [1, 2, 5, 17, 40]) {
      const now = stage.clock.monotonicMs();
      await stage.clock.skip(at * minute - now);
      expect([at, loss(stage)]).toEqual([at, lostBy(curve, at * minute)]);
    }
    expect(lostBy(curve, 41 * minute)).toBe(whole);
  });
});

describe('a response', () => {
  it('that revokes at 3:00 saves nine tenths at least', async () => {
    const stage = await play();
    await stage.clock.skip(3 * minute);
    expect(stage.venue.website.deleteKey(staged.keys.suspect.keyId)).toBe(true);
    await stage.clock.skip(60 * minute);
    const saved = 1 - Number(loss(stage)) / Number(whole);
    expect(saved).toBeGreaterThanOrEqual(0.9);
    expect(saved).toBeLessThan(1);
    expect(loss(stage)).toBe(lostBy(curve, 3 * minute));
  });

  it('that takes ten seconds for a snapshot first pays about 2.3 k for it', () => {
    const costs = Array.from({ length: 150 }, (_, n) =>
      Number(costOfWaiting(2 * minute + n * 10_000, 10_000)),
    );
    const mean = costs.reduce((total, cost) => total + cost, 0) / costs.length;
    expect(mean).toBeGreaterThan(2300 * 0.95);
    expect(mean).toBeLessThan(2300 * 1.05);
  });

  it('ends the attacker at his next act, once a visit, and he is told what the venue tells him', async () => {
    const stage = await play();
    await stage.clock.skip(3 * minute);
    stage.venue.website.deleteKey(staged.keys.suspect.keyId);
    await stage.clock.skip(5_000);
    expect(stage.refused).toMatchObject([{ refusal: { httpStatus: 401, code: '-2015' } }]);
    const refusedAt = Date.parse(stage.refused[0]?.at ?? '') - Date.parse(thinPair.startsAt);
    expect(refusedAt).toBeGreaterThan(3 * minute);
    expect(refusedAt).toBeLessThan(3 * minute + 2000);
    await stage.clock.skip(momentMs('46:00:00'));
    expect(stage.refused).toHaveLength(1);
    await stage.clock.skip(momentMs('2:00:00'));
    expect(stage.refused).toHaveLength(2);
    expect(await stage.attacker.done).toMatchObject({ why: 'key-dead' });
  });

  it('that disables the whole account ends him too', async () => {
    const stage = await play();
    await stage.clock.skip(2 * minute);
    stage.venue.website.freezeAccount();
    await stage.clock.skip(2 * minute);
    expect(stage.refused).toHaveLength(1);
  });

  it('that has cancelled the bids itself does not stop him', async () => {
    const stage = await play({ startAt: '2026-03-14T02:56:00.000Z' });
    const bot = stage.venue.asKeyHolder({ keyId: staged.keys.suspect.keyId, sourceIp: '127.0.0.1' });
    for (const { orderId } of stage.venue.books.openOrders())
      expect(bot.cancelOrder(orderId)).toBeUndefined();
    await stage.clock.skip(42 * minute);
    expect(loss(stage)).toBe(whole);
  });

  it('sees none of this with the reading key but what the venue shows it', async () => {
    const stage = await play();
    await stage.clock.skip(2 * minute);
    const reply = await callBinance({
      port: stage.venue.port,
      path: '/api/v3/myTrades',
      params: { symbol: 'ZRTUSDT' },
      key: staged.keys.responder ?? staged.keys.suspect,
      at: stage.clock.now().toMillis(),
    });
    expect(reply.status).toBe(200);
    expect((reply.body as unknown[]).length).toBe(16);
    expect(reply.text).not.toContain(thinPair.attacker.address);
  });
});

describe('a drill that is killed', () => {
  const logPath = (): string => {
    const folder = mkdtempSync(join(tmpdir(), 'firebreak-drill-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    return join(folder, 'world.jsonl');
  };
  const viewOf = ({ venue }: Played) => ({
    balances: venue.books.balances(),
    trades: venue.books.trades(),
    acts: venue.books.acts(),
  });

  it.each([1, 45, 95, 600, 2459])('at %i s goes on to the very same end', async (seconds) => {
    const undisturbed = await play();
    await undisturbed.clock.skip(41 * minute);
    const worldLog = logPath();
    const first = await play({ worldLog });
    await first.clock.skip(seconds * 1000);
    const stoppedAt = first.clock.now().toISO() ?? '';
    const before = viewOf(first);
    await first.stop();
    const second = await play({ worldLog, startAt: stoppedAt });
    expect(viewOf(second)).toEqual(before);
    await second.clock.skip(41 * minute - seconds * 1000);
    expect(viewOf(second)).toEqual(viewOf(undisturbed));
    expect(loss(second)).toBe(whole);
  });

  it('in the middle of a line repeats that act and no other', async () => {
    const worldLog = logPath();
    const first = await play({ worldLog });
    await first.clock.skip(5 * minute);
    const acts = first.venue.books.acts().length;
    const stoppedAt = first.clock.now().toISO() ?? '';
    await first.stop();
    truncateSync(worldLog, statSync(worldLog).size - 20);
    const second = await play({ worldLog, startAt: stoppedAt });
    // The one whose line was torn is due, so it is done again at once.
    expect(second.venue.books.acts()).toHaveLength(acts);
    await second.clock.skip(36 * minute + 2000);
    expect(loss(second)).toBe(whole);
    const ids = second.venue.books.trades().map((trade) => trade.clientOrderId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('and opened an hour later has not been robbed meanwhile', async () => {
    const worldLog = logPath();
    const first = await play({ worldLog });
    await first.clock.skip(5 * minute);
    const before = loss(first);
    const acts = first.venue.books.acts().length;
    await first.stop();
    const second = await play({ worldLog, startAt: '2026-03-14T04:02:00.000Z' });
    // One act was due and is done; the other 1,130 stay as far apart as planned.
    expect(second.venue.books.acts()).toHaveLength(acts + 1);
    await second.clock.skip(minute);
    const burned = Number(subtract(loss(second), before));
    expect(burned).toBeGreaterThan(12_500);
    expect(burned).toBeLessThan(17_000);
  });

  it('has written neither key nor secret to its log', async () => {
    const worldLog = logPath();
    const stage = await play({ worldLog });
    await stage.clock.skip(2 * minute);
    const text = readFileSync(worldLog, 'utf8');
    for (const key of [staged.keys.suspect, staged.keys.responder]) {
      expect(text).not.toContain(key?.keyId);
      expect(text).not.toContain(key?.secret);
    }
  });
});

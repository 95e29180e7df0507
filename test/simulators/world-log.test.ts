import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { BadInput } from '../../src/domain/failure.ts';
import { simulateBinance } from '../../src/simulators/index.ts';
import type { Simulator } from '../../src/simulators/index.ts';
import { manualClock } from '../support/manual-clock.ts';
import { botKey, opening, payoutKey, stage, t0 } from './support.ts';

function logPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'firebreak-world-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'world.jsonl');
}

// For programs that run in a process of their own.
const at = (path: string): string => JSON.stringify(join(import.meta.dirname, path));
const imports = `
  import { simulateBinance } from ${at('../../src/simulators/index.ts')};
  import { botKey, opening } from ${at('opening.ts')};
  import { manualClock } from ${at('../support/manual-clock.ts')};`;

const viewOf = ({ books, website }: Simulator) => ({
  balances: books.balances(),
  openOrders: books.openOrders(),
  trades: books.trades(),
  withdrawals: books.withdrawals(),
  acts: books.acts(),
  keys: website.keys(),
  addresses: website.addresses(),
  whitelistOnly: website.whitelistOnly(),
  sessions: website.sessions(),
});

// One of everything that can change.
function live(venue: Simulator): void {
  const bot = venue.asKeyHolder({ keyId: botKey.keyId, sourceIp: '198.51.100.7' });
  const payout = venue.asKeyHolder({ keyId: payoutKey.keyId, sourceIp: '127.0.0.1' });
  const [first, second] = venue.books.openOrders();
  venue.market.meet(first?.orderId ?? '', '0.25');
  expect(bot.cancelOrder(second?.orderId ?? '')).toBeUndefined();
  const fill = {
    symbol: 'ZRTUSDT',
    side: 'buy',
    price: '0.055',
    amount: '1000',
    clientOrderId: 'x1',
  } as const;
  expect(bot.trade(fill)).toBeUndefined();
  expect(payout.withdraw({ coin: 'USDT', amount: '10', address: '0x7', network: 'ETH' })).toBeUndefined();
  const made = venue.website.createKey({ label: 'tradebot-2', scopes: ['read'], ipAllowlist: [] });
  venue.website.createKey({ label: 'tradebot-3', scopes: ['read'], ipAllowlist: ['127.0.0.5'] });
  expect(venue.website.deleteKey(made.keyId)).toBe(true);
  venue.website.addAddress({ coin: 'BTC', network: 'BTC', address: 'bc1', label: 'new', whitelisted: true });
  venue.website.removeAddress('0x2222222222222222222222222222222222222222');
  venue.website.setWhitelistOnly(true);
  venue.website.endSessions();
}

describe('a world with a log', () => {
  it('is the same after a restart, made keys included', async () => {
    const worldLog = logPath();
    const first = await stage({ worldLog });
    live(first.venue);
    const third = first.venue.website.createKey({ label: 'late', scopes: ['read'], ipAllowlist: [] });
    const before = viewOf(first.venue);
    await first.venue.close();
    const second = await stage({ worldLog });
    expect(viewOf(second.venue)).toEqual(before);
    expect((await second.call('/api/v3/account', { key: third })).status).toBe(200);
    const next = second.venue.website.createKey({ label: 'later', scopes: ['read'], ipAllowlist: [] });
    expect(next.keyId).not.toBe(third.keyId);
  });

  it('writes no secret and no key id', async () => {
    const worldLog = logPath();
    const { venue } = await stage({ worldLog });
    live(venue);
    const made = venue.website.createKey({ label: 'late', scopes: ['read'], ipAllowlist: [] });
    const text = readFileSync(worldLog, 'utf8');
    expect(text).toContain('"late"');
    for (const { keyId, secret } of [botKey, payoutKey, made]) {
      expect(text).not.toContain(keyId);
      expect(text).not.toContain(secret);
    }
    expect(statSync(worldLog).mode & 0o777).toBe(0o600);
  });

  it('loses nothing that took effect when it is killed, and nothing half done stays', async () => {
    const worldLog = logPath();
    const code = `
      ${imports}
      const venue = await simulateBinance({ clock: manualClock('${t0}'), opening, seed: 'test', worldLog: process.argv[1] });
      const bot = venue.asKeyHolder({ keyId: botKey.keyId, sourceIp: '198.51.100.7' });
      for (let n = 0; ; n++) {
        const fill = { symbol: 'ZRTUSDT', side: n % 2 ? 'sell' : 'buy', price: '0.05', amount: '10', clientOrderId: 'k' + n };
        if (bot.trade(fill) === undefined) process.stdout.write(n + '\\n');
      }`;
    const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', code, worldLog]);
    let told = '';
    child.stdout.on('data', (chunk: Buffer) => {
      told += chunk.toString();
      if (told.length > 500) child.kill('SIGKILL');
    });
    let complaint = '';
    child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
    const [, signal] = (await once(child, 'close')) as [number | null, string | null];
    expect([signal, complaint]).toEqual(['SIGKILL', '']);
    const toldCount = told.split('\n').slice(0, -1).length;
    const venue = await simulateBinance({ clock: manualClock(t0), opening, seed: 'test', worldLog });
    onTestFinished(() => venue.close());
    const done = venue.books.acts().map((act) => act.clientOrderId);
    expect(done.length).toBeGreaterThanOrEqual(toldCount);
    expect(done).toEqual(done.map((_, index) => `k${index}`));
  });

  it.each([1, 10, 60, 150])('drops a line torn %i bytes before its end', async (missing) => {
    const worldLog = logPath();
    const first = await stage({ worldLog });
    first.venue.website.setWhitelistOnly(true);
    const whole = statSync(worldLog).size;
    const bot = first.venue.asKeyHolder({ keyId: botKey.keyId, sourceIp: '198.51.100.7' });
    bot.trade({ symbol: 'ZRTUSDT', side: 'buy', price: '0.05', amount: '10', clientOrderId: 'torn' });
    await first.venue.close();
    truncateSync(worldLog, statSync(worldLog).size - missing);
    const second = await stage({ worldLog });
    expect(second.venue.books.acts()).toEqual([]);
    expect(second.venue.website.whitelistOnly()).toBe(true);
    expect(statSync(worldLog).size).toBe(whole);
    second.venue.website.setWhitelistOnly(false);
    await second.venue.close();
    expect((await stage({ worldLog })).venue.website.whitelistOnly()).toBe(false);
  });

  it.each([
    ['a line that is no change', '{"kind":"gift","atMs":1}\n', /world\.jsonl:2 is not a change/],
    [
      'a change with a number for an amount',
      '{"kind":"order-matched","atMs":1,"orderId":1000001,"amount":1}\n',
      /:2/,
    ],
    ['bytes that are no JSON', 'garbage\n', /:2/],
  ])('refuses %s in the middle, by its line', async (_, line, message) => {
    const worldLog = logPath();
    await (await stage({ worldLog })).venue.close();
    appendFileSync(worldLog, line);
    await expect(stage({ worldLog })).rejects.toThrow(message);
    await expect(stage({ worldLog })).rejects.toBeInstanceOf(BadInput);
  });

  it('is the same world when only what signs for its keys is another', async () => {
    const worldLog = logPath();
    await (await stage({ worldLog })).venue.close();
    const keys = opening.keys.map((key) => ({ ...key, secret: 'other', passphrase: 'other' }));
    const { venue } = await stage({ worldLog, opening: { ...opening, keys } });
    expect(venue.vault()[0]).toEqual({ keyId: botKey.keyId, secret: 'other', passphrase: 'other' });
  });

  it('refuses the log of another world, and a file that is none', async () => {
    const worldLog = logPath();
    await (await stage({ worldLog })).venue.close();
    await expect(stage({ worldLog, opening: { ...opening, uid: 1 } })).rejects.toThrow(/other books/);
    writeFileSync(worldLog, 'notes\n');
    await expect(stage({ worldLog })).rejects.toThrow(/not a world log/);
    expect(readFileSync(worldLog, 'utf8')).toBe('notes\n');
  });

  it('changes nothing when the disk is full, says so, and can be opened again', async () => {
    const worldLog = logPath();
    const code = `
      ${imports}
      import { callBinance } from ${at('../support/binance-client.ts')};
      const clock = manualClock('${t0}');
      const venue = await simulateBinance({ clock, opening, seed: 'test', worldLog: process.argv[1] });
      const form = { symbol: 'ETHUSDT', side: 'SELL', type: 'MARKET', quantity: '0.01' };
      const call = { port: venue.port, path: '/api/v3/order', method: 'POST', form, key: botKey };
      for (let placed = 0; ; placed++) {
        const reply = await callBinance({ ...call, at: clock.now().toMillis() });
        if (reply.status === 200) continue;
        const { status, body, headers } = reply;
        const acts = venue.books.acts().length;
        // A shorter line still fits: what was written of the long one must not stand before it.
        venue.website.endSessions();
        console.log(JSON.stringify({ placed, acts, status, body, why: headers['x-simulator-error'] }));
        process.exit();
      }`;
    // A limit of 4 KiB on files stands in for a full disk: the last write is a short one.
    const shell = 'ulimit -f 4; exec "$0" --input-type=module-typescript -e "$1" "$2"';
    const child = spawn('bash', ['-c', shell, process.execPath, code, worldLog]);
    let told = '';
    child.stdout.on('data', (chunk: Buffer) => (told += chunk.toString()));
    await once(child, 'close');
    const end = JSON.parse(told) as { placed: number; acts: number; why: string };
    expect(end).toMatchObject({ status: 500, body: { code: -1000 }, acts: end.placed });
    expect(end.why).toMatch(/EFBIG/);
    expect(end.placed).toBeGreaterThan(5);
    const { venue } = await stage({ worldLog });
    expect(venue.books.acts()).toHaveLength(end.placed);
    expect(venue.website.sessions()).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { deriveKeyParts, simulators } from '../../src/simulators/index.ts';
import { createDecayingCounter, createWindowCounter } from '../../src/simulators/counters.ts';
import { openKeyRing } from '../../src/simulators/key-ring.ts';
import { trackLastUse } from '../../src/simulators/last-use.ts';
import { openBooks } from '../../src/simulators/opening.ts';
import { botKey, opening, stage, t0 } from './support.ts';

describe('counters', () => {
  it('of fixed windows begin anew on the window', () => {
    const counter = createWindowCounter(60_000);
    expect(counter.count('a', 5, 59_000)).toEqual({ used: 5, resetsInMs: 1000 });
    expect(counter.count('a', 1, 59_999).used).toBe(6);
    expect(counter.count('b', 1, 59_999).used).toBe(1);
    expect(counter.count('a', 1, 60_000)).toEqual({ used: 1, resetsInMs: 60_000 });
  });

  it('that decay sink to nothing, and not below', () => {
    const counter = createDecayingCounter(0.5);
    expect(counter.count('a', 3, 0)).toBe(3);
    expect(counter.level('a', 2000)).toBe(2);
    expect(counter.count('a', 1, 2000)).toBe(3);
    expect(counter.level('a', 100_000)).toBe(0);
    expect(counter.level('b', 0)).toBe(0);
  });
});

describe('a key ring', () => {
  it('gives passphrases where the venue has them, and makes keys of its form', () => {
    const [first] = opening.keys;
    const keys = [{ ...first!, passphrase: 'pass' }];
    const derive = (seed: string, name: string) => ({
      keyId: `${seed}-${name}`,
      secret: 's',
      passphrase: 'p',
    });
    const ring = openKeyRing({ opening: keys, seed: 'x', derive });
    expect(ring.partsOf('opening:0')).toEqual({ ...botKey, passphrase: 'pass' });
    expect(ring.partsOf('made:1')).toEqual({ keyId: 'x-made:1', secret: 's', passphrase: 'p' });
  });
});

describe('the last use of a key', () => {
  it('is what the opening says until it is used, and then that', async () => {
    const keys = opening.keys.map((key) => ({ ...key, lastUsedAt: '2026-03-01T00:00:00Z' }));
    const lastUse = trackLastUse(keys, openBooks({ ...opening, keys }));
    expect(lastUse.of('opening:1')).toBe(Date.parse('2026-03-01T00:00:00Z'));
    lastUse.touch('opening:1', Date.parse(t0));
    expect(lastUse.of('opening:1')).toBe(Date.parse(t0));
    expect(lastUse.of('made:1')).toBeUndefined();
  });
});

describe('the books for oracles', () => {
  it('tell the state of each withdrawal, and every order', async () => {
    const keys = opening.keys.map((key) => ({ ...key, scopes: ['withdraw'] as const }));
    const { clock, venue } = await stage({ opening: { ...opening, keys } });
    const holder = venue.asKeyHolder({ keyId: botKey.keyId, sourceIp: '127.0.0.1' });
    expect(holder.withdraw({ coin: 'USDT', amount: '10', address: '0x7', network: 'ETH' })).toBeUndefined();
    const states = () => venue.books.withdrawals().map((each) => each.state);
    expect(states()).toEqual(['completed', 'completed', 'pending']);
    await clock.advance(5 * 60_000);
    expect(states().at(-1)).toBe('completed');
    expect(venue.books.orders()).toHaveLength(5);
    expect(venue.books.deposits()).toMatchObject([{ coin: 'USDT', amount: '5000' }]);
    expect([venue.books.transfers(), venue.books.positions(), venue.books.subAccounts()]).toEqual([
      [],
      [],
      [],
    ]);
  });
});

describe('the registry', () => {
  it('knows each venue’s name of a pair and form of a key', () => {
    const [binance] = simulators;
    expect(binance?.symbolOf('BTC', 'USDT')).toBe('BTCUSDT');
    expect(binance?.deriveKey('a', 'b')).toEqual(deriveKeyParts('a', 'b'));
  });
});

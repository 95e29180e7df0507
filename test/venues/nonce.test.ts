import { describe, expect, it } from 'vitest';
import { nonceOf } from '../../src/venues/nonce.ts';

const strict = (id: string) =>
  ({
    id,
    nonce: { unit: 'microseconds', source: { where: 'test', checked: '2026-11-21', verified: true } },
  }) as const;
const still = () => 1_770_000_000_000;

describe('the nonce of a venue that takes it for a replay guard', () => {
  it('rises over every session of a key, also within a millisecond, in the declared unit', () => {
    const [a, b] = [
      nonceOf(strict('v1'), { apiKey: 'k' }, still),
      nonceOf(strict('v1'), { apiKey: 'k' }, still),
    ];
    const sent = [a.next(), b.next(), a.next(), b.next()];
    expect(sent).toEqual([...new Set(sent)].sort((x, y) => x - y));
    expect(sent[0]).toBe(still() * 1_000);
  });

  it('is each key’s own', () => {
    const [a, b] = [
      nonceOf(strict('v2'), { apiKey: 'a' }, still),
      nonceOf(strict('v2'), { apiKey: 'b' }, still),
    ];
    expect([a.next(), b.next()]).toEqual([still() * 1_000, still() * 1_000]);
  });

  it('lets the calls of a key go one after the other, over all sessions, past one that failed', async () => {
    const [a, b] = [
      nonceOf(strict('v3'), { apiKey: 'k' }, still),
      nonceOf(strict('v3'), { apiKey: 'k' }, still),
    ];
    const log: string[] = [];
    const call =
      (name: string, fails = false) =>
      async () => {
        log.push(`${name} begins`);
        await Promise.resolve();
        log.push(`${name} ends`);
        if (fails) throw new Error(name);
      };
    const done = await Promise.allSettled([
      a.inTurn(call('first', true)),
      b.inTurn(call('second')),
      a.inTurn(call('third')),
    ]);
    expect(done.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    expect(log).toEqual([
      'first begins',
      'first ends',
      'second begins',
      'second ends',
      'third begins',
      'third ends',
    ]);
  });
});

it('elsewhere calls overlap, and two timestamps of a session still differ', async () => {
  const nonce = nonceOf({ id: 'free' }, { apiKey: 'k' }, still);
  let inside = 0;
  let most = 0;
  const call = async () => {
    most = Math.max(most, ++inside);
    await Promise.resolve();
    inside -= 1;
  };
  await Promise.all([nonce.inTurn(call), nonce.inTurn(call)]);
  expect(most).toBe(2);
  expect(nonce.next()).not.toBe(nonce.next());
});

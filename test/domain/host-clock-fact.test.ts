import { describe, expect, it } from 'vitest';
import { hostClockFact, whyHostClockUnknown } from '../../src/domain/host-clock-fact.ts';
import { known, unknown } from '../../src/domain/known.ts';

describe('the fact of this machine’s clock', () => {
  it.each(['nobody was asked', 'unknown: twice', 'in\ntwo lines', ''])(
    'gives the reason back as it was: %j',
    (why) => {
      expect(whyHostClockUnknown(hostClockFact(unknown(why)))).toBe(why);
    },
  );

  it('gives no reason where the clock was compared, or no such fact was recorded', () => {
    const offset = { venue: 'ntp:unknown: x', at: '2026-11-21T00:00:00.000Z', offsetMs: -3, roundTripMs: 9 };
    expect(hostClockFact(known(offset))).toBe('ntp:unknown: x -3 ms');
    for (const fact of [hostClockFact(known(offset)), undefined, 7, { known: false }])
      expect(whyHostClockUnknown(fact)).toBeUndefined();
  });
});

import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { simulators } from '../../src/simulators/index.ts';
import { firebreak, newPlace } from './support/command.ts';
import { sealDrill, type SealedDrill } from './support/sealed-drill.ts';
import { sharedDrill } from './support/shared-drill.ts';

/** The scenario's own venue, which no flag names, is where the shared drill was played. */
const drillAt = (venue: string): Promise<SealedDrill> =>
  venue === 'binance' ? sharedDrill() : sealDrill(['--venue', venue]);

describe.each(simulators)('firebreak drill thin-pair --venue $venue', ({ venue }) => {
  it('goes to its end: the key proven dead, trades, orders and money flows read, the bag sound', async () => {
    const { place, ran, bag } = await drillAt(venue);
    // 4: finished, and what this venue tells nobody is unverified or unknown, and said.
    expect([0, 4]).toContain(ran.code);
    expect(ran.stdout).toMatch(/^CONTAINED {2}1 key in scope proven dead/m);
    // A list that the responder's key may not read stands beside it, named, as a hole.
    expect(ran.stdout).toMatch(/Acquire trades.*\d+ trades, \d+ orders, 1 withdrawals, 1 deposits/);
    expect(ran.stdout).not.toMatch(/parked: list(Trades|Orders|Withdrawals|Deposits)/);
    expect(ran.stdout).toMatch(new RegExp(`clock +case +${venue}: [+-]`));
    const verified = await firebreak(['verify', bag], place);
    expect(verified.code).toBe(0);
  });
});

it('refuses a venue that is not simulated, with the nearest one, and writes nothing', async () => {
  const place = newPlace();
  const refused = await firebreak(['drill', '--venue', 'bitvavoo'], place);
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toContain('did you mean "bitvavo"?');
  expect(readdirSync(place.home)).toEqual([]);
});

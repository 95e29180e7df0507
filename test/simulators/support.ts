import { onTestFinished } from 'vitest';
import { simulateBinance } from '../../src/simulators/index.ts';
import type { Simulator } from '../../src/simulators/index.ts';
import type { SimulatorOptions } from '../../src/simulators/contract.ts';
import { callBinance } from '../support/binance-client.ts';
import type { BinanceCall, BinanceReply } from '../support/binance-client.ts';
import { manualClock } from '../support/manual-clock.ts';
import type { ManualClock } from '../support/manual-clock.ts';
import { botKey, boundKey, opening, payoutKey, readKey, t0 } from './opening.ts';

export { botKey, boundKey, opening, payoutKey, readKey, t0 };

export interface Stage {
  readonly clock: ManualClock;
  readonly venue: Simulator;
  /** A signed call with the bot's key, from 127.0.0.1, unless said otherwise. */
  call(path: string, call?: Partial<BinanceCall>): Promise<BinanceReply>;
}

/** A venue on loopback with the opening books above; closed when the test ends. */
export async function stage(options: Partial<SimulatorOptions> = {}): Promise<Stage> {
  const clock = manualClock(t0);
  const venue = await simulateBinance({ clock, opening, seed: 'test', ...options });
  onTestFinished(() => venue.close());
  const call: Stage['call'] = (path, given = {}) =>
    callBinance({ port: venue.port, path, key: botKey, at: clock.now().toMillis(), ...given });
  return { clock, venue, call };
}

/** What the venue refused with: [HTTP status, code]. */
export const refusalOf = (reply: BinanceReply): [number, number] => [
  reply.status,
  (reply.body as { code: number }).code,
];

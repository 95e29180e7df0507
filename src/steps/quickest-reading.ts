import type { ClockOffset } from '../domain/clock.ts';

const [fewest, most, quickMs] = [3, 8, 1_000];

/**
 * The quickest of some readings of a clock: it has the smallest error, at most half its round trip (RFC 5905 §10, whose
 * filter keeps eight). When none of the first three was quick, the machine or the network may only have been busy just
 * then: up to eight are made.
 *
 * @param read undefined: there is no answer, and nothing more is asked
 */
export async function quickestReading(
  read: () => Promise<ClockOffset | undefined>,
): Promise<ClockOffset | undefined> {
  let quickest: ClockOffset | undefined;
  for (let readings = 0; readings < most; readings++) {
    if (readings >= fewest && quickest && quickest.roundTripMs <= quickMs) break;
    const offset = await read();
    if (!offset) break;
    if (!quickest || offset.roundTripMs < quickest.roundTripMs) quickest = offset;
  }
  return quickest;
}

import type { Clock } from '../domain/clock.ts';
import { momentMs, millisOf } from './moments.ts';
import type { Scenario } from './scenario-schema.ts';

/**
 * Tells the players what they would hear: monitors, mails, a venue's notice, each at its time. What
 * was due before the clock stands where it does has been told by an earlier process.
 */
export function startInjects(parts: {
  readonly scenario: Scenario;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  tell(text: string): void;
}): void {
  const { scenario, clock, signal } = parts;
  const passedMs = clock.now().toMillis() - millisOf(scenario.startsAt);
  for (const inject of scenario.injects) {
    const leftMs = momentMs(inject.at) - passedMs;
    if (leftMs < 0) continue;
    // A drill that has ended tells nothing any more.
    clock.sleep(leftMs, signal).then(
      () => parts.tell(inject.text),
      () => undefined,
    );
  }
}

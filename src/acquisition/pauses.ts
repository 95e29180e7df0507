import type { BudgetWait } from './admission.ts';
import type { TallyStore } from './tally.ts';

/** Returns how long nothing may be sent by this name. */
export function pausedFor(store: TallyStore, name: string): BudgetWait {
  const pause = store.exclusively((tally) => tally.pause(name));
  if (pause === undefined) return { ms: 0, why: '' };
  const { setMs, untilMs, why } = pause;
  // Never longer than it was to begin with: the clock may have been set back since.
  return { ms: Math.max(0, Math.min(untilMs - store.nowMs(), untilMs - setMs)), why };
}

/** Pauses for `ms` from now on. Never shortens a pause. */
export function setPause(store: TallyStore, name: string, ms: number, why: string): void {
  store.exclusively((tally) => {
    const nowMs = store.nowMs();
    if (ms > pausedFor(store, name).ms) tally.setPause(name, { setMs: nowMs, untilMs: nowMs + ms, why });
  });
}

import type { FaultKind, Faults } from './contract.ts';

export interface FaultQueue extends Faults {
  /** The fault that this request meets, counted off; undefined when none waits for it. */
  take(path: string): FaultKind | undefined;
}

/**
 * Faults are met in the order they were injected, each until its `times` are used up. `refusals`: the
 * codes that the venue documents; an invented one is a mistake of the test.
 */
export function createFaults(refusals: readonly string[]): FaultQueue {
  let waiting: { readonly fault: FaultKind; readonly path: string; left: number }[] = [];
  return {
    inject(fault, on) {
      if (fault.kind === 'refusal' && !refusals.includes(fault.code)) {
        throw new Error(`this venue documents no refusal "${fault.code}"`);
      }
      waiting.push({ fault, path: on.path, left: on.times });
    },
    clear() {
      waiting = [];
    },
    take(path) {
      const met = waiting.find((each) => each.left > 0 && path.includes(each.path));
      if (met === undefined) return undefined;
      met.left -= 1;
      return met.fault;
    },
  };
}

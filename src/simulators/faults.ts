import type { FaultKind, Faults } from './contract.ts';

export interface FaultQueue extends Faults {
  /** The fault that this request meets, counted off; undefined when none waits for it. */
  take(path: string): FaultKind | undefined;
}

/** Faults are met in the order they were injected, each until its `times` are used up. */
export function createFaults(): FaultQueue {
  let waiting: { readonly fault: FaultKind; readonly path: string; left: number }[] = [];
  return {
    inject(fault, on) {
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

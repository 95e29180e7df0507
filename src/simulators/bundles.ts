import { BadInput } from '../domain/failure.ts';
import type { SimulatedKey, SimulatorScope } from './opening-books.ts';

/**
 * Refuses a key that has a part of what one tick of the venue grants, and not the first scope of it. A key
 * of the first scope alone stands for the tick. `granting`: the venue's tick → its scopes. Throws BadInput.
 */
export function refusePartOfTick(
  granting: Readonly<Record<string, readonly SimulatorScope[]>>,
  { label, scopes }: Pick<SimulatedKey, 'label' | 'scopes'>,
): void {
  for (const [tick, [first, ...others]] of Object.entries(granting)) {
    const beyond = others.find((scope) => scopes.includes(scope));
    if (beyond === undefined || first === undefined || scopes.includes(first)) continue;
    throw new BadInput(`"${tick}" grants ${first} with ${beyond}, to "${label}" too`);
  }
}

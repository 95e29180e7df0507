import type { RateLimit } from '../venues/index.ts';
import type { Spent, Tally } from './tally.ts';

/**
 * Counters whose spending may be this one's, too: of accounts that are one at the venue for all that is
 * known. Names of the tally that begin with `prefix`, where `isAlike` says so of what follows.
 */
export interface Alike {
  readonly prefix: string;
  readonly isAlike: (rest: string) => boolean;
}

/**
 * What a venue counted beyond ours: programs that spend from the same limit and know nothing of us. Kept
 * beside the counter, so that it can be told from what is ours.
 */
export const othersAt = (counter: string): string => `others at ${counter}`;

interface Named {
  readonly name: string;
  readonly limit: Pick<RateLimit, 'header'>;
  readonly alike?: Alike | undefined;
}

type Since = Parameters<Tally['used']>[1];

export const usedBy = (tally: Tally, counter: Named, since: Since): number =>
  namesOf(tally, counter).reduce((total, name) => total + tally.used(name, since), 0);

/** One by one, the first to be forgotten first. */
export function spentBy(tally: Tally, counter: Named, since: Since): readonly Spent[] {
  const [first, ...more] = namesOf(tally, counter).map((name) => tally.spent(name, since));
  if (more.length === 0) return first ?? [];
  return [first ?? [], ...more].flat().sort((a, b) => a.atMs - b.atMs);
}

/** When containment last spent from any of them. */
export function containedBy(tally: Tally, counter: Named): number | undefined {
  const moments = namesOf(tally, counter).flatMap((name) => tally.containedMs(name) ?? []);
  return moments.length === 0 ? undefined : Math.max(...moments);
}

/** The counter itself, what others spend from it where the venue tells that, and those it may be one with. */
function namesOf(tally: Tally, { name, limit, alike }: Named): readonly string[] {
  const own = limit.header === undefined ? [name] : [name, othersAt(name)];
  if (alike === undefined) return own;
  const { prefix, isAlike } = alike;
  const maybe = tally.counters(prefix).filter((each) => each !== name && isAlike(each.slice(prefix.length)));
  return [...own, ...maybe];
}

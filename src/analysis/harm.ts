import type { OpenOrder } from '../domain/trading.ts';
import type { ActIntended } from '../domain/run-event.ts';
import { count, listWords } from './amounts.ts';
import { keysInScope, nameKey, type KeyInScope } from './keys-in-scope.ts';
import { clockTime, dateAndTime } from './moments.ts';
import { hasOwnPrefix } from './recognition.ts';
import type { Entry } from './step-runs.ts';

/** Damage by the response itself, in words, with the records it rests on. */
export interface Harm {
  readonly text: string;
  readonly restsOn: readonly string[];
}

/** Own orders that we cancelled, and what went blind when a key died. */
export function describeHarm(input: {
  readonly entries: readonly Entry[];
  /** Open orders as first found, by account; absent where they were not read. */
  readonly openOrders: ReadonlyMap<string, readonly OpenOrder[]>;
}): readonly Harm[] {
  return keysInScope(input.entries).flatMap((key) => [
    ...cancelledOrders(key, input.entries, input.openOrders.get(key.account)),
    ...goneBlind(key, input.entries),
  ]);
}

/** Ids of orders that this run cancelled, as the steps' facts and the acts' targets name them. */
export function ordersCancelledByUs(entries: readonly Entry[], account: string): ReadonlySet<string> {
  const ids = new Set<string>();
  const steps = new Set<string>();
  for (const { event } of entries) {
    if (event.type !== 'act.intended' || event.account !== account || !isCancelOfOrders(event)) continue;
    steps.add(`${event.lane}\n${event.step}`);
    for (const word of wordsOf(event.target)) ids.add(word);
  }
  for (const { event } of entries) {
    if (event.type !== 'step.finished' || !steps.has(`${event.lane}\n${event.step}`)) continue;
    const cancelled = event.facts['cancelled'];
    if (Array.isArray(cancelled)) for (const id of cancelled) if (typeof id === 'string') ids.add(id);
  }
  return ids;
}

function cancelledOrders(
  key: KeyInScope,
  entries: readonly Entry[],
  openOrders: readonly OpenOrder[] | undefined,
): readonly Harm[] {
  const cancels = entries.flatMap(({ event, seq }) =>
    event.type === 'act.intended' &&
    event.account === key.account &&
    isCancelOfOrders(event) &&
    mayHaveHappened(event, entries)
      ? [seq]
      : [],
  );
  if (cancels.length === 0) return [];
  const restsOn = cancels.map((seq) => `J-${seq}`);
  const prefixes = key.about?.clientOrderIdPrefixes ?? [];
  if (openOrders === undefined || prefixes.length === 0) {
    return [
      { text: `orders of ${nameKey(key)} were cancelled by us, and whose they were was not known`, restsOn },
    ];
  }
  const pattern = { clientOrderIdPrefixes: prefixes, usualSymbols: [] };
  const cancelled = ordersCancelledByUs(entries, key.account);
  const ours = openOrders.filter(
    (order) => cancelled.has(order.id) && hasOwnPrefix(order.clientOrderId, pattern),
  );
  return ours.length > 0
    ? [{ text: `${count(ours.length, 'order')} of our own cancelled by us on ${nameKey(key)}`, restsOn }]
    : [];
}

const isCancelOfOrders = ({ what }: ActIntended): boolean => /cancel.*order/i.test(what);

function mayHaveHappened(act: ActIntended, entries: readonly Entry[]): boolean {
  const end = entries.find(({ event }) => event.type === 'act.finished' && event.act === act.act)?.event;
  return end?.type !== 'act.finished' || end.result !== 'not-done';
}

// Order ids come from the venue: they are compared as whole words, never made into an expression.
const wordsOf = (text: string): ReadonlySet<string> => new Set(text.split(/[\s,;()]+/));

function goneBlind(key: KeyInScope, entries: readonly Entry[]): readonly Harm[] {
  const dependents = key.about?.dependents ?? [];
  if (!key.deadSince || dependents.length === 0) return [];
  const replaced = entries.find(
    ({ event, seq }) =>
      event.type === 'observation.made' &&
      event.account === key.account &&
      event.holder === 'replacement' &&
      seq > (key.deadSince?.seq ?? 0),
  );
  const refused = firstRefusal(key) ?? key.deadSince.at;
  const say = sameDay(refused, replaced?.at) ? clockTime : dateAndTime;
  const until = replaced
    ? `; a replacement key was read at ${say(replaced.at)}`
    : '; no replacement key was in the record';
  return [
    {
      text: `${listWords(dependents)} went blind with ${nameKey(key)} by ${say(refused)} (host)${until}`,
      restsOn: [`J-${key.deadSince.seq}`, ...(replaced ? [`J-${replaced.seq}`] : [])],
    },
  ];
}

/** The first probe that the proof of death saw refused: the proof itself ends minutes later. */
function firstRefusal({ proofs, deadSince }: KeyInScope): string | undefined {
  const proof = proofs.find(({ seq }) => seq === deadSince?.seq)?.proof;
  return proof?.probes.find(({ role, says }) => role === 'negative' && says === 'dead-code')?.at;
}

const sameDay = (one: string, other = one): boolean =>
  dateAndTime(one).slice(0, 10) === dateAndTime(other).slice(0, 10);

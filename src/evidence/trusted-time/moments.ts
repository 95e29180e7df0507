import type {
  JournaledEvent,
  StampedHead,
  StampMoment,
  TimestampDue,
  TimestampReceived,
} from '../../domain/run-event.ts';

/** A head that an authority has given no token for yet. */
export interface PendingStamp {
  readonly moment: StampMoment;
  readonly head: StampedHead;
  readonly authority: string;
}

/**
 * The moments that a run has reached and that the journal does not know of yet: the opening, after the
 * first step; containment, when every key in scope is dead, and again when a key that was found later is
 * dead too.
 */
export function momentsReached(
  events: readonly JournaledEvent[],
  isContained: (events: readonly JournaledEvent[]) => boolean,
): readonly Exclude<StampMoment, 'close'>[] {
  const reached: Exclude<StampMoment, 'close'>[] = [];
  const stands = (moment: StampMoment): boolean => duesOf(events).some((due) => due.moment === moment);
  if (!stands('opening') && events.some(({ type }) => type === 'step.finished')) reached.push('opening');
  const widened = events.findLastIndex(({ type }) => type === 'phase.returned');
  const isStamped = duesOf(events.slice(widened + 1)).some(({ moment }) => moment === 'containment');
  if (!isStamped && isContained(events)) reached.push('containment');
  return reached;
}

/**
 * The queue: what the journal says is due, for each authority that is asked now, without what came. An
 * authority that was configured only later is asked for earlier heads too.
 */
export function pendingStamps(
  events: readonly JournaledEvent[],
  authorities: readonly string[],
): readonly PendingStamp[] {
  const came = new Set(receivedOf(events).map(keyOf));
  return duesOf(events)
    .flatMap(({ moment, head }) => authorities.map((authority) => ({ moment, head, authority })))
    .filter((one) => !came.has(keyOf(one)));
}

export const keyOf = ({ moment, head, authority }: PendingStamp): string =>
  `${moment}-${head.seq}.${authority}`;

const duesOf = (events: readonly JournaledEvent[]): readonly TimestampDue[] =>
  events.filter((event) => event.type === 'timestamp.due');

const receivedOf = (events: readonly JournaledEvent[]): readonly TimestampReceived[] =>
  events.filter((event) => event.type === 'timestamp.received');

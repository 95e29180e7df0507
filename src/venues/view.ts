import { VenueFailure } from '../domain/failure.ts';
import type { Reply, ViewArgs, ViewMethod, ViewRules } from './contract.ts';
import type { Outgoing } from './http.ts';
import { isJsonContainer } from './json.ts';
import { requestLine } from './request-line.ts';
import { failureOf, replyOf, travel } from './trip.ts';
import type { PlainResponse, Trip } from './trip.ts';

/** What goes out on behalf of one call of ours. ccxt decides what to send; this decides what may. */
export interface Errand {
  carry(outgoing: Omit<Outgoing, 'isWrite'>): Promise<PlainResponse>;
}

type NewTrip = (isWrite: boolean) => Trip;

/** One call of one endpoint: one request. */
export const callErrand = (trip: Trip): Errand => ({
  carry(outgoing) {
    if (trip.transfer !== undefined) throw new Error('a second request inside one call');
    return travel(trip, { ...outgoing, isWrite: trip.isWrite });
  },
});

/** One request's fate inside a view. */
interface Leg {
  readonly trip: Trip;
  readonly line: string;
  /** ccxt sent another request although this one was refused: it took the refusal for an answer. */
  wasPassedOver: boolean;
  isOver: boolean;
  /** Settles, and never rejects, when the request is over. */
  over: Promise<void>;
}

/** All requests of one unified method. What is no JSON of a venue is never shown to ccxt. */
export class ViewErrand implements Errand {
  readonly #legs: Leg[] = [];
  readonly #newTrip: NewTrip;
  readonly #allowed: readonly string[] | 'all';
  readonly #isAct: boolean;
  readonly #args: ViewArgs;
  #isSettled = false;
  #broken: { readonly error: unknown } | undefined;

  constructor(options: {
    readonly newTrip: NewTrip;
    /** Requests besides GET that may go out; "all" without a key, when nothing can be changed. */
    readonly allowed: readonly string[] | 'all';
    readonly isAct?: boolean;
    readonly args?: ViewArgs;
  }) {
    this.#newTrip = options.newTrip;
    this.#allowed = options.allowed;
    this.#isAct = options.isAct ?? false;
    this.#args = options.args ?? {};
  }

  async carry(outgoing: Omit<Outgoing, 'isWrite'>): Promise<PlainResponse> {
    if (this.#isSettled) throw new Error('a request after the call was over');
    // ccxt may swallow what broke an earlier request; we do not go on after it.
    if (this.#broken !== undefined) throw this.#broken.error;
    const { method, url, body } = outgoing;
    const line = requestLine(method, url, body, this.#args);
    const isListed = this.#allowed === 'all' || this.#allowed.includes(line);
    const isWrite = this.#isAct && isListed;
    const trip = this.#newTrip(isWrite);
    if (method !== 'GET' && !isListed) throw this.#break(unforeseen(trip, line));
    for (const leg of this.#legs) if (leg.isOver) leg.wasPassedOver = true;
    const response = this.#send(trip, { ...outgoing, isWrite }, line);
    const leg: Leg = { trip, line, wasPassedOver: false, isOver: false, over: Promise.resolve() };
    leg.over = response.then(
      () => void (leg.isOver = true),
      () => void (leg.isOver = true),
    );
    this.#legs.push(leg);
    return response;
  }

  async #send(trip: Trip, outgoing: Outgoing, line: string): Promise<PlainResponse> {
    try {
      return exactly(trip, await travel(trip, outgoing), line);
    } catch (error) {
      throw this.#break(trip.captureFailed?.error ?? asFailure(trip, error, line));
    }
  }

  nothingSent(method: string, complaint: unknown = new Error('ccxt answered by itself')): VenueFailure {
    return failureOf(this.#newTrip(false), complaint, method);
  }

  /** Returns the replies in order, none where ccxt needed none; throws what stands against taking them. */
  async settle(complaint: unknown, method: string): Promise<readonly Reply[]> {
    this.#isSettled = true;
    // Where ccxt gave up on one of several, the others are still on their way to the record.
    await Promise.all(this.#legs.map(({ over }) => over));
    if (this.#broken !== undefined) throw this.#broken.error;
    const last = this.#legs.at(-1);
    if (last === undefined && complaint !== undefined) throw this.nothingSent(method, complaint);
    if (last === undefined) return [];
    if (complaint !== undefined) throw failureOf(this.#accused() ?? last.trip, complaint, last.line);
    return this.#legs
      .filter((leg) => !leg.wasPassedOver || isGood(leg))
      .map(({ trip, line }) => replyOf(trip, undefined, line));
  }

  /** Of requests side by side, ccxt complains of one: the refused one that it did not go on from. */
  #accused(): Trip | undefined {
    return this.#legs.findLast((leg) => !leg.wasPassedOver && !isGood(leg))?.trip;
  }

  #break(error: unknown): unknown {
    this.#broken ??= { error };
    return error;
  }
}

function isGood({ trip, line }: Leg): boolean {
  try {
    replyOf(trip, undefined, line);
    return true;
  } catch {
    return false;
  }
}

/** Hands ccxt the reply with every digit kept; what is no JSON object or array is handed to nobody. */
function exactly(trip: Trip, response: PlainResponse, line: string): PlainResponse {
  const { body } = trip;
  if (!isJsonContainer(body)) throw failureOf(trip, undefined, line);
  const text = JSON.stringify(body);
  return { ...response, text: () => Promise.resolve(text) };
}

const asFailure = (trip: Trip, error: unknown, line: string): VenueFailure =>
  error instanceof VenueFailure ? error : failureOf(trip, error, line);

const unforeseen = (trip: Trip, line: string): VenueFailure =>
  new VenueFailure({
    code: 'NOT_SUPPORTED',
    venue: trip.venue.id,
    doing: trip.doing,
    detail: trip.redact(`not sent: ${line} was not seen in the dry run of ccxt, and may change something`),
  });

/** ccxt's methods take what they need by position. */
export function positional(method: ViewMethod, { symbol, orderId, since, params }: ViewArgs): unknown[] {
  switch (method) {
    case 'fetchTime':
      return [];
    case 'fetchBalance':
      return [{ ...params }];
    case 'fetchPositions':
    case 'fetchTickers':
      return [undefined, { ...params }];
    case 'cancelOrder':
      return [orderId, symbol, { ...params }];
    default:
      return [symbol, since, undefined, { ...params }];
  }
}

/** Returns what a view may send besides GET. Throws NOT_SUPPORTED where the venue has no such view. */
export function allowedIn(rules: ViewRules | undefined, method: ViewMethod, trip: Trip): readonly string[] {
  const allowed = rules !== undefined && Object.hasOwn(rules, method) ? rules[method] : undefined;
  if (allowed !== undefined) return allowed;
  throw new VenueFailure({
    code: 'NOT_SUPPORTED',
    venue: trip.venue.id,
    doing: trip.doing,
    detail: `this venue is not read by ccxt's ${method}`,
  });
}

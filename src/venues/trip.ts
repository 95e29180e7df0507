import { VenueFailure } from '../domain/failure.ts';
import type { HttpExchange } from '../domain/http-exchange.ts';
import { joinedHeaders, textOf } from './body.ts';
import { classify } from './classify.ts';
import type { Reply, Venue } from './contract.ts';
import type { Line, Outgoing, Transfer } from './http.ts';
import { isJsonContainer, parseExactly } from './json.ts';
import { sanitisedError } from './sanitise.ts';
import type { Redact } from './sanitise.ts';

/** One call's way to the venue and back. Lives in async-local storage, so calls may overlap. */
export interface Trip {
  readonly venue: Venue;
  readonly line: Line;
  readonly capture: (exchange: HttpExchange) => Promise<void>;
  readonly newExchangeId: () => string;
  readonly redact: Redact;
  readonly doing: string;
  readonly isWrite: boolean;
  /** Whoever counts requests: resolves when a second one may be sent. */
  readonly beforeRepeat?: (() => Promise<void>) | undefined;
  transfer?: Transfer;
  exchange?: string;
  text?: string;
  /** The reply's JSON; undefined when it is none. */
  body?: unknown;
  captureFailed?: { readonly error: unknown };
}

/** What ccxt reads of a reply. */
export interface PlainResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Readonly<Record<string, string>>;
  text(): Promise<string>;
}

/** Sends a trip's one request and returns the reply as ccxt wants it. Rejects when there is none. */
export async function travel(trip: Trip, outgoing: Outgoing): Promise<PlainResponse> {
  let transfer = await trip.line.send(outgoing);
  await keep(trip, transfer);
  if (transfer.wasStale && !trip.isWrite) {
    await trip.beforeRepeat?.();
    transfer = await trip.line.send(outgoing);
    await keep(trip, transfer);
  }
  if (transfer.error !== undefined) throw transfer.error;
  if (transfer.response === undefined) throw new Error('an exchange without reply and without error');
  trip.text = await textOf(transfer.response);
  trip.body = parsed(trip.text);
  const { status, statusText, headers } = transfer.response;
  const text = trip.text;
  return { status, statusText, headers: joinedHeaders(headers), text: () => Promise.resolve(text) };
}

/** Captures before anyone reads: what was not kept must not be acted upon. */
async function keep(trip: Trip, transfer: Transfer): Promise<void> {
  const id = trip.newExchangeId();
  trip.transfer = transfer;
  trip.exchange = id;
  try {
    await trip.capture({
      id,
      venue: trip.venue.id,
      purpose: trip.doing,
      startedAt: transfer.startedAt,
      durationMs: transfer.durationMs,
      request: transfer.request,
      ...(transfer.response === undefined ? {} : { response: transfer.response }),
      ...(transfer.error === undefined ? {} : { error: trip.redact(errorText(transfer.error)) }),
      ...(transfer.peer === undefined ? {} : { peer: transfer.peer }),
    });
  } catch (error) {
    trip.captureFailed = { error };
    throw error;
  }
}

function errorText(error: Error): string {
  const code = (error as NodeJS.ErrnoException).code;
  return [error.name, code, error.message].filter((part) => part !== undefined && part !== '').join(': ');
}

/** Returns the reply if it is a well-formed success of the venue; throws a VenueFailure otherwise. */
export function replyOf(trip: Trip, complaint: unknown, method: string): Reply {
  if (trip.captureFailed !== undefined) throw trip.captureFailed.error;
  const { transfer, exchange, text, body } = trip;
  if (transfer === undefined || exchange === undefined) throw notSent(trip, complaint, method);
  const { response } = transfer;
  const refusal = isJsonContainer(body) ? trip.venue.readRefusal?.(body) : undefined;
  const isSuccess = response !== undefined && response.status >= 200 && response.status < 300;
  if (
    !isSuccess ||
    text === undefined ||
    !isJsonContainer(body) ||
    refusal !== undefined ||
    complaint !== undefined
  ) {
    throw failed(trip, transfer, complaint);
  }
  return {
    status: response.status,
    headers: joinedHeaders(response.headers),
    body,
    text,
    exchange,
    sentAt: transfer.startedAt,
    receivedAt: transfer.endedAt,
  };
}

function parsed(text: string): unknown {
  try {
    return parseExactly(text);
  } catch {
    return undefined;
  }
}

function notSent(trip: Trip, complaint: unknown, method: string): VenueFailure {
  const cause = sanitisedError(complaint, trip.redact);
  return new VenueFailure(
    {
      code: 'NOT_SUPPORTED',
      venue: trip.venue.id,
      doing: trip.doing,
      detail: `nothing was sent: ${method}: ${cause.message}`,
    },
    cause,
  );
}

/** What stands against a trip: to be thrown. `method` names it where nothing was sent. */
export function failureOf(trip: Trip, complaint: unknown, method: string): VenueFailure {
  return trip.transfer === undefined
    ? notSent(trip, complaint, method)
    : failed(trip, trip.transfer, complaint);
}

function failed(trip: Trip, transfer: Transfer, complaint: unknown): VenueFailure {
  const error = transfer.error ?? complaint;
  const failure = classify({
    venue: trip.venue,
    doing: trip.doing,
    isWrite: trip.isWrite,
    mayHaveArrived: transfer.mayHaveArrived,
    ...(transfer.response === undefined ? {} : { httpStatus: transfer.response.status }),
    ...(transfer.response === undefined ? {} : { headers: joinedHeaders(transfer.response.headers) }),
    isWhole: transfer.response !== undefined && transfer.error === undefined,
    body: trip.body,
    error,
  });
  const detail = failure.detail === undefined ? {} : { detail: trip.redact(failure.detail) };
  const shown = trip.exchange === undefined ? {} : { exchange: trip.exchange };
  return new VenueFailure(
    { ...failure, ...detail, ...shown },
    error === undefined ? undefined : sanitisedError(error, trip.redact),
  );
}

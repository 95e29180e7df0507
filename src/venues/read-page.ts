import type { z } from 'zod';
import type { ClockOffset } from '../domain/clock.ts';
import type { StopReason } from '../domain/coverage.ts';
import type { Endpoint, Page, Params, Session } from './contract.ts';
import { millisFromIso, understood } from './rows.ts';

/** One call that reads, and how its reply is taken apart. */
interface PageCall<Row> {
  readonly endpoint: Endpoint;
  readonly params: Params;
  /** Completes "while …": "listing open orders". */
  readonly doing: string;
  readonly rows: z.ZodType<readonly Row[]>;
  /** Rows in the reply before any was left out; absent: as many as `rows` gives. */
  readonly received?: (body: unknown) => number | undefined;
  /** The next page, where the reply names one. */
  readonly next?: (body: unknown, rows: readonly Row[]) => string | undefined;
  /** Set when the reply shows that it is the last, whatever its size. */
  readonly stop?: (body: unknown, rows: readonly Row[]) => StopReason | undefined;
  /** Why these rows may not be all (`Page.unproven`), where the reply shows it. */
  readonly unproven?: (body: unknown) => string | undefined;
}

/** Reads one page. Throws VenueFailure; REPLY_NOT_UNDERSTOOD for a success of an undocumented form. */
export async function readPage<Row>(session: Session, call: PageCall<Row>): Promise<Page<Row>> {
  const reply = await session.call(call.endpoint, call.params, call.doing);
  const rows = understood(call.rows, reply, session, call.doing);
  const next = call.next?.(reply.body, rows);
  const stop = call.stop?.(reply.body, rows);
  const unproven = call.unproven?.(reply.body);
  return {
    rows,
    received: call.received?.(reply.body) ?? rows.length,
    exchange: reply.exchange,
    request: asText(call.params),
    ...(next === undefined || next === '' ? {} : { nextCursor: next }),
    ...(stop === undefined ? {} : { stop }),
    ...(unproven === undefined ? {} : { unproven }),
  };
}

function asText(params: Params): Record<string, string> {
  const entries = Array.isArray(params) ? [['body', params] as const] : Object.entries(params);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : String(value)]),
  );
}

/** Offset = venue − host at the middle of the request. `millis` reads the reply's time, ms since 1970. */
export async function readClockBy(
  session: Session,
  call: { readonly endpoint: Endpoint; readonly millis: z.ZodType<number> },
): Promise<ClockOffset> {
  const doing = "reading the venue's clock";
  const reply = await session.call(call.endpoint, {}, doing);
  const venueMs = understood(call.millis, reply, session, doing);
  const sent = millisFromIso(reply.sentAt);
  const received = millisFromIso(reply.receivedAt);
  return {
    venue: session.venue.id,
    at: reply.receivedAt,
    offsetMs: Math.round(venueMs - (sent + received) / 2),
    roundTripMs: received - sent,
  };
}

import type { z } from 'zod';
import type { KeyReport, PermissionScope } from '../../domain/api-key.ts';
import { permissionScopes, type Grant } from '../../domain/api-key.ts';
import type { ClockOffset } from '../../domain/clock.ts';
import { unknown } from '../../domain/known.ts';
import type { OpenOrder } from '../../domain/trading.ts';
import { cancelEach } from '../cancelling.ts';
import type { Page, PageRequest, ReadPages, Session, Viewed } from '../contract.ts';
import { millisFromIso } from '../rows.ts';
import { hasInside, looksCut, rowsIn } from './believable.ts';
import type { SurveyedRead } from './facts.ts';
import { notUnderstood, readAs } from './row-parts.ts';

/** One list by one of ccxt's reads. */
export interface ListBy<Row> {
  readonly read: SurveyedRead;
  readonly bySymbol: boolean;
  /** Beside the section that ccxt takes by itself, which has no name here. */
  readonly sections?: readonly string[];
  readonly doing: string;
  /** What is now fits one reply as a rule; a history goes back further than anybody knows. */
  readonly isHistory: boolean;
  readonly rows: (viewed: Viewed, section: string) => z.ZodType<readonly Row[]>;
  readonly idOf: (row: Row) => string;
}

export function listBy<Row>(list: ListBy<Row>): ReadPages<Row> {
  return {
    paging: list.bySymbol ? { style: 'single', bySymbol: true } : { style: 'single' },
    ...(list.sections === undefined ? {} : { sections: list.sections }),
    page: (session, request) => readOnce(list, session, request),
    idOf: list.idOf,
  };
}

export const defaultSection = 'spot';

/**
 * Reads one reply. Nothing is asked by time: ccxt turns times into each venue's own parameters, and some
 * of those were seen to be wrong; what the venue sends unasked is the newest.
 */
async function readOnce<Row>(list: ListBy<Row>, session: Session, request: PageRequest): Promise<Page<Row>> {
  const { read, doing } = list;
  const section = request.section ?? defaultSection;
  const params = section === defaultSection ? {} : { type: section };
  const symbol = request.symbol === undefined ? {} : { symbol: request.symbol };
  const viewed = await session.view(read, { ...symbol, params }, doing);
  const found = readAs(list.rows(viewed, section), viewed, session, doing);
  const received = rowsIn(viewed.reply.body);
  refuseUnfounded(found.length, received, list, viewed, session);
  const unproven = whyUnproven(list, found.length, received ?? found.length);
  return {
    rows: list.sections === undefined ? found : found.map((row) => ({ ...row, section })),
    received: received ?? found.length,
    exchange: viewed.reply.exchange,
    request: { method: read, ...symbol, ...params },
    ...(viewed.before.length === 0 ? {} : { before: viewed.before }),
    ...(unproven === undefined ? {} : { unproven }),
  };
}

/** ccxt makes an empty list of any reply that it finds nothing in, `{}` among them. */
function refuseUnfounded<Row>(
  found: number,
  received: number | undefined,
  { read, doing }: ListBy<Row>,
  viewed: Viewed,
  session: Session,
): void {
  if (found > 0 || received !== undefined) return;
  if (read === 'fetchBalance' && hasInside(viewed.reply.body)) return;
  throw notUnderstood(viewed, session, doing, 'there is no list in this reply');
}

function whyUnproven<Row>(list: ListBy<Row>, found: number, received: number): string | undefined {
  if (list.isHistory) {
    const cut = looksCut(received)
      ? `; ${received} rows look like a full page, so older ones are likely`
      : '';
    return `one reply of the venue's own choice (${found} rows): how far back it reaches, and its further pages, are not known to firebreak${cut}`;
  }
  if (list.read === 'fetchBalance' || list.read === 'fetchTickers') return undefined;
  if (looksCut(received)) return `${received} rows look like a full page: there may be more`;
  // An empty market of the venue's list is no position, so there the numbers differ by nature.
  const isLost = found === 0 && received > 0 && list.read !== 'fetchPositions';
  return isLost ? `the reply holds ${received} rows and ccxt read none of them` : undefined;
}

/** The venue's clock, which ccxt gives in milliseconds whatever the venue writes. */
export async function readClock(session: Session): Promise<ClockOffset> {
  const doing = "reading the venue's clock";
  const viewed = await session.view('fetchTime', {}, doing);
  const { reply, parsed } = viewed;
  const venueMs = Number(parsed);
  if (!(venueMs > 1_230_768_000_000 && venueMs < 4_102_444_800_000)) {
    throw notUnderstood(viewed, session, doing, 'this is no time');
  }
  const [sent, received] = [millisFromIso(reply.sentAt), millisFromIso(reply.receivedAt)];
  return {
    venue: session.venue.id,
    at: reply.receivedAt,
    offsetMs: Math.round(venueMs - (sent + received) / 2),
    roundTripMs: received - sent,
  };
}

/** That a signed read works shows one thing: the key may read. */
export const introspectBy =
  (read: SurveyedRead) =>
  async (session: Session): Promise<KeyReport> => {
    const doing = 'trying whether the key can read';
    const viewed = await session.view(read, {}, doing);
    const isThere = rowsIn(viewed.reply.body) !== undefined || hasInside(viewed.reply.body);
    if (!isThere) throw notUnderstood(viewed, session, doing, 'there is nothing in this reply');
    return mayRead;
  };

const why = 'firebreak knows this venue through ccxt only, which does not tell: see the page for keys';

const mayRead: KeyReport = {
  scopes: {
    ...(Object.fromEntries(permissionScopes.map((scope) => [scope, 'unknown'])) as Record<
      PermissionScope,
      Grant
    >),
    read: 'granted',
  },
  bundled: [],
  ipRestricted: 'unknown',
  ipAllowlist: unknown(why),
  label: unknown(why),
  createdAt: unknown(why),
  lastUsedAt: unknown(why),
  expiresAt: unknown(why),
};

/** Cancels these orders and no other; whether one is gone is seen when the open orders are read again. */
export const cancelOrders = (session: Session, orders: readonly OpenOrder[]): Promise<void> =>
  cancelEach(orders, async ({ id, symbol }) => {
    await session.view('cancelOrder', { orderId: id, symbol }, `cancelling order ${id}`);
  });

import { z } from 'zod';
import { VenueFailure } from '../../domain/failure.ts';
import type { Balance } from '../../domain/trading.ts';
import type { Page, PageRequest, Reply, Session } from '../contract.ts';
import { readPage } from '../read-page.ts';
import { amount, maybeText, understood } from '../rows.ts';
import { whyWithheld } from './app-page.ts';

const pageSize = 250;
/** A venue that goes on naming pages must not hold us for ever. */
export const pagesAtMost = 200;

/** It becomes part of a path. */
export const accountId = z.string().regex(/^[\w-]+$/, 'expected the id of an account');

const account = z.object({
  uuid: accountId,
  currency: z.string().min(1),
  available_balance: z.object({ value: amount }),
  hold: z.object({ value: amount }).nullish(),
  type: maybeText,
  platform: maybeText,
});

export type Account = z.output<typeof account>;

const page = z.object({ accounts: z.array(account), has_next: z.boolean(), cursor: maybeText });

const requestOf = (cursor: string | undefined) => ({
  endpoint: 'v3PrivateGetBrokerageAccounts',
  params: { limit: pageSize, ...(cursor === undefined ? {} : { cursor }) },
  doing: 'listing accounts',
});

/** One page of the accounts that v3 lists; an account holds one asset. */
export const readAccounts = (session: Session, request: PageRequest): Promise<Page<Balance>> =>
  readPage(session, {
    ...requestOf(request.cursor),
    rows: page.transform(({ accounts }) => accounts.map(asBalance)),
    next: (body) => nextOf(page.parse(body)),
    stop: (body) => (isTorn(page.parse(body)) ? 'failed' : undefined),
    unproven: whyWithheld,
  });

/** The account's id is the wallet, so that the ledger names the same. */
const asBalance = ({ uuid, currency, type, platform, available_balance, hold }: Account): Balance => ({
  wallet: `${uuid}${kindOf(type, platform)}`,
  asset: currency,
  free: available_balance.value,
  locked: hold?.value ?? '0',
});

/** "ACCOUNT_TYPE_VAULT" → ", vault"; of an ordinary account nothing. */
function kindOf(type: string, platform: string): string {
  const kind = type.replace('ACCOUNT_TYPE_', '').toLowerCase();
  const at = platform.replace('ACCOUNT_PLATFORM_', '');
  return [
    ['', 'unspecified', 'crypto', 'fiat'].includes(kind) ? '' : `, ${kind}`,
    ['', 'UNSPECIFIED', 'CONSUMER'].includes(at) ? '' : `, ${at}`,
  ].join('');
}

/** Everything that v3 lists, and the exchanges that show it. */
export async function allAccounts(
  session: Session,
): Promise<{ readonly accounts: readonly Account[]; readonly exchanges: readonly string[] }> {
  const accounts: Account[] = [];
  const exchanges: string[] = [];
  let cursor: string | undefined;
  for (let turned = 0; turned < pagesAtMost; turned++) {
    const { endpoint, params, doing } = requestOf(cursor);
    const reply = await session.call(endpoint, params, doing);
    const read = understood(page, reply, session, doing);
    accounts.push(...read.accounts);
    exchanges.push(reply.exchange);
    if (!read.has_next) return { accounts, exchanges };
    if (isTorn(read) || read.cursor === cursor) throw endless(session, doing, reply);
    cursor = read.cursor;
  }
  throw endless(session, 'listing accounts');
}

/** For a list whose end cannot be found. */
export const endless = (session: Session, doing: string, reply?: Reply): VenueFailure =>
  new VenueFailure({
    code: 'REPLY_NOT_UNDERSTOOD',
    venue: session.venue.id,
    doing,
    detail: 'the venue says that there is a next page, and names none, or the same again, or no end of them',
    ...(reply === undefined ? {} : { httpStatus: reply.status, exchange: reply.exchange }),
  });

interface Paged {
  readonly has_next: boolean;
  readonly cursor: string;
}

/** v3 sends a cursor with the last page, too: only `has_next` says whether one follows. */
export const nextOf = ({ has_next, cursor }: Paged): string | undefined =>
  has_next && cursor !== '' ? cursor : undefined;

/** More is to come, and nobody says where. */
export const isTorn = ({ has_next, cursor }: Paged): boolean => has_next && cursor === '';

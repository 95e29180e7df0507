import { z } from 'zod';
import type { Balance } from '../../domain/trading.ts';
import type { Page, PageRequest, Session } from '../contract.ts';
import { readPage } from '../read-page.ts';
import { amount, maybeText, understood } from '../rows.ts';
import { accountId, allAccounts, endless, pagesAtMost } from './accounts.ts';
import { appList, appPage, nextAfter, toldIn, whyKeptBack } from './app-page.ts';

// GET /v2/accounts: wallets, vaults, staked assets and fiat accounts, with one balance each.

const account = z.object({
  id: accountId,
  name: maybeText,
  type: maybeText,
  balance: z.object({ amount, currency: z.string().min(1) }),
  currency: z.union([z.string(), z.object({ code: maybeText, type: maybeText })]).nullish(),
});

export type AppAccount = z.output<typeof account>;

const list = appList(account);
const requestOf = (cursor: string | undefined) => ({
  endpoint: 'v2PrivateGetAccounts',
  params: appPage(cursor),
  doing: 'listing accounts of the Coinbase App',
});

/** Those that v3 leaves out: what stands in both lists is told once. */
export async function readOtherAccounts(session: Session, { cursor }: PageRequest): Promise<Page<Balance>> {
  const { accounts, exchanges } = await allAccounts(session);
  const told = new Set(accounts.map(({ uuid }) => uuid));
  const page = await readPage(session, {
    ...requestOf(cursor),
    rows: list.transform((read) =>
      toldIn(read)
        .filter(({ id }) => !told.has(id))
        .map(asBalance),
    ),
    received: (body) => list.parse(body).data.length,
    next: (body) => nextAfter(list.parse(body)),
    unproven: (body) => whyKeptBack(list.parse(body)),
  });
  return { ...page, before: exchanges };
}

const asBalance = ({ id, name, type, balance }: AppAccount): Balance => ({
  wallet: [id, ...(type === 'wallet' || type === 'fiat' ? [name] : [type, name])].filter(Boolean).join(', '),
  asset: balance.currency,
  // What of it is held stands in v3 only.
  free: balance.amount,
  locked: '0',
});

interface AppAccounts {
  readonly accounts: readonly AppAccount[];
  /** Some are withheld. */
  readonly isTorn: boolean;
}

/** Everything that v2 lists. */
export async function allAppAccounts(session: Session): Promise<AppAccounts> {
  const accounts: AppAccount[] = [];
  let isTorn = false;
  let cursor: string | undefined;
  for (let turned = 0; turned < pagesAtMost; turned++) {
    const { endpoint, params, doing } = requestOf(cursor);
    const reply = await session.call(endpoint, params, doing);
    const read = understood(list, reply, session, doing);
    accounts.push(...toldIn(read));
    isTorn ||= whyKeptBack(read) !== undefined;
    const next = read.data.length === 0 ? undefined : nextAfter(read);
    if (next === undefined) return { accounts, isTorn };
    if (next === cursor) throw endless(session, doing, reply);
    cursor = next;
  }
  throw endless(session, 'listing accounts of the Coinbase App');
}

/** No rows, and where some are withheld the reason: the list of accounts shows either. */
export const readWithheld = (session: Session, { cursor }: PageRequest): Promise<Page<never>> =>
  readPage<never>(session, {
    ...requestOf(cursor),
    rows: list.transform(() => []),
    received: (body) => list.parse(body).data.length,
    next: (body) => nextAfter(list.parse(body)),
    unproven: (body) => whyKeptBack(list.parse(body)),
  });

import type { Json } from '../../domain/json.ts';
import { isoOf } from '../books-view.ts';
import { appAccountRow } from './account-rows.ts';
import { paymentMethods } from './account-routes.ts';
import {
  accountIn,
  accountsIn,
  addressed,
  addresses,
  deposits,
  transactions,
  withdrawals,
} from './app-lists.ts';
import type { Row } from './app-lists.ts';
import { notFound } from './codes.ts';
import { userIdOf } from './ids.ts';
import { secondsOf } from './names.ts';
import { appList } from './paging.ts';
import { mayDo } from './permissions.ts';
import { app } from './route.ts';
import type { Call, Route } from './route.ts';
import { nativeCurrency } from './worth.ts';

/** The reading half of Coinbase App (v2). */
export const appRoutes: readonly Route[] = [
  app('user', 'view', user),
  app('user/auth', 'view', authorization),
  app('accounts', 'view', (call) =>
    appList(
      call,
      accountsIn(call).map((each) => appAccountRow(call.books, each)),
    ),
  ),
  app('accounts/{account}', 'view', (call) => ({ data: appAccountRow(call.books, accountIn(call)) })),
  app('accounts/{account}/transactions', 'view', (call) => appList(call, transactions(call))),
  app('accounts/{account}/transactions/{row}', 'view', one(transactions)),
  app('accounts/{account}/deposits', 'view', (call) => appList(call, deposits(call))),
  app('accounts/{account}/deposits/{row}', 'view', one(deposits)),
  app('accounts/{account}/withdrawals', 'view', (call) => appList(call, withdrawals(call))),
  app('accounts/{account}/withdrawals/{row}', 'view', one(withdrawals)),
  app('accounts/{account}/addresses', 'view', (call) => appList(call, addresses(call))),
  app('accounts/{account}/addresses/{row}', 'view', one(addresses)),
  app('accounts/{account}/addresses/{address}/transactions', 'view', (call) =>
    appList(call, addressed(call)),
  ),
  app('payment-methods', 'view', (call) => appList(call, methods(call))),
  app('payment-methods/{row}', 'view', one(methods)),
];

function one(rows: (call: Call) => readonly Row[]): Route['answer'] {
  return (call) => {
    const found = rows(call).find(({ id }) => id === call.member('row'));
    if (found === undefined) throw notFound('v2', 'resource');
    return { data: found };
  };
}

const since = ({ core }: Call): string =>
  secondsOf(isoOf(Math.min(...core.world.books().keys.map(({ createdAtMs }) => createdAtMs))));

/** The account's owner, of whom the books know a number only. */
function user(call: Call): Json {
  const { uid } = call.books;
  return {
    data: {
      id: userIdOf(uid),
      name: `User ${uid}`,
      username: null,
      profile_location: null,
      profile_bio: null,
      profile_url: null,
      avatar_url: null,
      resource: 'user',
      resource_path: '/v2/user',
      email: `user-${uid}@example.invalid`,
      time_zone: 'UTC',
      native_currency: nativeCurrency,
      bitcoin_unit: 'BTC',
      country: { code: 'US', name: 'United States of America', is_in_europe: false },
      created_at: since(call),
    },
  };
}

const legacyScopes = {
  view: [
    'wallet:user:read',
    'wallet:accounts:read',
    'wallet:transactions:read',
    'wallet:deposits:read',
    'wallet:withdrawals:read',
    'wallet:addresses:read',
    'wallet:payment-methods:read',
  ],
  trade: ['wallet:buys:create', 'wallet:sells:create'],
  transfer: ['wallet:transactions:send', 'wallet:transactions:transfer', 'wallet:withdrawals:create'],
} as const;

/** In the words of OAuth (docs, rest-scopes); how a CDP key is named as a method is assumed. */
function authorization({ key }: Call): Json {
  const scopes = (['view', 'trade', 'transfer'] as const)
    .filter((permission) => mayDo(key(), permission))
    .flatMap((permission) => [...legacyScopes[permission]]);
  return { data: { method: 'api_key', scopes, oauth_meta: null } };
}

function methods({ books, owner }: Call): readonly Row[] {
  return paymentMethods(books, owner).map((each) => ({
    ...each,
    resource: 'payment_method',
    resource_path: `/v2/payment-methods/${each.id}`,
  }));
}

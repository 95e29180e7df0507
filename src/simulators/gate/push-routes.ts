import type { Json } from '../../domain/json.ts';
import { notSimulated } from './codes.ts';
import { usualLimit } from './limits.ts';
import { knownCurrency } from './market-routes.ts';
import { decimal, mandatory, oneOf, whole } from './parameters.ts';
import { recordRule, sliceOf, windowOf } from './paging.ts';
import type { Call, Route } from './route.ts';

const anyId = { least: 1, most: Number.MAX_SAFE_INTEGER };

/** Transfers to other users of the venue, by their user id (WalletApi, WithdrawalApi): the books hold none. */
export const pushRoutes: readonly Route[] = [
  { method: 'GET', path: '/wallet/push', group: 'wallet', limit: usualLimit, answer: pushes },
  {
    method: 'POST',
    path: '/withdrawals/push',
    // It leaves the account: taken for a withdrawal (not written). "Both parties cannot be sub-accounts".
    group: 'withdrawal',
    mainOnly: true,
    limit: usualLimit,
    answer: push,
  },
];

/** "Default is `withdraw`": what was received is asked for apart. */
function pushes({ parameters, nowMs }: Call): Json {
  whole(parameters, 'id', anyId);
  oneOf(parameters, 'transaction_type', ['withdraw', 'deposit']);
  windowOf(parameters, recordRule, nowMs);
  return sliceOf<Json>([], parameters).rows;
}

function push(call: Call): never {
  const { parameters } = call;
  mandatory(parameters, 'receive_uid');
  whole(parameters, 'receive_uid', anyId);
  knownCurrency(call, mandatory(parameters, 'currency'));
  decimal('amount', mandatory(parameters, 'amount'));
  throw notSimulated();
}

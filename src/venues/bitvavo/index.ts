import type { ByApi, RateLimit, Venue } from '../contract.ts';
import { nobody, notWritten, readByApi as declareRead } from '../declare.ts';
import * as acts from './acts.ts';
import { bookkeeping } from './bookkeeping.ts';
import * as hand from './by-hand.ts';
import { failures, readRefusal } from './failures.ts';
import { marketDays } from './market-days.ts';
import * as money from './money-reads.ts';
import { prices } from './prices.ts';
import * as reads from './reads.ts';
import { ccxtCosts, docs } from './sources.ts';

/** One counter, of the key; without a key of the address. Costs: the reference, or ccxt where that says more. */
const limits = [
  {
    id: 'weight-1m',
    per: 'key',
    limit: 1_000,
    windowMs: 60_000,
    header: { name: 'bitvavo-ratelimit-remaining', says: 'remaining' },
  },
] as const satisfies readonly RateLimit[];

const weight = (units: number) => ({ 'weight-1m': units });

const readByApi = <Run>(
  declared: Pick<ByApi<Run>, 'needs' | 'note' | 'source' | 'run'> & { readonly weight: number },
): ByApi<Run> => {
  const { weight: units, ...rest } = declared;
  return declareRead({ ...rest, cost: weight(units) });
};

/** Bitvavo: spot, staking and, for companies, sub-accounts. */
export const bitvavo: Venue = {
  id: 'bitvavo',
  name: 'Bitvavo',
  ccxtId: 'bitvavo',
  hosts: ['api.bitvavo.com'],
  credentialParts: ['apiKey', 'secret'],
  ccxtOptions: {
    options: {
      // The venue's own default and a sixth of its limit: survives a slow proxy, keeps no lost request alive.
      recvWindow: 10_000,
      // ccxt would add one of its own to what it cancels; ours stands in `acts.ts` and goes out as written.
      operatorId: undefined,
    },
  },
  capture: {
    openRequestHeaders: [
      'accept',
      'accept-encoding',
      'bitvavo-access-timestamp',
      'bitvavo-access-window',
      'connection',
      'content-length',
      'content-type',
      'host',
      'user-agent',
    ],
    openResponseHeaders: [
      'bitvavo-ratelimit-limit',
      'bitvavo-ratelimit-remaining',
      'bitvavo-ratelimit-resetat',
      'connection',
      'content-encoding',
      'content-length',
      'content-type',
      'date',
      'retry-after',
      'server',
      'transfer-encoding',
      'via',
    ],
    // Everything that our calls send: what signs them stands in headers.
    openParameters: [
      'end',
      'fromDate',
      'limit',
      'market',
      'maxItems',
      'operatorId',
      'orderId',
      'orderIdTo',
      'page',
      'start',
      'subaccountId',
      'toDate',
      'tradeIdTo',
    ],
  },
  failures,
  limits,
  prices,
  readRefusal,
  deathProof: {
    probe: 'introspectKey',
    deadCodes: ['305'],
    deadWithControl: [],
    // 309 before a look at the key would be no sign of life; it is no sign of death either.
    existsCodes: ['306', '307', '309', '310', '311', '312'],
    addressCodes: ['307'],
    endedByVenueCodes: [],
    control: 'public',
    probes: { wanted: 2, atMost: 5, gapMs: 30_000 },
    source: {
      ...docs('errors, "Handle errors", HTTP 403'),
      // That a removed key answers 305, and how soon, stands in no document.
      verified: false,
    },
  },
  deadlines: [
    {
      what: 'everything that only the leaked key can read',
      within: 'the life of the key, where no other key of the account has View access',
      read: 'listLedger',
      source: docs('rest-api/get-transaction-history (private endpoint)'),
    },
  ],
  bookkeeping,
  notVerified: [
    'A withdrawal by API needs no second factor and no confirmation of the address by mail (the reference says so) and may go to any address: whether the address book or a whitelist still holds it up stands in no document.',
    'That a removed key answers 305 from the first moment on, and that Bitvavo looks the key up before it checks signature, address and time.',
    'Whether the crypto withdrawals lock stops withdrawals by API, and those that are already requested.',
    'Whether GET /ordersOpen lists orders that wait for their trigger; the page names their status among others.',
    'Whether orders of the REST API can be read over more than 24 hours at once: the WebSocket page says no, the REST page nothing. firebreak asks for 24 hours at a time.',
    'Whether the start and end of orders mean when an order was made or when it last changed.',
    'Whose side a trade row names: the reference says the taker’s, examples show the account’s own. firebreak takes it for the account’s own; the order says for certain.',
    'Whether an end or tradeIdTo counts itself in: pages overlap by a millisecond or a row, so that either is right.',
    'The order in which transfers with a sub-account come: should it be oldest first, a list of more than 25 is told to be incomplete.',
    'Whether amounts of the ledger are before or after the fee beside them.',
    'Whether an order can be cancelled under another operatorId than it was placed with.',
    'How long cancelled orders without a fill are kept.',
    'Orders of sub-accounts (institutional API): the reference and ccxt differ on how they are cancelled, so they are not touched. Use a key of the sub-account.',
    'Flexible staking and lending: no endpoint known shows them.',
  ],
  marketDays,
  capabilities: {
    readClock: readByApi({
      needs: [],
      weight: 1,
      source: docs('rest-api/get-server-time'),
      run: reads.readClock,
    }),
    introspectKey: readByApi({
      needs: ['read'],
      weight: 1,
      note: 'only whether the key reads the account. Whether it may trade, withdraw, transfer or administer, and from which addresses, somebody must look up under Settings → API and attest: no test order or withdrawal is sent to find out',
      source: docs('rest-api/get-account-fees'),
      run: reads.introspectKey,
    }),
    listOpenOrders: readByApi({
      needs: ['read'],
      weight: 100,
      note: 'orders of this account; those of sub-accounts are not among them',
      source: docs(`rest-api/get-open-orders; ${ccxtCosts}`),
      run: reads.openOrders,
    }),
    listBalances: readByApi({
      needs: ['read'],
      weight: 5,
      note: 'tradable and fixed staking; flexible staking and lending are not told',
      source: docs('rest-api/get-account-balance and get-staking-balance'),
      run: reads.balances,
    }),
    listTrades: readByApi({
      needs: ['read'],
      weight: 5,
      note: 'without trades at a guaranteed price (Price Guarantee): only the ledger has every trade. 24 hours at a time, market by market',
      source: docs('rest-api/get-trade-history; github bitvavo/python-bitvavo-api issue 54'),
      run: reads.trades,
    }),
    listOrders: readByApi({
      needs: ['read'],
      weight: 5,
      note: 'operatorId, the nearest thing to the name of the bot that placed an order, is in the captured replies only',
      source: docs('rest-api/get-orders and websocket-api/get-orders'),
      run: reads.orders,
    }),
    listWithdrawals: readByApi({
      needs: ['read'],
      weight: 5,
      note: 'rows have no id, name no network, and do not tell one to another customer of Bitvavo from others',
      source: docs('rest-api/get-withdrawal-history'),
      run: money.withdrawals,
    }),
    listDeposits: readByApi({
      needs: ['read'],
      weight: 5,
      note: 'rows have no id and name no network',
      source: docs('rest-api/get-deposit-history'),
      run: money.deposits,
    }),
    listTransfers: readByApi({
      needs: ['transfer', 'manage-keys'],
      weight: 5,
      note: 'between the main account and its sub-accounts, for a company’s main key with Internal transfer and Administrative',
      source: docs('institutional-api/get-transfers'),
      run: money.transfers,
    }),
    listLedger: readByApi({
      needs: ['read'],
      weight: 1,
      note: 'the only complete list of trades: those at a guaranteed price stand here alone. A transaction is a row for each asset that it moved',
      source: docs('rest-api/get-transaction-history'),
      run: money.ledger,
    }),
    listSubAccounts: readByApi({
      needs: ['manage-keys'],
      weight: 5,
      note: 'for a company’s main key with the right Administrative',
      source: docs('institutional-api/get-subaccounts'),
      run: money.subAccounts,
    }),
    listMarketPrices: readByApi({
      needs: [],
      weight: 1,
      source: docs('rest-api/get-ticker-prices'),
      run: reads.marketPrices,
    }),
    // Repeatable: a second cancel of the same order is refused with 240 or 233 and changes nothing.
    cancelOrders: {
      by: 'api',
      needs: ['spot-trade'],
      repeatable: true,
      cost: weight(1),
      note: `under the operatorId ${acts.operatorId}, always the same: the venue’s records tell our cancellations by it`,
      source: docs(`rest-api/cancel-order; ${ccxtCosts}`),
      run: acts.cancelOrders,
    },
    // Repeatable: what it cancelled is gone, and a second one finds less or nothing.
    cancelAllOrders: {
      by: 'api',
      needs: ['spot-trade'],
      repeatable: true,
      cost: weight(100),
      note: `every market of this account, not those of sub-accounts; under the operatorId ${acts.operatorId}`,
      source: docs(`rest-api/cancel-orders; ${ccxtCosts}`),
      run: acts.cancelAllOrders,
    },
    listPositions: nobody(
      'Bitvavo is a spot venue: no endpoint tells of positions, also not of sub-accounts of the kind "margin"',
      notWritten('docs.bitvavo.com, the reference as a whole'),
    ),
    listWithdrawalAddresses: hand.listWithdrawalAddresses,
    listSubAccountKeys: hand.listSubAccountKeys,
    cancelWithdrawal: hand.cancelWithdrawal,
    stopSubAccountTransfers: hand.stopSubAccountTransfers,
    revokeKey: hand.revokeKey,
    downgradeKey: hand.downgradeKey,
    revokeSubAccountKey: hand.revokeSubAccountKey,
    restrictSubAccountKey: hand.restrictSubAccountKey,
    createSubAccountKey: hand.createSubAccountKey,
    createKey: hand.createKey,
    editWithdrawalAddresses: hand.editWithdrawalAddresses,
    freezeAccount: hand.freezeAccount,
    endSessions: hand.endSessions,
  },
};

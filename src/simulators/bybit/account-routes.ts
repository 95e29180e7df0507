import type { Json, JsonObject } from '../../domain/json.ts';
import { subtract } from '../../domain/money.ts';
import type { LedgerBooks } from '../ledger-books.ts';
import { fundingHoldings, isHeld, unifiedHoldings, walletRow, worthOf } from './balance-rows.ts';
import type { Held } from './balance-rows.ts';
import { badParameter, refusal } from './codes.ts';
import { fundingIdOf } from './ids.ts';
import { perMinute, perSecond } from './limits.ts';
import type { Limit } from './limits.ts';
import { fundingLog, transactionLog } from './log-rows.ts';
import { networkFee } from './withdrawals.ts';
import { decoded, encoded, isWithin, ledgerRule, listCursor, pageOf } from './paging.ts';
import { refuseTooOld, weekMs, windowOf } from './paging.ts';
import { categoryIn, mandatory, oneOf, optional, whole } from './parameters.ts';
import type { Call, Route } from './route.ts';
import type { Said } from './answer.ts';

const read = (path: string, limit: Limit, said: Said, answer: Route['answer']): Route => ({
  method: 'GET',
  path: `/v5/${path}`,
  needs: {},
  limit,
  said,
  answer,
});

/** The wallets, and what moved them (account/*, asset/balance/*, asset/fund-history). */
export const accountRoutes: readonly Route[] = [
  read('account/info', perSecond(50), 'OK', accountInfo),
  read('account/wallet-balance', perSecond(50), 'OK', walletBalance),
  read('account/transaction-log', perSecond(25), 'OK', log),
  read('asset/fundinghistory', perSecond(30), 'OK', fundingHistory),
  read('asset/transfer/query-account-coins-balance', perSecond(5), 'success', coinsBalance),
  read('asset/transfer/query-account-coin-balance', perSecond(450), 'success', coinBalance),
  read('asset/asset-overview', perSecond(50), 'OK', overview),
  read('asset/withdraw/withdrawable-amount', perSecond(300), 'success', withdrawable),
  read('asset/coin/query-info', perSecond(5), 'success', coinInfo),
  {
    ...read('asset/transfer/query-sub-member-list', perMinute(60), 'success', subMembers),
    needs: { master: true },
  },
];

/** 5: "Unified trading account 2.0". */
function accountInfo({ books }: Call): Json {
  return {
    marginMode: 'REGULAR_MARGIN',
    updatedTime: String(books.updatedAtMs),
    unifiedMarginStatus: 5,
    dcpStatus: 'OFF',
    timeWindow: 0,
    smpGroup: 0,
    isMasterTrader: false,
    spotHedgingStatus: 'OFF',
  };
}

/** "If not passed, it returns non-zero asset info". */
function walletBalance({ books, parameters }: Call): Json {
  mandatory(parameters, 'accountType');
  if (oneOf(parameters, 'accountType', ['UNIFIED']) === undefined) throw badParameter('accountType');
  const coins = optional(parameters, 'coin')?.split(',');
  const held = unifiedHoldings(books);
  const shown = coins === undefined ? held.filter(isHeld) : held.filter(({ coin }) => coins.includes(coin));
  return { list: [walletRow(books, shown)] };
}

function log({ books, parameters, nowMs }: Call): Json {
  oneOf(parameters, 'accountType', ['UNIFIED']);
  const window = windowOf(parameters, ledgerRule, nowMs);
  refuseTooOld(window, nowMs);
  const category = parameters.has('category') ? categoryIn(parameters) : undefined;
  const [currency, type] = [optional(parameters, 'currency'), optional(parameters, 'type')];
  const baseCoin = optional(parameters, 'baseCoin');
  const symbols = books.markets.filter(({ base }) => base === baseCoin).map(({ symbol }) => symbol);
  const rows = transactionLog(books)
    .toReversed()
    .filter(({ atMs }) => isWithin(window, atMs))
    .filter(({ row }) => category === undefined || row['category'] === category)
    .filter(({ row }) => currency === undefined || row['currency'] === currency)
    .filter(({ row }) => type === undefined || row['type'] === type)
    .filter(({ row }) => baseCoin === undefined || symbols.some((symbol) => symbol === row['symbol']));
  const page = pageOf(rows, parameters, {
    limit: { usual: 20, most: 50 },
    mark: listCursor(({ id }) => `${id}:0`),
  });
  return { nextPageCursor: page.nextPageCursor, list: page.rows.map(({ row }) => row) };
}

/** In seconds; "Must be used together"; ten rows a page unless told otherwise. */
function fundingHistory({ books, parameters, nowMs }: Call): Json {
  const bound = (name: string) => whole(parameters, name, { least: 0, most: 9_999_999_999 });
  const [from, to] = [bound('createTimeFrom'), bound('createTimeTo')];
  if ((from === undefined) !== (to === undefined)) {
    throw badParameter('createTimeFrom and createTimeTo must be used together');
  }
  const window = {
    fromMs: from === undefined ? nowMs - weekMs : from * 1000,
    toMs: to === undefined ? nowMs : to * 1000 + 999,
  };
  if (from !== undefined && to !== undefined && (to - from) * 1000 > weekMs) {
    throw badParameter('the time range is too long');
  }
  if (window.fromMs > window.toMs) throw badParameter('createTimeFrom is after createTimeTo');
  const rows = fundingLog(books)
    .map((each, index) => ({ ...each, id: String(fundingIdOf(index)) }))
    .filter(({ atMs }) => isWithin(window, atMs))
    .reverse();
  const page = pageOf(rows, parameters, {
    limit: { usual: 10, most: 100 },
    mark: {
      write: (_first, last) => encoded(last.id),
      isLast: (cursor, { id }) => decoded(cursor) === id,
    },
  });
  return { nextPageCursor: page.nextPageCursor, list: page.rows.map(({ row }) => row) };
}

const accountTypes = ['UNIFIED', 'FUND'] as const;

/** Of a sub-account with `memberId`: they hold nothing here. */
function holdingsIn({ books, parameters }: Call): {
  readonly accountType: (typeof accountTypes)[number];
  readonly memberId: string;
  readonly held: readonly Held[];
} {
  mandatory(parameters, 'accountType');
  const accountType = oneOf(parameters, 'accountType', accountTypes) ?? 'UNIFIED';
  const memberId = optional(parameters, 'memberId') ?? String(books.uid);
  const isOwn = memberId === String(books.uid);
  if (!isOwn && !books.subAccounts.some(({ id }) => id === memberId)) throw refusal('500010');
  const held = accountType === 'FUND' ? fundingHoldings(books) : unifiedHoldings(books);
  return { accountType, memberId, held: isOwn ? held : [] };
}

/** "this field is mandatory for accountType=UNIFIED, and supports up to 10 coins". */
function coinsBalance(call: Call): Json {
  const { accountType, memberId, held } = holdingsIn(call);
  const coins = optional(call.parameters, 'coin')?.split(',');
  if (accountType === 'UNIFIED' && (coins === undefined || coins.length > 10)) {
    throw badParameter('coin is required, ten at most');
  }
  const shown =
    coins === undefined
      ? held
      : coins.map((coin) => held.find((each) => each.coin === coin) ?? { coin, total: '0', locked: '0' });
  return { memberId, accountType, balance: shown.map(balanceRow) };
}

const balanceRow = ({ coin, total, locked }: Held): JsonObject => ({
  coin,
  walletBalance: total,
  transferBalance: subtract(total, locked),
  bonus: '',
});

function coinBalance(call: Call): Json {
  const { accountType, memberId, held } = holdingsIn(call);
  const coin = mandatory(call.parameters, 'coin');
  const found = held.find((each) => each.coin === coin) ?? { coin, total: '0', locked: '0' };
  const balance = { ...balanceRow(found), bonus: '0', transferSafeAmount: '', ltvTransferSafeAmount: '' };
  return { accountType, bizType: 1, accountId: memberId, memberId, balance };
}

function overview({ books, parameters, nowMs }: Call): Json {
  const wanted = optional(parameters, 'accountType');
  const accounts = [
    { accountType: 'UnifiedTradingAccount', held: unifiedHoldings(books).filter(isHeld) },
    { accountType: 'FundingAccount', held: fundingHoldings(books).filter(isHeld) },
  ].filter(({ accountType }) => wanted === undefined || wanted === accountType);
  return {
    totalEquity: worthOf(
      books,
      accounts.flatMap(({ held }) => held),
    ),
    list: accounts.map(({ accountType, held }) => ({
      accountType,
      totalEquity: worthOf(books, held),
      valuationCurrency: optional(parameters, 'valuationCurrency') ?? 'USD',
      snapshotTime: String(nowMs),
      coinDetail: held.map(({ coin, total }) => ({ coin, equity: total })),
    })),
  };
}

function withdrawable({ books, parameters }: Call): Json {
  const coin = mandatory(parameters, 'coin');
  const row = (held: readonly Held[]): JsonObject => {
    const found = held.find((each) => each.coin === coin) ?? { coin, total: '0', locked: '0' };
    const free = subtract(found.total, found.locked);
    return { coin, withdrawableAmount: free, availableBalance: free };
  };
  return {
    limitAmountUsd: '0',
    withdrawableAmount: { FUND: row(fundingHoldings(books)), UTA: row(unifiedHoldings(books)) },
  };
}

function coinInfo({ books, parameters }: Call): Json {
  const wanted = optional(parameters, 'coin');
  const named = books.markets.flatMap(({ base, quote }) => [base, quote]);
  const coins = [...new Set([...named, ...books.balances.keys()])].sort();
  return {
    rows: coins
      .filter((coin) => wanted === undefined || coin === wanted)
      .map((coin) => ({ name: coin, coin, remainAmount: '10000000', chains: chainsOf(books, coin) })),
  };
}

const chainsOf = (books: LedgerBooks, coin: string): readonly JsonObject[] => {
  const mentioned = [...books.addresses, ...books.withdrawals, ...books.deposits].filter(
    (each) => each.coin === coin,
  );
  return [...new Set(mentioned.map(({ network }) => network))].sort().map((chain) => ({
    chain,
    chainType: chain,
    confirmation: '6',
    withdrawFee: networkFee(coin),
    depositMin: '0',
    withdrawMin: '0',
    minAccuracy: '8',
    chainDeposit: '1',
    chainWithdraw: '1',
    withdrawPercentageFee: '0',
    contractAddress: '',
    safeConfirmNumber: '65',
    withdrawMax: '-1',
  }));
};

function subMembers({ books }: Call): Json {
  const ids = books.subAccounts.map(({ id }) => id);
  const transferable = books.subAccounts.filter(({ mayTransferOut }) => mayTransferOut);
  return { subMemberIds: ids, transferableSubMemberIds: transferable.map(({ id }) => id) };
}

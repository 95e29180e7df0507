import type { LedgerEntry, Transfer } from '../../../src/domain/trading.ts';
import { official, recorded, type Expectation, type Place } from '../expectation.ts';
import { listAt, utc, whole, window } from './making.ts';

const usdM = 'derivatives-trading-usds-futures';

// ---------------------------------------------------------------- transfers

const moved: Readonly<Record<string, Place>> = {
  tranId: 'id',
  asset: 'asset',
  amount: 'amount',
  qty: 'amount',
  status: 'venueStatus',
  timestamp: ['at', utc],
  createTimeStamp: ['at', utc],
  time: ['at', utc],
};

/** "a@example.test, SPOT": who, then which wallet. */
const who = (end: string): string => end.slice(0, end.lastIndexOf(', '));
const wallet = (end: string): string => end.slice(end.lastIndexOf(', ') + 2);

const between = 'between accounts, from the main account';

const transfers: Readonly<Record<string, Expectation>> = {
  'listTransfers between wallets': {
    list: 'listTransfers',
    request: { section: 'MAIN_UMFUTURE', ...window },
    replies: [official('wallet', 'queryUserUniversalTransferHistory')],
    rowsIn: listAt('rows'),
    becomes: { ...moved, type: (leaf: unknown, { from, to }: Transfer) => leaf === `${from}_${to}` },
    drops: {},
  },
  'listTransfers between accounts': {
    list: 'listTransfers',
    request: { section: between, ...window },
    replies: [official('sub-account', 'queryUniversalTransferHistory')],
    rowsIn: listAt('result'),
    becomes: {
      ...moved,
      fromEmail: (leaf: unknown, { from }: Transfer) => who(from) === leaf,
      fromAccountType: (leaf: unknown, { from }: Transfer) => wallet(from) === leaf,
      toEmail: (leaf: unknown, { to }: Transfer) => who(to) === leaf,
      toAccountType: (leaf: unknown, { to }: Transfer) => wallet(to) === leaf,
    },
    drops: { clientTranId: 'a number that the client gave it; the venue’s own stands in the row' },
  },
  'listTransfers between accounts, spot': {
    list: 'listTransfers',
    request: { section: between, cursor: 'spot/1', ...window },
    replies: [official('sub-account', 'querySubAccountSpotAssetTransferHistory')],
    rowsIn: whole,
    becomes: {
      ...moved,
      from: (leaf: unknown, { from }: Transfer) => from === `${String(leaf)}, SPOT`,
      to: (leaf: unknown, { to }: Transfer) => to === `${String(leaf)}, SPOT`,
    },
    drops: {},
  },
  'listTransfers of a sub-account': {
    list: 'listTransfers',
    request: { section: 'as sub-account, in', ...window },
    replies: [official('sub-account', 'subAccountTransferHistory')],
    rowsIn: whole,
    becomes: {
      ...moved,
      counterParty: (leaf: unknown, { from }: Transfer) => who(from).startsWith(`${String(leaf)} `),
      email: (leaf: unknown, { from }: Transfer) => who(from).endsWith(` ${String(leaf)}`),
      // 1 came in, 2 went out: this account stands at that end.
      type: (leaf: unknown, ends: Transfer) => who(leaf === 1 ? ends.to : ends.from) === 'this account',
      fromAccountType: (leaf: unknown, { from }: Transfer) => wallet(from) === leaf,
      toAccountType: (leaf: unknown, { to }: Transfer) => wallet(to) === leaf,
    },
    drops: {},
  },
};

// ---------------------------------------------------------------- ledgers

const refersTo = (leaf: unknown, { reference }: LedgerEntry): boolean =>
  leaf === '' || (reference.known && reference.value.split('/').includes(String(leaf)));

const went = ({ id }: LedgerEntry): boolean => id.endsWith('/went');
const unsigned = (change: string): string => change.replace(/^-/, '');

/** Of an exchange: stands in the entry of what went, or of what came; each raw row has both. */
const inWent =
  (path: 'asset' | 'change') =>
  (leaf: unknown, entry: LedgerEntry): boolean =>
    !went(entry) || unsigned(entry[path]) === unsigned(String(leaf));
const inCame =
  (path: 'asset' | 'change') =>
  (leaf: unknown, entry: LedgerEntry): boolean =>
    went(entry) || entry[path] === String(leaf);

const twice = (rows: readonly unknown[]): readonly unknown[] => rows.flatMap((row) => [row, row]);

const books: Readonly<Record<string, Expectation>> = {
  // A line of portfolio margin, which is not reached (papi), is written as one of USDⓈ-M.
  'listLedger of USDⓈ-M': {
    list: 'listLedger',
    request: { section: 'usd-m', ...window },
    replies: [official(usdM, 'getIncomeHistory'), recorded('fetchFundingHistory')],
    rowsIn: whole,
    becomes: {
      tranId: 'id',
      incomeType: 'kind',
      income: 'change',
      asset: 'asset',
      time: ['at', utc],
      symbol: refersTo,
      tradeId: refersTo,
    },
    drops: { info: 'the kind again, in every reply seen' },
  },
  'listLedger of isolated margin': {
    list: 'listLedger',
    request: { section: 'isolated/BTCUSDT', ...window },
    replies: [official('margin-trading', 'queryCrossIsolatedMarginCapitalFlow')],
    rowsIn: whole,
    becomes: {
      id: 'id',
      tranId: 'reference.value',
      timestamp: ['at', utc],
      asset: 'asset',
      symbol: (leaf: unknown, { wallet: pair }: LedgerEntry) => pair === `isolated margin ${String(leaf)}`,
      type: 'kind',
      amount: 'change',
    },
    drops: { note: 'that it was of an institutional loan; the kind stands in the row' },
  },
  'listLedger: small amounts': {
    list: 'listLedger',
    request: { section: 'dust', ...window },
    replies: [official('wallet', 'dustlog')],
    rowsIn: (body) => twice(listAt('userAssetDribblets')(body).flatMap(listAt('userAssetDribbletDetails'))),
    becomes: {
      transId: 'reference.value',
      operateTime: ['at', utc],
      fromAsset: inWent('asset'),
      amount: inWent('change'),
      targetAsset: inCame('asset'),
      transferedAmount: inCame('change'),
      serviceChargeAmount: (leaf: unknown, entry: LedgerEntry) =>
        went(entry) || (entry.fee.known && entry.fee.value === leaf),
    },
    drops: {},
  },
  'listLedger: Convert': {
    list: 'listLedger',
    request: { section: 'convert', ...window },
    replies: [
      official('convert', 'getConvertTradeHistory'),
      official('convert', 'orderStatus', (body) => ({ list: [body], moreData: false })),
    ],
    rowsIn: (body) => twice(listAt('list')(body)),
    becomes: {
      orderId: 'reference.value',
      orderStatus: (leaf: unknown, { kind }: LedgerEntry) => leaf === 'SUCCESS' && kind === 'convert',
      fromAsset: inWent('asset'),
      fromAmount: inWent('change'),
      toAsset: inCame('asset'),
      toAmount: inCame('change'),
      createTime: ['at', utc],
    },
    drops: {
      quoteId: 'the number of the offer; that of the order stands in the row',
      ratio: 'what came by what went',
      inverseRatio: 'what went by what came',
    },
  },
  'listLedger: distributions': {
    list: 'listLedger',
    request: { section: 'distributions', ...window },
    replies: [official('wallet', 'assetDividendRecord')],
    rowsIn: listAt('rows'),
    becomes: {
      id: 'id',
      amount: 'change',
      asset: 'asset',
      divTime: ['at', utc],
      enInfo: 'kind',
      tranId: 'reference.value',
      direction: (leaf: unknown, { change }: LedgerEntry) => change.startsWith('-') === (leaf === -1),
    },
    drops: {},
  },
};

export const history: Readonly<Record<string, Expectation>> = { ...transfers, ...books };

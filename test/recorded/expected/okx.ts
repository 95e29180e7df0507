import type { LedgerEntry, OpenOrder, Position } from '../../../src/domain/trading.ts';
import { okx } from '../../../src/venues/okx/index.ts';
import { ownRow, recorded, type Expectation, type ExpectedOfVenue, type Place } from '../expectation.ts';

const utc = (ms: unknown): string => new Date(Number(ms)).toISOString();
const orZero = (text: unknown): string => (text === '' ? '0' : String(text));
/** "" and "-1" (at market) stand for "none". */
const unlessNone = (text: unknown): string | undefined =>
  text === '' || text === '-1' ? undefined : String(text);
/** What was taken is negative at the venue, and what was paid at ours. */
const turned = (fee: unknown): string =>
  /^-?0*(\.0*)?$/.test(String(fee))
    ? orZero(fee)
    : String(fee).startsWith('-')
      ? String(fee).slice(1)
      : `-${String(fee)}`;

const rows = (body: unknown): readonly unknown[] => (body as { data: unknown[] }).data;

const notNeeded = 'not needed to recognise or cancel an order';
const ofFills = `each fill, with its price and fee, ${ownRow}`;
const theAlgo = `the algo order that placed it ${ownRow}`;
/** In a coin's own row stands what is bound of it. */
const marginCoin = `the coin that its margin is in ${ownRow}`;
const attached = 'its order, once there is one, is a row of its own';
const borrowing = 'what was borrowed is in the ledger';
const margin = 'margin is counted for the account';
const optionsOnly = 'of options only: how the price was given';

const orderPlaces: Readonly<Record<string, Place>> = {
  ordId: 'id',
  clOrdId: 'clientOrderId',
  instId: 'symbol',
  instType: 'section',
  side: 'side',
  ordType: (leaf: unknown, { type }: OpenOrder) => type.split(', ')[0] === leaf,
  px: ['price', orZero],
  sz: 'amount',
  accFillSz: 'filled',
  cTime: ['createdAt', utc],
};

const orderExtras = {
  algoClOrdId: theAlgo,
  algoId: theAlgo,
  linkedAlgoOrd: theAlgo,
  attachAlgoClOrdId: attached,
  attachAlgoOrds: attached,
  tpOrdPx: attached,
  tpTriggerPx: attached,
  tpTriggerPxType: attached,
  slOrdPx: attached,
  slTriggerPx: attached,
  slTriggerPxType: attached,
  isTpLimit: attached,
  avgPx: ofFills,
  fee: ofFills,
  feeCcy: ofFills,
  fillPx: ofFills,
  fillSz: ofFills,
  fillTime: ofFills,
  tradeId: ofFills,
  rebate: ofFills,
  rebateCcy: ofFills,
  pnl: 'what was realised is in the ledger',
  cancelSource: 'the state says that it was cancelled',
  cancelSourceReason: 'the state says that it was cancelled',
  category: 'stands in the type where it is not "normal"',
  tgtCcy: 'the type says when the amount is one of the quote coin',
  ccy: marginCoin,
  lever: margin,
  tdMode: margin,
  posSide: 'the position is a row of its own',
  reduceOnly: notNeeded,
  pxType: optionsOnly,
  pxUsd: optionsOnly,
  pxVol: optionsOnly,
  quickMgnType: borrowing,
  source: notNeeded,
  stpId: 'self-trade prevention is not analysed',
  stpMode: 'self-trade prevention is not analysed',
  tag: 'the mark of a broker, not of the owner',
};

const pastOrders = (section: string, replies: Expectation['replies']): Expectation => ({
  list: 'listOrders',
  request: { section },
  replies,
  rowsIn: rows,
  becomes: { ...orderPlaces, state: 'venueStatus', uTime: ['updatedAt', utc] },
  drops: orderExtras,
});

/** Empty where there is no number for this kind of bill. */
const billPlaces: Readonly<Record<string, Place>> = {
  billId: 'id',
  ccy: 'asset',
  balChg: 'change',
  bal: 'balanceAfter.value',
  fee: ['fee.value', turned],
  type: (leaf: unknown, { kind }: LedgerEntry) => kind.split('/')[0] === leaf,
  subType: (leaf: unknown, { kind }: LedgerEntry) => kind.split('/')[1]?.split(' ')[0] === leaf,
  from: (leaf: unknown, { kind }: LedgerEntry) => leaf === '' || kind.includes(`from ${String(leaf)} `),
  to: (leaf: unknown, { kind }: LedgerEntry) => leaf === '' || kind.endsWith(` to ${String(leaf)}`),
  tradeId: (leaf: unknown, { reference }: LedgerEntry) =>
    leaf === '0' || (reference.known && reference.value === leaf),
  ts: ['at', utc],
};

const theTrade = `the trade that is referred to ${ownRow}`;

const ledger = (replies: Expectation['replies']): Expectation => ({
  list: 'listLedger',
  request: { section: 'trading' },
  replies,
  rowsIn: rows,
  becomes: billPlaces,
  drops: {
    ordId: theTrade,
    clOrdId: theTrade,
    instId: theTrade,
    instType: theTrade,
    execType: theTrade,
    fillTime: theTrade,
    px: theTrade,
    sz: theTrade,
    fillFwdPx: 'a price of the market, not of this fill',
    fillIdxPx: 'a price of the market, not of this fill',
    fillMarkPx: 'a price of the market, not of this fill',
    fillMarkVol: 'a price of the market, not of this fill',
    fillPxUsd: optionsOnly,
    fillPxVol: optionsOnly,
    earnAmt: 'of automatic earning only: part of the change',
    earnApr: 'a rate, not an amount',
    interest: 'part of the change',
    pnl: 'part of the change',
    posBal: 'margin of a position, which is a row of its own',
    posBalChg: 'margin of a position, which is a row of its own',
    mgnMode: margin,
    notes: 'the reference, where there is neither trade nor order',
    tag: 'the mark of a broker, not of the owner',
  },
});

const greek = 'a figure of risk, of options only';
const oneClick = 'of a way to borrow that OKX has given up';

const positionExtras = {
  adl: 'a rank among other customers',
  availPos: 'the size less what rests to close it',
  bePx: 'computed by the venue',
  bizRefId: 'of gifts of the venue',
  bizRefType: 'of gifts of the venue',
  cTime: 'since when there is this position; its trades tell how',
  uTime: 'when the venue last counted it',
  ccy: marginCoin,
  imr: margin,
  margin,
  mgnMode: margin,
  mgnRatio: margin,
  mmr: margin,
  liab: borrowing,
  liabCcy: borrowing,
  interest: borrowing,
  pendingCloseOrdLiabVal: borrowing,
  closeOrderAlgo: 'the algo order is a row of its own',
  deltaBS: greek,
  deltaPA: greek,
  gammaBS: greek,
  gammaPA: greek,
  thetaBS: greek,
  thetaPA: greek,
  vegaBS: greek,
  vegaPA: greek,
  optVal: greek,
  fee: 'the trades have their own fees',
  fundingFee: 'what was realised is in the ledger',
  liqPenalty: 'what was realised is in the ledger',
  pnl: 'what was realised is in the ledger',
  realizedPnl: 'what was realised is in the ledger',
  settledPnl: 'what was realised is in the ledger',
  nonSettleAvgPx: 'the entry price stands in the row',
  idxPx: 'a price of the market; the mark price stands in the row',
  last: 'a price of the market; the mark price stands in the row',
  usdPx: 'a price of the market; the mark price stands in the row',
  notionalUsd: 'an estimate of the venue, not an amount held',
  posCcy: 'the side says it, of margin only',
  baseBal: oneClick,
  baseBorrowed: oneClick,
  baseInterest: oneClick,
  quoteBal: oneClick,
  quoteBorrowed: oneClick,
  quoteInterest: oneClick,
  clSpotInUseAmt: 'portfolio margin only',
  hedgedPos: 'portfolio margin only',
  maxSpotInUseAmt: 'portfolio margin only',
  spotInUseAmt: 'portfolio margin only',
  spotInUseCcy: 'portfolio margin only',
  tradeId: 'the trades are rows of their own',
  uplLastPx: 'the same by another price',
  uplRatio: 'what is not realised, by the size',
  uplRatioLastPx: 'the same by another price',
};

const owed = 'what is owed is in the ledger';
const risk = 'a figure of risk, not an amount held';
const parts = 'part of what is free or locked';

/** Of one coin in the trading account. */
const coinExtras = {
  eq: 'free and locked together',
  cashBal: parts,
  availEq: parts,
  fixedBal: parts,
  isoEq: parts,
  ordFrozen: parts,
  rewardBal: 'a gift of the venue that cannot leave',
  smtSyncEq: parts,
  spotBal: parts,
  spotCopyTradingEq: parts,
  spotIsoBal: parts,
  spotInUseAmt: parts,
  clSpotInUseAmt: parts,
  maxSpotInUse: parts,
  stgyEq: parts,
  borrowFroz: owed,
  crossLiab: owed,
  isoLiab: owed,
  liab: owed,
  interest: owed,
  uplLiab: owed,
  maxLoan: 'what could be borrowed is not held',
  colBorrAutoConversion: risk,
  colRes: risk,
  collateralEnabled: 'a setting of the coin',
  collateralRestrict: 'a setting of the coin',
  autoLendStatus: 'a setting of the coin',
  autoLendMtAmt: parts,
  disEq: 'an estimate of the venue, not an amount held',
  eqUsd: 'an estimate of the venue, not an amount held',
  frpType: risk,
  twap: risk,
  imr: risk,
  mmr: risk,
  mgnRatio: risk,
  notionalLever: risk,
  isoUpl: 'the position is a row of its own',
  upl: 'the position is a row of its own',
  openAvgPx: 'the trades are rows of their own',
  accAvgPx: 'the trades are rows of their own',
  spotUpl: 'the trades are rows of their own',
  spotUplRatio: 'the trades are rows of their own',
  totalPnl: 'the trades are rows of their own',
  totalPnlRatio: 'the trades are rows of their own',
  uTime: 'when the venue last counted it',
};

const details = (body: unknown): readonly unknown[] =>
  rows(body).flatMap((account) => (account as { details: unknown[] }).details);

export const expectedOfOkx: ExpectedOfVenue = {
  venue: okx,
  neverDropped:
    /^(ordId|clOrdId|algoId|billId|posId|instId|side|px|sz|pos|fillPx|fillSz|fee|feeCcy|ccy|availBal|frozenBal|balChg|bal|from|to|ts|cTime|fillTime)$/,
  lists: {
    'listOpenOrders: orders': {
      list: 'listOpenOrders',
      request: { section: 'orders' },
      replies: [recorded('fetchOpenOrders', /limit open order/)],
      rowsIn: rows,
      becomes: orderPlaces,
      drops: {
        ...orderExtras,
        state: 'an open order is open; partial fills show in `filled`',
        uTime: 'read with the order history',
      },
    },
    'listOpenOrders: algo orders': {
      list: 'listOpenOrders',
      request: { section: 'algo/conditional' },
      replies: [recorded('fetchOpenOrders', /trigger/)],
      rowsIn: rows,
      becomes: {
        algoId: 'id',
        algoClOrdId: 'clientOrderId',
        clOrdId: 'clientOrderId',
        instId: 'symbol',
        side: 'side',
        ordType: (leaf: unknown, { type }: OpenOrder) => type.split(', ')[0] === leaf,
        sz: 'amount',
        actualSz: 'filled',
        slTriggerPx: (leaf: unknown, { triggerPrice, type }: OpenOrder) =>
          triggerPrice === leaf && type.includes(`stop at ${String(leaf)}`),
        slOrdPx: ['price', (price) => unlessNone(price) ?? '0'],
        cTime: ['createdAt', utc],
      },
      drops: {
        ...orderExtras,
        instType: 'the section is that of algo orders; the symbol names the market',
        state: 'an open order is open',
        uTime: 'read with the order history',
        activePx: 'of trailing stops: the trigger',
        callbackRatio: notNeeded,
        callbackSpread: notNeeded,
        moveTriggerPx: 'of trailing stops: the trigger',
        actualPx: 'of orders that have acted: the order that was placed is a row of its own',
        actualSide: 'of orders that have acted: the order that was placed is a row of its own',
        ordId: `the order that was placed ${ownRow}`,
        ordIdList: 'the order that was placed is a row of its own',
        linkedOrd: 'the order that was placed is a row of its own',
        triggerTime: 'of orders that have acted: the order that was placed is a row of its own',
        amendPxOnTriggerType: notNeeded,
        chaseType: notNeeded,
        chaseVal: notNeeded,
        maxChaseType: notNeeded,
        maxChaseVal: notNeeded,
        closeFraction: 'stands in the type where there is one',
        failCode: 'of orders that have failed',
        isTradeBorrowMode: borrowing,
        last: 'a price of the market',
        ordPx: 'of trigger orders: the price',
        pxLimit: notNeeded,
        pxSpread: notNeeded,
        pxVar: notNeeded,
        szLimit: notNeeded,
        timeInterval: notNeeded,
        triggerPx: 'of trigger orders: the trigger',
        triggerPxType: notNeeded,
      },
    },
    'listOrders on spot': pastOrders('SPOT', [recorded('fetchOrder')]),
    'listOrders of swaps': pastOrders('SWAP', [recorded('fetchClosedOrders')]),
    listTrades: {
      list: 'listTrades',
      request: { section: 'SPOT' },
      replies: [recorded('fetchMyTrades')],
      rowsIn: rows,
      becomes: {
        billId: 'id',
        ordId: 'orderId',
        clOrdId: 'clientOrderId.value',
        instId: 'symbol',
        instType: 'section',
        side: 'side',
        fillPx: 'price',
        fillSz: 'amount',
        fee: ['fee', turned],
        feeCcy: 'feeAsset',
        fillTime: ['at', utc],
        execType: ['isMaker', (type) => String(type === 'M')],
      },
      drops: {
        ts: `when the row was made, after the match; the bill ${ownRow}`,
        tradeId: 'several fills may share it: the bill is the id',
        feeRate: 'the fee itself stands in the row',
        fillFwdPx: 'a price of the market, not of this fill',
        fillIdxPx: 'a price of the market, not of this fill',
        fillMarkPx: 'a price of the market, not of this fill',
        fillMarkVol: 'a price of the market, not of this fill',
        fillPnl: 'what was realised is in the ledger',
        fillPxUsd: optionsOnly,
        fillPxVol: optionsOnly,
        posSide: 'the position is a row of its own',
        tag: 'the mark of a broker, not of the owner',
      },
    },
    listPositions: {
      list: 'listPositions',
      replies: [recorded('fetchPositions', 'linear swap position'), recorded('fetchPosition')],
      rowsIn: rows,
      becomes: {
        posId: 'id',
        instType: 'section',
        instId: 'symbol',
        posSide: 'side',
        pos: 'amount',
        avgPx: 'entryPrice.value',
        markPx: 'markPrice.value',
        liqPx: (leaf: unknown, { liquidationPrice: price }: Position) =>
          leaf === '' ? !price.known : price.known && price.value === leaf,
        upl: 'unrealised.value',
        lever: 'leverage.value',
      },
      drops: {
        ...positionExtras,
        fee: `the fee of each of its trades ${ownRow}`,
        cTime: `each of its trades ${ownRow}`,
      },
    },
    'listBalances of the trading account': {
      list: 'listBalances',
      request: { section: 'trading' },
      replies: [recorded('fetchBalance', 'spot balance')],
      rowsIn: details,
      becomes: { ccy: 'asset', availBal: 'free', frozenBal: 'locked' },
      drops: coinExtras,
    },
    'listBalances of the funding account': {
      list: 'listBalances',
      request: { section: 'funding' },
      replies: [recorded('fetchBalance', 'funding balance')],
      rowsIn: rows,
      becomes: { ccy: 'asset', availBal: 'free', frozenBal: 'locked' },
      drops: { bal: `free and locked together; each ${ownRow}` },
    },
    'listLedger: trades and funding fees': ledger([recorded('fetchLedger'), recorded('fetchFundingHistory')]),
    'listLedger: transfers': ledger([recorded('fetchTransfers')]),
  },
  calls: {
    'introspectKey: the key and its account': {
      replies: [recorded('fetchAccounts')],
      run: (session) => {
        const { introspectKey } = okx.capabilities;
        if (introspectKey.by !== 'api') throw new Error('not by API');
        return introspectKey.run(session);
      },
      returns: () => ({
        scopes: { read: 'granted', 'spot-trade': 'granted', withdraw: 'granted', 'manage-keys': 'denied' },
        ipRestricted: 'denied',
        ipAllowlist: { known: true, value: [] },
        label: { known: true, value: 'Ray2' },
        accountKind: { known: true, value: 'main' },
      }),
    },
    'cancelOrders: one algo order': {
      replies: [recorded('cancelOrders')],
      run: async (session) => {
        const { cancelOrders } = okx.capabilities;
        if (cancelOrders.by !== 'api') throw new Error('not by API');
        await cancelOrders.run(session, [
          {
            id: '2903938004064555008',
            clientOrderId: '1234abcd',
            symbol: 'BTC-USDT',
            side: 'buy',
            type: 'trigger',
            price: '1',
            amount: '1',
            filled: '0',
            createdAt: '2025-01-01T00:00:00.000Z',
            section: 'algo/trigger',
          },
        ]);
      },
    },
  },
  leftOut: {
    'fetchPositions "fetch history positions"':
      'closed positions: their fills, fees and results are read as trades and ledger',
    'fetchTransfer "FetchTransfer"':
      'the state of one transfer by its id: transfers are read from the bills, which are written when the money has moved',
  },
};

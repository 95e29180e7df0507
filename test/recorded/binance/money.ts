import { add, compare, isZero } from '../../../src/domain/money.ts';
import type { Balance } from '../../../src/domain/trading.ts';
import { official, ownRow, recorded, type Expectation, type Place } from '../expectation.ts';
import { asUtc, estimate, listAt, margin, unlessEmpty, utc, whole } from './making.ts';

const usdM = 'derivatives-trading-usds-futures';

const held: Readonly<Record<string, Place>> = { asset: 'asset', free: 'free', locked: 'locked' };
const owed = `what is owed ${ownRow}`;

type MarginAsset = Readonly<Record<string, unknown>>;
const sidesOf = (pair: unknown): readonly MarginAsset[] => {
  const { baseAsset, quoteAsset } = pair as { baseAsset: MarginAsset; quoteAsset: MarginAsset };
  return [baseAsset, quoteAsset];
};
/** The example's account has nothing in it, so has no row: with amounts in it, each asset has one. */
const withAmounts = (body: unknown): unknown => ({
  assets: listAt('assets')(body).map((pair) => {
    const [base, quote] = sidesOf(pair);
    return {
      ...(pair as object),
      baseAsset: { ...base, free: '0.00400000', locked: '0.00099500' },
      quoteAsset: { ...quote, free: '0.00000000', locked: '12.50000000' },
    };
  }),
});
const isEmpty = ({ free, locked }: MarginAsset): boolean => isZero(String(free)) && isZero(String(locked));

const settings = 'a setting of the account';

const marginAssets = (section: string, rest: Pick<Expectation, 'replies' | 'rowsIn'>): Expectation => ({
  list: 'listBalances',
  request: { section },
  ...rest,
  becomes: held,
  drops: {
    borrowed: owed,
    interest: owed,
    netAsset: 'what is held less what is owed: a row each',
    netAssetOfBtc: estimate,
    totalAsset: 'free and locked together',
    borrowEnabled: settings,
    repayEnabled: settings,
  },
});

const balances: Readonly<Record<string, Expectation>> = {
  listBalances: {
    list: 'listBalances',
    replies: [recorded('fetchBalance', 'Spot balance')],
    rowsIn: listAt('balances'),
    becomes: held,
    drops: {},
  },
  'listBalances of the funding wallet': {
    list: 'listBalances',
    request: { cursor: 'funding' },
    replies: [official('wallet', 'fundingWallet')],
    rowsIn: whole,
    becomes: held,
    drops: {
      btcValuation: estimate,
      freeze: 'zero in the example; what is not zero is a row of its own (binance.test.ts)',
      withdrawing: 'zero in the example; what is not zero is a row of its own (binance.test.ts)',
    },
  },
  'listBalances of cross margin': marginAssets('margin', {
    replies: [official('margin-trading', 'queryCrossMarginAccountDetails')],
    rowsIn: listAt('userAssets'),
  }),
  'listBalances of isolated margin': marginAssets('isolated margin', {
    replies: [
      official('margin-trading', 'queryIsolatedMarginAccountInfo'),
      official('margin-trading', 'queryIsolatedMarginAccountInfo', withAmounts),
    ],
    rowsIn: (body) =>
      listAt('assets')(body)
        .flatMap(sidesOf)
        .filter((row) => !isEmpty(row)),
  }),
  'listBalances of USDⓈ-M': {
    list: 'listBalances',
    request: { section: 'usd-m' },
    replies: [
      official(usdM, 'accountInformationV2'),
      official(usdM, 'accountInformationV3'),
      recorded('fetchBalance', 'Linear swap balance'),
      recorded('fetchPositions', 'Fetch linear positions using account endnpoint'),
    ],
    // The venue names every asset that can be margin.
    rowsIn: (body) =>
      listAt('assets')(body).filter((row) => !isZero((row as { walletBalance: string }).walletBalance)),
    becomes: {
      asset: 'asset',
      walletBalance: (leaf: unknown, { free, locked }: Balance) =>
        add(free, locked) === add(String(leaf), '0'),
      // With several assets as margin, more may be available than the wallet holds.
      availableBalance: (leaf: unknown, { free, locked }: Balance) =>
        free === leaf || (isZero(locked) && compare(String(leaf), free) > 0),
    },
    drops: {
      unrealizedProfit: 'the position is a row of its own',
      crossUnPnl: 'the position is a row of its own',
      marginBalance: 'the wallet, and what the positions are worth',
      crossWalletBalance: 'part of the wallet',
      maxWithdrawAmount: 'what may leave now; what is free stands in the row',
      maintMargin: margin,
      initialMargin: margin,
      positionInitialMargin: margin,
      openOrderInitialMargin: margin,
      marginAvailable: 'a setting of the asset',
      updateTime: 'when the venue last counted it',
    },
  },
};

const reward = 'what it yields; what was put in stands in the row';
const rate = 'a rate, not an amount';
const day = 'a day of the product';

const earn: Readonly<Record<string, Expectation>> = {
  'listBalances of flexible earn': {
    list: 'listBalances',
    request: { section: 'earn, flexible' },
    replies: [official('simple-earn', 'getFlexibleProductPosition')],
    rowsIn: listAt('rows'),
    becomes: {
      asset: 'asset',
      totalAmount: 'locked',
      productId: (leaf: unknown, { wallet }: Balance) => wallet === `earn, flexible ${String(leaf)}`,
    },
    drops: {
      tierAnnualPercentageRate: rate,
      latestAnnualPercentageRate: rate,
      yesterdayAirdropPercentageRate: rate,
      airDropAsset: reward,
      yesterdayRealTimeRewards: reward,
      cumulativeBonusRewards: reward,
      cumulativeRealTimeRewards: reward,
      cumulativeTotalRewards: reward,
      // More than the total in the example: no document says how the two stand to each other.
      collateralAmount: 'pledged for a loan: loans are not read, as the note of listBalances says',
      canRedeem: 'a setting of the product',
      autoSubscribe: 'a setting of the position',
    },
  },
  'listBalances of locked earn': {
    list: 'listBalances',
    request: { section: 'earn, locked' },
    replies: [official('simple-earn', 'getLockedProductPosition')],
    rowsIn: listAt('rows'),
    becomes: {
      asset: 'asset',
      amount: 'locked',
      positionId: (leaf: unknown, { wallet }: Balance) => wallet === `earn, locked ${String(leaf)}`,
    },
    drops: {
      parentPositionId: 'the position that it came of; its own number stands in the row',
      projectId: 'the product; the number of the position stands in the row',
      purchaseTime: day,
      duration: day,
      accrualDays: day,
      nextPayDate: day,
      payPeriod: day,
      rewardsEndDate: day,
      deliverDate: day,
      partialAmtDeliverDate: day,
      redeemPeriod: day,
      rewardAsset: reward,
      rewardAmt: reward,
      extraRewardAsset: reward,
      estExtraRewardAmt: reward,
      boostRewardAsset: reward,
      totalBoostRewardAmt: reward,
      nextPay: reward,
      APY: rate,
      extraRewardAPR: rate,
      boostApr: rate,
      redeemAmountEarly: 'what would come back before its day',
      redeemingAmt: 'on its way back: whether it is part of the amount, no document says',
      redeemTo: 'a setting of the position',
      canRedeemEarly: 'a setting of the position',
      canFastRedemption: 'a setting of the position',
      autoSubscribe: 'a setting of the position',
      canReStake: 'a setting of the position',
      type: 'a setting of the position',
      status: 'a position that is listed is held, or on its way back',
    },
  },
};

const transferExtras = {
  info: "the venue's free text to the owner",
  confirmNo: 'confirmations on chain; status says whether it is done',
  walletType: 'which wallet it left from or came to',
  txKey: 'empty in every reply seen',
  withdrawOrderId: "the client's own id of a withdrawal",
  type: 'added by the recorder of the fixture',
  confirmTimes: 'confirmations on chain; status says whether it is done',
  unlockConfirm: 'confirmations on chain; status says whether it is done',
  travelRuleStatus: 'not documented for this endpoint',
};

const inAndOut: Readonly<Record<string, Expectation>> = {
  listWithdrawals: {
    list: 'listWithdrawals',
    replies: [official('wallet', 'withdrawHistory'), recorded('fetchWithdrawals', 'fetchWithdrawals')],
    rowsIn: whole,
    becomes: {
      id: 'id',
      amount: 'amount',
      transactionFee: 'fee.value',
      coin: 'asset',
      status: 'venueStatus',
      address: 'address',
      addressTag: ['tag', unlessEmpty],
      txId: 'txId.value',
      network: 'network',
      transferType: ['internal', (type) => String(Number(type) === 1)],
      applyTime: ['requestedAt', asUtc],
      completeTime: ['completedAt.value', asUtc],
    },
    drops: transferExtras,
  },
  listDeposits: {
    list: 'listDeposits',
    replies: [official('wallet', 'depositHistory'), recorded('fetchDeposits', 'fetchDeposits')],
    rowsIn: whole,
    becomes: {
      id: 'id',
      amount: 'amount',
      coin: 'asset',
      address: 'address',
      addressTag: ['tag', unlessEmpty],
      network: 'network',
      status: 'venueStatus',
      txId: 'txId.value',
      insertTime: ['at', utc],
    },
    drops: {
      ...transferExtras,
      transferType: 'a deposit from another customer of the venue is not told apart',
      completeTime: 'a deposit counts from when it was seen',
    },
  },
  listWithdrawalAddresses: {
    list: 'listWithdrawalAddresses',
    replies: [official('wallet', 'fetchWithdrawAddressList')],
    rowsIn: whole,
    becomes: {
      address: 'address',
      addressTag: 'tag',
      coin: 'asset',
      name: 'label',
      network: 'network',
      whiteStatus: 'whitelisted',
    },
    drops: {
      origin: 'what the owner wrote about where the address came from',
      originType: 'what the owner wrote about where the address came from',
    },
  },
};

export const money: Readonly<Record<string, Expectation>> = { ...balances, ...earn, ...inAndOut };

// Numbers of bills. Of the funding account: funding-account, "asset/bills"; of the trading account the
// reference sends on to an endpoint (account/subtypes), and these are the kinds its other pages name.

const funding: Readonly<Record<string, string>> = {
  '1': 'deposit',
  '2': 'withdrawal',
  '13': 'withdrawal cancelled',
  '20': 'to a sub-account',
  '21': 'from a sub-account',
  '22': 'to the main account',
  '23': 'from the main account',
  '47': 'correction by OKX',
  '72': 'coins received',
  '73': 'coins sent',
  '74': 'sent coins returned',
  '75': 'simple earn, purchase',
  '76': 'simple earn, redemption',
  '80': 'on-chain earn, purchase',
  '82': 'on-chain earn, redemption',
  '89': 'interest',
  '116': 'fiat order made',
  '117': 'fiat order completed',
  '118': 'fiat order cancelled',
  '130': 'from the trading account',
  '131': 'to the trading account',
  '132': 'P2P, frozen by support',
  '133': 'P2P, released by support',
  '134': 'P2P, handed over by support',
  '160': 'dual investment, purchase',
  '195': 'withdrawal of an asset that cannot be traded',
  '196': 'withdrawal of an asset that cannot be traded, cancelled',
  '200': 'bought',
  '221': 'withdrawal fee',
  '222': 'withdrawal fee returned',
  '272': 'convert, bought',
  '273': 'convert, sold',
  '304': 'fixed earn, order',
  '305': 'fixed earn, redemption',
  '313': 'gift sent',
  '314': 'gift received',
  '315': 'gift returned',
  '372': 'assets locked',
  '373': 'assets unlocked',
};

const trading: Readonly<Record<string, string>> = {
  '1': 'transfer',
  '2': 'trade',
  '3': 'delivery',
  '5': 'liquidation',
  '7': 'interest',
  '8': 'funding fee',
  '9': 'deleveraging',
};

const named = (words: Readonly<Record<string, string>>, type: string): string =>
  Object.hasOwn(words, type) ? ` ${words[type]}` : '';

/** "2 withdrawal"; a number that is not known here stands alone. */
export const fundingKind = (type: string): string => `${type}${named(funding, type)}`;

/** "2/1 trade"; "1/12 transfer, from 18 to 6" (6: funding, 18: trading account). */
export const tradingKind = (row: {
  readonly type: string;
  readonly subType: string;
  readonly from: string;
  readonly to: string;
}): string => {
  const way = row.from === '' || row.to === '' ? '' : `, from ${row.from} to ${row.to}`;
  return `${row.type}/${row.subType}${named(trading, row.type)}${way}`;
};

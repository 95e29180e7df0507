import type { Json, JsonObject } from '../../domain/json.ts';
import { isZero, negate, round } from '../../domain/money.ts';
import { marketOf } from '../ledger-books.ts';
import type { LedgerBooks } from '../ledger-books.ts';
import { futuresWalletOf, tradesIn } from './accounts.ts';
import { refuse } from './codes.ts';
import type { FuturesSection } from './futures-reads.ts';
import { listedIn, marginAssetOf, printedSymbol } from './names.ts';
import { dayMs, isIn, pageOf, windowOf } from './pages.ts';
import { optional } from './parameters.ts';
import type { Call } from './route.ts';

const incomeTypes: readonly string[] = [
  'TRANSFER',
  'WELCOME_BONUS',
  'REALIZED_PNL',
  'FUNDING_FEE',
  'COMMISSION',
  'INSURANCE_CLEAR',
  'REFERRAL_KICKBACK',
  'COMMISSION_REBATE',
  'API_REBATE',
  'CONTEST_REWARD',
  'CROSS_COLLATERAL_TRANSFER',
  'OPTIONS_PREMIUM_FEE',
  'OPTIONS_SETTLE_PROFIT',
  'INTERNAL_TRANSFER',
  'AUTO_EXCHANGE',
  'DELIVERED_SETTELMENT',
  'COIN_SWAP_DEPOSIT',
  'COIN_SWAP_WITHDRAW',
  'POSITION_LIMIT_INCREASE_FEE',
  'STRATEGY_UMFUTURES_TRANSFER',
  'FEE_RETURN',
  'BFUSD_REWARD',
];

/** USDⓈ-M keeps three months; COIN-M takes a year at once, and says nothing of how long it keeps. */
const rules = {
  um: { usual: 7, most: 92, kept: 92 },
  cm: { usual: 7, most: 366, kept: undefined },
};

interface Income {
  readonly atMs: number;
  readonly type: 'TRANSFER' | 'COMMISSION';
  readonly symbol: string;
  readonly bookSymbol: string | undefined;
  readonly asset: string;
  readonly change: string;
  readonly id: string;
}

/**
 * The account ledger of a futures wallet: transfers and fees; there is no funding and nothing is
 * realised here. Oldest first, by pages (the order is not written).
 */
export function income(call: Call, section: FuturesSection): Json {
  const { books, parameters, nowMs } = call;
  const type = optional(parameters, 'incomeType');
  if (type !== undefined && !incomeTypes.includes(type)) throw refuse.invalid('incomeType');
  const symbol = optional(parameters, 'symbol');
  const bookSymbol = symbol === undefined ? undefined : listedIn(books, section, symbol).symbol;
  const { usual, most, kept } = rules[section];
  const isTimed = parameters.has('startTime') || parameters.has('endTime');
  const window = isTimed
    ? windowOf(parameters, {
        nowMs,
        most,
        tooLong: () => refuse.badCombination(),
        ...(kept === undefined ? {} : { kept }),
      })
    : { startMs: nowMs - usual * dayMs, endMs: nowMs };
  const found = incomeOf(books, section)
    .filter((each) => isIn(each.atMs, window))
    .filter((each) => type === undefined || each.type === type)
    .filter((each) => bookSymbol === undefined || each.bookSymbol === bookSymbol);
  const page = pageOf(found, parameters, { page: 'page', size: 'limit', usual: 100, most: 1000 });
  return page.map((each) => incomeRow(each, section));
}

const incomeOf = (books: LedgerBooks, section: FuturesSection): readonly Income[] =>
  [...transfersOf(books, section), ...feesOf(books, section)].sort((a, b) => a.atMs - b.atMs);

const transfersOf = (books: LedgerBooks, section: FuturesSection): readonly Income[] =>
  books.transfers
    .filter(({ from, to }) => (from === 'futures') !== (to === 'futures'))
    .filter(({ asset }) => futuresWalletOf(books, asset) === section)
    .map(({ id, asset, amount, to, atMs }) => ({
      atMs,
      type: 'TRANSFER',
      symbol: '',
      bookSymbol: undefined,
      asset,
      change: to === 'futures' ? amount : negate(amount),
      id,
    }));

const feesOf = (books: LedgerBooks, section: FuturesSection): readonly Income[] =>
  tradesIn(books, section)
    .filter(({ fee }) => !isZero(fee))
    .map((trade) => {
      const market = marketOf(books, trade.symbol);
      return {
        atMs: trade.atMs,
        type: 'COMMISSION',
        symbol: printedSymbol(market),
        bookSymbol: market.symbol,
        asset: section === 'um' ? trade.feeAsset : marginAssetOf(market),
        change: negate(trade.fee),
        id: String(trade.id),
      };
    });

// `tranId` is a number in one of the two, and a text in the other. "unique in the same incomeType".
const incomeRow = (
  { symbol, type, change, asset, atMs, id }: Income,
  section: FuturesSection,
): JsonObject => ({
  symbol,
  incomeType: type,
  income: round(change, 8),
  asset,
  info: type === 'TRANSFER' ? (change.startsWith('-') ? 'WITHDRAW' : 'DEPOSIT') : id,
  time: atMs,
  tranId: section === 'um' ? Number(id) : id,
  tradeId: type === 'COMMISSION' ? id : '',
});

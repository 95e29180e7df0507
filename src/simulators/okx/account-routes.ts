import type { Json } from '../../domain/json.ts';
import { permText } from './permissions.ts';
import { balanceRow, fundingHoldings, fundingRow, tradingHoldings, worthIn } from './balance-rows.ts';
import type { Held } from './balance-rows.ts';
import { refusal } from './codes.ts';
import { perSecond, perTwoSeconds } from './limits.ts';
import { instIdOf, instTypeOf, marketIn } from './names.ts';
import { numbered } from './paging.ts';
import { instTypeIn, listIn, optional } from './parameters.ts';
import type { Parameters } from './parameters.ts';
import { marketOf } from '../ledger-books.ts';
import { positionRow } from './position-rows.ts';
import { positionIdOf } from './ids.ts';
import { get } from './route.ts';
import type { Call, Route } from './route.ts';

/** The key's own account, and what lies in it (trading-account, funding-account, financial-product). */
export const accountRoutes: readonly Route[] = [
  get('account/config', perTwoSeconds(5), config),
  get('account/balance', perTwoSeconds(10), balance),
  get('account/positions', perTwoSeconds(10), positions),
  get('asset/balances', perSecond(6), ({ books, parameters }) =>
    chosen(fundingHoldings(books), parameters).map(fundingRow),
  ),
  get('asset/asset-valuation', perSecond(1), valuation),
  // The books have no earn products: the lists are empty.
  get('finance/savings/balance', perSecond(6), () => []),
  get('finance/staking-defi/orders-active', perSecond(3), () => []),
];

/** No creation time and no id: of a key, the venue tells label, permissions and addresses. */
function config({ core, key }: Call): Json[] {
  const { uid } = core.world.books();
  const own = key();
  return [
    {
      acctLv: '2',
      acctStpMode: 'cancel_maker',
      autoLoan: false,
      ctIsoMode: 'automatic',
      enableSpotBorrow: false,
      greeksType: 'PA',
      feeType: '0',
      ip: own.ipAllowlist.join(','),
      type: own.subAccount === undefined ? '0' : '1',
      kycLv: '3',
      label: own.label,
      level: 'Lv1',
      levelTmp: '',
      liquidationGear: '-1',
      mainUid: String(uid),
      mgnIsoMode: 'automatic',
      opAuth: '0',
      perm: permText(own),
      posMode: 'net_mode',
      roleType: '0',
      spotBorrowAutoRepay: false,
      spotOffsetType: '',
      spotRoleType: '0',
      spotTraderInsts: [],
      stgyType: '0',
      traderInsts: [],
      uid: own.subAccount ?? String(uid),
      settleCcy: 'USDC',
      settleCcyList: ['USD', 'USDC', 'USDG'],
    },
  ];
}

function balance({ books, parameters, nowMs }: Call): Json[] {
  return [balanceRow(books, chosen(tradingHoldings(books), parameters), nowMs)];
}

/** "multiple currencies (no more than 20) separated with comma". */
export function chosen(held: readonly Held[], parameters: Parameters): readonly Held[] {
  const wanted = listIn(parameters, 'ccy', 20);
  return held.filter(({ ccy }) => wanted === undefined || wanted.includes(ccy));
}

/** Newest first. "If you pass both instType and instId, they must match." */
function positions({ books, parameters }: Call): Json[] {
  const instType = instTypeIn(parameters);
  const instIds = listIn(parameters, 'instId', 10);
  const posIds = listIn(parameters, 'posId', 20);
  for (const instId of instIds ?? []) {
    const market = marketIn(books, instId);
    if (market === undefined) throw refusal('51001');
    if (instType !== undefined && instTypeOf(market) !== instType) throw refusal('51015');
  }
  return numbered(books.positions)
    .map(({ row, index }) => ({ held: row, index, market: marketOf(books, row.symbol) }))
    .filter(({ market }) => instType === undefined || instTypeOf(market) === instType)
    .filter(({ market }) => instIds === undefined || instIds.includes(instIdOf(market)))
    .filter(({ index }) => posIds === undefined || posIds.includes(positionIdOf(index)))
    .sort((a, b) => b.held.atMs - a.held.atMs)
    .map(positionRow);
}

/** "in BTC by default". */
function valuation({ books, parameters, nowMs }: Call): Json[] {
  const ccy = optional(parameters, 'ccy') ?? 'BTC';
  const [trading, funding] = [tradingHoldings(books), fundingHoldings(books)];
  return [
    {
      details: {
        classic: '0',
        earn: '0',
        funding: worthIn(books, funding, ccy),
        trading: worthIn(books, trading, ccy),
      },
      totalBal: worthIn(books, [...trading, ...funding], ccy),
      ts: String(nowMs),
    },
  ];
}

import { keysOf, type PlainCcxt, type PlainLoop, type PlainRow } from './loop.ts';

const pageSize = 100;

/** Histories want a type of instrument each, and without one ccxt asks for spot alone. */
const types = ['spot', 'margin', 'swap', 'future', 'option'] as const;

/** As many kinds of orders that wait as ccxt knows. */
const waiting = ['conditional', 'oco', 'trigger', 'move_order_stop', 'iceberg', 'twap'] as const;

const archive = { method: 'privateGetTradeOrdersHistoryArchive' };

/** The account as it is and its histories, list after list, page after page, until a page is not full. */
export const okxSweep: PlainLoop = async (exchange, { from }) => {
  await exchange.fetchBalance();
  await exchange.fetchBalance({ type: 'funding' });
  const open = [
    ...(await exchange.fetchOpenOrders(undefined, undefined, pageSize)),
    ...(await forEach(waiting, (ordType) =>
      exchange.fetchOpenOrders(undefined, undefined, pageSize, { ordType }),
    )),
  ];
  const trades = await forEach(types, (type) =>
    byId('billId', (after) => exchange.fetchMyTrades(undefined, from, undefined, { type, ...after })),
  );
  const orders = await forEach(types, (type) => ordersOf(exchange, { type, from }));
  const ledger = [
    ...(await bills((params) => exchange.privateGetAccountBillsArchive({ begin: from, ...params }))),
    ...(await bills((params) => exchange.privateGetAssetBills(params))),
    ...(await bills((params) => exchange.privateGetAssetBillsHistory(params))),
  ];
  const deposits = await exchange.fetchDeposits(undefined, from);
  const withdrawals = await exchange.fetchWithdrawals(undefined, from);
  // Trade ids are unique within a symbol only; the bill's is the row's own.
  const fills = trades.map(({ info }) => ({ id: String(info['billId']) }));
  return keysOf({ open, trades: fills, orders, ledger: unique(ledger), deposits, withdrawals });
};

/**
 * By the implicit methods: fetchLedger asks for bills of one type of instrument, which transfers are not of,
 * and does not know the older ones of the funding account. The latter go on by time; here one page holds all.
 */
const bills = (read: (params: object) => ReturnType<PlainCcxt['privateGetAssetBills']>) =>
  byId('billId', async (after) =>
    (await read({ limit: pageSize, ...after })).data.map((info) => ({
      id: info.billId,
      timestamp: Number(info.ts),
      info,
    })),
  );

/** What was cancelled without a fill is in the list of the week alone, and there for two hours. */
async function ordersOf(
  exchange: PlainCcxt,
  { type, from }: { readonly type: string; readonly from: number },
): Promise<readonly PlainRow[]> {
  const found = [
    ...(await byId('ordId', (after) =>
      exchange.fetchClosedOrders(undefined, from, pageSize, { type, ...archive, ...after }),
    )),
    ...(await byId('ordId', (after) =>
      exchange.fetchCanceledOrders(undefined, from, pageSize, { type, ...after }),
    )),
    ...(await byId('ordId', (after) =>
      exchange.fetchCanceledOrders(undefined, from, pageSize, { type, ...archive, ...after }),
    )),
  ];
  return unique(found);
}

const unique = (rows: readonly PlainRow[]): readonly PlainRow[] => [
  ...new Map(rows.map((row) => [row.id, row])).values(),
];

async function forEach<T>(
  items: readonly T[],
  read: (item: T) => Promise<readonly PlainRow[]>,
): Promise<readonly PlainRow[]> {
  const rows: PlainRow[] = [];
  for (const item of items) rows.push(...(await read(item)));
  return rows;
}

/** `after` brings what is older than that id. */
async function byId(
  field: string,
  read: (after: { readonly after?: string }) => Promise<readonly PlainRow[]>,
): Promise<readonly PlainRow[]> {
  const rows: PlainRow[] = [];
  for (let after = {}; ;) {
    const page = await read(after);
    rows.push(...page);
    if (page.length < pageSize) return rows;
    const ids = page.map(({ info }) => BigInt(String(info[field])));
    after = { after: String(ids.reduce((least, id) => (id < least ? id : least))) };
  }
}

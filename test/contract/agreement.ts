import { expect } from 'vitest';
import type { SubAccount } from '../../src/domain/account.ts';
import type { Grant, KeyReport, ListedKey, PermissionScope } from '../../src/domain/api-key.ts';
import type { Known } from '../../src/domain/known.ts';
import { add, compare, isZero, sum } from '../../src/domain/money.ts';
import type {
  Balance,
  Deposit,
  LedgerEntry,
  MarketPrice,
  OpenOrder,
  PastOrder,
  Position,
  Trade,
  Transfer,
  Withdrawal,
  WithdrawalAddress,
} from '../../src/domain/trading.ts';
import { simulatorScopes } from '../../src/simulators/index.ts';
import type { SimulatedKey } from '../../src/simulators/index.ts';
import type { CapabilityName } from '../../src/venues/index.ts';
import { isPending, readList } from './capabilities.ts';
import type { OpenWorld } from './world.ts';

/** A list as it was read, and where the truth stands. */
export interface Reading {
  readonly rows: readonly never[];
  readonly world: OpenWorld;
  /** Everything that the venue said to it. */
  readonly told: string;
  /** Our word for an asset that the venue spells otherwise. */
  readonly neutral: (asset: string) => string;
}

type Agreement = (reading: Reading) => void;

/** For each list: what of it must be as the simulator booked it. */
export const agreements: Readonly<Partial<Record<CapabilityName, Agreement>>> = {
  listMarketPrices: prices,
  listTrades: trades,
  listOrders: orders,
  listOpenOrders: openOrders,
  listBalances: balances,
  listPositions: positions,
  listWithdrawals: withdrawals,
  listDeposits: deposits,
  listTransfers: transfers,
  listLedger: ledger,
  listWithdrawalAddresses: addresses,
  listSubAccounts: subAccounts,
  listSubAccountKeys: subAccountKeys,
};

/**
 * How the venue spells assets, from its own list of prices and nothing else: where it names base and
 * quote of a pair, these are the words.
 */
export async function spellingOf(world: OpenWorld): Promise<Reading['neutral']> {
  const { symbols, pair } = world;
  if (pair.venue.capabilities.listMarketPrices.by !== 'api') return (asset) => asset;
  const { listing } = await readList('listMarketPrices', await world.open('public'), world);
  const words = new Map<string, string>();
  for (const { symbol, base, quote } of listing.rows as readonly MarketPrice[]) {
    const asset = Object.entries(symbols).find(([, each]) => each === symbol)?.[0];
    if (asset !== undefined && base !== undefined) words.set(base, asset);
    if (asset !== undefined && quote !== undefined) words.set(quote, 'USDT');
  }
  return (asset) => words.get(asset) ?? asset;
}

/** One spelling of an amount: 0.010 and 1e-2 are 0.01. */
const plain = (amount: string): string => add(amount, '0');

const byText = (rows: readonly object[]): readonly object[] =>
  rows.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

const expectSame = (read: readonly object[], booked: readonly object[]): void =>
  expect(byText(read)).toEqual(byText(booked));

const expectDistinct = (ids: readonly string[]): void => expect(new Set(ids).size).toBe(ids.length);

/** What the venue told, else what was booked: that it does not tell is no disagreement. */
const toldOr = <T>(fact: Known<T>, booked: T | undefined): T | undefined =>
  fact.known ? fact.value : booked;

// ---------------------------------------------------------------- trading

function prices({ rows, world, neutral }: Reading): void {
  const read = rows as readonly MarketPrice[];
  for (const [base, symbol] of Object.entries(world.symbols)) {
    const price = read.find((row) => row.symbol === symbol);
    expect(price, symbol).toBeDefined();
    expect(compare(price?.price ?? '0', world.simulator.books.price(symbol) ?? '-1'), symbol).toBe(0);
    if (price?.base !== undefined) expect(neutral(price.base)).toBe(base);
    if (price?.quote !== undefined) expect(neutral(price.quote)).toBe('USDT');
  }
}

function trades({ rows, world, neutral }: Reading): void {
  const read = rows as readonly Trade[];
  const booked = world.simulator.books.trades();
  expectSame(
    read.map(({ symbol, side, at, price, amount, fee, feeAsset }) => ({
      symbol,
      side,
      at,
      price: plain(price),
      amount: plain(amount),
      fee: plain(fee),
      feeAsset: neutral(feeAsset),
    })),
    booked.map(({ symbol, side, at, price, amount, fee, feeAsset }) => ({
      symbol,
      side,
      at,
      price: plain(price),
      amount: plain(amount),
      fee: plain(fee),
      feeAsset,
    })),
  );
  expectDistinct(read.map(({ symbol, id }) => `${symbol} ${id}`));
  expectSame(
    read.map(({ amount, clientOrderId }) => ({ client: toldOr(clientOrderId, clientOf(booked, amount)) })),
    booked.map(({ clientOrderId }) => ({ client: clientOrderId })),
  );
}

const clientOf = (
  booked: readonly { readonly amount: string; readonly clientOrderId: string }[],
  amount: string,
): string | undefined => booked.find((each) => compare(each.amount, amount) === 0)?.clientOrderId;

/** Orders that rest may be among them or not; whatever is over must be. */
function orders({ rows, world }: Reading): void {
  const read = rows as readonly PastOrder[];
  const booked = world.simulator.books.orders();
  const isOver = ({ status }: { readonly status: string }) => status !== 'open';
  expectSame(
    read.filter(isOver).map((row) => ({ ...orderFields(row), at: row.createdAt, status: row.status })),
    booked.filter(isOver).map((each) => ({ ...orderFields(each), at: each.at, status: each.status })),
  );
  const resting = booked.filter((each) => !isOver(each)).map(({ clientOrderId }) => clientOrderId);
  for (const row of read.filter((each) => !isOver(each))) expect(resting).toContain(row.clientOrderId);
  expectDistinct(read.map(({ section, symbol, id }) => `${section} ${symbol} ${id}`));
}

const orderFields = ({
  clientOrderId,
  symbol,
  side,
  amount,
  filled,
}: Pick<OpenOrder, 'clientOrderId' | 'symbol' | 'side' | 'amount' | 'filled'>) => ({
  clientOrderId,
  symbol,
  side,
  amount: plain(amount),
  filled: plain(filled),
});

/** Conditional ones among them, with the price they wait for. */
function openOrders({ rows, world }: Reading): void {
  const read = rows as readonly OpenOrder[];
  const booked = world.simulator.books.orders().filter(({ status }) => status === 'open');
  const priced = (price: string, trigger: string | undefined) => ({
    price: plain(price),
    trigger: trigger === undefined ? undefined : plain(trigger),
  });
  expectSame(
    read.map((row) => ({
      ...orderFields(row),
      at: row.createdAt,
      ...priced(row.price, row.triggerPrice),
    })),
    booked.map((each) => ({ ...orderFields(each), at: each.at, ...priced(each.price, each.trigger) })),
  );
}

function positions({ rows, world }: Reading): void {
  const read = rows as readonly Position[];
  const booked = world.simulator.books.positions();
  const [only] = booked;
  expectSame(
    read.map(({ side, amount, entryPrice, leverage }) => ({
      side,
      amount: plain(amount),
      entryPrice: plain(toldOr(entryPrice, only?.entryPrice) ?? '0'),
      leverage: plain(toldOr(leverage, only?.leverage) ?? '0'),
    })),
    booked.map(({ side, amount, entryPrice, leverage }) => ({
      side,
      amount: plain(amount),
      entryPrice: plain(entryPrice),
      leverage: plain(leverage),
    })),
  );
}

// ---------------------------------------------------------------- money

/**
 * The wallet that trades, to the last digit. The funding wallet is not everywhere: where the venue told
 * what lies in it, it is among the rows.
 */
function balances({ rows, world, neutral, told }: Reading): void {
  const funding = '4321.125';
  const read = (rows as readonly Balance[])
    .map(({ asset, free, locked }) => ({ asset: neutral(asset), free: plain(free), locked: plain(locked) }))
    .filter(({ free, locked }) => !isZero(free) || !isZero(locked));
  const booked = world.simulator.books
    .balances()
    .map(({ asset, free, locked }) => ({ asset, free: plain(free), locked: plain(locked) }));
  // What is lent or earns is locked where somebody must take it back first.
  const isLocked = read.some(({ locked }) => locked === funding);
  const [free, locked] = isLocked ? ['0', funding] : [funding, '0'];
  const besides = told.includes(funding) ? [{ asset: 'USDT', free, locked }] : [];
  expectSame(read, [...booked, ...besides]);
}

function withdrawals({ rows, world, neutral }: Reading): void {
  const read = rows as readonly Withdrawal[];
  const { books } = world.simulator;
  expectSame(
    read.map(({ asset, amount, requestedAt, status }) => ({
      asset: neutral(asset),
      amount: plain(amount),
      at: requestedAt,
      state: isPending(status) ? 'pending' : status,
    })),
    books
      .withdrawals()
      .map(({ coin, amount, at, state }) => ({ asset: coin, amount: plain(amount), at, state })),
  );
  expectDistinct(read.map(({ id }) => id));
  const known = world.simulator.website.addresses().map(({ address }) => address);
  for (const { address } of read) expect(known).toContain(address);
}

function deposits({ rows, world, neutral }: Reading): void {
  const read = rows as readonly Deposit[];
  expectSame(
    read.map(({ asset, amount, at, status }) => ({
      asset: neutral(asset),
      amount: plain(amount),
      at,
      status,
    })),
    world.simulator.books
      .deposits()
      .map(({ coin, amount, at }) => ({ asset: coin, amount: plain(amount), at, status: 'completed' })),
  );
  expectDistinct(read.map(({ id }) => id));
}

/** Between wallets, or with sub-accounts, or both: whatever the venue told is among the rows. */
function transfers({ rows, world, neutral, told }: Reading): void {
  const read = rows as readonly Transfer[];
  const isTold = ({ amount }: { readonly amount: string }) => told.includes(amount);
  expect(read.length).toBeGreaterThan(0);
  expectSame(
    read.map(({ asset, amount, at }) => ({ asset: neutral(asset), amount: plain(amount), at })),
    world.simulator.books
      .transfers()
      .filter(isTold)
      .map(({ asset, amount, at }) => ({ asset, amount: plain(amount), at })),
  );
}

/** Some venues tell whole seconds. */
const isMoment = (told: string, booked: string): boolean =>
  told === booked || (told.endsWith('.000Z') && told.slice(0, -5) === booked.slice(0, -5));

/** A venue without a ledger of one wallet tells nothing of that moment at all. */
const isToldAt = (told: string, at: string): boolean => {
  const ms = String(Date.parse(at));
  return told.includes(at.slice(0, 19)) || new RegExp(`\\b(${ms}|${ms.slice(0, -3)})\\b`).test(told);
};

/**
 * A line for whatever came in, went out or was traded and of whose moment the venue told, with its sign;
 * amounts may hold the fee or not.
 */
function ledger({ rows, world, neutral, told }: Reading): void {
  const read = rows as readonly LedgerEntry[];
  const { books } = world.simulator;
  const ofTold = <Row extends { readonly at: string }>(booked: readonly Row[]): readonly Row[] =>
    booked.filter(({ at }) => isToldAt(told, at));
  const changes = (asset: string, at: string): string =>
    sum(
      read.filter((row) => neutral(row.asset) === asset && isMoment(row.at, at)).map(({ change }) => change),
    );
  for (const { coin, amount, at } of ofTold(books.deposits())) {
    expect(plain(changes(coin, at)), `the deposit of ${at}`).toBe(plain(amount));
  }
  for (const { coin, at } of ofTold(books.withdrawals())) {
    expect(compare(changes(coin, at), '0'), `the withdrawal of ${at}`).toBe(-1);
  }
  for (const [base, symbol] of Object.entries(world.symbols)) {
    const booked = ofTold(books.trades()).filter((trade) => trade.symbol === symbol);
    for (const at of new Set(booked.map((trade) => trade.at))) {
      const signed = booked
        .filter((trade) => trade.at === at)
        .map(({ side, amount }) => (side === 'buy' ? amount : `-${amount}`));
      expect(plain(changes(base, at)), `the trades of ${symbol} at ${at}`).toBe(sum(signed));
    }
  }
  expectDistinct(read.map(({ wallet, asset, id }) => `${wallet} ${asset} ${id}`));
}

function addresses({ rows, world, neutral }: Reading): void {
  const read = rows as readonly WithdrawalAddress[];
  const booked = world.simulator.website.addresses();
  expectSame(
    read.map(({ asset, address, label }) => ({ asset: neutral(asset), address, label })),
    booked.map(({ coin, address, label }) => ({ asset: coin, address, label })),
  );
  // The books have only whitelisted ones.
  expect(read.filter(({ whitelisted }) => whitelisted === false)).toEqual([]);
}

// ---------------------------------------------------------------- sub-accounts and keys

function subAccounts({ rows, world }: Reading): void {
  const read = rows as readonly SubAccount[];
  const booked = world.simulator.books.subAccounts();
  expect(read.length).toBe(booked.length);
  for (const { label, createdAt } of booked) {
    const row = read.find((each) => `${each.id} ${each.label}`.includes(label));
    expect(row, label).toBeDefined();
    if (row === undefined) continue;
    expect(toldOr(row.createdAt, createdAt), label).toBe(createdAt);
    expect([false, 'unknown'], label).toContain(row.frozen);
    expect([true, 'unknown'], label).toContain(row.mayTransferOut);
  }
}

function subAccountKeys({ rows, world }: Reading): void {
  const read = rows as readonly ListedKey[];
  const booked = world.simulator.website.keys().filter(({ subAccount }) => subAccount !== undefined);
  expect(read.map(({ keyId }) => keyId.reveal()).sort()).toEqual(booked.map(({ keyId }) => keyId).sort());
  for (const key of booked) {
    const row = read.find(({ keyId }) => keyId.reveal() === key.keyId);
    if (row === undefined) continue;
    expect(toldOr(row.label, key.label)).toBe(key.label);
    expect(toldOr(row.createdAt, key.createdAt)).toBe(key.createdAt);
    expectGrants(row.scopes, scopesWith(row.bundled, key), key.label);
    expectBinding(row, key);
  }
}

/** What a key is told of itself: never the contrary of what the books say. */
export function expectReport(report: KeyReport, key: Omit<SimulatedKey, 'secret'>): void {
  expectGrants(report.scopes, scopesWith(report.bundled, key), key.label);
  expectBinding(report, key);
  expect(toldOr(report.label, key.label)).toBe(key.label);
  expect(toldOr(report.createdAt, key.createdAt)).toBe(key.createdAt);
}

/** What the books say of a key, and what the venue hands out along with it. */
function scopesWith(groups: KeyReport['bundled'] = [], key: Pick<SimulatedKey, 'scopes'>) {
  const bundled = new Set(groups.filter((group) => holdsAny(group, key)).flat());
  return simulatorScopes.filter((scope) => bundled.has(scope) || key.scopes.includes(scope));
}

const holdsAny = (group: readonly PermissionScope[], { scopes }: Pick<SimulatedKey, 'scopes'>): boolean =>
  group.some((scope) => (scopes as readonly PermissionScope[]).includes(scope));

function expectGrants(
  grants: Readonly<Record<PermissionScope, Grant>>,
  held: readonly PermissionScope[],
  label: string,
): void {
  for (const scope of simulatorScopes) {
    const wrong = held.includes(scope) ? 'denied' : 'granted';
    expect(`${scope} ${grants[scope]}`, label).not.toBe(`${scope} ${wrong}`);
  }
}

function expectBinding(
  told: Pick<KeyReport, 'ipRestricted' | 'ipAllowlist'>,
  { ipAllowlist, label }: Pick<SimulatedKey, 'ipAllowlist' | 'label'>,
): void {
  expect(told.ipRestricted, label).not.toBe(ipAllowlist.length > 0 ? 'denied' : 'granted');
  expect(toldOr(told.ipAllowlist, ipAllowlist), label).toEqual(ipAllowlist);
}

import { createHash } from 'node:crypto';
import type { Json, JsonObject } from '../../domain/json.ts';
import { add, compare, divide, isZero, multiply, round, subtract } from '../../domain/money.ts';
import type { LedgerBooks, LedgerKey } from '../ledger-books.ts';
import { invalidArguments, refusal } from './codes.ts';
import { ibanOf } from './ids.ts';
import { altnameOf, assetIdOf, assetNamed, padded, pairNamed } from './names.ts';
import { figuresOf, resultOf } from './order-rows.ts';
import { decimal, isTrue, listed, mandatory, oneOf, optional } from './parameters.ts';
import { permissionsOf, settingOf } from './permissions.ts';
import type { Call, Route } from './route.ts';
import { valueIn } from './worth.ts';

const master = { allOf: ['withdraw-funds'], master: true } as const;

/** The key, balances, fees, earn, sub-accounts. */
export const accountRoutes: readonly Route[] = [
  { path: '/0/private/GetApiKeyInfo', needs: {}, answer: keyInfo },
  { path: '/0/private/Balance', needs: { allOf: ['query-funds'] }, answer: balance },
  { path: '/0/private/BalanceEx', needs: { allOf: ['query-funds'] }, answer: balanceEx },
  { path: '/0/private/TradeBalance', needs: { allOf: ['query-open-trades'] }, answer: tradeBalance },
  { path: '/0/private/TradeVolume', needs: { allOf: ['query-funds'] }, answer: tradeVolume },
  { path: '/0/private/Earn/Allocations', needs: { allOf: ['query-funds'] }, answer: allocations },
  { path: '/0/private/Earn/Strategies', needs: {}, answer: strategies },
  { path: '/0/private/GetWebSocketsToken', needs: { allOf: ['create-ws-token'] }, answer: webSocketsToken },
  { path: '/0/private/CreateSubaccount', needs: master, answer: createSubaccount },
  { path: '/0/private/AccountTransfer', needs: master, answer: accountTransfer },
  // "API Key Permissions Required: Funds permissions - Query", though it moves money.
  { path: '/0/private/WalletTransfer', needs: { allOf: ['query-funds'] }, answer: walletTransfer },
];

const seconds = (atMs: number): string => String(Math.floor(atMs / 1000));

/**
 * `nonce` is this call's own, `lastUsed` the use before it (both assumed: the example fits either), and
 * the books know no change of a key but by the web site, which there is none of.
 */
function keyInfo(call: Call): Json {
  const { core, nonces, lastUsedMs } = call;
  const key = call.key();
  return {
    apiKeyName: key.label,
    apiKey: core.ring.partsOf(key.ref).keyId,
    nonce: String(nonces.last(key.ref) ?? 0n),
    nonceWindow: Number(settingOf(key, 'nonceWindow')),
    permissions: permissionsOf(key),
    iban: ibanOf(uidOf(core.world.books(), key)),
    validUntil: key.expiresAtMs === undefined ? '0' : seconds(key.expiresAtMs),
    queryFrom: settingOf(key, 'queryFrom'),
    queryTo: settingOf(key, 'queryTo'),
    createdTime: seconds(key.createdAtMs),
    modifiedTime: seconds(key.createdAtMs),
    ipAllowlist: key.ipAllowlist,
    lastUsed: lastUsedMs === undefined ? null : seconds(lastUsedMs),
  };
}

const uidOf = (books: LedgerBooks, key: LedgerKey): string => key.subAccount ?? String(books.uid);

/** What earns is held apart: "balances earning automatically in Kraken Rewards" have the ending .F. */
const earning = (books: LedgerBooks): readonly (readonly [string, string])[] =>
  [...books.funding].filter(([, amount]) => !isZero(amount));

/** "All cash balances, net of pending withdrawals": what orders hold is still in it. */
function balance({ books }: Call): Json {
  const spot = [...books.balances].map(
    ([asset, { free, locked }]) => [assetIdOf(asset), padded(add(free, locked), 10)] as const,
  );
  const rewards = earning(books).map(([asset, amount]) => [rewardName(asset), padded(amount, 10)] as const);
  return Object.fromEntries([...spot, ...rewards]);
}

/** "available balance = balance + credit - credit_used - hold_trade"; there is no credit here. */
function balanceEx({ books }: Call): Json {
  const spot = [...books.balances].map(
    ([asset, { free, locked }]) =>
      [assetIdOf(asset), { balance: padded(add(free, locked), 10), hold_trade: padded(locked, 10) }] as const,
  );
  const rewards = earning(books).map(
    ([asset, amount]) =>
      [rewardName(asset), { balance: padded(amount, 10), hold_trade: '0.0000000000' }] as const,
  );
  return Object.fromEntries([...spot, ...rewards]);
}

/** "XBT.F", "USDT.F": the altname, with no prefix. */
const rewardName = (asset: string): string => `${altnameOf(asset)}.F`;

function tradeBalance({ books, parameters }: Call): Json {
  const asset = assetNamed(optional(parameters, 'asset') ?? 'ZUSD');
  const held = [...books.balances].map(([name, { free, locked }]) => [name, add(free, locked)] as const);
  const worth = (amounts: readonly (readonly [string, string])[]): string =>
    amounts.reduce(
      (sum, [name, amount]) => add(sum, valueIn(books, { amount, asset: name, in: asset })),
      '0',
    );
  const quoteOf = (symbol: string): string =>
    books.markets.find((market) => market.symbol === symbol)?.quote ?? asset;
  const figures = books.positions.map((position) => ({
    quote: quoteOf(position.symbol),
    ...figuresOf(books, position),
  }));
  const total = worth(held);
  const used = worth(figures.map(({ quote, margin }) => [quote, margin]));
  const gain = worth(books.positions.map((each) => [quoteOf(each.symbol), resultOf(books, each)]));
  const cost = worth(figures.map(({ quote, cost: each }) => [quote, each]));
  const equity = add(total, gain);
  return {
    eb: money(total),
    tb: money(total),
    m: money(used),
    n: money(gain),
    c: money(cost),
    v: money(add(cost, gain)),
    e: money(equity),
    mf: money(subtract(equity, used)),
    ...(isZero(used) ? {} : { ml: round(divide(multiply(equity, '100'), used), 2) }),
    uv: '0.0000',
  };
}

const money = (amount: string): string => round(amount, 4);

/** "Fees will not be included if `pair` is not specified". */
function tradeVolume({ books, parameters, nowMs }: Call): Json {
  const since = nowMs - 30 * 86_400_000;
  const volume = books.trades
    .filter(({ atMs }) => atMs > since)
    .reduce(
      (sum, { quote, feeAsset }) => add(sum, valueIn(books, { amount: quote, asset: feeAsset, in: 'USD' })),
      '0',
    );
  const pairs = listed(parameters, 'pair')?.map((name) => {
    const market = pairNamed(books, name.replace('/', '')) ?? pairNamed(books, name);
    if (market === undefined) throw refusal('EQuery:Unknown asset pair');
    return market;
  });
  const fee = padded(multiply(books.feeRate, '100'), 4);
  const ofAll = (rate: string): JsonObject =>
    Object.fromEntries((pairs ?? []).map(({ symbol }) => [symbol, tier(rate)]));
  return {
    currency: 'ZUSD',
    volume: money(volume),
    ...(pairs === undefined ? {} : { fees: ofAll(fee), fees_maker: ofAll('0.0000') }),
  };
}

const tier = (fee: string): JsonObject => ({
  fee,
  min_fee: fee,
  max_fee: fee,
  next_fee: null,
  tier_volume: null,
  next_volume: null,
});

function allocations({ books, parameters }: Call): Json {
  const converted = assetNamed(optional(parameters, 'converted_asset') ?? 'USD');
  const inConverted = (asset: string, amount: string): string =>
    money(valueIn(books, { amount, asset, in: converted }));
  const items = [...books.funding]
    .filter(([, amount]) => !isTrue(parameters, 'hide_zero_allocations') || !isZero(amount))
    .map(([asset, amount]) => ({
      strategy_id: strategyIdOf(asset),
      native_asset: assetIdOf(asset),
      amount_allocated: { total: { native: padded(amount, 10), converted: inConverted(asset, amount) } },
      total_rewarded: { native: '0.0000000000', converted: '0.0000' },
    }))
    .sort((a, b) => compare(a.amount_allocated.total.converted, b.amount_allocated.total.converted));
  const total = items.reduce((sum, each) => add(sum, each.amount_allocated.total.converted), '0');
  return {
    converted_asset: assetIdOf(converted),
    total_allocated: money(total),
    total_rewarded: '0.0000',
    items: isTrue(parameters, 'ascending') ? items : items.toReversed(),
    next_cursor: null,
  };
}

const strategyIdOf = (asset: string): string =>
  `ES${createHash('sha256').update(`earn/${asset}`).digest('hex').slice(0, 16).toUpperCase()}`.replace(
    /^(.{6})(.{5})(.{6}).*$/,
    '$1-$2-$3',
  );

/** One of "Kraken rewards" for each asset that earns. */
function strategies({ books, parameters }: Call): Json {
  const asset = optional(parameters, 'asset');
  const items = [...books.funding.keys()]
    .filter((each) => asset === undefined || each === assetNamed(asset))
    .map((each) => ({
      id: strategyIdOf(each),
      asset: assetIdOf(each),
      lock_type: { type: 'flex' },
      apr_estimate: null,
      user_min_allocation: null,
      allocation_fee: '0.0000',
      deallocation_fee: '0.0000',
      auto_compound: { type: 'enabled' },
      yield_source: { type: 'opt_in_rewards' },
      can_allocate: false,
      can_deallocate: false,
      allocation_restriction_info: [],
    }));
  return { items, next_cursor: null };
}

const tokenLastsS = 900;

/** Nothing listens for it: there are no WebSockets here. */
function webSocketsToken(call: Call): Json {
  const token = createHash('sha256').update(`token/${call.key().ref}/${call.nowMs}`).digest('base64');
  return { token, expires: tokenLastsS };
}

/** "Username" and "Email" of the new one. */
function createSubaccount(call: Call): Json {
  const { parameters, books, nowMs } = call;
  const label = mandatory(parameters, 'username');
  mandatory(parameters, 'email');
  if (books.subAccounts.some((each) => each.label === label)) throw invalidArguments();
  const id = String(nowMs + books.subAccounts.length);
  call.commit({ kind: 'sub-account-created', atMs: nowMs, by: call.actor(), id, label });
  return true;
}

/** Both ends by their IIBAN. Accounts hold nothing but the main one, and nothing leaves it here. */
function accountTransfer({ books, parameters }: Call): Json {
  mandatory(parameters, 'asset');
  decimal('amount', mandatory(parameters, 'amount'));
  const accounts = [String(books.uid), ...books.subAccounts.map(({ id }) => id)].map(ibanOf);
  const ends = ['from', 'to'].map((name) => mandatory(parameters, name));
  if (!ends.every((end) => accounts.includes(end)) || ends[0] === ends[1]) throw invalidArguments();
  throw refusal('EService:Unavailable');
}

function walletTransfer({ parameters }: Call): Json {
  mandatory(parameters, 'asset');
  decimal('amount', mandatory(parameters, 'amount'));
  if (oneOf(parameters, 'from', ['Spot Wallet']) === undefined) throw invalidArguments();
  if (oneOf(parameters, 'to', ['Futures Wallet']) === undefined) throw invalidArguments();
  throw refusal('EService:Unavailable');
}

import { createHash } from 'node:crypto';
import type { PermissionScope } from '../../src/domain/api-key.ts';
import type { Grant, KeyReport } from '../../src/domain/api-key.ts';
import type { Probe } from '../../src/domain/death-proof.ts';
import type { Exhibit, ExhibitKind } from '../../src/domain/exhibit.ts';
import { known, unknown } from '../../src/domain/known.ts';
import { add, divide, multiply, round, subtract, sum } from '../../src/domain/money.ts';
import type { OpenOrder, Trade } from '../../src/domain/trading.ts';
import type { Action, Report, StepReport, TimelineEntry } from '../../src/report/model.ts';

const start = Date.UTC(2026, 10, 21, 2, 41, 0, 0);

/** Milliseconds after the attack began, as ISO 8601. */
export const at = (ms: number): string => new Date(start + ms).toISOString();
const second = 1_000;
const minute = 60 * second;

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const opened = 2 * minute + 11_420;
const dead = 5 * minute + 48_903;
const closed = 41 * minute + 17_004;

/** The six bids that the attacker cancelled: ours by their client ids. */
const ownOrders: readonly OpenOrder[] = [19_050, 18_900, 18_750, 18_600, 18_450, 18_300].map((price, i) => ({
  id: String(48_120_330_017 + i * 13),
  clientOrderId: `mm-btc-${String(i + 1).padStart(2, '0')}`,
  symbol: 'BTCUSDT',
  side: 'buy',
  type: 'limit',
  price: `${price}.00`,
  amount: '0.55000',
  filled: '0.00000',
  createdAt: at(-9 * 3_600_000 + i * 411),
}));

/** A small fixed sequence: the same trades on every machine. */
function* noise(): Generator<number, never> {
  for (let state = 20_261_121; ;) {
    state = (state * 48_271) % 2_147_483_647;
    yield state / 2_147_483_647;
  }
}

function thinPairTrades(): Trade[] {
  const random = noise();
  const trades: Trade[] = [
    trade({
      id: '77120001',
      at: 40_110,
      symbol: 'BTCUSDT',
      side: 'sell',
      price: '19180.00',
      amount: '12.40000',
      orderId: '48120331000',
    }),
    trade({
      id: '77120002',
      at: 43_902,
      symbol: 'ETHUSDT',
      side: 'sell',
      price: '1290.00',
      amount: '85.00000',
      orderId: '48120331004',
    }),
  ];
  for (let i = 0; i < 312; i++) {
    const buys = i % 9 < 7;
    const price = buys ? 0.048 + 0.014 * random.next().value : 0.015 + 0.003 * random.next().value;
    const amount = (buys ? 18_000 : 61_000) + Math.floor(9_000 * random.next().value);
    trades.push(
      trade({
        id: String(9_310_000 + i),
        at: 90_000 + Math.floor(i * 765 + 400 * random.next().value),
        symbol: 'ZRTUSDT',
        side: buys ? 'buy' : 'sell',
        price: price.toFixed(4),
        amount: amount.toFixed(1),
        orderId: String(48_120_332_000 + Math.floor(i / 3)),
      }),
    );
  }
  return trades;
}

function trade(row: {
  id: string;
  at: number;
  symbol: string;
  side: 'buy' | 'sell';
  price: string;
  amount: string;
  orderId: string;
}): Trade {
  const quoteAmount = multiply(row.price, row.amount);
  return {
    ...row,
    at: at(row.at),
    quoteAmount,
    fee: round(multiply(quoteAmount, '0.001'), 8),
    feeAsset: 'USDT',
    isMaker: false,
    clientOrderId:
      row.symbol === 'ZRTUSDT' ? known('web_a81f20c7') : unknown('not in the order history that was read'),
  };
}

const trades = thinPairTrades();

function lossOf(
  symbol: string,
  marketPrice: string,
): { bought: string; sold: string; fees: string; loss: string; fills: number } {
  const rows = trades.filter((row) => row.symbol === symbol);
  const total = (of: (row: Trade) => string, side?: 'buy' | 'sell'): string =>
    sum(rows.filter((row) => side === undefined || row.side === side).map(of));
  const bought = total((row) => row.quoteAmount, 'buy');
  const sold = total((row) => row.quoteAmount, 'sell');
  const fees = total((row) => row.fee);
  const left = subtract(
    total((row) => row.amount, 'buy'),
    total((row) => row.amount, 'sell'),
  );
  const loss = subtract(add(bought, fees), add(sold, multiply(left, marketPrice)));
  return { bought, sold, fees, loss, fills: rows.length };
}

const zrt = lossOf('ZRTUSDT', '0.0200');
const avoidable = '562222.52';

const exhibitKinds: readonly (readonly [ExhibitKind, string, string])[] = [
  ['playbook', 'The playbook of this case, as it was run', 'playbook.yaml'],
  ['baseline', 'Signed baseline of the account', 'baseline.json'],
  ['key-report', 'What the venue says of the suspect key', 'key-report-suspect.json'],
  ['open-orders', 'Open orders as first found', 'open-orders-first.json'],
  ['balances', 'Balances as first found', 'balances-first.json'],
  ['trades', 'Fills since two hours before the first sign', 'trades.json'],
  ['orders', 'Order history, cancelled ones included', 'orders.json'],
  ['withdrawals', 'Withdrawals', 'withdrawals.json'],
  ['deposits', 'Deposits', 'deposits.json'],
  ['withdrawal-addresses', 'Withdrawal address whitelist', 'whitelist.json'],
  ['market-prices', 'Public prices at the time of the fills', 'market-prices.json'],
  ['death-proof', 'Probes of the suspect key', 'death-proof.json'],
  ['open-orders', 'Open orders, read again', 'open-orders-later.json'],
  ['balances', 'Balances, read again', 'balances-later.json'],
  ['scope-check', 'What the venue says of the replacement key', 'scope-check.json'],
];

const exhibits: readonly Exhibit[] = exhibitKinds.map(([kind, title, file], i) => ({
  id: `EX-${String(i + 1).padStart(3, '0')}`,
  kind,
  title,
  path: `exhibits/EX-${String(i + 1).padStart(3, '0')}-${file}`,
  mediaType: 'application/json',
  bytes: 1_204 + i * 3_877,
  sha256: sha256(`${kind} ${file}`),
  acquiredAt: at(opened + 9_000 + i * 11_310),
  clockOffsetMs: 37,
  acquiredBy: 'firebreak',
  source:
    kind === 'playbook' || kind === 'baseline'
      ? { from: 'firebreak', why: 'copied into the case when it was opened' }
      : {
          from: 'venue',
          venue: 'binance',
          account: 'main',
          capability: kind === 'trades' ? 'listTrades' : `read-${kind}`,
          acquiredWith: i < 11 ? 'responder rEsp…0A7q (64)' : 'replacement nEw1…Zt9K (64)',
          exchanges: [`HX-${String(i + 20).padStart(4, '0')}`],
        },
}));

const scopesOf = (granted: readonly PermissionScope[]): Readonly<Record<PermissionScope, Grant>> => {
  const grant = (scope: PermissionScope): Grant =>
    scope === 'manage-keys' ? 'unknown' : granted.includes(scope) ? 'granted' : 'denied';
  return {
    read: grant('read'),
    'spot-trade': grant('spot-trade'),
    margin: grant('margin'),
    futures: grant('futures'),
    options: grant('options'),
    transfer: grant('transfer'),
    withdraw: grant('withdraw'),
    'manage-keys': grant('manage-keys'),
    'manage-addresses': grant('manage-addresses'),
  };
};

const suspectKey: KeyReport = {
  scopes: scopesOf(['read', 'spot-trade', 'margin', 'transfer']),
  bundled: [['spot-trade', 'margin']],
  ipRestricted: 'denied',
  ipAllowlist: known([]),
  label: unknown('the venue does not tell a key its label'),
  createdAt: known(at(-211 * 86_400_000)),
  lastUsedAt: unknown('the venue does not say when a key was last used'),
  expiresAt: known(at(120 * 86_400_000)),
};

const replacementKey: KeyReport = {
  ...suspectKey,
  scopes: scopesOf(['read', 'spot-trade', 'margin']),
  ipRestricted: 'granted',
  ipAllowlist: known(['192.0.2.14', '192.0.2.15']),
  createdAt: known(at(19 * minute)),
  expiresAt: unknown('no expiry was set'),
};

const probes: readonly Probe[] = [
  {
    at: at(opened + 12_000),
    role: 'before',
    says: 'works',
    httpStatus: 200,
    exchange: 'HX-0014',
    egress: '198.51.100.7',
  },
  {
    at: at(dead - 92_000),
    role: 'clock',
    says: 'works',
    httpStatus: 200,
    exchange: 'HX-0051',
    egress: '198.51.100.7',
  },
  {
    at: at(dead - 61_000),
    role: 'negative',
    says: 'dead-code',
    httpStatus: 401,
    venueCode: '-2015',
    exchange: 'HX-0052',
    egress: '198.51.100.7',
  },
  {
    at: at(dead - 30_500),
    role: 'negative',
    says: 'dead-code',
    httpStatus: 401,
    venueCode: '-2015',
    exchange: 'HX-0053',
    egress: '198.51.100.7',
  },
  {
    at: at(dead),
    role: 'live-control',
    says: 'works',
    httpStatus: 200,
    exchange: 'HX-0054',
    egress: '198.51.100.7',
  },
];

const inOrder = (entries: TimelineEntry[]): TimelineEntry[] =>
  entries.toSorted((a, b) => a.at.localeCompare(b.at));

const timeline: readonly TimelineEntry[] = inOrder([
  {
    at: at(-2 * 86_400_000),
    lane: 'attacker',
    what: 'Key tradebot-1 used from an address that is not on its allowlist',
    clock: 'venue',
    account: 'main',
    restsOn: ['FD-004'],
  },
  ...ownOrders.map((order, i): TimelineEntry => ({
    at: at(i * 212),
    lane: 'attacker',
    what: `Own order ${order.id} (${order.clientOrderId}) cancelled`,
    clock: 'venue',
    account: 'main',
    restsOn: ['EX-007'],
  })),
  {
    at: at(40_110),
    lane: 'attacker',
    what: 'Sold 12.40000 BTC at 19,180.00',
    clock: 'venue',
    account: 'main',
    restsOn: ['EX-006'],
  },
  {
    at: at(43_902),
    lane: 'attacker',
    what: 'Sold 85.00000 ETH at 1,290.00',
    clock: 'venue',
    account: 'main',
    restsOn: ['EX-006'],
  },
  ...trades
    .slice(2)
    .filter((_, i) => i % 12 === 0)
    .map((row): TimelineEntry => ({
      at: row.at,
      lane: 'attacker',
      what: `12 fills in ZRTUSDT, ${row.side} first at ${row.price}`,
      clock: 'venue',
      account: 'main',
      restsOn: ['EX-006'],
    })),
  { at: at(opened), lane: 'firebreak', what: 'Case opened', clock: 'host', restsOn: ['J-1'] },
  {
    at: at(opened + 3_000),
    lane: 'venue',
    what: 'Clock of Binance measured: +37 ms',
    clock: 'host',
    account: 'main',
    restsOn: ['J-4'],
  },
  {
    at: at(opened + 9_000),
    lane: 'firebreak',
    what: 'Open orders, balances and key report preserved',
    clock: 'host',
    account: 'main',
    restsOn: ['EX-003', 'EX-004', 'EX-005'],
  },
  {
    at: at(opened + 24_000),
    lane: 'responder',
    what: 'Decided: contain before collecting histories',
    clock: 'host',
    restsOn: ['J-19'],
  },
  {
    at: at(opened + 71_000),
    lane: 'responder',
    what: 'Key tradebot-1 deleted at the venue',
    clock: 'host',
    account: 'main',
    restsOn: ['A-001'],
  },
  {
    at: at(dead - 61_000),
    lane: 'venue',
    what: 'Suspect key refused: -2015',
    clock: 'host',
    account: 'main',
    restsOn: ['EX-012'],
  },
  {
    at: at(dead),
    lane: 'firebreak',
    what: 'Suspect key proven dead',
    clock: 'host',
    account: 'main',
    restsOn: ['EX-012'],
  },
  {
    at: at(dead + 20_000),
    lane: 'responder',
    what: 'Cancelled 2 open ZRTUSDT orders that are not ours',
    clock: 'host',
    account: 'main',
    restsOn: ['A-002', 'A-003'],
  },
  {
    at: at(12 * minute),
    lane: 'firebreak',
    what: 'Histories complete without a hole',
    clock: 'host',
    account: 'main',
    restsOn: ['EX-006', 'EX-007', 'EX-008'],
  },
  {
    at: at(19 * minute),
    lane: 'responder',
    what: 'Replacement key created by hand',
    clock: 'host',
    account: 'main',
    restsOn: ['A-004'],
  },
  {
    at: at(21 * minute),
    lane: 'venue',
    what: 'Replacement key: one difference from what was asked for',
    clock: 'host',
    account: 'main',
    restsOn: ['EX-015'],
  },
  { at: at(closed), lane: 'firebreak', what: 'Case closed: contained', clock: 'host', restsOn: ['J-212'] },
]);

const actions: readonly Action[] = [
  {
    id: 'A-001',
    at: at(opened + 62_000),
    account: 'main',
    what: 'revoke key',
    target: 'tradebot-1, tR4d…9xQe (64)',
    by: 'hand',
    approvedBy: 'j.doe',
    why: 'Money is leaving the account with this key: 13.7 thousand USDT a minute.',
    undo: 'None: a deleted key cannot be restored; a new one is issued in recovery.',
    exchanges: [
      {
        method: 'GET',
        url: 'https://api.binance.com/sapi/v1/account/apiRestrictions?timestamp=1795142691000&recvWindow=5000&signature=[REDACTED:signature:len=64]',
        status: known(401),
        warcOffset: 88_214,
      },
      { method: 'GET', url: 'https://api.binance.com/api/v3/time', status: known(200), warcOffset: 90_551 },
    ],
    result: 'done',
    verification:
      'Two probes 30.5 s apart on fresh sessions answered -2015; the live control worked after them.',
    finishedAt: known(at(dead)),
  },
  ...[0, 1].map((i): Action => ({
    id: `A-00${i + 2}`,
    at: at(dead + 18_000 + i * 1_400),
    account: 'main',
    what: 'cancel order',
    target: `ZRTUSDT ${48_120_332_090 + i}`,
    by: 'api',
    approvedBy: 'j.doe',
    why: 'Open order in a symbol this account never traded; its client order id is not ours.',
    undo: 'Place it again by hand from EX-004.',
    exchanges: [
      {
        method: 'DELETE',
        url: `https://api.binance.com/api/v3/order?symbol=ZRTUSDT&orderId=${48_120_332_090 + i}`,
        status: i === 0 ? known(200) : unknown('no answer within 10 s'),
        warcOffset: 120_400 + i * 2_318,
      },
    ],
    result: i === 0 ? 'done' : 'unknown',
    verification:
      i === 0
        ? 'Not among the open orders when they were read again.'
        : 'The order is neither open nor in the history yet: it may have been filled or cancelled.',
    finishedAt: i === 0 ? known(at(dead + 20_000)) : unknown('no result was recorded'),
  })),
  {
    id: 'A-004',
    at: at(19 * minute),
    account: 'main',
    what: 'create key',
    target: 'tradebot-2',
    by: 'hand',
    approvedBy: 'j.doe',
    why: 'The bot needs a key that can trade spot and nothing else.',
    undo: 'Delete the key at the venue.',
    exchanges: [],
    result: 'done',
    verification: 'The venue answered for the new key (EX-015).',
    finishedAt: known(at(21 * minute)),
  },
];

const step = (
  phase: StepReport['phase'],
  name: string,
  title: string,
  from: number,
  to: number,
  outcome: StepReport['outcome'],
  summary: string,
): StepReport => ({
  phase,
  lane: phase === 'open' || phase === 'review' ? 'case' : 'account:main',
  step: name,
  title,
  attempts: outcome.is === 'not-reached' ? 0 : name === 'cancel-orders' ? 2 : 1,
  outcome,
  summary,
  startedAt: outcome.is === 'not-reached' ? unknown('not reached') : known(at(from)),
  finishedAt: outcome.is === 'not-reached' ? unknown('not reached') : known(at(to)),
});

const steps: readonly StepReport[] = [
  step(
    'open',
    'ask',
    'Ask what leaked',
    opened,
    opened + 8_000,
    { is: 'verified' },
    '1 account in scope; money is leaving',
  ),
  step(
    'open',
    'clocks',
    'Measure the clocks',
    opened + 2_000,
    opened + 3_000,
    { is: 'verified' },
    'Binance +37 ms ± 61 ms',
  ),
  step(
    'triage',
    'introspect',
    'Introspect the suspect key',
    opened + 8_000,
    opened + 10_000,
    { is: 'verified' },
    'read, spot-trade, margin, transfer; no IP allowlist',
  ),
  step(
    'triage',
    'order',
    'Decide the order',
    opened + 20_000,
    opened + 24_000,
    { is: 'verified' },
    'bleed-first: 31 fills a minute against a usual 0.2',
  ),
  step(
    'contain',
    'revoke',
    'Revoke the suspect key',
    opened + 62_000,
    dead,
    { is: 'verified' },
    'proven dead after 2 negative probes',
  ),
  step(
    'contain',
    'cancel-withdrawals',
    'Cancel pending withdrawals',
    dead,
    dead + 2_000,
    { is: 'verified' },
    'none pending over a proven interval',
  ),
  step(
    'contain',
    'cancel-orders',
    'Cancel the attacker’s orders',
    dead + 18_000,
    dead + 32_000,
    { is: 'unknown', why: 'no answer for order 48120332091' },
    '1 of 2 confirmed cancelled',
  ),
  step(
    'contain',
    'histories',
    'Collect the histories',
    dead + 33_000,
    12 * minute,
    { is: 'verified' },
    '314 fills, 0 withdrawals, 0 deposits, no hole',
  ),
  step(
    'inspect',
    'whitelist',
    'Compare the whitelist',
    13 * minute,
    14 * minute,
    { is: 'verified' },
    '1 address added, 0 removed',
  ),
  step(
    'inspect',
    'sub-accounts',
    'Compare the sub-accounts',
    14 * minute,
    14 * minute,
    { is: 'unverified', why: 'the responder key may not list sub-accounts' },
    'not compared',
  ),
  step(
    'eradicate',
    'root-cause',
    'Name the root cause',
    15 * minute,
    16 * minute,
    { is: 'waived', why: 'unknown; host rebuilt as a compensating control', by: 'j.doe' },
    'unknown + compensating control',
  ),
  step(
    'eradicate',
    'sessions',
    'End the sessions',
    16 * minute,
    17 * minute,
    { is: 'skipped', why: 'no access to the mailbox before the morning', by: 'j.doe' },
    '',
  ),
  step(
    'recover',
    'reissue',
    'Reissue a scoped key',
    19 * minute,
    21 * minute,
    { is: 'failed', why: 'the key may use margin: the venue bundles it, the owner did not want it' },
    '1 of 10 lines differs',
  ),
  step('recover', 'probe-24h', 'Probe the dead key after a day', 0, 0, { is: 'not-reached' }, ''),
  step('review', 'close', 'Close the case', closed - 9_000, closed, { is: 'verified' }, 'contained'),
];

const coverage = { from: at(-2 * 3_600_000), to: at(12 * minute), symbols: 'all', holes: [] } as const;
const firstLook = <Row>(exhibit: string, rows: readonly Row[]) =>
  known({ at: at(opened + 9_000), exhibit, rows, coverage });
const laterLook = <Row>(exhibit: string, rows: readonly Row[]) =>
  known({ at: at(dead + 40_000), exhibit, rows, coverage });
const notAgain = unknown('read once: histories do not change');

const addedAddress = {
  asset: 'USDT',
  network: 'TRX',
  address: 'TQ5NMqJjbPZ1aPn9hv3rUXQzWm1ExampleX',
  tag: '',
  label: 'cold2',
  whitelisted: true,
  addedAt: known(at(-26 * minute)),
} as const;
const treasury = {
  asset: 'BTC',
  network: 'BTC',
  address: 'bc1qexample0000000000000000000000000treasury',
  tag: '',
  label: 'treasury',
  whitelisted: true,
  addedAt: unknown('the venue does not say'),
} as const;

const particulars: Report['particulars'] = [
  {
    topic: 'report',
    what: 'Report id',
    value: known('FB-20261121-0243-thin-pair/J-212'),
    restsOn: ['J-212'],
  },
  { topic: 'people', what: 'Operator', value: known('j.doe: a person'), restsOn: ['J-1'] },
  {
    topic: 'people',
    what: 'Reviewer',
    value: unknown('not in the record; the incident lead would know'),
    restsOn: ['J-1'],
  },
  { topic: 'scope', what: 'In scope', value: known('Market making (main) at Binance'), restsOn: ['J-9'] },
  { topic: 'environment', what: 'Tool', value: known('firebreak 0.2.0'), restsOn: ['J-1'] },
  {
    topic: 'notification',
    what: '72 hours after the opening',
    value: known(`${at(opened + 72 * 3_600_000)} (host)`),
    restsOn: [],
  },
];

const acquisitions: Report['acquisitions'] = [
  {
    exhibit: 'EX-006',
    account: 'main',
    venue: 'binance',
    capability: 'listTrades',
    readWith: 'responder rEsp…0A7q (64)',
    requests: [
      {
        method: 'GET',
        endpoint: 'api.binance.com/api/v3/myTrades',
        parameters: ['fromId', 'limit', 'symbol', 'timestamp'],
        times: 12,
        answers: ['200', 'unknown: no answer within 10 s'],
        firstWarcOffset: 30_112,
        lastWarcOffset: 71_004,
      },
    ],
    failed: 1,
    rows: known(314),
    completeness: known(
      'Proven read: 2026-11-21 00:41:00.000 to 2026-11-21 02:53:00.000 by the venue’s clock; no hole.',
    ),
  },
  {
    exhibit: 'EX-009',
    account: 'main',
    venue: 'binance',
    capability: 'read-deposits',
    readWith: 'responder rEsp…0A7q (64)',
    requests: [],
    failed: 0,
    rows: unknown('not a list, or its rows were not counted'),
    completeness: unknown('no interval was recorded for this reading'),
  },
];

const recommendations: Report['recommendations'] = [
  {
    id: 'RC-01',
    what: 'Find out how the secret left the bot’s host',
    because: 'the operator recorded it in the review',
    priority: unknown('the review did not ask for one; the owner would know'),
    owner: known('m.roe'),
    due: known('2026-11-28'),
    status: 'recorded',
    restsOn: ['J-210'],
  },
  {
    id: 'RC-02',
    what: 'Bind each key to the addresses that it is used from',
    because: 'rule ip-allowlist-missing-or-different found FD-004',
    priority: known('medium'),
    owner: unknown('nobody was named'),
    due: unknown('no date was set'),
    status: 'proposed',
    restsOn: ['FD-004'],
  },
];

/** A drill on the thin-pair scenario: one account, 314 fills, six own orders cancelled, one unknown. */
export const thinPairReport: Report = {
  format: 'firebreak-report/1',
  identification: {
    caseId: 'FB-20261121-0243-thin-pair',
    title: 'Leaked key tradebot-1 on Binance: thin pair',
    mode: 'drill',
    scenario: 'thin-pair',
    status: 'final',
    openedAt: at(opened),
    asOf: at(closed),
    operator: 'j.doe',
    operatorKind: 'person',
    playbook: { id: 'leaked-api-key', version: '1.0.0', sha256: sha256('playbook') },
    tool: 'firebreak 0.1.0',
    environment: { node: '24.21.0', os: 'linux 6.1 x64', host: 'ir-laptop', user: 'jdoe' },
    tlp: 'AMBER',
  },
  verdict: {
    is: 'partly-contained',
    because:
      'The suspect key is proven dead and no withdrawal left the account, but one cancelled order is unconfirmed and the replacement key may do more than was asked for.',
    numbers: {
      timeToKeyDead: known(dead - opened - 62_000),
      moneyLost: known({
        lost: zrt.loss,
        avoidable: known(avoidable),
        asset: 'USDT',
        method: 'Fills in ZRTUSDT against the public mid price of each minute (EX-011), fees included.',
      }),
      evidenceComplete: { present: 14, required: 15 },
      unknowns: 2,
      harm: [
        'bot “mm-btc” has no key since 02:44',
        'hedge of 12.4 BTC is open',
        '1 stop order no longer placed',
      ],
    },
    metrics: [
      { name: 'Exposed to detected', ms: unknown('the moment of the leak is not known') },
      { name: 'Detected to first action', ms: known(62_000) },
      { name: 'First action to key proven dead', ms: known(dead - opened - 62_000) },
      { name: 'Detected to recovered', ms: known(21 * minute - opened) },
    ],
  },
  summary: [
    {
      text: 'The key tradebot-1 of the account main at Binance was used by someone else from 02:41:00 UTC, when six own bids were cancelled within 1.1 seconds.',
      basis: 'fact',
      restsOn: ['EX-007', 'FD-001'],
    },
    {
      text: `In 312 fills the attacker bought ZRTUSDT far above the market and sold it back below; the loss is ${round(zrt.loss, 2)} USDT.`,
      basis: 'inference',
      restsOn: ['EX-006', 'EX-011', 'FD-002'],
    },
    {
      text: 'No withdrawal was requested between 00:41 and 02:53 UTC; the interval is proven without a hole.',
      basis: 'fact',
      restsOn: ['EX-008'],
    },
    {
      text: 'The key was deleted at the venue by hand and proven dead 3 minutes 37 seconds after the case was opened.',
      basis: 'fact',
      restsOn: ['EX-012', 'A-001'],
    },
    {
      text: 'The secret was probably read from the bot’s host; nothing in the record shows it.',
      basis: 'assumption',
      restsOn: [],
    },
  ],
  subjects: [
    {
      account: {
        id: 'main',
        venue: 'binance',
        venueName: 'Binance',
        label: 'Market making',
        task: 'trading-bot',
        keyLabel: 'tradebot-1',
        keyId: 'tR4d…9xQe (64)',
        hasResponderKey: true,
        expectedScopes: ['read', 'spot-trade'],
        expectedIpAllowlist: ['192.0.2.14', '192.0.2.15'],
        clientOrderIdPrefixes: ['mm-'],
        usualSymbols: ['BTCUSDT', 'ETHUSDT'],
        usualFillsPerMinute: '0.2',
        dependents: ['bot mm-btc', 'hedge of 12.4 BTC'],
      },
      exposure: { from: known(at(-2 * 86_400_000)), to: known(at(dead)) },
      before: known(suspectKey),
      deathProof: known({
        verdict: 'dead',
        why: 'Worked before; two negative probes 30.5 s apart on fresh sessions; the live control worked after them; the clock is sane.',
        probes,
      }),
      replacement: known(replacementKey),
      scopeCheck: [
        { what: 'read', expected: 'granted', found: 'granted', ok: true },
        { what: 'spot-trade', expected: 'granted', found: 'granted', ok: true },
        { what: 'margin', expected: 'denied', found: 'granted', ok: false },
        { what: 'withdraw', expected: 'denied', found: 'denied', ok: true },
        { what: 'transfer', expected: 'denied', found: 'denied', ok: true },
        { what: 'manage-keys', expected: 'denied', found: 'the venue does not say', ok: 'unknown' },
        { what: 'IP allowlist', expected: '192.0.2.14 192.0.2.15', found: '192.0.2.14 192.0.2.15', ok: true },
      ],
    },
  ],
  clocks: [
    { moment: 'start', venue: 'binance', at: at(opened + 3_000), offsetMs: 37, roundTripMs: 122 },
    { moment: 'probe', venue: 'binance', at: at(dead - 92_000), offsetMs: 41, roundTripMs: 118 },
    { moment: 'end', venue: 'binance', at: at(closed - 2_000), offsetMs: 52, roundTripMs: 140 },
  ],
  timeline,
  actions,
  steps,
  accounts: [
    {
      account: 'main',
      openOrders: {
        first: firstLook('EX-004', ownOrders.slice(0, 2)),
        later: laterLook('EX-013', ownOrders.slice(0, 1)),
      },
      balances: {
        first: firstLook('EX-005', [
          { wallet: 'spot', asset: 'USDT', free: '178500.00000000', locked: '61500.00000000' },
          { wallet: 'spot', asset: 'BTC', free: '0.00000000', locked: '0.00000000' },
          { wallet: 'spot', asset: 'ZRT', free: '412000.5', locked: '0.0' },
        ]),
        later: laterLook('EX-014', [
          { wallet: 'spot', asset: 'USDT', free: '161204.11320000', locked: '0.00000000' },
          { wallet: 'spot', asset: 'ZRT', free: '1050000.0', locked: '0.0' },
        ]),
      },
      trades: { first: firstLook('EX-006', trades), later: notAgain },
      withdrawals: { first: firstLook('EX-008', []), later: notAgain },
      deposits: {
        first: unknown('the responder key may not read deposits: SCOPE_MISSING (-1002)'),
        later: notAgain,
      },
      whitelist: {
        now: { first: firstLook('EX-010', [treasury, addedAddress]), later: notAgain },
        added: known([addedAddress]),
        removed: known([]),
      },
      unrecognised: known({
        bySymbol: [
          {
            symbol: 'ZRTUSDT',
            ...zrt,
            asset: 'USDT',
            first: trades[2]?.at ?? '',
            last: trades.at(-1)?.at ?? '',
            why: 'never traded before; no client order id of ours; 31 fills a minute',
          },
          {
            symbol: 'BTCUSDT',
            ...lossOf('BTCUSDT', '19200'),
            loss: '248.00',
            asset: 'USDT',
            first: at(40_110),
            last: at(40_110),
            why: 'client order id is not ours',
          },
        ],
        totalLoss: add(zrt.loss, '248.00'),
        asset: 'USDT',
        method:
          'Each fill against the public mid price of its minute (EX-011); fees included; what was left is valued at the last mid price.',
      }),
    },
  ],
  findings: [
    {
      id: 'FD-001',
      rule: 'own-orders-cancelled',
      title: 'Six own orders were cancelled by someone else',
      detail:
        'Client order ids mm-btc-01 to -06 are ours; no cancel of ours is in the bot’s log for that second.',
      severity: 'high',
      basis: 'inference',
      account: 'main',
      exhibits: ['EX-004', 'EX-007'],
    },
    {
      id: 'FD-002',
      rule: 'unrecognised-fills',
      title: '312 fills in a symbol the account never traded',
      detail: `ZRTUSDT, average ${divide('1', '2')} of the book on each side.`,
      severity: 'critical',
      basis: 'fact',
      account: 'main',
      exhibits: ['EX-006', 'EX-011'],
    },
    {
      id: 'FD-003',
      rule: 'whitelist-added',
      title: 'One withdrawal address was added',
      detail: 'USDT on TRX, label “cold2”, 26 minutes before the first fill.',
      severity: 'critical',
      basis: 'fact',
      account: 'main',
      exhibits: ['EX-010', 'EX-002'],
    },
    {
      id: 'FD-004',
      rule: 'no-ip-allowlist',
      title: 'The key worked from any address',
      detail: 'The baseline expected 192.0.2.14 and 192.0.2.15.',
      severity: 'low',
      basis: 'fact',
      account: 'main',
      exhibits: ['EX-003'],
    },
  ],
  gaps: [
    { what: 'Deposits were not read', why: 'the responder key lacks the scope', restsOn: ['J-88'] },
    {
      what: 'Order 48120332091 is neither open nor in the history',
      why: 'no answer to the cancel within 10 s',
      restsOn: ['A-003'],
    },
    {
      what: 'Sub-accounts were not compared',
      why: 'the responder key may not list them',
      restsOn: ['J-140'],
    },
  ],
  decisions: [
    {
      at: at(opened + 24_000),
      what: 'contain first or preserve first',
      recommended: 'bleed-first',
      chosen: 'bleed-first',
      because: '31 fills a minute in a symbol never traded; each second costs about 228 USDT',
      by: 'j.doe',
    },
    {
      at: at(16 * minute),
      what: 'new key before the root cause is known',
      recommended: 'wait',
      chosen: 'go on',
      because: 'host rebuilt from image; new key is bound to two addresses',
      by: 'j.doe',
    },
  ],
  notes: [
    {
      at: at(7 * minute),
      text: 'Called the venue’s support, ticket 4471-22; they see the same fills.',
      by: 'j.doe',
    },
  ],
  custody: [
    { at: at(opened), item: 'case folder', action: 'created', by: 'firebreak', reason: 'case opened' },
    { at: at(closed), item: 'case folder', action: 'sealed', by: 'j.doe', reason: 'case closed' },
  ],
  exhibits,
  integrity: {
    journalRecords: 212,
    journalHead: sha256('journal head'),
    exchanges: 88,
    redactions: 203,
    signatureKey: known(`SHA256:${createHash('sha256').update('key').digest('base64').replace(/=+$/, '')}`),
    trustedTime: unknown('no timestamp authority is configured'),
    attestation: 'SELF-ATTESTED',
  },
  limitations: [
    'The venue’s own logs (logins, devices, addresses of each call) were not available.',
    'Access to the mailbox and to other venues was not examined.',
    'Market prices are public quotes at a minute’s resolution; the loss is an estimate by the method stated.',
  ],
  particulars,
  acquisitions,
  recommendations,
  actionItems: [
    {
      what: 'Ask the venue for the logins and the addresses of each call (ticket 4471-22)',
      who: 'j.doe',
      until: '2026-11-23',
    },
    { what: 'Find out how the secret left the bot’s host', who: 'm.roe', until: '2026-11-28' },
  ],
};

import type { KeyHolder } from '../../src/domain/account.ts';
import type { KeyReport } from '../../src/domain/api-key.ts';
import type { Listing } from '../../src/domain/coverage.ts';
import type { DeathProof, Probe } from '../../src/domain/death-proof.ts';
import type { ExhibitKind } from '../../src/domain/exhibit.ts';
import { known, unknown } from '../../src/domain/known.ts';
import type { Outcome } from '../../src/domain/outcome.ts';
import type { Phase } from '../../src/domain/phase.ts';
import type { AccountInCase, At } from '../../src/domain/run-event.ts';
import type { PastOrder, Trade } from '../../src/domain/trading.ts';
import type { Json, JsonObject } from '../../src/domain/json.ts';
import { handMadeCase, type HandMadeCase } from './journal.ts';
import { address, keyReport, listing, openOrder, pastOrder, price, trade } from './rows.ts';
import { thinPairTrades } from './thin-pair-trades.ts';

export const attackStart = '2026-11-21T00:00:00.000Z';

export const mainAccount: AccountInCase = {
  id: 'main',
  venue: 'binance',
  venueName: 'Binance',
  label: 'main trading',
  task: 'trading-bot',
  keyLabel: 'tradebot-1',
  keyId: 'vmPU…XbBx (64)',
  hasResponderKey: true,
  expectedScopes: ['read', 'spot-trade'],
  expectedIpAllowlist: ['192.0.2.10'],
  clientOrderIdPrefixes: ['mm-'],
  usualSymbols: ['BTC/USDT', 'ETH/USDT'],
  usualFillsPerMinute: '0.2',
  dependents: ['market maker btc', 'stop guard'],
};

/** What a test may make worse than it was. */
export interface Twist {
  /** Replaces an exhibit's content; "unreadable" makes reading it throw. */
  readonly exhibits?: Readonly<Record<string, Json>>;
  readonly proof?: DeathProof;
  readonly ordersRead?: boolean;
  readonly withBaseline?: boolean;
}

/**
 * The thin-pair drill, played from the first question to the closed case: one trade-only key without
 * an IP allowlist, 62 fills of the attacker, revoked 40:50 after the first, proven dead at 42:12.
 */
export function thinPairCase(twist: Twist = {}): HandMadeCase & { read: (id: string) => Json } {
  const c = handMadeCase(attackStart);
  const w = writer(c);
  openAndTriage(c, w);
  contain(c, w, twist);
  inspectAndRecover(c, w);
  review(c, w);
  for (const [id, content] of Object.entries(twist.exhibits ?? {})) c.keep(id, content);
  if (twist.ordersRead === false)
    for (const id of ['EX-007', 'EX-013'])
      c.keep(id, listing([], [{ what: 'orders', why: 'SCOPE_MISSING' }]));
  if (twist.withBaseline === false) c.keep('EX-001', {});
  return {
    ...c,
    read: (id) => {
      const content = c.contents.get(id);
      if (content === undefined || content === 'unreadable') throw new Error(`ENOENT: exhibits/${id}`);
      return content;
    },
  };
}

function openAndTriage(c: HandMadeCase, w: Writer): void {
  c.add(2290, {
    type: 'case.opened',
    caseId: 'FB-20261121-003810-7QX2',
    format: 1,
    mode: 'drill',
    scenario: { id: 'thin-pair', title: 'Thin pair', speed: 20 },
    playbook: { id: 'leaked-api-key', version: '1.0.0', sha256: 'a'.repeat(64) },
    tool: { name: 'firebreak', version: '0.1.0' },
    environment: { node: '24.21.0', os: 'linux x64', host: 'desk-3', user: 'op' },
    operatorKind: 'person',
    accounts: [mainAccount],
  });
  c.add(2290, { type: 'phase.entered', phase: 'open' });
  w.step(2290, 'open', 'case', 'open-case', 'Open the case', () => {
    w.answer(2294, 'what-leaked', 'What leaked, or may have?', 'api-key');
    w.answer(2296, 'losing-money', 'Is money leaving right now?', 'yes');
    w.answer(2299, 'who-are-you', 'Who are you?', 'Ada');
  });
  w.step(2300, 'open', 'case', 'start-clocks', 'Measure the venues’ clocks', () =>
    w.clock(2301, 'start', 37),
  );
  w.acquire(2302, 'baseline', 'suspect', 'first', {
    keyReport: keyReport(['read', 'spot-trade']),
    addresses: [treasury],
  });

  c.add(2303, { type: 'phase.entered', phase: 'triage' });
  w.step(2303, 'triage', 'case', 'introspect-keys', 'Ask the venue what each key may do', () =>
    w.acquire(2304, 'key-report', 'suspect', 'first', suspectReport),
  );
  w.step(2306, 'triage', 'case', 'look-at-recent', 'Look at the last minutes', () => {
    w.acquire(2306, 'open-orders', 'responder', 'first', listing([attackersOrder]));
    w.acquire(
      2307,
      'balances',
      'responder',
      'first',
      listing([{ wallet: 'spot', asset: 'USDT', free: '21250.1', locked: '0' }]),
    );
    w.acquire(2308, 'market-prices', 'responder', 'first', listing(pricesAt(c.at(2308), '0.0571')));
    w.acquire(
      2309,
      'trades',
      'responder',
      'first',
      listing(
        attack.filter(({ at }) => at > c.at(1400) && at < c.at(2309)),
        [],
        { from: c.at(1409), to: c.at(2309) },
      ),
    );
    w.acquire(
      2310,
      'orders',
      'responder',
      'first',
      listing(orders.filter(({ updatedAt }) => updatedAt > c.at(1400))),
    );
    w.acquire(2311, 'withdrawals', 'responder', 'first', listing([]));
  });
  const decide: At = { lane: 'case', step: 'decide-order', attempt: 1 };
  w.step(
    2320,
    'triage',
    'case',
    'decide-order',
    'Decide: stop the bleeding first, or the evidence first',
    () =>
      c.add(2324, {
        type: 'decision.recorded',
        ...decide,
        what: 'order of containment and evidence',
        recommended: 'bleed-first',
        chosen: 'bleed-first',
        because:
          '23 fills not ours in the last 15 minutes. 10 seconds of reading first cost about 2,283.33 USDT',
        by: 'Ada',
      }),
  );
  w.step(2325, 'triage', 'case', 'set-scope', 'Set the scope', () => undefined, { accounts: ['main'] });
}

const lane = 'account:main';

function contain(c: HandMadeCase, w: Writer, twist: Twist): void {
  c.add(2330, { type: 'phase.entered', phase: 'contain' });
  c.add(2330, { type: 'lane.opened', lane, account: 'main', because: 'the account is in scope' });
  w.step(
    2331,
    'contain',
    lane,
    'pending-withdrawals',
    'Cancel pending withdrawals',
    () => undefined,
    { pending: [] },
    'cancel-pending-withdrawals',
  );
  c.add(2445, { type: 'step.chosen', lane, step: 'revoke-key', attempt: 0, choice: 'continue', by: 'Ada' });
  w.step(2446, 'contain', lane, 'revoke-key', 'Revoke the leaked key', () => {
    w.act(
      2450,
      'revoke key',
      'tradebot-1 vmPU…XbBx (64)',
      'hand',
      'the key list of the venue no longer shows it',
      2494,
    );
    c.add(2530, {
      type: 'failure.recorded',
      lane,
      step: 'revoke-key',
      attempt: 1,
      failure: {
        code: 'KEY_IP_OR_SCOPE',
        venue: 'binance',
        venueCode: '-2015',
        httpStatus: 401,
        doing: 'probing the suspect key',
      },
    });
    w.acquire(2532, 'death-proof', 'suspect', 'first', twist.proof ?? proofOfDeath(c));
  });
  w.step(
    2534,
    'contain',
    lane,
    'cancel-orders',
    'Cancel orders that are not ours',
    () => {
      w.act(2535, 'cancel orders', attackersOrder.id, 'api', 'the open orders no longer hold it', 2536);
      w.acquire(2537, 'open-orders', 'responder', 'later', listing([]));
    },
    {},
    'cancel-unrecognised-orders',
  );
  w.step(2540, 'contain', lane, 'take-snapshot', 'Take the first snapshot', () => {
    w.acquire(2541, 'withdrawal-addresses', 'responder', 'first', listing([treasury]));
  });
  w.step(
    2545,
    'contain',
    lane,
    'acquire-histories',
    'Acquire trades, orders, withdrawals and deposits',
    () => {
      const whole = { from: '2026-08-23T00:40:00.000Z', to: c.at(2545) };
      w.acquire(2546, 'trades', 'responder', 'later', listing([...ownTrades, ...attack], [], whole));
      w.acquire(2547, 'orders', 'responder', 'later', listing(orders, [], whole));
      w.acquire(2548, 'withdrawals', 'responder', 'later', listing([], [], whole));
      w.acquire(2549, 'deposits', 'responder', 'first', listing([], [], whole));
    },
  );
  c.add(2550, { type: 'lane.settled', lane, outcome: { is: 'verified' } });
}

function inspectAndRecover(c: HandMadeCase, w: Writer): void {
  c.add(2551, { type: 'phase.entered', phase: 'inspect' });
  w.step(
    2552,
    'inspect',
    'case',
    'inspect-activity',
    'Recognise orders and fills, and count the loss',
    () => {
      w.acquire(3000, 'market-prices', 'responder', 'later', listing(pricesAt(c.at(3000), '0.0200')));
      c.add(3001, {
        type: 'finding.recorded',
        lane: 'case',
        step: 'inspect-activity',
        attempt: 1,
        finding: {
          id: 'FD-001',
          rule: 'unrecognised-fills',
          title: '60 fills on ZRTUSDT not made by our system',
          detail: '00:01:30–00:41:00: client order id "x-1" has none of our prefixes (mm-).',
          severity: 'high',
          basis: 'fact',
          account: 'main',
          exhibits: ['EX-012', 'EX-013'],
        },
      });
    },
  );
  c.add(3002, { type: 'phase.entered', phase: 'eradicate' });
  w.step(3003, 'eradicate', 'case', 'root-cause', 'Record the root cause', () => undefined, {
    cause: 'host',
    control: 'new host',
  });
  c.add(3100, { type: 'phase.entered', phase: 'recover' });
  w.step(3101, 'recover', 'case', 'reissue-key', 'Reissue one scoped key per task', () => {
    w.act(3110, 'create key', 'tradebot-2', 'hand', 'the new key answers', 3300);
    w.acquire(3301, 'key-report', 'replacement', 'first', replacementReport(c));
    w.acquire(3302, 'scope-check', 'replacement', 'first', { lines: [] });
  });
  w.step(
    3310,
    'recover',
    'case',
    'switch-system',
    'Switch the system to the new key and test it',
    () => undefined,
  );
  w.step(3320, 'recover', 'case', 'reprobe-keys', 'Probe the dead key again', () => {
    const at: At = { lane: 'case', step: 'reprobe-keys', attempt: 1 };
    c.add(3320, { type: 'timer.set', ...at, timer: 'main PT5M', dueAt: c.at(3322) });
    c.add(3322, { type: 'timer.due', ...at, timer: 'main PT5M' });
    w.acquire(3323, 'death-proof', 'suspect', 'later', proofOfDeath(c));
  });
}

function review(c: HandMadeCase, w: Writer): void {
  c.add(3400, { type: 'phase.entered', phase: 'review' });
  w.step(3401, 'review', 'case', 'end-clocks', 'Measure the venues’ clocks again', () =>
    w.clock(3402, 'end', 41),
  );
  c.add(3410, { type: 'note.added', text: 'Support ticket 4471-22.', by: 'Ada' });
  w.step(3420, 'review', 'case', 'close-case', 'Close the case', () => undefined, {
    verdict: 'contained',
    'drill.avoidableLoss': '12000.5',
  });
  c.add(3421, { type: 'case.closed', verdict: 'contained', because: 'the key is proven dead' });
}

/** Writes what a run writes: starts, ends, captures, exhibits with their observations. */
function writer(c: HandMadeCase) {
  let exhibits = 0;
  let exchanges = 0;
  let here: At = { lane: 'case', step: 'open-case', attempt: 1 };

  const capture = (seconds: number, status = 200): string => {
    const id = `HX-${String(++exchanges).padStart(4, '0')}`;
    c.add(seconds, {
      type: 'exchange.captured',
      exchange: id,
      venue: 'binance',
      purpose: 'reading',
      method: 'GET',
      url: 'https://api.binance.com/api/v3/[redacted]',
      status,
      durationMs: 84,
      offset: exchanges * 1000,
      length: 700,
      sha256: 'c'.repeat(64),
      redactions: 3,
    });
    return id;
  };

  return {
    step(
      seconds: number,
      phase: Phase,
      inLane: string,
      step: string,
      title: string,
      work: () => unknown,
      facts: JsonObject = {},
      kind = step,
    ): void {
      const outcome: Outcome = { is: 'verified' };
      here = { lane: inLane, step, attempt: 1 };
      const at = here;
      c.add(seconds, { type: 'step.started', ...at, phase, title, kind });
      work();
      const end = (Date.parse(c.records.at(-1)?.at ?? attackStart) - Date.parse(attackStart)) / 1000;
      c.add(end, { type: 'step.finished', ...at, outcome, summary: '', facts });
    },
    answer(seconds: number, question: string, prompt: string, answer: string): void {
      c.add(seconds, {
        type: 'answer.given',
        ...here,
        question: `${here.step}/${question}`,
        prompt,
        answer,
        by: 'operator',
      });
    },
    clock(seconds: number, moment: 'start' | 'end', offsetMs: number): void {
      const offset = { venue: 'binance', at: c.at(seconds), offsetMs, roundTripMs: 60 };
      c.add(seconds, { type: 'clock.measured', ...here, moment, offset });
    },
    act(seconds: number, what: string, target: string, by: 'api' | 'hand', how: string, end: number): void {
      const act = `${here.lane}/${here.step}#1/${what.replaceAll(' ', '-')}`;
      c.add(seconds, {
        type: 'act.intended',
        ...here,
        act,
        account: 'main',
        what,
        target,
        by,
        repeatable: true,
        undo: 'none',
        why: 'the key leaked',
        approvedBy: 'Ada',
      });
      const exchange = capture(end - 1);
      c.add(end, {
        type: 'act.finished',
        ...here,
        act,
        result: 'done',
        how,
        exchanges: [exchange],
        exhibits: [],
      });
    },
    acquire(
      seconds: number,
      kind: ExhibitKind,
      holder: KeyHolder,
      when: 'first' | 'later',
      content: unknown,
    ): void {
      const exchange = capture(seconds);
      const id = `EX-${String(++exhibits).padStart(3, '0')}`;
      c.keep(id, content);
      c.add(seconds, {
        type: 'exhibit.acquired',
        ...here,
        exhibit: {
          id,
          kind,
          title: `${kind.replaceAll('-', ' ')} of main trading`,
          path: `exhibits/${id}-${kind}.json`,
          mediaType: 'application/json',
          bytes: 900,
          sha256: 'e'.repeat(64),
          acquiredAt: c.at(seconds),
          clockOffsetMs: 37,
          acquiredBy: 'firebreak',
          source:
            kind === 'baseline'
              ? { from: 'firebreak', why: 'copied into the case' }
              : {
                  from: 'venue',
                  venue: 'binance',
                  account: 'main',
                  capability: kind,
                  acquiredWith: 'Resp…0A7q (64)',
                  exchanges: [exchange],
                },
        },
      });
      const more =
        kind === 'key-report'
          ? { keyReport: content as KeyReport }
          : kind === 'death-proof'
            ? { deathProof: content as DeathProof }
            : listed(content);
      c.add(seconds, {
        type: 'observation.made',
        ...here,
        account: 'main',
        holder,
        what: kind,
        when,
        exhibit: id,
        ...more,
      });
    },
  };
}

type Writer = ReturnType<typeof writer>;

function listed(content: unknown) {
  const { rows, coverage } = content as Partial<Listing<unknown>>;
  return rows && coverage ? { rows: rows.length, coverage } : {};
}

export const treasury = address();

/** Trade-only, and open to every address: the gap through which the attacker came. */
const suspectReport: KeyReport = keyReport(['read', 'spot-trade', 'margin'], {
  bundled: [['spot-trade', 'margin']],
  ipRestricted: 'denied',
  ipAllowlist: unknown('the venue tells only whether there is one'),
});

const replacementReport = (c: HandMadeCase): KeyReport =>
  keyReport(['read', 'spot-trade'], { label: known('tradebot-2'), createdAt: known(c.at(3290)) });

export const attack: readonly Trade[] = thinPairTrades(attackStart);

const attackersOrder = openOrder({
  id: '9777',
  clientOrderId: 'x-777',
  symbol: 'ZRTUSDT',
  price: '0.0610',
  amount: '100000',
  createdAt: '2026-11-21T00:30:00.000Z',
});

/** Two fills of ours, and one that somebody of ours made by hand two months ago at an old price. */
const ownTrades: readonly Trade[] = [
  trade({ id: '77', orderId: '701', price: '26500', amount: '3', at: '2026-09-20T10:00:00.000Z' }),
  trade({ id: '78', orderId: '702', price: '19100', amount: '0.1', at: '2026-11-20T09:00:00.000Z' }),
  trade({ id: '79', orderId: '703', price: '19150', amount: '0.1', at: '2026-11-20T21:00:00.000Z' }),
];

const orders: readonly PastOrder[] = [
  pastOrder({ id: '701', clientOrderId: 'web_1', updatedAt: '2026-09-20T10:00:00.000Z' }),
  pastOrder({ id: '702', clientOrderId: 'mm-702', updatedAt: '2026-11-20T09:00:00.000Z' }),
  pastOrder({ id: '703', clientOrderId: 'mm-703', updatedAt: '2026-11-20T21:00:00.000Z' }),
  ...Array.from({ length: 6 }, (_, i) =>
    pastOrder({
      id: String(800 + i),
      clientOrderId: `mm-bid-${i}`,
      status: 'cancelled',
      venueStatus: 'CANCELED',
      updatedAt: `2026-11-21T00:00:0${i}.000Z`,
    }),
  ),
  ...attack.map(({ orderId, symbol, side, at }) =>
    pastOrder({ id: orderId, symbol, side, clientOrderId: `x-${orderId}`, createdAt: at, updatedAt: at }),
  ),
];

const pricesAt = (at: string, zrt: string) => [
  price('BTCUSDT', '19180', at),
  price('ETHUSDT', '1290', at),
  price('ZRTUSDT', zrt, at),
];

export function proofOfDeath(c: Pick<HandMadeCase, 'at'>): DeathProof {
  const probe = (seconds: number, role: Probe['role'], says: Probe['says']): Probe => ({
    at: c.at(seconds),
    role,
    says,
    egress: '192.0.2.77',
    ...(says === 'dead-code' ? { httpStatus: 401, venueCode: '-2015' } : { httpStatus: 200 }),
  });
  return {
    verdict: 'dead',
    why: 'worked before from this address, refused twice 31 s apart, a live key works',
    probes: [
      probe(2304, 'before', 'works'),
      probe(2498, 'negative', 'dead-code'),
      probe(2529, 'negative', 'dead-code'),
      probe(2530, 'live-control', 'works'),
      probe(2531, 'clock', 'works'),
    ],
  };
}

export const notProven: DeathProof = {
  verdict: 'not-proven',
  why: 'the venue did not answer the second probe',
  probes: [],
};

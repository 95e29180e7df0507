import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Listing } from '../../../src/domain/coverage.ts';
import { BadInput } from '../../../src/domain/failure.ts';
import type { Json } from '../../../src/domain/json.ts';
import { known, unknown } from '../../../src/domain/known.ts';
import type { JournaledEvent, JournalRecord } from '../../../src/domain/run-event.ts';
import type { PastOrder, Trade, Withdrawal } from '../../../src/domain/trading.ts';
import { buildReport, type Report } from '../../../src/report/index.ts';
import { address, keyReport, listing, pastOrder, trade, withdrawal } from '../../support/rows.ts';
import { notProven, proofOfDeath, thinPairCase, treasury, type Twist } from '../../support/thin-pair-case.ts';

const whole = thinPairCase();
const report = (twist: Twist = {}, records?: readonly JournalRecord[]): Report => {
  const made = thinPairCase(twist);
  return buildReport({ records: records ?? made.records, readExhibit: made.read });
};
const change = (edit: (event: JournaledEvent) => JournaledEvent): readonly JournalRecord[] =>
  whole.records.map((record) => ({ ...record, event: edit(record.event) }));
const rowsOf = <Row>(id: string): readonly Row[] => (whole.contents.get(id) as unknown as Listing<Row>).rows;
const json = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json;
const texts = ({ summary }: Report): string => summary.map(({ text }) => text).join('\n');
const gapsOf = ({ gaps }: Report): string => gaps.map(({ what, why }) => `${what}: ${why}`).join('\n');
const proven = whole.records.findIndex(({ event }) => event.type === 'observation.made' && event.deathProof);

describe('the thin-pair case', () => {
  const full = report();

  it('ends contained, with the published loss plus the fees of the two sales', () => {
    expect(full.verdict.is).toBe('contained');
    expect(full.verdict.numbers.moneyLost).toMatchObject({
      known: true,
      value: { lost: '562570', asset: 'USDT', avoidable: known('12000.5') },
    });
    const trades = full.accounts[0]?.unrecognised;
    expect(
      trades?.known === true && trades.value.bySymbol.map(({ symbol, fills, loss }) => [symbol, fills, loss]),
    ).toEqual([
      ['BTCUSDT', 1, '237.83'],
      ['ETHUSDT', 1, '109.65'],
      ['ZRTUSDT', 60, '562222.52'],
    ]);
  });

  it('counts its five numbers', () => {
    expect(full.verdict.numbers).toMatchObject({
      timeToKeyDead: known(82_000),
      evidenceComplete: { present: 9, required: 9 },
      unknowns: 1,
      harm: [expect.stringContaining('market maker btc and stop guard went blind')],
    });
  });

  it('does not count what somebody of ours sold by hand two months ago, and says that it did not', () => {
    expect(gapsOf(full)).toContain('1 fill of main trading not ours, older than the incident');
  });

  it('values the loss at prices from after the attack, not at those that the attack itself made', () => {
    expect(texts(full)).toContain('prices: EX-016');
  });

  it('tells what happened in sentences that each rest on something', () => {
    expect(texts(full)).toContain(
      'main trading: 60 fills on ZRTUSDT between 2026-11-21 00:01:30 UTC (venue) and 2026-11-21 00:41:00 UTC (venue)',
    );
    expect(texts(full)).toContain('tradebot-1 at Binance was proven dead at 2026-11-21 00:42:12 UTC (host)');
    expect(full.summary.filter(({ restsOn }) => restsOn.length === 0)).toEqual([]);
  });

  it('points only at records, exhibits and findings that exist', () => {
    const ids = new Set([
      ...whole.records.map(({ seq }) => `J-${seq}`),
      ...full.exhibits.map(({ id }) => id),
      ...full.findings.map(({ id }) => id),
    ]);
    const named = [...full.summary, ...full.timeline, ...full.gaps].flatMap(({ restsOn }) => restsOn);
    expect(named.filter((id) => !ids.has(id))).toEqual([]);
    expect(named.length).toBeGreaterThan(100);
  });

  it('puts the attacker’s trace before the first answer, condensed', () => {
    expect(
      full.timeline.slice(0, 4).map(({ lane, clock, what }) => [lane, clock, what.split(' (')[0]]),
    ).toEqual([
      [
        'attacker',
        'venue',
        '6 orders with our client order ids cancelled, not by firebreak: BTCUSDT 00:00:00–00:00:05',
      ],
      ['attacker', 'venue', 'fill BTCUSDT: sell 12.40 at 19180'],
      ['attacker', 'venue', 'fill ETHUSDT: sell 85 at 1290'],
      ['attacker', 'venue', '60 fills ZRTUSDT 00:01:30–00:41:00'],
    ]);
  });

  it('joins each act with its request and with what reading back showed', () => {
    expect(full.actions.map(({ what, result, by, approvedBy }) => [what, result, by, approvedBy])).toEqual([
      ['revoke key', 'done', 'hand', 'Ada'],
      ['cancel orders', 'done', 'api', 'Ada'],
      ['create key', 'done', 'hand', 'Ada'],
    ]);
    expect(full.actions[0]?.exchanges).toEqual([
      {
        method: 'GET',
        url: 'https://api.binance.com/api/v3/[redacted]',
        status: known(200),
        warcOffset: 9000,
      },
    ]);
  });

  it('is the same on every build, survives JSON unchanged and changes nothing that came in', () => {
    const frozen = whole.records.map(deepFreeze);
    const again = report({}, frozen);
    expect(again).toEqual(full);
    expect(JSON.parse(JSON.stringify(full))).toEqual(full);
    expect(findUndefined(full)).toEqual([]);
  });

  it('says self-attested until an outside time is given', () => {
    expect(full.integrity).toMatchObject({
      attestation: 'SELF-ATTESTED',
      signatureKey: { known: false },
      journalHead: whole.records.at(-1)?.hash,
    });
    const anchored = buildReport({
      records: whole.records,
      readExhibit: whole.read,
      signatureKey: 'SHA256:k',
      trustedTime: '2026-11-21T01:00:00Z by TSA',
    });
    expect(anchored.integrity).toMatchObject({
      signatureKey: known('SHA256:k'),
      trustedTime: { known: true },
    });
    expect(gapsOf(anchored)).not.toContain('attests itself');
  });
});

describe('a record that was cut off', () => {
  it.each(whole.records.map(({ seq, event }) => [seq, event.type] as const))(
    'gives a report after record %i (%s)',
    (seq) => {
      const cut = report({}, whole.records.slice(0, seq + 1));
      expect(JSON.parse(JSON.stringify(cut))).toEqual(cut);
      if (seq < proven) expect(cut.verdict.because).not.toContain('so far contained');
      if (
        !whole.records
          .slice(0, seq + 1)
          .some(({ event }) => event.type === 'step.finished' && event.step === 'close-case')
      ) {
        expect(cut.verdict.is).toBe('open');
        expect(cut.identification.status).toBe('draft');
      }
      expect(cut.integrity.journalRecords).toBe(seq + 1);
    },
  );

  it('is refused when it does not open a case', () => {
    expect(() => report({}, [])).toThrow(BadInput);
    expect(() => report({}, whole.records.slice(1))).toThrow(BadInput);
  });

  it('never says contained without a proof, whichever records are lost', () => {
    const keep = fc.array(fc.boolean(), { minLength: whole.records.length, maxLength: whole.records.length });
    fc.assert(
      fc.property(keep, (kept) => {
        const some = whole.records.filter((_, i) => i === 0 || kept[i]);
        const { verdict } = report({}, some);
        const isProven = some.some(
          ({ event }) => event.type === 'observation.made' && event.deathProof?.verdict === 'dead',
        );
        if (verdict.is === 'contained') expect(isProven).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('gives the computed verdict once the closing step has ended, so that the case can be closed with it', () => {
    const beforeClose = whole.records.slice(0, -1);
    expect(report({}, beforeClose).verdict.is).toBe('contained');
    expect(report({}, beforeClose).identification.status).toBe('draft');
  });
});

describe('the verdict', () => {
  it('is not lifted by what the case was closed with', () => {
    const { verdict, subjects } = report({ proof: notProven }, undefined);
    expect(verdict.is).toBe('contained'); // the probe a few minutes later proved it
    expect(subjects[0]?.deathProof).toMatchObject({ value: { verdict: 'dead' } });
    const never = change((event) =>
      event.type === 'observation.made' && event.deathProof ? { ...event, deathProof: notProven } : event,
    );
    expect(report({}, never).verdict).toMatchObject({
      is: 'not-contained',
      because: expect.stringContaining('the case was closed as contained'),
    });
  });

  it('is the one that the case was closed with when that is worse', () => {
    const worse = change((event) =>
      event.type === 'case.closed'
        ? { ...event, verdict: 'not-contained', because: 'the wallet is lost' }
        : event,
    );
    expect(report({}, worse).verdict).toMatchObject({ is: 'not-contained', because: 'the wallet is lost' });
  });

  it('is not contained when the key works again', () => {
    const alive = change((event) =>
      event.type === 'observation.made' && event.deathProof && event.when === 'later'
        ? { ...event, deathProof: { ...proofOfDeath(whole), verdict: 'alive', why: 'it works' } }
        : event,
    );
    const { verdict, gaps, subjects } = report({}, alive);
    expect(verdict.is).toBe('not-contained');
    expect(verdict.numbers.timeToKeyDead.known).toBe(false);
    expect(subjects[0]?.exposure.to.known).toBe(false);
    expect(gaps.map(({ what }) => what)).toContain('tradebot-1 at Binance still works');
  });

  const fillAfter = trade({
    id: '999',
    orderId: '9999',
    symbol: 'ZRTUSDT',
    price: '0.06',
    amount: '1000',
    at: '2026-11-21T00:58:00.000Z',
  });
  const withLateFill = (order: Partial<PastOrder>): Twist => ({
    exhibits: {
      'EX-012': json(listing([...rowsOf<Trade>('EX-012'), fillAfter])),
      'EX-013': json(
        listing([
          ...rowsOf<PastOrder>('EX-013'),
          pastOrder({ id: '9999', symbol: 'ZRTUSDT', clientOrderId: 'x-1', ...order }),
        ]),
      ),
    },
  });

  it('is not contained when somebody placed an order after the key was dead', () => {
    const { verdict } = report(withLateFill({ createdAt: '2026-11-21T00:57:59.000Z' }));
    expect(verdict).toMatchObject({
      is: 'not-contained',
      because: expect.stringContaining('a fill on ZRTUSDT at 2026-11-21T00:58:00.000Z'),
    });
  });

  it('is partly contained when an order of before the key’s end still filled', () => {
    expect(report(withLateFill({ createdAt: '2026-11-21T00:30:00.000Z' })).verdict.is).toBe(
      'partly-contained',
    );
  });
});

describe('what is not known', () => {
  it('does not call fills recognised when the orders were not read: their owner and the loss are open', () => {
    const open = report({ ordersRead: false });
    const { moneyLost } = open.verdict.numbers;
    expect(moneyLost.known && moneyLost.value.atLeast).toBe(true);
    expect(moneyLost.known && moneyLost.value.lost).toBe('562222.52');
    expect(moneyLost.known && moneyLost.value.method).toMatch(
      /^At least this much; not in it: 4 fills of main trading could not be attributed/,
    );
    expect(gapsOf(open)).toContain('Whose 4 fills of main trading are');
    expect(open.verdict.numbers.unknowns).toBeGreaterThan(1);
  });

  it('does not say that no address was added when there is nothing to compare with', () => {
    const open = report({ withBaseline: false });
    expect(open.accounts[0]?.whitelist.added).toMatchObject({ known: false });
    expect(gapsOf(open)).toContain('Which withdrawal addresses of main trading are ours');
  });

  it('takes the owner’s word on addresses for a baseline, and names those that he did not know', () => {
    const cold2 = address({ address: '0x9c00000000000000000000000000000000000041', label: 'cold2' });
    const records = [
      ...whole.records.slice(0, -2),
      ...change((event) =>
        event.type === 'step.finished' && event.step === 'close-case'
          ? {
              ...event,
              step: 'compare-with-baseline',
              facts: { addresses: [cold2.address], unknownAddresses: true },
            }
          : event,
      ).slice(-2),
    ];
    const said = report(
      { withBaseline: false, exhibits: { 'EX-001': {}, 'EX-011': json(listing([treasury, cold2])) } },
      records,
    );
    expect(said.accounts[0]?.whitelist.added).toEqual(known([cold2]));
    expect(texts(said)).toContain(cold2.address);
  });

  it('still shows an added address that was taken off the list again', () => {
    const cold2 = address({ address: '0x9c00000000000000000000000000000000000041', label: 'cold2' });
    const records = change((event) =>
      event.type === 'observation.made' && event.exhibit === 'EX-018'
        ? { ...event, holder: 'responder', what: 'withdrawal-addresses', when: 'later' }
        : event,
    );
    const made = report(
      { exhibits: { 'EX-011': json(listing([treasury, cold2])), 'EX-018': json(listing([treasury])) } },
      records,
    );
    expect(made.accounts[0]?.whitelist.now.later).toMatchObject({ known: true, value: { rows: [treasury] } });
    expect(made.accounts[0]?.whitelist.added).toEqual(known([cold2]));
  });

  it('adds a completed withdrawal to a strange address to the loss, and one on its way to the doubts', () => {
    const sent = (row: Partial<Withdrawal>) =>
      report({
        exhibits: {
          'EX-014': json(
            listing([withdrawal({ amount: '430', ...row })], [], {
              from: '2026-08-23T00:00:00.000Z',
              to: '2026-11-21T00:43:00.000Z',
            }),
          ),
        },
      });
    const loss = (made: Report) =>
      made.verdict.numbers.moneyLost.known ? made.verdict.numbers.moneyLost.value : undefined;
    expect(loss(sent({}))).toMatchObject({ lost: '563001' });
    expect(texts(sent({}))).toContain(
      '1 withdrawal to addresses that were not known as ours left main trading: 430 USDT.',
    );
    expect(loss(sent({ status: 'processing' }))).toMatchObject({ lost: '562570', atLeast: true });
    expect(loss(sent({ status: 'cancelled' }))).not.toHaveProperty('atLeast');
    expect(loss(sent({ address: treasury.address }))).toMatchObject({ lost: '562570', atLeast: true });
  });

  it('counts an exhibit with a hole, or one that does not reach back to the incident, as not complete', () => {
    const evidence = (content: unknown) =>
      report({ exhibits: { 'EX-015': json(content) } }).verdict.numbers.evidenceComplete;
    expect(
      evidence(
        listing([], [{ what: 'deposits', why: 'BANNED' }], {
          from: '2026-08-23T00:00:00.000Z',
          to: '2026-11-21T00:43:00.000Z',
        }),
      ),
    ).toEqual({ present: 8, required: 9 });
    expect(
      evidence(listing([], [], { from: '2026-11-21T00:40:00.000Z', to: '2026-11-21T00:42:00.000Z' })),
    ).toEqual({ present: 8, required: 9 });
  });

  it('closes a hole only by a whole reading of the same stretch', () => {
    const holed = listing(rowsOf<Trade>('EX-006'), [
      {
        what: 'trades',
        why: 'RATE_LIMITED',
        from: '2026-11-20T00:00:00.000Z',
        to: '2026-11-21T00:38:00.000Z',
      },
    ]);
    expect(gapsOf(report({ exhibits: { 'EX-006': json(holed) } }))).not.toContain('RATE_LIMITED');
    expect(gapsOf(report({ exhibits: { 'EX-012': json(holed) } }))).toContain('RATE_LIMITED');
  });

  it('lists what the venue did not say of the keys', () => {
    const base = keyReport(['read', 'spot-trade']);
    const silent = {
      ...base,
      scopes: { ...base.scopes, withdraw: 'unknown' as const },
      ipRestricted: 'unknown' as const,
      ipAllowlist: unknown('no list'),
    };
    const records = change((event) =>
      event.type === 'observation.made' && event.keyReport ? { ...event, keyReport: silent } : event,
    );
    const gaps = gapsOf(report({}, records));
    expect(gaps).toContain('Whether tradebot-1 at Binance has the scope withdraw');
    expect(gaps).toContain('Whether the replacement of tradebot-1 at Binance is bound to addresses');
  });

  it('lists steps, acts, failures, clocks and torn bytes', () => {
    const broken = change((event) => {
      if (event.type === 'step.finished' && event.step === 'switch-system')
        return { ...event, outcome: { is: 'skipped', why: 'no time', by: 'Ada' } };
      if (event.type === 'step.finished' && event.step === 'root-cause')
        return { ...event, outcome: { is: 'unknown', why: 'nobody knows' } };
      if (event.type === 'act.finished' && event.act.includes('cancel-orders'))
        return { ...event, result: 'unknown', how: 'no answer' };
      if (event.type === 'clock.measured' && event.moment === 'end') return { ...event, moment: 'probe' };
      if (event.type === 'note.added')
        return {
          type: 'journal.recovered',
          bytes: 17,
          sha256: 'd'.repeat(64),
          movedTo: 'journal.jsonl.torn-4711',
        };
      if (event.type === 'timer.due') return { ...event, timer: 'another' };
      return event;
    });
    const gaps = gapsOf(report({}, broken));
    expect(gaps).toContain('“Switch the system to the new key and test it” was skipped by Ada: no time');
    expect(gaps).toContain('The outcome of “Record the root cause” is unknown: nobody knows');
    expect(gaps).toContain('Whether this happened: cancel orders: 9777: no answer');
    expect(gaps).toContain('binance failed while probing the suspect key: KEY_IP_OR_SCOPE (-2015), HTTP 401');
    expect(gaps).toContain('The clock of Binance against the host’s at the end');
    expect(gaps).toContain('17 bytes at the journal’s end were torn');
    expect(gaps).toContain('main PT5M is due at');
  });

  it('calls a step that was started without an end unknown, and an act without a result too', () => {
    const intent = whole.records.findIndex(({ event }) => event.type === 'act.intended');
    const cut = report({}, whole.records.slice(0, intent + 1));
    expect(cut.steps.find(({ step }) => step === 'revoke-key')?.outcome).toMatchObject({ is: 'unknown' });
    expect(cut.actions[0]).toMatchObject({ result: 'no-result', finishedAt: { known: false } });
    expect(gapsOf(cut)).toContain('Whether this happened: revoke key');
  });

  it('names the account that was left aside', () => {
    const records = change((event) =>
      event.type === 'case.opened'
        ? {
            ...event,
            accounts: [...event.accounts, { ...event.accounts[0]!, id: 'b', keyLabel: 'tradebot-9' }],
          }
        : event,
    );
    expect(gapsOf(report({}, records))).toContain('tradebot-9 at Binance was not examined');
  });

  it('carries what is left to do', () => {
    const items = [{ what: 'rotate host keys', who: 'Ada', until: '2026-12-01' }];
    const records = change((event) =>
      event.type === 'step.finished' && event.step === 'end-clocks'
        ? { ...event, step: 'action-items', facts: { items } }
        : event,
    );
    expect(report({}, records).actionItems).toEqual(items);
    expect(texts(report({}, records))).toContain('rotate host keys (Ada, until 2026-12-01)');
    expect(report()).not.toHaveProperty('actionItems');
  });
});

describe('exhibits that are damaged', () => {
  const ids = [...whole.contents.keys()];
  const damaged: readonly (readonly [string, Json])[] = [
    ['unreadable', 'unreadable'],
    ['null', null],
    ['an empty list', []],
    ['an empty object', {}],
    [
      'a list of rows of another kind',
      { rows: [{ id: 1 }], coverage: { symbols: 'all', holes: [] }, pages: [], stop: 'short-page' },
    ],
    ['HTML', '<html>maintenance</html>'],
  ];

  it.each(ids.flatMap((id) => damaged.map(([what, content]) => [id, what, content] as const)))(
    '%s being %s gives a report',
    (id, _, content) => {
      const made = report({ exhibits: { [id]: content } });
      expect(JSON.parse(JSON.stringify(made))).toEqual(made);
      const { moneyLost } = made.verdict.numbers;
      if (moneyLost.known && moneyLost.value.atLeast !== true) expect(moneyLost.value.lost).toBe('562570');
    },
  );

  it.each(['EX-012', 'EX-014', 'EX-015', 'EX-011'])(
    '%s that cannot be read is a gap and not complete evidence',
    (id) => {
      const made = report({ exhibits: { [id]: 'unreadable' } });
      expect(gapsOf(made)).toContain(`The content of ${id}: ${id} cannot be read: ENOENT`);
      expect(made.verdict.numbers.unknowns).toBeGreaterThan(1);
    },
  );

  it('does not take an HTML page with status 200 for "no withdrawals"', () => {
    const html = '<html>maintenance</html>';
    const made = report({ exhibits: { 'EX-008': html, 'EX-014': html } });
    expect(made.accounts[0]?.withdrawals.first.known).toBe(false);
    expect(texts(made)).not.toContain('No withdrawal was requested');
    expect(made.verdict.numbers.moneyLost).toMatchObject({ value: { atLeast: true } });
  });

  it('says "none" only over the whole time of the incident', () => {
    const calm = (from: string) =>
      report({
        exhibits: {
          'EX-006': json(listing([])),
          'EX-012': json(listing([], [], { from, to: '2026-11-21T00:43:00.000Z' })),
          'EX-014': json(listing([], [], { from, to: '2026-11-21T00:43:00.000Z' })),
        },
      });
    const read = calm('2026-10-01T00:00:00.000Z');
    expect(read.accounts[0]?.unrecognised).toMatchObject({
      known: true,
      value: { bySymbol: [], totalLoss: '0' },
    });
    expect(read.verdict.numbers.moneyLost).toMatchObject({ known: true, value: { lost: '0' } });
    expect(texts(read)).toContain('No withdrawal was requested');
    const short = calm('2026-11-21T00:30:00.000Z');
    expect(short.accounts[0]?.unrecognised.known).toBe(false);
    expect(short.verdict.numbers.moneyLost.known).toBe(false);
    expect(texts(short)).not.toMatch(/No withdrawal was requested|none in the time of the incident/);
  });

  it('does not say that every fill is ours when the fills that are not have no price', () => {
    const none = listing([]);
    const made = report({ exhibits: { 'EX-005': json(none), 'EX-016': json(none) } });
    expect(made.accounts[0]?.unrecognised).toMatchObject({
      known: false,
      why: expect.stringContaining('62 fills not ours, without a known loss'),
    });
    expect(made.verdict.numbers.moneyLost.known).toBe(false);
  });
});

describe('hostile strings', () => {
  const hostile = [
    '\u001b[2Jx',
    '\u202Egpj.exe',
    '=cmd|calc',
    '<script>alert(1)</script>',
    '../../etc/passwd',
    '(a+)+$',
    '__proto__',
    '\u0000',
    'a"b\\c',
    '\ud83d\ude00'.repeat(3),
  ];

  it.each(hostile)('are kept as they are, wherever a venue put them: %j', (text) => {
    const odd = [
      trade({ id: text, orderId: text, symbol: text, at: text, feeAsset: text, clientOrderId: known(text) }),
    ];
    const made = report({
      exhibits: {
        'EX-011': json(
          listing([treasury, address({ address: text, label: text, network: text, addedAt: known(text) })]),
        ),
        'EX-012': json(listing([...rowsOf<Trade>('EX-012'), ...odd])),
        'EX-014': json(
          listing([withdrawal({ id: text, address: text, asset: text, amount: text, requestedAt: text })]),
        ),
      },
    });
    expect(JSON.parse(JSON.stringify(made))).toEqual(made);
    expect(made.accounts[0]?.whitelist.added).toMatchObject({ value: [{ label: text, address: text }] });
    expect(made.accounts[0]?.trades.later).toMatchObject({
      value: { rows: expect.arrayContaining([expect.objectContaining({ symbol: text })]) },
    });
    expect(made.verdict.numbers.moneyLost).toMatchObject({ known: true, value: { atLeast: true } });
  });

  it('in any text of the journal neither throw nor change', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const records = change((event) =>
          event.type === 'note.added'
            ? { ...event, text }
            : event.type === 'act.intended'
              ? { ...event, target: text }
              : event,
        );
        const made = report({}, records);
        expect(made.notes[0]?.text).toBe(text);
        expect(made.actions[0]?.target).toBe(text);
      }),
      { numRuns: 40 },
    );
  });
});

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
}

function findUndefined(value: unknown, path = 'report'): readonly string[] {
  if (value === undefined) return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => findUndefined(inner, `${path}.${key}`));
}

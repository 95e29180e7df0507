import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  computeMetrics,
  describeHarm,
  findIncidentWindow,
  findMoments,
  followSteps,
  judgeContainment,
  keysInScope,
  stateOf,
} from '../../src/analysis/index.ts';
import { known, unknown } from '../../src/domain/known.ts';
import type { JournaledEvent } from '../../src/domain/run-event.ts';
import { openOrder } from '../support/rows.ts';
import { mainAccount, notProven, proofOfDeath, thinPairCase } from '../support/thin-pair-case.ts';

const whole = thinPairCase();
const events = whole.records.map(({ event }) => event);
const without = (drop: (event: JournaledEvent) => boolean) => events.filter((event) => !drop(event));
const proof = (verdict: 'dead' | 'alive' | 'not-proven'): JournaledEvent => ({
  type: 'observation.made',
  lane: 'case',
  step: 'reprobe-keys',
  attempt: 1,
  account: 'main',
  holder: 'suspect',
  what: 'death-proof',
  when: 'later',
  exhibit: 'EX-900',
  deathProof: { ...proofOfDeath(whole), verdict, why: `said ${verdict}` },
});

const waived = (lane: string, step: string, reason?: string): JournaledEvent => ({
  type: 'step.chosen',
  lane,
  step,
  attempt: 1,
  choice: 'accept',
  by: 'Ada',
  ...(reason === undefined ? {} : { reason }),
});

describe('judgeContainment', () => {
  it('says contained of the whole thin-pair case', () => {
    expect(judgeContainment({ events }).is).toBe('contained');
  });

  it('never says contained at any earlier moment before the proof', () => {
    const proven = events.findIndex(
      (event) => event.type === 'observation.made' && event.deathProof !== undefined,
    );
    for (let n = 0; n <= proven; n++)
      expect(judgeContainment({ events: events.slice(0, n) }).is).toBe('not-contained');
  });

  it('says not contained when a later probe finds the key alive again', () => {
    expect(judgeContainment({ events: [...events, proof('alive')] })).toMatchObject({
      is: 'not-contained',
      because: 'still working: tradebot-1 at Binance',
    });
  });

  it('says partly contained when a later probe could not repeat the proof, and contained when the next one does', () => {
    expect(judgeContainment({ events: [...events, proof('not-proven')] }).is).toBe('partly-contained');
    expect(judgeContainment({ events: [...events, proof('not-proven'), proof('dead')] }).is).toBe(
      'contained',
    );
  });

  it('says partly contained when one of two accounts in scope has no proof', () => {
    const second: JournaledEvent = {
      type: 'lane.opened',
      lane: 'account:b',
      account: 'b',
      because: 'found later',
    };
    expect(judgeContainment({ events: [...events, second] })).toMatchObject({
      is: 'partly-contained',
      because: 'b is not proven dead: no proof was made',
    });
  });

  it('counts an account that the scope names although its lane never opened', () => {
    const scope = events.map((event) =>
      event.type === 'step.finished' && event.step === 'set-scope'
        ? { ...event, facts: { accounts: ['main', 'b'] } }
        : event,
    );
    expect(judgeContainment({ events: scope }).is).toBe('partly-contained');
  });

  it('is at best partly contained when the proof was waived by name, and says by whom', () => {
    const unproven = without((event) => event.type === 'observation.made' && event.what === 'death-proof');
    const waiver = waived('account:main', 'revoke-key', 'venue is down');
    expect(judgeContainment({ events: unproven }).is).toBe('not-contained');
    const judged = judgeContainment({ events: [...unproven, waiver] });
    expect(judged.is).toBe('partly-contained');
    expect(judged.because).toContain('waived by Ada: venue is down');
  });

  it('is not lifted by waiving another step than the proof', () => {
    const unproven = without((event) => event.type === 'observation.made' && event.what === 'death-proof');
    const waiver = waived('account:main', 'cancel-orders');
    expect(judgeContainment({ events: [...unproven, waiver] }).is).toBe('not-contained');
  });

  it('is not contained, although every key is dead, when somebody still asks for new things', () => {
    expect(judgeContainment({ events, traces: { newOnes: ['a fill at 00:58:00'], oldOnes: [] } }).is).toBe(
      'not-contained',
    );
    expect(
      judgeContainment({ events, traces: { newOnes: [], oldOnes: ['a fill of an older order'] } }).is,
    ).toBe('partly-contained');
  });

  it('is partly contained when the attacker’s orders could not be cancelled, or an act has no result', () => {
    const failed = events.map((event) =>
      event.type === 'step.finished' && event.step === 'cancel-orders'
        ? { ...event, outcome: { is: 'failed' as const, why: 'BANNED' } }
        : event,
    );
    expect(judgeContainment({ events: failed })).toMatchObject({
      is: 'partly-contained',
      because: expect.stringContaining('BANNED'),
    });
    const lost = without((event) => event.type === 'act.finished' && event.act.includes('cancel-orders'));
    expect(judgeContainment({ events: lost }).is).toBe('partly-contained');
  });

  it('is not contained when a later probe or the second look failed, and partly when it is unknown', () => {
    const ended = (step: string, is: 'failed' | 'unknown' | 'unverified') =>
      judgeContainment({
        events: [
          ...events,
          { type: 'step.started', lane: 'case', step, attempt: 9, phase: 'review', title: step, kind: step },
          {
            type: 'step.finished',
            lane: 'case',
            step,
            attempt: 9,
            outcome: { is, why: 'the key works again' },
            summary: '',
            facts: {},
          },
        ],
      }).is;
    for (const step of ['reprobe-keys', 'read-again']) {
      expect([ended(step, 'failed'), ended(step, 'unknown'), ended(step, 'unverified')]).toEqual([
        'not-contained',
        'partly-contained',
        'contained',
      ]);
    }
  });

  it('does not take the waiver of another key in a later round for a waiver of this one', () => {
    const unproven = without((event) => event.type === 'observation.made' && event.what === 'death-proof');
    const round: JournaledEvent = {
      type: 'lane.opened',
      lane: 'account:main#2',
      account: 'main',
      because: 'one more key',
    };
    const waiver = waived('account:main#2', 'revoke-key');
    expect(judgeContainment({ events: [...unproven, round, waiver] }).is).toBe('not-contained');
    expect(judgeContainment({ events: [...events, round, waiver] }).is).toBe('partly-contained');
  });

  it('does not let evidence that could not be read weigh on containment', () => {
    const blind = events.map((event) =>
      event.type === 'step.finished' && event.step === 'acquire-histories'
        ? { ...event, outcome: { is: 'failed' as const, why: 'no key reads' } }
        : event,
    );
    expect(judgeContainment({ events: blind }).is).toBe('contained');
  });

  it('says contained of no journal from which any proof is missing, whatever else is dropped', () => {
    const keep = fc.array(fc.boolean(), { minLength: events.length, maxLength: events.length });
    fc.assert(
      fc.property(keep, (kept) => {
        const some = events.filter((_, i) => kept[i]);
        const isProven = some.some(
          (event) => event.type === 'observation.made' && event.deathProof?.verdict === 'dead',
        );
        if (judgeContainment({ events: some }).is === 'contained') expect(isProven).toBe(true);
      }),
    );
  });
});

describe('keysInScope', () => {
  it('takes the first proof after which none says alive for the moment of death', () => {
    const entries = [proof('dead'), proof('alive'), proof('dead'), proof('dead')].map((event, i) => ({
      event,
      at: `t${i}`,
      seq: i,
    }));
    const lane = {
      event: { type: 'lane.opened', lane: 'account:main', account: 'main', because: '' } as const,
      at: '',
      seq: 9,
    };
    const [key] = keysInScope([lane, ...entries]);
    expect(key?.deadSince?.at).toBe('t2');
    expect(key && stateOf(key)).toBe('dead');
  });

  it('does not take a proof about the responder’s key for one about the suspect’s', () => {
    const other = events.map((event) =>
      event.type === 'observation.made' && event.what === 'death-proof'
        ? { ...event, holder: 'responder' as const }
        : event,
    );
    expect(keysInScope(other.map((event, seq) => ({ event, at: '', seq })))[0]?.proofs).toEqual([]);
  });
});

describe('followSteps', () => {
  const at = { lane: 'account:main', step: 'revoke-key', attempt: 1 };
  const follow = (more: readonly JournaledEvent[]) =>
    followSteps(more.map((event, seq) => ({ event, at: `t${seq}`, seq })))[0];
  const started: JournaledEvent = {
    type: 'step.started',
    ...at,
    phase: 'contain',
    title: 'Revoke',
    kind: 'revoke-key',
  };
  const failed: JournaledEvent = {
    type: 'step.finished',
    ...at,
    outcome: { is: 'failed', why: 'x' },
    summary: 's',
    facts: {},
  };
  const chose = (choice: 'continue' | 'skip' | 'accept' | 'retry'): JournaledEvent => ({
    type: 'step.chosen',
    ...at,
    choice,
    by: 'Ada',
    reason: 'because',
  });

  it('has no outcome while a new attempt is under way', () => {
    expect(follow([started, failed, chose('retry'), started])).toMatchObject({
      attempts: 2,
      startedAt: 't0',
    });
    expect(follow([started, failed, chose('retry'), started])).not.toHaveProperty('outcome');
  });

  it('leaves a failed step failed when the operator goes on, and waived only when he accepts by name', () => {
    expect(follow([started, failed, chose('continue')])?.outcome?.is).toBe('failed');
    expect(follow([started, failed, chose('accept')])?.outcome).toEqual({
      is: 'waived',
      why: 'because',
      by: 'Ada',
    });
  });

  it('knows a step that was skipped before it started', () => {
    expect(follow([chose('skip')])).toMatchObject({
      attempts: 0,
      phase: 'contain',
      outcome: { is: 'skipped' },
    });
  });
});

describe('computeMetrics', () => {
  const metrics = (entries: typeof whole.records, exposed = known('2026-11-21T00:00:00.000Z')) =>
    Object.fromEntries(
      computeMetrics(findMoments({ entries, exposed })).map(({ name, ms }) => [
        name,
        ms.known ? ms.value / 1000 : ms.why,
      ]),
    );

  it('measures the thin-pair case', () => {
    expect(metrics(whole.records)).toEqual({
      'first trace → case opened': 2290,
      'case opened → first action': 160,
      'case opened → dead: tradebot-1 at Binance': 242,
      'case opened → all keys dead': 242,
      'first action → all keys dead': 82,
      'all keys dead → recovered': 778,
      'first trace → all keys dead': 2532,
    });
  });

  it('says why a duration is not known instead of leaving it out', () => {
    const early = whole.records.slice(0, 10);
    const found = computeMetrics(findMoments({ entries: early, exposed: unknown('no trace') }));
    expect(found.every(({ ms }) => !ms.known && ms.why !== '')).toBe(true);
  });

  it('does not call a case recovered whose recovery was not verified', () => {
    const doubtful = whole.records.map((record) =>
      record.event.type === 'step.finished' && record.event.step === 'switch-system'
        ? { ...record, event: { ...record.event, outcome: { is: 'unverified' as const, why: 'not tested' } } }
        : record,
    );
    expect(metrics(doubtful)['all keys dead → recovered']).toContain('is not verified');
  });
});

describe('describeHarm', () => {
  it('counts own orders that we cancelled, and not the attacker’s', () => {
    const cancel = (target: string) =>
      whole.records.map((record) =>
        record.event.type === 'act.intended' && record.event.what === 'cancel orders'
          ? { ...record, event: { ...record.event, target } }
          : record,
      );
    const openOrders = new Map([
      ['main', [openOrder({ id: '800' }), openOrder({ id: '9777', clientOrderId: 'x-777' })]],
    ]);
    const texts = (target: string) =>
      describeHarm({ entries: cancel(target), openOrders }).map(({ text }) => text);
    expect(texts('9777')).toEqual([expect.stringContaining('went blind')]);
    expect(texts('9777, 800')[0]).toBe('1 order of our own cancelled by us on tradebot-1 at Binance');
    expect(texts('98001')).toHaveLength(1);
  });

  it('says which systems went blind, since when and until when', () => {
    expect(mainAccount.dependents).toHaveLength(2);
    expect(describeHarm({ entries: whole.records, openOrders: new Map() }).at(-1)?.text).toBe(
      'market maker btc and stop guard went blind with tradebot-1 at Binance by 00:41:38 (host); a replacement key was read at 00:55:01',
    );
  });

  it('says from the first refusal on, not from the end of the proof, and the days where there are two', () => {
    const dayLater = whole.records.map((record) =>
      record.event.type === 'observation.made' && record.event.holder === 'replacement'
        ? { ...record, at: '2026-11-23T00:55:01.000Z' }
        : record,
    );
    const harm = describeHarm({ entries: dayLater, openOrders: new Map() });
    expect(harm.at(-1)?.text).toMatch(/by 2026-11-21 00:41:38 \(host\); .* at 2026-11-23 00:55:01$/);
  });

  it('names no harm before the key is dead', () => {
    expect(notProven.verdict).toBe('not-proven');
    const before = whole.records.slice(0, 40);
    expect(describeHarm({ entries: before, openOrders: new Map() })).toEqual([]);
  });
});

describe('findIncidentWindow', () => {
  const openedAt = '2026-11-21T00:00:00.000Z';
  const day = (n: number) => `2026-11-${String(n).padStart(2, '0')}T00:00:00.000Z`;

  it('reaches three days back when there is no trace', () => {
    expect(findIncidentWindow({ openedAt, traces: [] })).toEqual({ from: day(18) });
  });

  it('follows traces back across days, as the attackers of 2022 came on three of four days', () => {
    expect(findIncidentWindow({ openedAt, traces: [day(20), day(17), day(15)] })).toEqual({
      from: day(15),
      firstTrace: day(15),
    });
  });

  it('stops at a quiet of more than three days', () => {
    expect(findIncidentWindow({ openedAt, traces: [day(20), day(10), '2026-09-20T10:00:00.000Z'] })).toEqual({
      from: day(18),
      firstTrace: day(20),
    });
  });

  it('ignores times that are no times', () => {
    expect(findIncidentWindow({ openedAt, traces: ['', 'yesterday'] })).toEqual({ from: day(18) });
  });
});

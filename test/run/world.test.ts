import { describe, expect, it } from 'vitest';
import type { TextQuestion } from '../../src/domain/question.ts';
import type { JournaledEvent } from '../../src/domain/run-event.ts';
import type { StepWorld } from '../../src/playbook/step-kind.ts';
import { manualClock } from '../support/manual-clock.ts';
import {
  accountSection,
  caseSection,
  openSmallRun,
  setScope,
  startsAt,
  stepOf,
  verified,
  type Deeds,
  type SmallRun,
} from './support/small-run.ts';

const one = [caseSection('open', stepOf('look'))];
const item: TextQuestion = { id: 'item', kind: 'text', prompt: 'One more?' };
const ended = new Error('the process ended here');

const ofType = <Type extends JournaledEvent['type']>(run: SmallRun, type: Type) =>
  run.events().filter((e): e is Extract<JournaledEvent, { type: Type }> => e.type === type);

describe('what a step asks', () => {
  it('is not asked again after an interruption, each time of asking having its own answer', async () => {
    const run = await openSmallRun(one);
    const seen: unknown[] = [];
    const askTwice = async (world: StepWorld) => {
      seen.push(await world.ask(item), await world.ask(item));
    };
    const dies: Deeds = {
      look: async (world) => {
        await askTwice(world);
        throw ended;
      },
    };
    await expect(run.run(dies, { 'look/item': ['first', 'second'] })).rejects.toBe(ended);
    await run.reopen();
    const goesOn: Deeds = {
      look: async (world) => {
        await askTwice(world);
        seen.push(await world.ask(item));
        return verified;
      },
    };
    await run.run(goesOn, { 'look/item': 'third' });
    expect(seen).toEqual(['first', 'second', 'first', 'second', 'third']);
    expect(run.asked).toHaveLength(3);
  });

  it('is asked again in another attempt', async () => {
    const run = await openSmallRun(one);
    const looks: Deeds = {
      look: async (world) => {
        const said = await world.ask(item);
        return said === 'good' ? verified : { outcome: { is: 'failed', why: 'bad' }, summary: '' };
      },
    };
    await run.run(looks, { 'look/item': ['bad', 'good'], 'look/stuck': 'retry' });
    expect(run.outcomes()).toEqual({ 'case/look': { is: 'verified' } });
  });

  it('is asked in any case where an old answer may no longer be true', async () => {
    const run = await openSmallRun(one);
    const dies: Deeds = {
      look: async (world) => {
        await world.askAnew(item);
        throw ended;
      },
    };
    await expect(run.run(dies, { 'look/item': 'old' })).rejects.toBe(ended);
    await run.reopen();
    let said: unknown;
    await run.run(
      {
        look: async (world) => {
          said = await world.askAnew(item);
          return verified;
        },
      },
      { 'look/item': 'new' },
    );
    expect(said).toBe('new');
  });

  it('is one question of each lane, though both lanes have the same step', async () => {
    const sections = [
      caseSection('triage', stepOf('set-scope')),
      accountSection({ contain: [stepOf('look')] }),
    ];
    const run = await openSmallRun(sections, { accounts: ['a', 'b'] });
    const said: Record<string, unknown> = {};
    const looks = async (world: StepWorld) => {
      said[world.at.lane] = await world.ask(item);
      return verified;
    };
    await run.run({ ...setScope('a', 'b'), look: looks }, { 'look@a/item': 'of a', 'look@b/item': 'of b' });
    expect(said).toEqual({ 'account:a': 'of a', 'account:b': 'of b' });
  });
});

describe('what is done once', () => {
  it('is done once for the step, whatever is interrupted or tried again', async () => {
    const run = await openSmallRun(one);
    let times = 0;
    const kept: unknown[] = [];
    const look = (then: () => ReturnType<NonNullable<Deeds[string]>>): Deeds => ({
      look: async (world) => {
        kept.push(await world.once('control', async () => ++times));
        return then();
      },
    });
    await expect(
      run.run(
        look(() => Promise.reject(ended)),
        {},
      ),
    ).rejects.toBe(ended);
    await run.reopen();
    let tries = 0;
    const failsFirst = () =>
      ++tries === 1 ? { outcome: { is: 'failed', why: 'no' } as const, summary: '' } : verified;
    await run.run(look(failsFirst), { 'look/stuck': 'retry' });
    expect(kept).toEqual([1, 1, 1]);
  });

  it('is one finding, though an interrupted look finds it again; two alike in one look are two', async () => {
    const run = await openSmallRun(one);
    const finding = { rule: 'r', title: 't', severity: 'high', basis: 'fact', exhibits: [] } as const;
    const looks = (details: readonly string[], end: () => typeof verified): Deeds => ({
      look: async (world) => {
        for (const detail of details) await world.find({ ...finding, detail });
        return end();
      },
    });
    const dies = (): never => {
      throw ended;
    };
    await expect(run.run(looks(['sold', 'sold'], dies), {})).rejects.toBe(ended);
    await run.reopen();
    await run.run(
      looks(['sold', 'sold', 'bought'], () => verified),
      {},
    );
    expect(ofType(run, 'finding.recorded').map(({ finding: { id, detail } }) => [id, detail])).toEqual([
      ['FD-001', 'sold'],
      ['FD-002', 'sold'],
      ['FD-003', 'bought'],
    ]);
  });

  it('is one decision, when the process ended between the decision and the end of the step', async () => {
    const run = await openSmallRun(one);
    const decision = { what: 'order', recommended: 'a', chosen: 'b', because: 'c' };
    const decides = (end: () => typeof verified): Deeds => ({
      look: async (world) => {
        await world.decided(decision);
        return end();
      },
    });
    const dies = (): never => {
      throw ended;
    };
    await expect(run.run(decides(dies), {})).rejects.toBe(ended);
    await run.reopen();
    await run.run(
      decides(() => verified),
      {},
    );
    expect(ofType(run, 'decision.recorded')).toHaveLength(1);
  });
});

describe('waiting', () => {
  const dueAt = '2026-03-14T03:30:00.000Z';
  const waits: Deeds = {
    look: async (world) => {
      await world.waitUntil('half-hour', dueAt);
      return verified;
    },
  };

  it('for a moment ends at that moment and not before', async () => {
    const clock = manualClock(startsAt);
    const run = await openSmallRun(one, { clock });
    const end = run.run(waits, {});
    await untilLast(run, 'timer.set');
    await clock.advance(29 * 60_000);
    expect(ofType(run, 'timer.due')).toEqual([]);
    await clock.advance(60_000);
    await expect(end).resolves.toMatchObject({ is: 'closed' });
    expect(ofType(run, 'timer.set')).toMatchObject([{ timer: 'half-hour', dueAt }]);
  });

  it('outlives the process: what came due meanwhile is due at once, and is not set again', async () => {
    const clock = manualClock(startsAt);
    const run = await openSmallRun(one, { clock });
    const stop = new AbortController();
    const end = run.run(waits, {}, stop.signal);
    await untilLast(run, 'timer.set');
    stop.abort();
    await expect(end).resolves.toMatchObject({ is: 'stopped', interrupted: true });
    await clock.advance(31 * 60_000);
    await run.reopen();
    await expect(run.run(waits, {})).resolves.toMatchObject({ is: 'closed' });
    expect(ofType(run, 'timer.set')).toHaveLength(1);
    expect(ofType(run, 'timer.due')).toHaveLength(1);
  });

  const lanes = [
    caseSection('triage', stepOf('set-scope')),
    accountSection({ contain: [stepOf('hold')], preserve: [stepOf('snapshot')] }),
  ];

  it('for a fact goes on as soon as the other track has left it', async () => {
    const clock = manualClock(startsAt);
    const run = await openSmallRun(lanes, { clock, accounts: ['a'] });
    let got: unknown;
    const deeds: Deeds = {
      ...setScope('a'),
      hold: async (world) => {
        got = await world.waitForFact('snapshot.taken', 10_000);
        return verified;
      },
      snapshot: () => ({ ...verified, facts: { taken: true } }),
    };
    await run.run(deeds, {});
    expect(got).toBe(true);
    expect(clock.monotonicMs()).toBe(0);
  });

  it('for a fact lasts the budget and not longer, while the other track still works', async () => {
    const clock = manualClock(startsAt);
    const run = await openSmallRun(lanes, { clock, accounts: ['a'] });
    let heldFor = -1;
    let finishSnapshot = (): void => undefined;
    const deeds: Deeds = {
      ...setScope('a'),
      hold: async (world) => {
        await world.waitForFact('snapshot.taken', 10_000);
        heldFor = clock.monotonicMs();
        return verified;
      },
      snapshot: () =>
        new Promise((resolve) => (finishSnapshot = () => resolve({ ...verified, facts: { taken: true } }))),
    };
    const end = run.run(deeds, {});
    await untilLast(run, 'step.started');
    await clock.advance(9_999);
    expect(heldFor).toBe(-1);
    await clock.advance(1);
    await expect.poll(() => heldFor).toBe(10_000);
    finishSnapshot();
    await expect(end).resolves.toMatchObject({ is: 'closed' });
  });
});

describe('facts and outcomes of a lane', () => {
  it('are those of the last round that says anything', async () => {
    const again = { to: 'contain', when: { fact: 'more.found', is: true } } as const;
    const sections = [
      caseSection('triage', stepOf('set-scope')),
      accountSection({ contain: [stepOf('revoke')] }),
      caseSection('inspect', stepOf('more', { returns: again })),
      caseSection('review', stepOf('look')),
    ];
    const run = await openSmallRun(sections, { accounts: ['a'] });
    let round = 0;
    let seen: unknown;
    const deeds: Deeds = {
      ...setScope('a'),
      revoke: () => ({
        ...verified,
        facts: ++round === 1 ? { deadAt: 'first', label: 'one' } : { label: 'two' },
      }),
      more: () => ({ ...verified, facts: { found: round === 1 } }),
      look: (world) => {
        seen = [
          world.factOf('a', 'revoke.deadAt'),
          world.factOf('a', 'revoke.label'),
          world.outcomeOf('a', 'revoke'),
        ];
        return verified;
      },
    };
    await run.run(deeds, {});
    expect(seen).toEqual(['first', 'two', { is: 'verified' }]);
    expect(ofType(run, 'lane.opened').map(({ lane }) => lane)).toEqual(['account:a', 'account:a#2']);
  });
});

/** Lets the run go on until an event of this type is the newest one. */
async function untilLast(run: SmallRun, type: JournaledEvent['type']): Promise<void> {
  await expect.poll(() => run.events().at(-1)?.type).toBe(type);
}

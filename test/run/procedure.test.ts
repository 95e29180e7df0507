import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/domain/outcome.ts';
import type { JournaledEvent } from '../../src/domain/run-event.ts';
import { compilePlaybook } from '../../src/playbook/compile.ts';
import { loadPlaybook } from '../../src/playbook/load.ts';
import type { Playbook, Step } from '../../src/playbook/playbook.ts';
import {
  advance,
  context,
  dueNow,
  initialState,
  isClosed,
  laneIdsWanted,
  scopeFact,
  type Due,
  type RunState,
} from '../../src/run/state.ts';
import { stepKinds } from '../../src/steps/index.ts';

const file = 'playbooks/leaked-api-key.yaml';
const shipped = loadPlaybook(file, readFileSync(file, 'utf8'), stepKinds);

// Facts that conditions of the playbook read, each with every value it can have.
const branching: Readonly<Record<string, readonly (string | boolean)[]>> = {
  'introspect-keys.canWithdraw': [true, false],
  'decide-order.order': ['bleed-first', 'evidence-first'],
  'compare-with-baseline.unknownAddresses': [true, false],
  'look-for-more.found': [true, false],
};

describe('the shipped playbook, explored from its start', () => {
  const states = explore(shipped);

  it('was explored to the end', () => {
    expect(states.length).toBeGreaterThan(500);
    expect(states.some(isClosed)).toBe(true);
  });

  it('closes only when every key in scope is proven dead or waived by name', () => {
    const closed = states.filter(isClosed);
    for (const state of closed) expect(accountLanes(state).length).toBeGreaterThan(0);
    expect(closed.filter(hasLivingKey)).toEqual([]);
  });

  it('would close with a living key if the revocation were not mandatory: the look above can find it', () => {
    const lax = explore(withoutMandatory(shipped));
    expect(lax.filter(isClosed).some(hasLivingKey)).toBe(true);
  });

  it('never offers a new key while a containment lane is open', () => {
    for (const state of states) {
      if (!dueNow(state).some((due) => due.step === 'reissue-key')) continue;
      const open = [...state.lanes.values()].filter((l) => l.account !== undefined && !l.position.isDone);
      expect(open).toEqual([]);
    }
  });

  it('has something due in every state that is not closed', () => {
    for (const state of states) {
      if (isClosed(state)) continue;
      const waitingForLanes =
        dueNow(state).every((due) => due.waits === 'lanes') && laneIdsWanted(state).length === 0;
      expect(
        dueNow(state).length,
        JSON.stringify([...state.lanes.values()].map((l) => l.position.value)),
      ).toBeGreaterThan(0);
      expect(waitingForLanes).toBe(false);
    }
  });

  it('has a way out for every kind of end of every step, unknown included', () => {
    for (const state of states) {
      for (const due of dueNow(state).filter(({ waits }) => waits === 'working')) {
        for (const event of endings(due, 'unknown')) {
          const after = advance(state, event);
          expect(isClosed(after) || dueNow(after).length > 0).toBe(true);
        }
      }
    }
  });
});

const accountLanes = (state: RunState) =>
  [...state.lanes.values()].filter((lane) => lane.account !== undefined);

/** A lane that neither proved its key dead nor was waived by name. */
const hasLivingKey = (state: RunState): boolean =>
  accountLanes(state).some(
    (lane) => !['verified', 'waived'].includes(context(lane).outcomes['revoke-key']?.is ?? 'none'),
  );

function withoutMandatory(playbook: Playbook): Playbook {
  const laxer = ({ mandatory: _mandatory, ...step }: Step): Step => step;
  return {
    ...playbook,
    sections: playbook.sections.map((section) =>
      section.per === 'case'
        ? { ...section, steps: section.steps.map(laxer) }
        : {
            ...section,
            tracks: section.tracks.map((track) => ({ ...track, steps: track.steps.map(laxer) })),
          },
    ),
  };
}

/** Breadth first over all that can happen next; states that differ only in history count once. */
function explore(playbook: Playbook): readonly RunState[] {
  const start = initialState(compilePlaybook(playbook));
  const seen = new Map<string, RunState>([[fingerprint(start), start]]);
  const queue = [start];
  for (let state = queue.shift(); state; state = queue.shift()) {
    for (const event of possibleEvents(state)) {
      const next = advance(state, event);
      const key = fingerprint(next);
      if (seen.has(key)) continue;
      seen.set(key, next);
      queue.push(next);
    }
  }
  return [...seen.values()];
}

function possibleEvents(state: RunState): readonly JournaledEvent[] {
  const lanes = laneIdsWanted(state).filter(({ lane }) => !state.lanes.has(lane));
  const opened = lanes.map(({ lane, account }): JournaledEvent => ({
    type: 'lane.opened',
    lane,
    account,
    because: 'test',
  }));
  return [...opened, ...dueNow(state).flatMap(eventsOf)];
}

function eventsOf(due: Due): readonly JournaledEvent[] {
  const at = { lane: due.lane, step: due.step, attempt: due.attempt };
  if (due.waits === 'lanes') return [];
  if (due.waits === 'working')
    return [
      ...endings(due, 'verified'),
      ...endings(due, 'failed').slice(0, 1),
      ...endings(due, 'unverified').slice(0, 1),
    ];
  const choices =
    due.waits === 'offered'
      ? (['continue', 'skip', 'accept'] as const)
      : (['retry', 'continue', 'accept'] as const);
  return choices.map((choice) => ({ type: 'step.chosen', ...at, choice, reason: 'test', by: 'test' }));
}

/** A step's end with each value of the facts that conditions read. */
function endings(due: Due, is: 'verified' | 'failed' | 'unknown' | 'unverified'): readonly JournaledEvent[] {
  const outcome: Outcome = is === 'verified' ? { is } : { is, why: 'test' };
  const at = { lane: due.lane, step: due.step, attempt: due.attempt };
  const fact = Object.keys(branching).find((name) => name.startsWith(`${due.step}.`));
  // Once is enough for the return edge: two rounds show it, more only repeat.
  const values = fact ? (branching[fact] ?? []) : [undefined];
  return values.map((value) => ({
    type: 'step.finished',
    ...at,
    outcome,
    summary: '',
    facts: {
      ...(fact && value !== undefined ? { [fact.slice(due.step.length + 1)]: value } : {}),
      ...(`${due.step}.accounts` === scopeFact ? { accounts: ['a'] } : {}),
    },
  }));
}

function fingerprint(state: RunState): string {
  const lanes = [...state.lanes.values()]
    .slice(-2)
    .map((lane) => [
      lane.account,
      lane.position.value,
      context(lane).outcomes['revoke-key']?.is,
      Object.keys(branching).map((name) => context(lane).facts[name]),
      Math.min(context(lane).round, 2),
    ]);
  return JSON.stringify([Math.min(state.lanes.size, 3), lanes]);
}

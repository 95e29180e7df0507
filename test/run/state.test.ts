import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { JournaledEvent } from '../../src/domain/run-event.ts';
import { readJournal } from '../../src/evidence/index.ts';
import { compilePlaybook } from '../../src/playbook/compile.ts';
import { loadPlaybook } from '../../src/playbook/load.ts';
import { advance, dueNow, initialState, isClosed, outcomes } from '../../src/run/state.ts';
import { replay } from '../../src/run/run.ts';
import { stepKinds } from '../../src/steps/index.ts';

// The sample case: a whole drill, as a real process wrote it.
const sample = 'reports/sample/bag/data';
const playbook = compilePlaybook(
  loadPlaybook('playbook.yaml', readFileSync(`${sample}/playbook.yaml`, 'utf8'), stepKinds),
);
const events = readJournal(readFileSync(`${sample}/journal/journal.jsonl`)).records.map(({ event }) => event);

describe('the state of a real case', () => {
  it('has something due after every record until the procedure is at its end, and nothing then', () => {
    let state = initialState(playbook);
    const closedAt = events.findIndex((e) => e.type === 'step.finished' && e.step === 'close-case');
    events.forEach((event, index) => {
      state = advance(state, event);
      expect([index, isClosed(state)]).toEqual([index, index >= closedAt]);
      expect([index, dueNow(state).length > 0]).toEqual([index, index < closedAt]);
    });
  });

  it('is the same from the same journal, whichever process reads it', () => {
    const positions = () =>
      [...replay(playbook, events).lanes.values()].map(({ id, position }) => [
        id,
        position.value,
        position.context,
      ]);
    expect(positions()).toEqual(positions());
    expect(outcomes(replay(playbook, events)).length).toBeGreaterThan(20);
  });

  it('is moved by nothing but choices, ends of steps and lanes', () => {
    const deciding: readonly JournaledEvent['type'][] = ['step.chosen', 'step.finished', 'lane.opened'];
    const half = replay(playbook, events.slice(0, events.length / 2));
    for (const event of events.filter(({ type }) => !deciding.includes(type))) {
      expect(advance(half, event)).toBe(half);
    }
  });

  it('ignores what is said of a lane that was never opened', () => {
    const state = replay(playbook, events.slice(0, 20));
    const stray = { lane: 'account:none', step: 'revoke-key', attempt: 1 } as const;
    expect(advance(state, { type: 'step.chosen', ...stray, choice: 'accept', by: 'x' })).toBe(state);
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BadInput, VenueFailure } from '../../src/domain/failure.ts';
import type { JournaledEvent } from '../../src/domain/run-event.ts';
import type { Act, StepWorld } from '../../src/playbook/step-kind.ts';
import {
  caseSection,
  openSmallRun,
  stepOf,
  verified,
  type Answers,
  type SmallRun,
} from './support/small-run.ts';

const act = 'case/revoke#1/end-key';
const didIt = 'revoke/end-key/did-it-happen';
type Seen = Awaited<ReturnType<Act['readBack']>>;

/** A world in which a key is ended, and what a test wants to happen on the way. */
function newWorld(over: Partial<Pick<Act, 'repeatable' | 'effect' | 'readBack'>> = {}) {
  const world = { ended: 0, tries: 0 };
  const endKey: Act = {
    id: 'end-key',
    account: 'main',
    what: 'revoke key',
    target: 'tradebot-1',
    by: 'api',
    repeatable: false,
    undo: 'none',
    why: 'it leaked',
    effect: async () => {
      world.tries += 1;
      world.ended += 1;
    },
    readBack: async () =>
      world.ended > 0
        ? { result: 'done', how: 'it is refused' }
        : { result: 'not-done', how: 'it still works' },
    ...over,
  };
  return { world, endKey };
}

const openActRun = (): Promise<SmallRun> => openSmallRun([caseSection('open', stepOf('revoke'))]);

async function play(run: SmallRun, endKey: Act, answers: Answers = {}) {
  const deed = async (world: StepWorld) => ({ ...verified, summary: (await world.act(endKey)).result });
  return run.run({ revoke: deed }, { '/stuck': 'quit', ...answers });
}

const ofType = <Type extends JournaledEvent['type']>(run: SmallRun, type: Type) =>
  run.events().filter((e): e is Extract<JournaledEvent, { type: Type }> => e.type === type);

describe('an act', () => {
  it('has its intent on disk before its effect begins', async () => {
    const run = await openActRun();
    let onDisk = '';
    const { endKey } = newWorld({
      effect: async () => {
        onDisk = readFileSync(join(run.folder, 'journal/journal.jsonl'), 'utf8');
      },
    });
    await play(run, endKey);
    const last = JSON.parse(onDisk.trim().split('\n').at(-1) ?? '') as { event: JournaledEvent };
    expect(last.event).toMatchObject({ type: 'act.intended', act, target: 'tradebot-1' });
  });

  it('is done when the world says so, not when the venue’s reply did', async () => {
    const run = await openActRun();
    const lost = new VenueFailure({ code: 'OUTCOME_UNKNOWN', venue: 'binance', doing: 'revoking' });
    const { world, endKey } = newWorld({
      effect: async () => {
        world.ended += 1;
        throw lost;
      },
    });
    await play(run, endKey);
    expect(ofType(run, 'failure.recorded')).toMatchObject([{ failure: { code: 'OUTCOME_UNKNOWN' } }]);
    expect(ofType(run, 'act.finished')).toMatchObject([{ act, result: 'done' }]);
  });

  it('is not done when its effect returned and the world still says otherwise', async () => {
    const run = await openActRun();
    const { endKey } = newWorld({ effect: async () => undefined });
    await play(run, endKey);
    expect(ofType(run, 'act.finished')).toMatchObject([{ result: 'not-done', how: 'it still works' }]);
  });

  it('that somebody refused is read back all the same, with the refusal in the record', async () => {
    const run = await openActRun();
    const refuse = () => Promise.reject(new BadInput('the site takes no such name'));
    const { endKey } = newWorld({ effect: refuse });
    await play(run, endKey);
    const how = 'it still works; refused: the site takes no such name';
    expect(ofType(run, 'act.finished')).toMatchObject([{ result: 'not-done', how }]);
  });

  it('whose reading back fails is unknown, not left open', async () => {
    const run = await openActRun();
    const down = new VenueFailure({ code: 'VENUE_DOWN', venue: 'binance', doing: 'looking' });
    const { endKey } = newWorld({ readBack: () => Promise.reject(down) });
    await play(run, endKey);
    expect(ofType(run, 'act.finished')).toMatchObject([{ result: 'unknown' }]);
    expect(ofType(run, 'failure.recorded')).toHaveLength(1);
  });

  it('that its step no longer looked at is closed as unknown when the attempt ends', async () => {
    const run = await openActRun();
    const { endKey } = newWorld({ effect: () => Promise.reject(new Error('a bug')) });
    const deed = async (world: StepWorld) => {
      await world.act(endKey).catch(() => undefined);
      return verified;
    };
    await run.run({ revoke: deed }, {});
    expect(ofType(run, 'act.finished')).toMatchObject([{ act, result: 'unknown' }]);
  });
});

describe('an act whose middle was lost', () => {
  /** The process ends inside the effect, before or after the world changed. */
  async function interrupted(change: 'changed' | 'unchanged', over: Parameters<typeof newWorld>[0] = {}) {
    const run = await openActRun();
    const { world, endKey } = newWorld(over);
    const broken = {
      ...endKey,
      effect: async () => {
        world.tries += 1;
        if (change === 'changed') world.ended += 1;
        throw new Error('the process ended here');
      },
    };
    await expect(play(run, broken)).rejects.toThrow('the process ended here');
    await run.reopen();
    expect(run.events().at(-1)).toEqual({ type: 'run.resumed', uncertain: [act] });
    return { run, world, endKey };
  }

  const untold: Seen = { result: 'unknown', how: 'the venue does not answer' };

  it('is not done again when the world shows that it happened', async () => {
    const { run, world, endKey } = await interrupted('changed');
    await play(run, endKey);
    expect(world.tries).toBe(1);
    expect(run.asked).toEqual([]);
    expect(ofType(run, 'act.finished')).toMatchObject([{ result: 'done' }]);
  });

  it('is done now when the world shows that it did not happen, without a second intent', async () => {
    const { run, world, endKey } = await interrupted('unchanged');
    await play(run, endKey);
    expect(world).toEqual({ ended: 1, tries: 2 });
    expect(ofType(run, 'act.intended')).toHaveLength(1);
  });

  it('is asked about when the world does not tell, and left alone when nobody can', async () => {
    const { run, world, endKey } = await interrupted('changed', { readBack: async () => untold });
    await play(run, endKey, { [didIt]: 'cannot-tell' });
    expect(world.tries).toBe(1);
    expect(run.asked.map(({ id }) => id)).toEqual([didIt]);
    expect(ofType(run, 'act.finished')).toMatchObject([{ result: 'unknown' }]);
  });

  it('is done again on the word of the operator that it did not happen', async () => {
    const { run, world, endKey } = await interrupted('unchanged', { readBack: async () => untold });
    await play(run, endKey, { [didIt]: 'did-not' });
    expect(world.tries).toBe(2);
  });

  it('is taken as done on the word of the operator, and the record says whose word', async () => {
    const { run, world, endKey } = await interrupted('changed', { readBack: async () => untold });
    await play(run, endKey, { [didIt]: 'happened' });
    expect(world.tries).toBe(1);
    expect(ofType(run, 'act.finished')[0]?.how).toContain('the operator looked');
  });

  it('is done again unasked where it may be repeated', async () => {
    const over = { repeatable: true, readBack: async () => untold };
    const { run, world, endKey } = await interrupted('changed', over);
    await play(run, endKey);
    expect(world.tries).toBe(2);
    expect(run.asked).toEqual([]);
  });

  it('is asked about anew at each start: an old "it did not happen" does not stand', async () => {
    const { run, world, endKey } = await interrupted('unchanged', { readBack: async () => untold });
    const dies = { ...endKey, effect: () => Promise.reject(new Error('and again')) };
    await expect(play(run, dies, { [didIt]: 'did-not' })).rejects.toThrow('and again');
    await run.reopen();
    await play(run, endKey, { [didIt]: 'cannot-tell' });
    expect(world.tries).toBe(1);
    expect(ofType(run, 'act.finished')).toMatchObject([{ result: 'unknown' }]);
  });

  it('whose result is in the record is not looked at again', async () => {
    const run = await openActRun();
    const { world, endKey } = newWorld();
    const dies = async (step: StepWorld) => {
      await step.act(endKey);
      throw new Error('after the act');
    };
    await expect(run.run({ revoke: dies }, {})).rejects.toThrow('after the act');
    await run.reopen();
    expect(run.events().at(-1)).toEqual({ type: 'run.resumed', uncertain: [] });
    await play(run, { ...endKey, readBack: () => Promise.reject(new Error('looked again')) });
    expect(world.tries).toBe(1);
    expect(ofType(run, 'act.finished')).toHaveLength(1);
  });
});

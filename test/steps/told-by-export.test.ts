import { describe, expect, it } from 'vitest';
import type { Account } from '../../src/domain/account.ts';
import type { Json } from '../../src/domain/json.ts';
import type { ObservationMade } from '../../src/domain/run-event.ts';
import { latestExhibit } from '../../src/steps/exhibits-on-disk.ts';
import { rowsSeen } from '../../src/steps/reading.ts';
import type { CaseWorld } from '../../src/steps/world.ts';

const account = { id: 'main' } as Account;
const seen = (exhibit: string, toldBy?: 'export'): ObservationMade => ({
  type: 'observation.made',
  lane: 'case',
  step: toldBy === undefined ? 'acquire-histories' : 'import-export',
  attempt: 1,
  account: 'main',
  holder: 'responder',
  what: 'trades',
  when: 'later',
  exhibit,
  ...(toldBy === undefined ? {} : { toldBy }),
});

/** Each exhibit has its own id for its only row. */
const worldOf = (events: readonly ObservationMade[]) =>
  ({
    events: () => events,
    readRows: (id: string, onRow: (row: Json) => void) => Promise.resolve(onRow({ id })).then(() => ({})),
  }) as unknown as CaseWorld;

describe('what a file of the operator tells', () => {
  const world = worldOf([seen('EX-001', 'export'), seen('EX-002'), seen('EX-003'), seen('EX-004', 'export')]);

  it('is neither the first look nor the latest: nothing would be missed that happened since', async () => {
    expect((await rowsSeen('listTrades', 'first', account, world))?.rows).toEqual([{ id: 'EX-002' }]);
    expect((await rowsSeen('listTrades', 'latest', account, world))?.rows).toEqual([{ id: 'EX-003' }]);
    expect(latestExhibit(world, account, 'trades')).toBe('EX-003');
  });

  it('alone is no look at all', async () => {
    const only = worldOf([seen('EX-001', 'export')]);
    expect(await rowsSeen('listTrades', 'latest', account, only)).toBeUndefined();
    expect(latestExhibit(only, account, 'trades')).toBeUndefined();
  });
});

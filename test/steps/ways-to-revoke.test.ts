import { describe, expect, it } from 'vitest';
import type { Account } from '../../src/domain/account.ts';
import { maskKeyId, type ListedKey } from '../../src/domain/api-key.ts';
import { known, unknown } from '../../src/domain/known.ts';
import { Secret } from '../../src/domain/secret.ts';
import { createBudget } from '../../src/acquisition/index.ts';
import { wayByApi } from '../../src/steps/ways-to-revoke.ts';
import type { CaseWorld } from '../../src/steps/world.ts';
import { bitvavo } from '../../src/venues/bitvavo/index.ts';
import type { Capabilities, Session, Venue } from '../../src/venues/index.ts';
import { steppedClock } from '../venues/clocks.ts';

const source = { where: 'test', checked: '2026-11-21', verified: true };
const account = { id: 'main', venue: 'v', label: 'Main' } as unknown as Account;
const listed = (keyId: string): ListedKey => ({
  keyId: new Secret(keyId, 'test'),
  maskedKeyId: maskKeyId(keyId),
  subAccount: 'sub-1',
  label: known('bot'),
  scopes: {} as ListedKey['scopes'],
  ipRestricted: 'unknown',
  ipAllowlist: unknown('not told'),
  createdAt: unknown('not told'),
  expiresAt: unknown('not told'),
});

function worldWith(
  change: Partial<Capabilities>,
  { hasManager = false, withdraw = 'granted' }: { hasManager?: boolean; withdraw?: string } = {},
) {
  const venue: Venue = { ...bitvavo, capabilities: { ...bitvavo.capabilities, ...change } };
  const clock = steppedClock();
  const world = {
    venueOf: () => venue,
    keyring: {
      has: (_: Account, holder: string) => hasManager && holder === 'manager',
      isKeyId: (_: Account, __: string, keyId: Secret) => keyId.reveal() === 'LEAKED-KEY-0001',
    },
    fact: () => ({ main: { scopes: { withdraw } } }),
    budgetOf: () => createBudget({ limits: [], clock }),
    clock,
    signal: new AbortController().signal,
  } as unknown as CaseWorld;
  const session: Session = {
    venue,
    credential: undefined,
    call: () => Promise.reject(new Error('no request')),
    view: () => Promise.reject(new Error('not used')),
    close: () => Promise.resolve(),
  };
  return { world, session };
}

const byItself = (needs: readonly string[], done: string[] = []): Capabilities['revokeKey'] => ({
  by: 'api',
  needs,
  repeatable: true,
  source,
  run: async () => void done.push('itself'),
});

const fromAbove = (keys: readonly ListedKey[], ended: string[]): Partial<Capabilities> => ({
  listSubAccountKeys: {
    by: 'api',
    needs: [],
    repeatable: true,
    source,
    run: {
      paging: { style: 'single' },
      page: async () => ({ rows: keys, received: keys.length, exchange: 'x', request: {} }),
      idOf: ({ keyId }) => keyId.reveal(),
    },
  },
  revokeSubAccountKey: {
    by: 'api',
    needs: [],
    repeatable: true,
    source,
    run: async (_session, key) => void ended.push(key.keyId.reveal()),
  },
});

describe('how a key is ended without a browser', () => {
  it('is not at all where the venue has no endpoint: a person does it', () => {
    expect(wayByApi(account, worldWith({}).world)).toBeUndefined();
  });

  it('is by the key itself where its scopes suffice', async () => {
    const done: string[] = [];
    const { world, session } = worldWith({ revokeKey: byItself(['withdraw'], done) });
    const way = wayByApi(account, world);
    expect(way?.with).toBe('suspect');
    await way?.effect(session);
    expect(done).toEqual(['itself']);
  });

  it('is by hand for a key that lacks the scope, and tried where the venue did not say', () => {
    const revokeKey = byItself(['withdraw']);
    expect(wayByApi(account, worldWith({ revokeKey }, { withdraw: 'denied' }).world)).toBeUndefined();
    expect(wayByApi(account, worldWith({ revokeKey }, { withdraw: 'unknown' }).world)?.with).toBe('suspect');
  });

  it('is by the key of the account above, and ends the leaked key among its keys and no other', async () => {
    const ended: string[] = [];
    const keys = [listed('OTHER-KEY-00001'), listed('LEAKED-KEY-0001')];
    const { world, session } = worldWith(fromAbove(keys, ended), { hasManager: true });
    const way = wayByApi(account, world);
    expect(way?.with).toBe('manager');
    await way?.effect(session);
    expect(ended).toEqual(['LEAKED-KEY-0001']);
  });

  it('ends nothing when the account above does not list the key', async () => {
    const ended: string[] = [];
    const { world, session } = worldWith(fromAbove([listed('OTHER-KEY-00001')], ended), { hasManager: true });
    await expect(wayByApi(account, world)?.effect(session)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(ended).toEqual([]);
  });
});

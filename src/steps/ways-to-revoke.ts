import type { Account, KeyHolder } from '../domain/account.ts';
import type { KeyReport, ListedKey } from '../domain/api-key.ts';
import { VenueFailure } from '../domain/failure.ts';
import { readAll } from '../acquisition/index.ts';
import type { ByApi, Session } from '../venues/contract.ts';
import type { CaseWorld } from './world.ts';

/** How a key can be ended without a browser: whose key does it, and the call. */
interface WayByApi {
  readonly with: KeyHolder;
  readonly repeatable: boolean;
  /** Of its requests, by limit. */
  readonly cost: ByApi<unknown>['cost'];
  readonly effect: (session: Session) => Promise<void>;
}

/**
 * The account above ends the key where it can, else the key ends itself where the venue lets it and
 * its scopes suffice; undefined: only by hand.
 */
export function wayByApi(account: Account, world: CaseWorld): WayByApi | undefined {
  const { revokeKey, revokeSubAccountKey } = world.venueOf(account).capabilities;
  if (revokeSubAccountKey.by === 'api' && world.keyring.has(account, 'manager')) {
    const { run, repeatable, cost } = revokeSubAccountKey;
    return {
      with: 'manager',
      repeatable,
      cost,
      effect: async (session) => run(session, await find(account, session, world)),
    };
  }
  if (revokeKey.by !== 'api' || !suffices(revokeKey.needs, account, world)) return undefined;
  const { run, repeatable, cost } = revokeKey;
  return { with: 'suspect', repeatable, cost, effect: (session) => run(session) };
}

/** A scope that nobody could read may be there: the call then tells. */
function suffices(needs: readonly string[], account: Account, world: CaseWorld): boolean {
  const reports = world.fact('introspect-keys.reports') as Readonly<Record<string, unknown>> | undefined;
  const report = reports?.[account.id] as KeyReport | undefined;
  const scopes: Readonly<Record<string, string>> = report?.scopes ?? {};
  return needs.every((scope) => scopes[scope] !== 'denied');
}

/** The suspect key as the account above lists it; its whole id is compared in memory only. */
async function find(account: Account, session: Session, world: CaseWorld): Promise<ListedKey> {
  const { listSubAccountKeys } = session.venue.capabilities;
  const doing = 'looking for the key among those of the sub-accounts';
  if (listSubAccountKeys.by === 'api') {
    const { listing, failure } = await readAll({
      capability: listSubAccountKeys,
      session,
      query: {},
      budget: world.budgetOf(account, 'manager'),
      clock: world.clock,
      signal: world.signal,
      what: 'keys of sub-accounts',
    });
    const found = listing.rows.find(({ keyId }) => world.keyring.isKeyId(account, 'suspect', keyId));
    if (found) return found;
    if (failure) throw new VenueFailure(failure);
  }
  throw new VenueFailure({
    code: 'NOT_FOUND',
    venue: session.venue.id,
    doing,
    detail: 'the account above does not list it',
  });
}

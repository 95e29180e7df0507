import { readAll } from '../acquisition/index.ts';
import type { Account, SubAccount } from '../domain/account.ts';
import type { WantedKey } from '../domain/api-key.ts';
import type { ActFinished } from '../domain/run-event.ts';
import type { Capabilities } from '../venues/contract.ts';
import { describeProbe, probeOnce } from './probing.ts';
import { readListing, whyIncomplete } from './reading.ts';
import { withSession } from './with-session.ts';
import type { CaseWorld, ReservedPlaces } from './world.ts';

/** What the new key is to be; the account under which, the operator says. */
type Wanted = Omit<WantedKey, 'subAccount'>;

/** Where each part of a key lies, by the venue's own name of the part. */
type Where = Readonly<Record<string, string>>;

interface MadeByApi {
  readonly done: ActFinished;
  /** Where its parts lie; absent when there is no such key, or its parts were not kept. */
  readonly where?: Where;
}

/**
 * The key of the account above makes the key of a sub-account, where the venue lets it and firebreak can
 * keep what comes back: a place for each part is made first, then the venue is asked, once. Returns
 * undefined where that is not to be had or not wanted: then a person makes it.
 */
export async function makeKeyByApi(
  account: Account,
  wanted: Wanted,
  askWhere: () => Promise<Where>,
  world: CaseWorld,
): Promise<MadeByApi | undefined> {
  const { createSubAccountKey } = world.venueOf(account).capabilities;
  const { reserve } = world.keyring;
  const canBeMade = createSubAccountKey.by === 'api' && account.subAccountOf !== undefined;
  if (!canBeMade || reserve === undefined || !world.keyring.has(account, 'manager')) return undefined;
  if (!(await isWanted(account, world))) return undefined;
  const subAccount = await whichSubAccount(account, world);
  if (subAccount === undefined) return undefined;
  const where = await askWhere();
  const key = { ...wanted, subAccount: subAccount.id };
  return make(account, key, { create: createSubAccountKey, where, places: await reserve(where) }, world);
}

async function isWanted(account: Account, world: CaseWorld): Promise<boolean> {
  const said = await world.ask({
    id: `make-by-api:${account.id}`,
    kind: 'choice',
    prompt: `Make the new key of ${account.label} by API, with the key of the account above it?`,
    why: 'Its parts go straight into new files that only you can read; firebreak shows them nowhere.',
    choices: [
      { value: 'api', label: 'By API', key: 'a' },
      { value: 'hand', label: 'By hand, at the venue’s page', key: 'h', harmless: true },
    ],
    initial: 'hand',
  });
  return said === 'api';
}

/** Which of the sub-accounts that the venue lists this account is; undefined when nobody can say. */
async function whichSubAccount(account: Account, world: CaseWorld): Promise<SubAccount | undefined> {
  const reading = await readListing('listSubAccounts', {}, account, world);
  if (!reading.read || whyIncomplete(reading) !== undefined) return undefined;
  const { rows } = reading.listing;
  const said = await world.ask({
    id: `which-sub-account:${account.id}`,
    kind: 'choice',
    prompt: `Which of these is ${account.label}?`,
    why: 'The new key is made under the one that you say.',
    choices: [
      ...rows.map(({ id, label }, index) => ({ value: String(index), label: id, hint: label })),
      { value: 'none', label: 'None of them: make it by hand', key: 'n', harmless: true },
    ],
    initial: 'none',
  });
  return rows[Number(said)];
}

interface Means {
  readonly create: Extract<Capabilities['createSubAccountKey'], { by: 'api' }>;
  readonly where: Where;
  readonly places: ReservedPlaces;
}

async function make(account: Account, key: WantedKey, means: Means, world: CaseWorld): Promise<MadeByApi> {
  const { create, where, places } = means;
  let isKept = false;
  const done = await world.act({
    id: `create-key:${account.id}`,
    account: account.id,
    what: 'create key',
    target: key.label,
    by: 'api',
    with: 'manager',
    // A second request makes a second key.
    repeatable: false,
    undo: 'end the new key: by API with the key of the account above, or at the page',
    why: 'the system needs a key; the old one is dead',
    effect: async () => {
      const made = await withSession(
        account,
        'manager',
        world,
        (session) => create.run(session, key),
        create,
      );
      await places.fill(made.parts);
      isKept = true;
    },
    readBack: () => (isKept ? answers(account, key, where, world) : isListed(account, key, world)),
  });
  if (isKept) return { done, where };
  await places.release();
  return { done };
}

async function answers(account: Account, { label }: WantedKey, where: Where, world: CaseWorld) {
  await world.keyring.adopt(account, label, where);
  const probe = await probeOnce(account, 'replacement', 'live-control', world);
  if (probe.says === 'works') return { result: 'done', how: 'the new key answers' } as const;
  return { result: 'unknown', how: `the new key does not answer: ${describeProbe(probe)}` } as const;
}

/** Nothing came back, or what came could not be kept: was a key made all the same? */
async function isListed(account: Account, { label, subAccount }: WantedKey, world: CaseWorld) {
  const { listSubAccountKeys } = world.venueOf(account).capabilities;
  if (listSubAccountKeys.by !== 'api')
    return { result: 'unknown', how: 'no key lists the keys here' } as const;
  const { listing, failure } = await withSession(account, 'manager', world, (session) =>
    readAll({
      capability: listSubAccountKeys,
      session,
      query: {},
      budget: world.budgetOf(account, 'manager'),
      clock: world.clock,
      signal: world.signal,
      what: 'keys of sub-accounts',
    }),
  );
  const isThere = listing.rows.some(
    (row) => row.subAccount === subAccount && row.label.known && row.label.value === label,
  );
  if (isThere) {
    const how = `"${label}" was made and its secret was not kept: end it, then make another`;
    return { result: 'unknown', how } as const;
  }
  if (failure) return { result: 'unknown', how: `${failure.code} while ${failure.doing}` } as const;
  return { result: 'not-done', how: 'the venue lists no such key' } as const;
}

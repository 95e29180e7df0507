import type { Budget } from '../../../src/acquisition/index.ts';
import type { Withdrawal } from '../../../src/domain/trading.ts';
import type { OpeningBooks } from '../../../src/simulators/index.ts';
import type { Session } from '../../../src/venues/index.ts';
import type { SessionRequest } from '../../../src/venues/session.ts';
import { spellingOf } from '../../contract/agreement.ts';
import { isPending } from '../../contract/capabilities.ts';
import { start } from '../../contract/starting.ts';
import { begin, home, type OpenWorld, type Pair } from '../../contract/world.ts';
import { generateAccount, symbolsOf } from './account.ts';
import { budgetOf, readHistory } from './reading.ts';
import type { Stretch } from './moments.ts';
import type { AccountPlan } from './placing.ts';
import type { Neutral } from './truth.ts';

/** A generated account at its simulated venue, and a session of a key that reads all of it. */
export interface OpenedAccount {
  readonly world: OpenWorld;
  readonly opening: OpeningBooks;
  readonly stretch: Stretch;
  readonly symbols: readonly string[];
  readonly neutral: Neutral;
  /** One for all that is read there. */
  readonly budget: Budget;
  /** Opens a session that keeps nothing of what it captures: twenty thousand rows are many pages. */
  readonly open: (change?: Partial<SessionRequest>) => Promise<Session>;
}

const day = 86_400_000;

/** Longer than any venue's window, so that every list has edges of windows, and shorter than any memory. */
export const stretch: Stretch = { from: Date.parse(begin) - 40 * day, to: Date.parse(begin) };

/** The same account for the same plan: drawn once, opened as often as there are readings of it. */
const drawn = new WeakMap<AccountPlan, Map<string, OpeningBooks>>();

function openingOf(pair: Pair, books: OpeningBooks, plan: AccountPlan): OpeningBooks {
  const ofPlan = drawn.get(plan) ?? new Map<string, OpeningBooks>();
  drawn.set(plan, ofPlan);
  const opening = ofPlan.get(pair.id) ?? generateAccount(pair, books, plan);
  ofPlan.set(pair.id, opening);
  return opening;
}

/** Opens the account; `closeWorlds` closes it. A withdrawal of each state is in it, where the venue has one. */
export async function openAccount(pair: Pair, plan: AccountPlan): Promise<OpenedAccount> {
  const world = await start(pair, { change: (books) => openingOf(pair, books, plan) });
  const account: OpenedAccount = {
    world,
    opening: world.opening,
    stretch: plan.stretch,
    symbols: symbolsOf(pair),
    neutral: await spellingOf(world),
    budget: budgetOf(world),
    open: (change = {}) => world.open('mighty', { capture: () => Promise.resolve(), ...change }),
  };
  // The last moment that is asked for is theirs: an end that a venue counts out would lose them.
  withdraw(world, '0.31');
  if (pair.venue.capabilities.cancelWithdrawal.by === 'api') await cancelNewest(account);
  else world.clock.step(1_000);
  return account;
}

/** Asks for one as the holder of the key; every amount stands once in the books. */
function withdraw({ simulator, keys }: OpenWorld, amount: string): void {
  const [to] = simulator.website.addresses();
  if (to === undefined) throw new Error('the books have no address');
  const { coin, address, network } = to;
  const refusal = simulator
    .asKeyHolder({ keyId: keys.mighty.keyId, sourceIp: home })
    .withdraw({ coin, amount, address, network });
  if (refusal !== undefined) throw new Error(`the key may not withdraw: ${refusal.message}`);
}

/** One is cancelled, and one asked for anew: both at the same moment, and in other states. */
async function cancelNewest(account: OpenedAccount): Promise<void> {
  const { world } = account;
  const { cancelWithdrawal } = world.pair.venue.capabilities;
  if (cancelWithdrawal.by !== 'api') return;
  withdraw(world, '0.32');
  world.clock.step(1_000);
  const session = await account.open();
  const newest = { from: account.stretch.to - 60_000, to: account.stretch.to };
  const { listing } = await readHistory('listWithdrawals', { ...account, session, stretch: newest });
  const waiting = (listing.rows as readonly Withdrawal[]).find(({ status }) => isPending(status));
  if (waiting === undefined) throw new Error(`${world.pair.id} lists no withdrawal that waits`);
  await cancelWithdrawal.run(session, waiting);
}

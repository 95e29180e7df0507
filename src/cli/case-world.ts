import { createBudget, type Budget } from '../acquisition/index.ts';
import type { Account } from '../domain/account.ts';
import type { RunEvent } from '../domain/run-event.ts';
import type { StepWorld } from '../playbook/step-kind.ts';
import type { CaseFiles } from '../run/index.ts';
import type { CaseWorld } from '../steps/index.ts';
import { findVenue, openSession, type Venue } from '../venues/index.ts';
import type { OpenKeyring } from './keyring.ts';
import type { Stage } from './stage.ts';

/** Gives the steps their venues, keys and hands. The one place where sessions meet the recorder. */
export function createCaseWorld(parts: {
  readonly stage: Stage;
  readonly files: CaseFiles;
  readonly keyring: OpenKeyring;
  emit(event: RunEvent): void;
}): (base: StepWorld) => CaseWorld {
  const { stage, files, keyring } = parts;
  const hands = stage.handsFor(parts.emit);
  const budgets = new Map<string, Budget>();

  // One budget a venue: everything leaves from this machine's address.
  const budgetOf = (venue: Venue): Budget => {
    const budget = budgets.get(venue.id) ?? createBudget({ limits: venue.limits ?? [], clock: stage.clock });
    budgets.set(venue.id, budget);
    return budget;
  };
  const open: CaseWorld['open'] = (account, holder) => {
    const venue = findVenue(account.venue);
    return openSession({
      venue,
      ...(holder === 'public' ? {} : { credential: keyring.credential(account, holder) }),
      wire: stage.wireOf(account),
      capture: (exchange) => {
        stage.met?.(account, exchange.peer);
        return files.capture(exchange, venue.capture);
      },
      clock: stage.clock,
    });
  };
  return (base) =>
    Object.assign(Object.create(base) as CaseWorld, {
      hands,
      keyring,
      open,
      venueOf: (account: Account) => findVenue(account.venue),
      egressOf: (account: Account) => stage.egressOf(account),
      budgetOf: (account: Account) => budgetOf(findVenue(account.venue)),
      ...(stage.oracle ? { oracle: stage.oracle } : {}),
    });
}

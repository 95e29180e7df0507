import type { Budget } from '../acquisition/index.ts';
import type { Account, KeyHolder } from '../domain/account.ts';
import type { RunEvent } from '../domain/run-event.ts';
import type { StepWorld } from '../playbook/step-kind.ts';
import type { CaseFiles } from '../run/index.ts';
import type { CaseWorld } from '../steps/index.ts';
import { findVenue, openSession } from '../venues/index.ts';
import { openStageBudgets, venueAccountIn } from './budgets.ts';
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
  const budgets = openStageBudgets(stage, (text) => void note(text, parts));
  const budgetOf = (account: Account, holder?: KeyHolder | 'public'): Budget => {
    if (holder === undefined || holder === 'public') return budgets.of({ account, holder });
    const key = keyring.masked(account, holder);
    return budgets.of({
      account,
      holder,
      key,
      venueAccountId: venueAccountIn(files.events, { account, holder }),
    });
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
      budgetOf,
      hostClock: hostClockOf(stage),
      ...(stage.oracle ? { oracle: stage.oracle } : {}),
    });
}

function hostClockOf({ mode, askTimeServer }: Stage): NonNullable<CaseWorld['hostClock']> {
  if (askTimeServer) return { ask: askTimeServer };
  return {
    why: mode === 'drill' ? 'a drill has a clock of its own' : 'firebreak.yaml names no time server (`ntp`)',
  };
}

/** One that cannot be written stops nothing: the next record that matters will say why. */
async function note(
  text: string,
  { files, emit }: { readonly files: CaseFiles; emit(event: RunEvent): void },
): Promise<void> {
  const added = { type: 'note.added', text, by: 'firebreak' } as const;
  await files.append(added).catch(() => undefined);
  emit(added);
}

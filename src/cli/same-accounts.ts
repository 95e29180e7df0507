import { BadInput } from '../domain/failure.ts';
import type { AccountInCase, JournalRecord } from '../domain/run-event.ts';
import { accountsInCase } from './play.ts';
import type { Stage } from './stage.ts';

/**
 * A case goes on with the accounts and keys that it was opened with. With another key in the leaked
 * one's place, every later probe would be about the wrong key.
 *
 * @throws {BadInput} naming the account, what the case has and what the configuration has now
 */
export function refuseOtherAccounts(first: JournalRecord | undefined, stage: Stage, config: string): void {
  const opened = first?.event;
  if (opened?.type !== 'case.opened') return;
  const now = accountsInCase(stage);
  for (const then of opened.accounts) {
    const same = now.find(({ id }) => id === then.id);
    const why = same ? difference(then, same) : `${config} no longer has the account "${then.id}"`;
    if (why) throw new BadInput(`the case was opened with other accounts: ${why}`, { where: config, hint });
  }
}

const hint =
  'until the case is closed, keep the leaked key where "credentials" points, and the new one under "replacement"';

function difference(then: AccountInCase, now: AccountInCase): string | undefined {
  if (then.venue !== now.venue) return `"${then.id}" was at ${then.venue}, now at ${now.venue}`;
  if (then.keyId === now.keyId) return undefined;
  return `the key of "${then.id}" was ${then.keyId}, now ${now.keyId}`;
}

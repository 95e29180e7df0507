import type { AccountId } from '../domain/account.ts';
import type { Hands } from '../domain/hands.ts';
import type { RunEvent } from '../domain/run-event.ts';

/**
 * In a real case the operator works in a browser; firebreak shows the page and waits for his word.
 *
 * @param replacementOf where the configuration says that an account's new key will lie, by secret part
 */
export function createRealHands(
  emit: (event: RunEvent) => void,
  replacementOf: (account: AccountId) => Readonly<Record<string, string>> | undefined,
): Hands {
  return {
    async perform(task, ask) {
      const act = task.what.replaceAll('-', ' ');
      emit({
        type: 'guide.shown',
        title: `${act}: ${task.subject}`,
        page: task.page,
        lines: task.instructions,
      });
      const said = await ask({
        id: task.id,
        kind: 'choice',
        prompt: `At the venue's page: ${act} ${task.subject}`,
        why: 'What you say is read back where the venue lets a key look.',
        choices: [
          { value: 'done', label: 'Done', key: 'd' },
          { value: 'could-not', label: 'I could not', key: 'x' },
        ],
      });
      return said === 'done'
        ? { said: 'done', note: '' }
        : { said: 'could-not', note: 'the operator could not' };
    },
    newestKey: (account) => replacementOf(account),
  };
}

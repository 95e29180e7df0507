import type { Account } from '../domain/account.ts';
import type { HandTask } from '../domain/hands.ts';
import type { CaseWorld } from './world.ts';

/**
 * Where no key at hand can list withdrawal addresses, the operator looks at the venue's page and says which
 * are not his. His word is kept as an exhibit: nobody can read the list back.
 */
export async function lookAtAddresses(
  account: Account,
  world: CaseWorld,
): Promise<{ readonly foreign: readonly string[] } | { readonly why: string }> {
  const looked = await world.hands.perform(addressPage(account, world), world.ask);
  if (looked.said === 'could-not') {
    return { why: `nobody looked at the withdrawal addresses of ${account.label}: ${looked.note}` };
  }
  const answer = await world.ask({
    id: `foreign-on-page:${account.id}`,
    kind: 'text',
    prompt: `Withdrawal addresses on that page that are NOT yours? Whole, comma between; empty for none`,
    why: 'No key at hand can list them at this venue, so your word is all there is. Compare whole addresses.',
    optional: true,
  });
  const foreign = String(answer)
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  await keepWord(account, foreign, world);
  return { foreign };
}

/** Once the foreign ones are to be gone: does the page still show one of them? */
export async function areGoneFromPage(foreign: readonly string[], account: Account, world: CaseWorld) {
  await world.hands.perform(addressPage(account, world), world.askAnew);
  const said = await world.askAnew({
    id: `gone-from-page:${account.id}`,
    kind: 'choice',
    prompt: `Does the page still list one of: ${foreign.join(', ')}?`,
    why: 'No key at hand can list them at this venue.',
    choices: [
      { value: 'listed', label: 'One is still listed', key: 'l' },
      { value: 'gone', label: 'All are gone', key: 'g' },
    ],
    initial: 'listed',
  });
  return said === 'gone'
    ? ({ result: 'unknown', how: `${world.operator} saw that the page no longer lists them` } as const)
    : ({ result: 'not-done', how: 'the page still lists one of them' } as const);
}

function addressPage(account: Account, world: CaseWorld): HandTask {
  const { capabilities } = world.venueOf(account);
  const { listWithdrawalAddresses: list, editWithdrawalAddresses: edit } = capabilities;
  const looking = list.by === 'api' ? list.elseByHand : list.by === 'hand' ? list : undefined;
  const guide = looking ?? (edit.by === 'hand' ? edit : undefined);
  return {
    id: `list-addresses:${account.id}`,
    account: account.id,
    venue: account.venue,
    what: 'list-addresses',
    subject: account.label,
    page: guide?.page ?? '',
    instructions: looking?.instructions ?? [
      'Open the page that lists the withdrawal addresses of this account.',
      'Go through every line: is it yours? Compare the whole address and its memo or tag.',
      'Note every one that is not, before you change anything.',
    ],
  };
}

async function keepWord(account: Account, foreign: readonly string[], world: CaseWorld): Promise<void> {
  const exhibit = await world.acquire({
    kind: 'withdrawal-addresses',
    title: `withdrawal addresses of ${account.label}, as ${world.operator} saw them`,
    content: { seenBy: world.operator, notOurs: foreign },
    source: { from: 'operator', why: 'no key at hand can list withdrawal addresses at this venue' },
  });
  for (const address of foreign) {
    await world.find({
      rule: 'foreign-withdrawal-address',
      title: 'A withdrawal address that is not ours',
      detail: `${world.operator} says that ${address} is not ours.`,
      severity: 'critical',
      basis: 'assumption',
      account: account.id,
      exhibits: [exhibit.id],
    });
  }
}

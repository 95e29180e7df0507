import type { Account } from '../domain/account.ts';
import { BadInput } from '../domain/failure.ts';
import { doors, type Door, type HandReport, type Hands, type HandTask } from '../domain/hands.ts';
import type { Answer, Question } from '../domain/question.ts';
import type { RunEvent } from '../domain/run-event.ts';
import { simulatorScopes } from '../simulators/index.ts';
import type { Simulator, SimulatorScope, Website } from '../simulators/index.ts';
import type { DoorLog } from './door-log.ts';
import { shortKeyId } from './short-key-id.ts';
import { drillReferences } from './vault.ts';

type Ask = (question: Question) => Promise<Answer>;

/**
 * The venue's web site in a drill: the operator does there what the step says, or something else.
 * Nothing here knows what is right; the checks of the playbook find out.
 */
export function createPortal(parts: {
  readonly simulatorOf: (account: Account['id']) => Simulator;
  readonly doorLog: DoorLog;
  emit(event: RunEvent): void;
}): Hands {
  return {
    async perform(task, ask) {
      parts.emit({
        type: 'guide.shown',
        title: titles[task.what],
        page: task.page,
        lines: task.instructions,
      });
      const { website } = parts.simulatorOf(task.account);
      return acts[task.what]({ task, website, ask, doorLog: parts.doorLog });
    },
    newestKey(account, since) {
      const simulator = parts.simulatorOf(account);
      const newest = simulator.website.keys().findLast(({ createdAt }) => createdAt > since);
      const key = simulator.vault().find(({ keyId }) => keyId === newest?.keyId);
      return key && drillReferences(key);
    },
    doorsClosed(account) {
      const { website } = parts.simulatorOf(account);
      const clicked = parts.doorLog.closed(account);
      return {
        ...Object.fromEntries(Object.keys(doors).map((door) => [door, clicked.includes(door as Door)])),
        sessions: website.sessions().length === 0,
        'whitelist-only': website.whitelistOnly(),
      };
    },
  };
}

interface Visit {
  readonly task: HandTask;
  readonly website: Website;
  readonly ask: Ask;
  readonly doorLog: DoorLog;
}

const titles: Readonly<Record<HandTask['what'], string>> = {
  'revoke-key': 'Portal · API management',
  'create-key': 'Portal · Create API key',
  'list-keys': 'Portal · API management',
  'list-addresses': 'Portal · Withdrawal addresses',
  'edit-addresses': 'Portal · Withdrawal addresses',
  'freeze-account': 'Portal · Disable account',
  'cancel-orders': 'Portal · Open orders',
  'close-doors': 'Portal · Security',
};

const acts: Readonly<Record<HandTask['what'], (visit: Visit) => Promise<HandReport>>> = {
  'revoke-key': deleteKey,
  'create-key': createKey,
  'list-keys': listKeys,
  'list-addresses': listAddresses,
  'edit-addresses': removeAddresses,
  'freeze-account': freeze,
  'cancel-orders': cancelOrders,
  'close-doors': closeDoors,
};

async function deleteKey({ task, website, ask }: Visit): Promise<HandReport> {
  const picked = await ask({
    id: `${task.id}/delete`,
    kind: 'choice',
    prompt: 'API management: which key do you delete?',
    why: 'The site of the drill. What you delete here is gone.',
    choices: [...keyChoices(website), { value: 'none', label: 'None: leave the page', harmless: true }],
    destructive: true,
  });
  if (picked === 'none') return { said: 'could-not', note: 'left the page without deleting a key' };
  const key = website.keys().find(({ keyId }) => shortKeyId(keyId) === picked);
  const deleted = key !== undefined && website.deleteKey(key.keyId);
  return {
    said: deleted ? 'done' : 'could-not',
    note: deleted ? 'a key was deleted' : 'the page no longer lists that key',
  };
}

async function listKeys({ task, website, ask }: Visit): Promise<HandReport> {
  await ask({
    id: `${task.id}/look`,
    kind: 'choice',
    prompt: `The page lists ${counted(website.keys().length, 'key')}: ${website
      .keys()
      .map(({ label }) => `"${label}"`)
      .join(', ')}`,
    choices: [{ value: 'seen', label: 'Seen', key: 's' }],
  });
  return { said: 'done', note: 'looked at the list of keys' };
}

async function listAddresses({ task, website, ask }: Visit): Promise<HandReport> {
  const listed = website.addresses().map(({ coin, network, address }) => `${coin} ${network} ${address}`);
  await ask({
    id: `${task.id}/look`,
    kind: 'choice',
    prompt: `The page lists ${counted(listed.length, 'address', 'addresses')}${listed.length === 0 ? '' : `: ${listed.join('; ')}`}`,
    choices: [{ value: 'seen', label: 'Seen', key: 's' }],
  });
  return { said: 'done', note: 'looked at the list of withdrawal addresses' };
}

async function createKey({ task, website, ask }: Visit): Promise<HandReport> {
  const { wanted } = task;
  const label = String(
    await ask({
      id: `${task.id}/label`,
      kind: 'text',
      prompt: 'Create API key: label',
      initial: wanted?.label ?? 'API Key 1',
    }),
  );
  const scopes = await ask({
    id: `${task.id}/scopes`,
    kind: 'many',
    prompt: 'Create API key: which boxes do you tick?',
    // The site's own default, as at most venues: reading only.
    choices: simulatorScopes.map((scope) => ({ value: scope, label: scope })),
    initial: ['read'],
  });
  const addresses = String(
    await ask({
      id: `${task.id}/addresses`,
      kind: 'text',
      prompt: 'Create API key: trusted IPs, comma between, empty for unrestricted',
      initial: wanted?.ipAllowlist.join(', ') ?? '',
      optional: true,
    }),
  );
  const ipAllowlist = addresses
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  try {
    website.createKey({ label, scopes: [scopes].flat() as SimulatorScope[], ipAllowlist });
  } catch (error) {
    // The site's own rules: it says so, and no key was made.
    if (!(error instanceof BadInput)) throw error;
    return { said: 'could-not', note: error.message };
  }
  return { said: 'done', note: 'a key was created; its secret lies in the vault of the drill' };
}

async function removeAddresses({ task, website, ask }: Visit): Promise<HandReport> {
  const picked = await ask({
    id: `${task.id}/remove`,
    kind: 'many',
    prompt: 'Withdrawal addresses: which do you remove?',
    choices: website
      .addresses()
      .map(({ address, coin, label }) => ({ value: address, label: `${coin} ${address}`, hint: label })),
    initial: [],
  });
  const removed = [picked].flat().filter((address) => website.removeAddress(address));
  return { said: 'done', note: `${removed.length} removed` };
}

async function cancelOrders({ task, website, ask }: Visit): Promise<HandReport> {
  const picked = await ask({
    id: `${task.id}/orders`,
    kind: 'many',
    prompt: 'Open orders: which do you cancel?',
    why: `The step named ${task.subject}.`,
    choices: website.openOrders().map(({ orderId, clientOrderId, symbol, side, amount, price }) => ({
      value: orderId,
      label: `${symbol} ${side} ${amount} @ ${price}`,
      hint: clientOrderId,
    })),
    initial: [],
  });
  const cancelled = [picked].flat().filter((orderId) => website.cancelOrder(orderId));
  return { said: 'done', note: `${cancelled.length} cancelled` };
}

async function freeze({ task, website, ask }: Visit): Promise<HandReport> {
  const said = await ask({
    id: `${task.id}/freeze`,
    kind: 'choice',
    prompt: 'Disable this account?',
    why: 'Every key of it ends, the responder key too; only support re-enables it.',
    choices: [
      { value: 'no', label: 'No, leave the page', key: 'n', harmless: true },
      { value: 'disable', label: 'Disable the account', key: 'd' },
    ],
    initial: 'no',
    destructive: true,
  });
  if (said !== 'disable') return { said: 'could-not', note: 'left the page' };
  website.freezeAccount();
  return { said: 'done', note: 'the account was disabled' };
}

async function closeDoors({ task, website, ask, doorLog }: Visit): Promise<HandReport> {
  const picked = await ask({
    id: `${task.id}/doors`,
    kind: 'many',
    prompt: 'Security: which of these do you do now?',
    choices: Object.entries(doors).map(([value, label]) => ({ value, label })),
    initial: [],
  });
  const closed = [picked].flat() as Door[];
  if (closed.includes('sessions')) website.endSessions();
  if (closed.includes('whitelist-only')) website.setWhitelistOnly(true);
  await doorLog.close(task.account, closed);
  return { said: 'done', note: `${closed.length} done` };
}

const keyChoices = (website: Website) =>
  website.keys().map(({ keyId, label, scopes }) => ({
    value: shortKeyId(keyId),
    label: `"${label}"`,
    hint: `${scopes.join(', ')}; ${keyId.slice(0, 4)}…${keyId.slice(-4)}`,
  }));

const counted = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

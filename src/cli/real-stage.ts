import type { Account, Credential, KeyHolder } from '../domain/account.ts';
import { Secret } from '../domain/secret.ts';
import type { Config, ConfiguredAccount } from '../config/index.ts';
import { resolveCredential, resolveSecret, type SecretSources } from '../secrets/index.ts';
import type { Wire } from '../venues/index.ts';
import { systemClock } from './clock.ts';
import { createRealHands } from './real-hands.ts';
import type { Stage } from './stage.ts';

/** Real venues over TLS, through each account's proxy; every secret resolved before the first question. */
export async function openRealStage(config: Config, sources: SecretSources): Promise<Stage> {
  const credentials = new Map<string, Credential>();
  const wires = new Map<string, Wire>();
  for (const configured of config.accounts) {
    const { id } = configured.account;
    const { suspect, responder } = configured.keys;
    credentials.set(`${id}/suspect`, await resolveCredential('suspect', suspect, sources));
    if (responder)
      credentials.set(`${id}/responder`, await resolveCredential('responder', responder, sources));
    wires.set(id, await wireFor(configured, sources));
  }
  const find = (account: Account, holder: KeyHolder) => credentials.get(`${account.id}/${holder}`);
  return {
    mode: 'real',
    clock: systemClock,
    accounts: config.accounts.map(({ account }) => account),
    credential: find,
    resolve: (reference) => resolveSecret(reference, sources),
    wireOf: ({ id }) => wires.get(id) ?? { mode: 'real' },
    egressOf: ({ id }) => egressInWords(config.accounts.find(({ account }) => account.id === id)),
    handsFor: createRealHands,
    close: () => Promise.resolve(),
  };
}

async function wireFor({ proxy }: ConfiguredAccount, sources: SecretSources): Promise<Wire> {
  if (!proxy) return { mode: 'real' };
  const url =
    'url' in proxy ? new Secret(proxy.url, 'firebreak.yaml') : await resolveSecret(proxy.reference, sources);
  return { mode: 'real', proxy: { url } };
}

// No venue tells the address it saw; what can be said is which way the request left.
const egressInWords = (configured: ConfiguredAccount | undefined): string =>
  configured?.proxy ? 'through the account’s proxy' : 'this machine';

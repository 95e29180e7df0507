import { createHash } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import type { Account, AccountId, Credential, KeyHolder } from '../domain/account.ts';
import { Secret } from '../domain/secret.ts';
import { loadConfig, type Config, type ConfiguredAccount } from '../config/index.ts';
import {
  resolveCredential,
  resolveSecret,
  secretFileMaker,
  secretFileReader,
  type SecretSources,
} from '../secrets/index.ts';
import { askNetworkTime } from '../evidence/index.ts';
import { nameableVenues } from '../venues/index.ts';
import { systemClock } from './clock.ts';
import { watchEgress } from './egress.ts';
import { userId, type Environment } from './environment.ts';
import { readInput } from './read-input.ts';
import { sharedTallyOf } from './shared-tally.ts';
import { openRealAuthorities } from './real-authorities.ts';
import { prepareRunSigning, type RunSigningFlags } from './run-signing.ts';
import { createRealHands } from './real-hands.ts';
import { openProxy, type OpenProxy } from './real-proxy.ts';
import type { Stage } from './stage.ts';

/** Reads firebreak.yaml and resolves every secret: what is wrong is said before the first question. */
export async function openConfiguredStage(
  path: string,
  environment: Environment,
  signing: RunSigningFlags = {},
): Promise<Stage> {
  const file = resolve(environment.cwd, path);
  const text = await readInput(file, {
    as: `the configuration ${path}`,
    where: '--config',
    hint: 'write a firebreak.yaml here, or name one with --config; src/config/README.md shows its form',
  });
  const place = { folder: dirname(file), home: environment.home };
  const config = loadConfig(path, text, nameableVenues());
  const authorities = await openRealAuthorities(config.timestampAuthorities, file);
  const note = (text: string): void => void environment.stderr.write(`${text}\n`);
  const sources = {
    env: environment.env,
    readFile: secretFileReader({ ...place, userId: userId() }),
    note,
  };
  const signers = await prepareRunSigning('real', signing, {
    ...{ environment, sources },
    configured: { ...config, file },
  });
  const stage = await openRealStage(config, sources);
  return {
    ...stage,
    about: { ...config.report, configSha256: createHash('sha256').update(text).digest('hex') },
    ...signers,
    secrets: [...stage.secrets, ...(signers.pdfSigning?.secrets ?? [])],
    placeFor: secretFileMaker(place),
    openSharedTally: sharedTallyOf(environment),
    openAuthorities: () => Promise.resolve(authorities),
  };
}

/** Real venues over TLS, through each account's proxy; every secret resolved before the first question. */
export async function openRealStage(config: Config, sources: SecretSources): Promise<Stage> {
  const credentials = await resolveCredentials(config, sources);
  const proxies = await openProxies(config, sources);
  const egress = watchEgress((id) => proxies.get(id)?.at);
  const find = (account: Account, holder: KeyHolder) => credentials.get(`${account.id}/${holder}`);
  return {
    mode: 'real',
    clock: systemClock,
    accounts: config.accounts.map(({ account }) => account),
    credential: find,
    secrets: [...proxies.values()].flatMap(({ secrets }) => secrets),
    resolve: (reference) => resolveSecret(reference, sources),
    wireOf: ({ id }) => proxies.get(id)?.wire ?? { mode: 'real' },
    egressOf: ({ id }) => egress.of(id),
    exitOf: ({ id }) => proxies.get(id)?.at ?? 'this machine',
    met: ({ id }, peer) => egress.note(id, peer),
    handsFor: (emit) => createRealHands(emit, (id) => configuredAccount(config, id)?.keys.replacement?.parts),
    ...askingTimeOf(config),
    close: () => Promise.resolve(),
  };
}

function askingTimeOf({ ntp }: Config): Pick<Stage, 'askTimeServer'> {
  return ntp ? { askTimeServer: () => askNetworkTime(ntp, systemClock) } : {};
}

async function resolveCredentials(
  config: Config,
  sources: SecretSources,
): Promise<ReadonlyMap<string, Credential>> {
  const credentials = new Map<string, Credential>();
  for (const { account, keys } of config.accounts) {
    for (const holder of ['suspect', 'responder', 'manager'] as const) {
      const key = keys[holder];
      if (key) credentials.set(`${account.id}/${holder}`, await resolveCredential(holder, key, sources));
    }
  }
  return credentials;
}

async function openProxies(
  config: Config,
  sources: SecretSources,
): Promise<ReadonlyMap<AccountId, OpenProxy>> {
  const proxies = new Map<AccountId, OpenProxy>();
  for (const { account, proxy } of config.accounts) {
    if (!proxy) continue;
    const url =
      'url' in proxy ? new Secret(proxy.url, config.file) : await resolveSecret(proxy.reference, sources);
    proxies.set(account.id, openProxy(url, account.label));
  }
  return proxies;
}

const configuredAccount = (config: Config, id: AccountId): ConfiguredAccount | undefined =>
  config.accounts.find(({ account }) => account.id === id);

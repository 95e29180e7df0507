import { dirname, resolve } from 'node:path';
import { loadConfig, type Config, type ConfiguredAccount } from '../config/index.ts';
import { BadInput } from '../domain/failure.ts';
import type { JournaledEvent } from '../domain/run-event.ts';
import type { Secret } from '../domain/secret.ts';
import { resolvePassphrase, resolveSecret, secretFileReader, type SecretSources } from '../secrets/index.ts';
import { nameableVenues } from '../venues/index.ts';
import { userId, type Environment } from './environment.ts';
import { readInput } from './read-input.ts';
import { openProxy } from './real-proxy.ts';

/** The secrets that can be had now, and what is missing, in words without any secret. */
export interface KnownSecrets {
  readonly secrets: readonly Secret[];
  readonly missing: readonly string[];
}

/**
 * Resolves what firebreak.yaml and the record name by reference, as far as that works without asking
 * anybody: a case must take evidence also where its keys cannot be read.
 */
export async function knownSecrets(
  path: string,
  environment: Environment,
  events: readonly JournaledEvent[],
): Promise<KnownSecrets> {
  const file = resolve(environment.cwd, path);
  const sources: SecretSources = {
    env: environment.env,
    readFile: secretFileReader({ folder: dirname(file), home: environment.home, userId: userId() }),
  };
  const secrets = new Map<string, Secret>();
  const missing: string[] = [];
  const take = async (read: () => Promise<readonly Secret[]>, missed = ''): Promise<void> => {
    try {
      for (const secret of await read()) secrets.set(secret.reference, secret);
    } catch (error) {
      if (!(error instanceof BadInput)) throw error;
      missing.push(`${missed}${error.message}`);
    }
  };
  let config: Config | undefined;
  await take(async () => {
    const text = await readInput(file, { as: `the configuration ${path}`, where: '--config' });
    config = loadConfig(path, text, nameableVenues());
    return [];
  });
  const references = [
    ...(config ? secretsNamedIn(config) : []),
    ...(config?.pdfSigning?.key === undefined ? [] : [config.pdfSigning.key]),
    ...secretsNamedByRecord(events),
  ];
  for (const reference of new Set(references)) {
    await take(async () => [await resolveSecret(reference, sources)], `${reference}: `);
  }
  for (const reference of config ? passphrasesNamedIn(config) : []) {
    await take(async () => [await resolvePassphrase(reference, sources)], `${reference}: `);
  }
  for (const { account, proxy } of config?.accounts ?? []) {
    if (!proxy || 'url' in proxy) continue;
    await take(async () => openProxy(await resolveSecret(proxy.reference, sources), account.label).secrets);
  }
  return { secrets: [...secrets.values()], missing };
}

// The key id is no secret: redaction masks it, and no search looks for it.
const partsOf = (parts: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(parts).flatMap(([part, reference]) => (part === 'apiKey' ? [] : [reference]));

const secretsNamedIn = ({ accounts }: Config): readonly string[] =>
  accounts.flatMap(({ keys }: ConfiguredAccount) =>
    [keys.suspect, keys.responder, keys.manager].flatMap((key) => (key ? partsOf(key.parts) : [])),
  );

const passphrasesNamedIn = ({ signing, pdfSigning }: Config): readonly string[] =>
  [signing.passphrase, pdfSigning?.passphrase].flatMap((reference) => reference ?? []);

/** Keys that were made during the case. */
const secretsNamedByRecord = (events: readonly JournaledEvent[]): readonly string[] =>
  events.flatMap((event) => {
    if (event.type !== 'step.finished') return [];
    const { references } = event.facts as { references?: Record<string, Record<string, string>> };
    return Object.values(references ?? {}).flatMap(partsOf);
  });

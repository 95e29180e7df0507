import { add } from '../domain/money.ts';
import type { Account } from '../domain/account.ts';
import { scopesOfTask } from '../domain/task.ts';
import { type LocatedFlaw, namesIn, readShape, readYaml, refusalOf } from '../domain/yaml/index.ts';
import { type KeyReferences, looksLikeSecret, referenceProblem } from '../secrets/index.ts';
import { accountFlaws, idOfToday } from './account-rules.ts';
import type {
  Config,
  ConfiguredAccount,
  ConfiguredKeys,
  ConfiguredPdfSigning,
  ConfiguredProxy,
  VenueFacts,
} from './config.ts';
import { configSchema, type WrittenAccount, type WrittenPdfSigning } from './config-schema.ts';
import { authorityFlaws, configuredAuthority } from './timestamp-authorities.ts';
import { hideWhatMayBeSecret, isSecretPlace, secretsInClear } from './secrets-in-clear.ts';

/**
 * Reads firebreak.yaml. `path` is only named in problems; `source` is the file's content.
 *
 * Throws BadFile with every problem at once, each at its line and column. A secret in clear is
 * refused wherever it stands, in comments too, and neither message nor excerpt shows any of it.
 */
export function loadConfig(path: string, source: string | Uint8Array, venues: readonly VenueFacts[]): Config {
  const schema = configSchema(venues);
  const yaml = readYaml(source);
  const shape = readShape(schema, yaml, {
    isHidden: (place, text) => isSecretPlace(place) || looksLikeSecret(text),
  });
  const flaws = [
    ...secretsInClear(yaml),
    ...yaml.flaws,
    ...[...accountFlaws(yaml.value, venues), ...authorityFlaws(yaml.value)].map(yaml.locate),
    ...shape.flaws,
  ];
  if (shape.value === undefined || flaws.length > 0) {
    throw refusalOf(path, hideWhatMayBeSecret(yaml, namesIn(schema)), onePerPlace(flaws));
  }
  const { accounts, ntp, timestampAuthorities = [], signing = {}, report } = shape.value;
  return {
    file: path,
    accounts: accounts.map((account) => configuredAccount(account, venues)),
    ...(ntp === undefined ? {} : { ntp: timeServerOf(ntp) }),
    timestampAuthorities: timestampAuthorities.map(configuredAuthority),
    signing: given({ ssh: signing.ssh, passphrase: signing.passphrase?.trim() }),
    ...(report ? { report: given(report) } : {}),
    ...(signing.pdf ? { pdfSigning: pdfSigningFrom(signing.pdf) } : {}),
  };
}

const pdfSigningFrom = ({ certificate, key, passphrase }: WrittenPdfSigning): ConfiguredPdfSigning => ({
  certificate,
  ...given({ key, passphrase }),
});

/** At one place the first flaw is told: a value that was refused is not also of the wrong type. */
const onePerPlace = (flaws: readonly LocatedFlaw[]): LocatedFlaw[] => {
  const places = new Set<string>();
  return flaws.filter(({ offset, message }) => {
    // Several names may be missing from one map: those are told at the map, all of them.
    const place =
      message.includes(' is missing') || message.includes(' has no ') ? `${offset} ${message}` : `${offset}`;
    return !places.has(place) && places.add(place);
  });
};

function configuredAccount(written: WrittenAccount, venues: readonly VenueFacts[]): ConfiguredAccount {
  const { proxy } = written;
  // The record and everything after it speak of a venue by one id.
  const venue = String(idOfToday(written.venue, venues));
  return {
    account: { ...accountFrom(written), venue },
    keys: keysFrom(written),
    usual: given({ schedule: written.pattern?.schedule, size: written.pattern?.size }),
    ...(proxy === undefined ? {} : { proxy: proxyFrom(proxy) }),
  };
}

function accountFrom(written: WrittenAccount): Account {
  const { id, venue, task, created, lastRotated, host, subAccountOf, pattern } = written;
  const fills = pattern?.usualFillsPerMinute;
  return {
    id,
    venue,
    task,
    label: written.label ?? id,
    ...given({ created, lastRotated, host, subAccountOf }),
    expectedIpAllowlist: written.expectedIpAllowlist ?? [],
    // What a key of this task should be able to do, unless the file says.
    expectedScopes: written.expectedScopes ?? scopesOfTask[task],
    dependents: written.dependents ?? [],
    pattern: {
      clientOrderIdPrefixes: pattern?.clientOrderIdPrefixes ?? [],
      usualSymbols: pattern?.usualSymbols ?? [],
      // 1e-7 is how JavaScript writes a small number; amounts here are plain decimals.
      ...(fills === undefined ? {} : { usualFillsPerMinute: add(String(fills), '0') }),
    },
  };
}

function keysFrom(written: WrittenAccount): ConfiguredKeys {
  const { id, credentials, responder, manager, replacement } = written;
  return {
    suspect: keyFrom(credentials, written.label ?? id),
    ...given({
      responder: responder && keyFrom(responder, `${id} responder`),
      manager: manager && keyFrom(manager, `${id} manager`),
      replacement: replacement && keyFrom(replacement, `${id} replacement`),
    }),
  };
}

function keyFrom(written: WrittenAccount['credentials'], defaultLabel: string): KeyReferences {
  const { label = defaultLabel, ...rest } = written;
  const parts = Object.entries(rest).flatMap(([part, reference]) =>
    typeof reference === 'string' ? [[part, reference.trim()] as const] : [],
  );
  return { label, parts: Object.fromEntries(parts) };
}

const proxyFrom = (proxy: string): ConfiguredProxy =>
  referenceProblem(proxy) === undefined ? { reference: proxy } : { url: proxy };

/** Leaves out what is undefined: an absent field and an undefined one are not the same in a record. */
function given<T extends object>(fields: T): { [Name in keyof T]?: Exclude<T[Name], undefined> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Name in keyof T]?: Exclude<T[Name], undefined> };
}

/** `host`, `host:port` or `[address]:port`, in the form that the schema has checked. */
function timeServerOf(written: string): { readonly host: string; readonly port: number } {
  const [, host = written, port = '123'] = /^(.*?)(?::(\d+))?$/.exec(written) ?? [];
  return { host: host.replace(/^\[|\]$/g, ''), port: Number(port) };
}

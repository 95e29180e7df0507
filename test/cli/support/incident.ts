import type { ChildProcess } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { doors } from '../../../src/domain/hands.ts';
import { startFirebreak, type Place, type Running } from './command.ts';
import { exitAddress, type RealVenue } from './real-venue.ts';

/** A real incident as its owner meets it: the configuration, the keys in files, what he will answer. */
export interface Incident {
  readonly venue: RealVenue;
  readonly place: Place;
}

export const newKeyFiles = { apiKey: 'keys/next-key', secret: 'keys/next-secret' } as const;

/** Writes firebreak.yaml and the key files of the account `binance-main`. */
export function configure({ venue, place }: Incident, proxy: string): void {
  mkdirSync(join(place.cwd, 'keys'), { recursive: true, mode: 0o700 });
  const { suspect, responder } = venue.keys;
  keep(place, 'keys/key', suspect.keyId);
  keep(place, 'keys/secret', suspect.secret);
  keep(place, 'keys/ir-key', responder.keyId);
  keep(place, 'keys/ir-secret', responder.secret);
  const lines = [
    'accounts:',
    '  - id: binance-main',
    '    venue: binance',
    '    label: Market making',
    '    task: trading-bot',
    `    expectedIpAllowlist: [${exitAddress}]`,
    '    dependents: [market maker mm1]',
    '    credentials: { label: mm1-prod, apiKey: file:keys/key, secret: file:keys/secret }',
    '    responder: { label: ir-readonly, apiKey: file:keys/ir-key, secret: file:keys/ir-secret }',
    `    replacement: { apiKey: file:${newKeyFiles.apiKey}, secret: file:${newKeyFiles.secret} }`,
    `    proxy: ${proxy}`,
    '    pattern: { clientOrderIdPrefixes: [mm1-], usualSymbols: [BTCUSDT], usualFillsPerMinute: 0.1 }',
  ];
  writeFileSync(join(place.cwd, 'firebreak.yaml'), `${lines.join('\n')}\n`);
}

type Answers = Readonly<Record<string, string | readonly string[]>>;

/** What a careful operator answers when everything goes well. */
export const allGoesWell: Answers = {
  '*/menu': 'continue',
  'open-case/what-leaked': 'api-key',
  'open-case/losing-money': 'yes',
  'open-case/real': 'real',
  'decide-order/order': 'bleed-first',
  'revoke-key@binance-main/revoke-key': 'done',
  'compare-with-baseline/foreign-addresses:binance-main': [],
  'freeze-account@binance-main/menu': 'skip',
  'freeze-account@binance-main/reason': 'The key is dead; trading must go on.',
  'look-for-more/list-keys:binance-main': 'done',
  'root-cause/cause': 'repository',
  'root-cause/control': 'History rewritten, image rebuilt, hook against secrets.',
  'close-doors/close-doors:binance-main': 'done',
  'close-doors/doors:binance-main': Object.keys(doors),
  'reissue-key/create-key': 'done',
  'reissue-key/reference:binance-main:apiKey': `file:${newKeyFiles.apiKey}`,
  'reissue-key/reference:binance-main:secret': `file:${newKeyFiles.secret}`,
  'reissue-key/attest:binance-main:manage-keys': 'yes',
  'reissue-key/attest:binance-main:IP allowlist': 'yes',
  'switch-system/switched:binance-main': 'yes',
  'reprobe-keys/wait:PT5M': 'wait',
  'reprobe-keys/wait:PT30M': 'wait',
  'reprobe-keys/wait:PT24H': 'wait',
};

export function writeAnswers({ cwd }: Place, answers: Answers): void {
  const text = JSON.stringify({ operator: 'R. Muster', answers });
  writeFileSync(join(cwd, 'answers.yaml'), text);
}

const patientChild = fileURLToPath(new URL('./patient-child.ts', import.meta.url));

/**
 * Runs a command of a real case with the answers of answers.yaml, while the test plays the owner at the
 * venue's web site: what the stream shows as a guide he does, then the run goes on. `jumps`: long waits
 * are skipped, on both clocks.
 */
export function play(
  { venue, place }: Incident,
  command: readonly string[],
  options: {
    readonly jumps: boolean;
    readonly caFile?: string;
    readonly env?: Readonly<Record<string, string>>;
    /** Instead of doing what the guide says. */
    readonly atSite?: (title: string, child: ChildProcess) => void;
  },
): Running {
  const args = [...command, '--answers', 'answers.yaml', '--config', 'firebreak.yaml', '--json'];
  const atSite = options.atSite ?? ((title) => workAtSite(title, venue, place));
  return startFirebreak(args, place, {
    preload: [patientChild],
    env: {
      NODE_EXTRA_CA_CERTS: options.caFile ?? venue.ca.caFile,
      ...(options.jumps ? { JUMP_FILE: venue.jumpFile } : {}),
      ...options.env,
    },
    onLine: (line, child) => {
      const event = JSON.parse(line) as { type: string; title: string };
      if (event.type !== 'guide.shown') return;
      atSite(event.title, child);
      (child.stdio[3] as Writable).on('error', () => undefined).write('.');
    },
  });
}

/** The owner in his browser. */
export function workAtSite(title: string, { simulator }: RealVenue, place: Place): void {
  const { website } = simulator;
  const [act = '', subject = ''] = title.split(': ');
  if (act === 'revoke key') {
    // "mm1-prod, 22fb…1fb3 (64)": the label and the ends of the key.
    const key = website.keys().find(({ label, keyId }) => {
      return subject.startsWith(`${label}, ${keyId.slice(0, 4)}…${keyId.slice(-4)}`);
    });
    if (!key || !website.deleteKey(key.keyId)) throw new Error(`no key ${subject} at the site`);
  } else if (act === 'create key') {
    const made = website.createKey({
      label: subject,
      scopes: ['read', 'spot-trade'],
      ipAllowlist: [exitAddress],
    });
    keep(place, newKeyFiles.apiKey, made.keyId);
    keep(place, newKeyFiles.secret, made.secret);
  } else if (act === 'close doors') {
    website.endSessions();
    website.setWhitelistOnly(true);
  } else if (act !== 'list keys') {
    throw new Error(`nobody showed the owner how to do "${title}"`);
  }
}

function keep({ cwd }: Place, path: string, value: string): void {
  writeFileSync(join(cwd, path), value, { mode: 0o600 });
  chmodSync(join(cwd, path), 0o600);
}

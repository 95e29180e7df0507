import { mkdtempSync, readFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { setTimeout as wait } from 'node:timers/promises';
import type { Stage } from './cli/stage.ts';
import { accountsInCase, freshSalt, playCase } from './cli/play.ts';
import { createCase } from './run/index.ts';
import { simulateBinance } from './simulators/index.ts';
import { opening, botKey, readKey, t0 } from '../test/simulators/opening.ts';
import { createPortal } from './drill/portal.ts';
import { openDoorLog } from './drill/door-log.ts';
import { createModelResponder } from './drill/model-responder.ts';
import { resolveDrillSecret } from './drill/vault.ts';
import { Secret } from './domain/secret.ts';
import type { Account } from './domain/account.ts';

const speed = 60; const real0 = performance.now(); let skipped = 0;
const clock = {
  now: () => DateTime.fromISO(t0, { zone: 'utc' }).plus({ milliseconds: Math.round((performance.now() - real0) * speed + skipped) }),
  monotonicMs: () => (performance.now() - real0) * speed + skipped,
  sleep: async (ms: number, signal?: AbortSignal) => { await wait(Math.max(0, ms / speed), undefined, signal ? { signal } : {}); },
};
const sim = await simulateBinance({ clock, opening, seed: 'x', deletedKeyAnswer: (process.argv[2] ?? '-2015') as '-2015' });
const account: Account = { id: 'main', venue: 'binance', label: 'main spot', task: 'trading-bot', created: '2025-11-01T00:00:00Z', expectedIpAllowlist: ['127.0.0.50'], expectedScopes: ['read', 'spot-trade'], pattern: { clientOrderIdPrefixes: ['mm-'], usualSymbols: ['BTCUSDT', 'ETHUSDT'], usualFillsPerMinute: '0.2' }, dependents: ['mm-bot'] };
const dir = mkdtempSync(join(tmpdir(), 'fb-')); console.log(dir); mkdirSync(join(dir,'private'),{mode:0o700, recursive: true});
const doorLog = await openDoorLog(join(dir, 'private', 'doors.tsv'));
const cred = (p: {keyId: string; secret: string}, holder: 'suspect'|'responder', label: string) => ({ holder, label, parts: { apiKey: new Secret(p.keyId, 'drill:a'), secret: new Secret(p.secret, 'drill:b') } });
import { deriveKeyParts } from './simulators/index.ts';
const stage: Stage = {
  mode: 'drill', clock, accounts: [account],
  credential: (_a, h) => h === 'suspect' ? cred(botKey, 'suspect', 'tradebot-1') : cred(readKey, 'responder', 'reporting'),
  resolve: async (r) => resolveDrillSecret(r, sim.website.keys().map(k => ({ keyId: k.keyId, secret: secretOf(k.keyId) }))),
  wireOf: () => ({ mode: 'drill', ports: new Map([['binance', sim.port]]), sourceIp: '127.0.0.50' }),
  egressOf: () => '127.0.0.50',
  handsFor: (emit) => createPortal({ simulatorOf: () => sim, doorLog, emit }),
  skipAhead: (ms) => { skipped += ms; },
  close: () => sim.close(),
};
function secretOf(keyId: string) { for (let i = 0; i < 20; i++) for (const n of [`key:${i}`, `created:${i}`, `website:${i}`, `new:${i}`]) { const k = deriveKeyParts('x', n); if (k.keyId === keyId) return k.secret; } return 'unknown'; }
const playbookText = readFileSync('playbooks/leaked-api-key.yaml', 'utf8');
const files = await createCase({ folder: dir, clock, salt: freshSalt(), playbookText, opened: { type: 'case.opened', caseId: 'T', format: 1, mode: 'drill', playbook: { id: 'x', version: '1', sha256: 'x' }, tool: { name: 'firebreak', version: '0' }, environment: { node: '', os: '', host: '', user: '' }, operatorKind: 'model', accounts: accountsInCase(stage) } });
const emit = (e: {type: string}) => { const x = e as unknown as Record<string, unknown>; if (['step.finished','failure.recorded','act.finished','finding.recorded','phase.entered','run.stopped'].includes(e.type)) console.log(clock.now().toISO()?.slice(11,19), e.type, x['lane'] ?? '', x['step'] ?? x['phase'] ?? '', JSON.stringify(x['outcome'] ?? x['failure'] ?? x['how'] ?? x['finding'] ?? ''), x['summary'] ?? ''); };
try {
const played = await playCase({ stage, files, operator: createModelResponder({ leakedKeyLabel: 'tradebot-1', scopes: ['read', 'spot-trade'], ipAllowlist: ['127.0.0.50'], foreignAddresses: [] }, clock), interrupted: new AbortController().signal, emit });
console.log(played.end.is, performance.now() - real0);
} finally { await files.close(); await sim.close(); }

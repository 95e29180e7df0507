import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { createBudget } from '../../../src/acquisition/index.ts';
import { systemClock } from '../../../src/cli/clock.ts';
import type { Account, Credential } from '../../../src/domain/account.ts';
import { Secret } from '../../../src/domain/secret.ts';
import { compilePlaybook } from '../../../src/playbook/compile.ts';
import { loadPlaybook } from '../../../src/playbook/index.ts';
import { createCase } from '../../../src/run/index.ts';
import { initialState } from '../../../src/run/state.ts';
import { createWorld } from '../../../src/run/world.ts';
import { stepKinds, type CaseWorld } from '../../../src/steps/index.ts';
import { acquireListing } from '../../../src/steps/acquire-listing.ts';
import { findVenue, openSession } from '../../../src/venues/index.ts';
import { fillsOf } from '../../support/fills.ts';

// One history, acquired into a case folder as a step does it, in a process of its own:
// `node acquire-fills.ts PORT SYMBOLS FILLS`.

const [port = 0, symbols = 0, fills = 0] = process.argv.slice(2).map(Number);
const folder = await mkdtemp(join(tmpdir(), 'firebreak-fills-'));
const playbookText = readFileSync('playbooks/leaked-api-key.yaml', 'utf8');

const account: Account = {
  id: 'main',
  venue: 'binance',
  label: 'Main',
  task: 'trading-bot',
  dependents: [],
  created: '2016-11-21T00:00:00.000Z',
  expectedIpAllowlist: [],
  expectedScopes: ['read'],
  pattern: { clientOrderIdPrefixes: [], usualSymbols: [], usualFillsPerMinute: '1' },
};

const declared = findVenue('binance');
const { listTrades } = declared.capabilities;
if (listTrades.by !== 'api') throw new Error('trades are not listed by API');
/** The venue with its spot fills only, and nothing that holds up whoever reads them. */
const venue = {
  ...declared,
  limits: (declared.limits ?? []).map((limit) => ({ ...limit, limit: 1_000_000_000 })),
  capabilities: {
    ...declared.capabilities,
    listTrades: { ...listTrades, run: { ...listTrades.run, sections: ['spot'] } },
  },
};

const files = await createCase({
  folder: join(folder, 'case'),
  clock: systemClock,
  salt: new Uint8Array(32).fill(7),
  playbookText,
  opened: {
    type: 'case.opened',
    caseId: 'FB-BENCH',
    format: 1,
    mode: 'drill',
    playbook: { id: 'leaked-api-key', version: '1', sha256: '0'.repeat(64) },
    tool: { name: 'firebreak', version: '0.0.0' },
    environment: { node: process.version, os: 'any', host: 'any', user: 'any' },
    operatorKind: 'script',
    accounts: [],
  },
});
const credential: Credential = {
  holder: 'responder',
  label: 'bench',
  parts: {
    apiKey: new Secret('BENCHbenchBENCHbenchBENCHbenchBENCHbenchBENCHbenchBENCHbench1234', 'drill:key'),
    secret: new Secret('benchBENCHbenchBENCHbenchBENCHbenchBENCHbenchBENCHbenchBENCH5678', 'drill:secret'),
  },
};
files.redactor.learnCredential(credential);

const budget = createBudget({ limits: venue.limits, clock: systemClock });
const signal = new AbortController().signal;
const nobody = (): never => {
  throw new Error('nobody is asked in a bench');
};
const base = createWorld(
  {
    recorder: files,
    clock: systemClock,
    mode: 'drill',
    accounts: [account],
    signal,
    state: () => initialState(compilePlaybook(loadPlaybook('leaked-api-key', playbookText, stepKinds))),
    emit: () => undefined,
    turn: nobody,
    nextEvent: nobody,
  },
  { lane: 'case', step: 'acquire-histories', attempt: 1 },
);
const world: CaseWorld = Object.assign(Object.create(base) as CaseWorld, {
  venueOf: () => venue,
  budgetOf: () => budget,
  keyring: { has: (_: Account, holder: string) => holder === 'responder', masked: () => 'BENC…1234 (64)' },
  open: () =>
    openSession({
      venue,
      credential,
      wire: { mode: 'drill', ports: new Map([['binance', port]]), sourceIp: '127.0.0.1' },
      capture: (exchange) => files.capture(exchange, venue.capture),
      clock: systemClock,
    }),
});

const started = performance.now();
const query = { symbols: fillsOf({ symbols, fills }).symbols };
const acquired = await acquireListing('listTrades', query, account, world);
const ms = performance.now() - started;
if (!acquired.read || acquired.incomplete !== undefined || acquired.rows !== fills) {
  throw new Error(`not all was read: ${JSON.stringify(acquired)}`);
}
const maxRssMiB = process.resourceUsage().maxRSS / 1024;
const exhibit = files.events.flatMap((e) => (e.type === 'exhibit.acquired' ? [e.exhibit] : [])).at(-1);
if (exhibit === undefined) throw new Error('no exhibit was journaled');
const digest = createHash('sha256');
for await (const chunk of createReadStream(join(folder, 'case', exhibit.path)))
  digest.update(chunk as Buffer);
if (digest.digest('hex') !== exhibit.sha256) throw new Error('the exhibit is not what was journaled');
await files.close();
await rm(folder, { recursive: true });
process.stdout.write(
  JSON.stringify({
    ms,
    rows: acquired.rows,
    requests: acquired.proof.pages.length,
    bytes: exhibit.bytes,
    maxRssMiB,
  }),
);

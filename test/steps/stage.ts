import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCaseWorld } from '../../src/cli/case-world.ts';
import { systemClock } from '../../src/cli/clock.ts';
import { createRealHands } from '../../src/cli/real-hands.ts';
import { openKeyring } from '../../src/cli/keyring.ts';
import { accountsInCase } from '../../src/cli/play.ts';
import type { Stage } from '../../src/cli/stage.ts';
import type { Account } from '../../src/domain/account.ts';
import type { Clock } from '../../src/domain/clock.ts';
import type { Outcome } from '../../src/domain/outcome.ts';
import { BadInput } from '../../src/domain/failure.ts';
import type { Answer, Operator } from '../../src/domain/question.ts';
import type { JournaledEvent } from '../../src/domain/run-event.ts';
import { Secret } from '../../src/domain/secret.ts';
import { createDrillClock, createPortal, openDoorLog, resolveDrillSecret } from '../../src/drill/index.ts';
import type { DrillClock } from '../../src/drill/index.ts';
import { compilePlaybook } from '../../src/playbook/compile.ts';
import { loadPlaybook, type Playbook, type Section } from '../../src/playbook/index.ts';
import { createCase, runCase, StopRequested, type CaseFiles, type RunEnd } from '../../src/run/index.ts';
import { outcomes } from '../../src/run/state.ts';
import { replay } from '../../src/run/run.ts';
import { simulators } from '../../src/simulators/index.ts';
import type { OpeningBooks, SimulatedKey, SimulatedVenue, Simulator } from '../../src/simulators/index.ts';
import { secretFileMaker, secretFileReader } from '../../src/secrets/index.ts';
import { stepKinds, type CaseWorld } from '../../src/steps/index.ts';
import { createScriptedOperator } from '../../src/terminal/index.ts';
import { findVenue, openSession } from '../../src/venues/index.ts';

export const startsAt = '2026-03-14T03:00:00.000Z';
export const ourAddress = '127.0.0.1';

/** A real simulator, real sessions on the drill wire, a real case folder; only the operator is a script. */
export interface StepStage {
  readonly venue: Simulator;
  readonly venues: readonly Simulator[];
  readonly files: CaseFiles;
  readonly clock: DrillClock;
  /** The manager's is a key of the main account, where the suspect key is one of a sub-account. */
  readonly keys: Readonly<Record<'suspect' | 'responder' | 'attacker' | 'manager', SimulatedKey>>;
  /** Where `file:` references of this stage lie. */
  readonly secretsFolder: string;
  /** Runs, or goes on with, the case; "quit" as an answer of a menu ends it there. */
  run(answers: Readonly<Record<string, Answer>>): Promise<RunEnd>;
  /** The same with a person at the terminal, who is asked anew when there is more to choose. */
  runWith(person: Operator['answer']): Promise<RunEnd>;
  /** How each step ended so far, by "<lane>/<step>". */
  outcomes(): Readonly<Record<string, Outcome>>;
  eventsOf<Type extends JournaledEvent['type']>(type: Type): readonly EventOf<Type>[];
}

type EventOf<Type> = Extract<JournaledEvent, { readonly type: Type }>;

export interface StageOptions {
  /** Ids of the shipped playbook's steps that are run; "all" = every one. */
  readonly steps: readonly string[] | 'all';
  readonly hasResponder?: boolean;
  readonly opening?: Partial<OpeningBooks>;
  /** Scopes of the suspect key; reading and trading when left out. */
  readonly suspectScopes?: SimulatedKey['scopes'];
  readonly account?: Partial<Account>;
  /** Its ccxt id; Binance when left out. */
  readonly venue?: string;
  /** The suspect key is one of this sub-account, and firebreak holds a key of the main account. */
  readonly subAccount?: NonNullable<OpeningBooks['subAccounts']>[number];
  /** The operator works in a browser of his own, as in a real case; firebreak has only his word. */
  readonly hasBrowser?: boolean;
  /** The venue's own words that let the key of the account above manage keys, where it has such. */
  readonly managerWords?: readonly string[];
  /** How far the venue's clock is ahead. */
  readonly venueAheadMs?: number;
  /** Accounts of the case, each at a simulator of its own. */
  readonly accountIds?: readonly string[];
  /**
   * How much faster than life. At 40 a hiccup of 25 ms of a busy machine looks like a second; where only
   * failures are expected, it may be faster.
   */
  readonly speed?: number;
  /** How long a silent venue is waited for; the product waits 15 s. */
  readonly patienceMs?: number;
}

const playbookFile = 'playbooks/leaked-api-key.yaml';
const shipped = loadPlaybook(playbookFile, readFileSync(playbookFile, 'utf8'), stepKinds);

// The venue's library takes a while to load; on a clock that runs fast that would be minutes.
const warm = openSession({
  venue: findVenue('binance'),
  wire: { mode: 'drill', ports: new Map([['binance', 1]]), sourceIp: ourAddress },
  capture: () => Promise.resolve(),
  clock: systemClock,
}).then((session) => session.close());

/** @param atEnd the test's own `onTestFinished`: tests here run beside each other */
export async function openStage(
  options: StageOptions,
  atEnd: (cleanUp: () => Promise<void>) => void,
): Promise<StepStage> {
  const folder = await mkdtemp(join(tmpdir(), 'firebreak-steps-'));
  await warm;
  const clock = createDrillClock({ startAt: startsAt, speed: options.speed ?? 40, real: systemClock });
  const simulated = simulatedOf(options);
  const keys = keysOf(options);
  const ids = options.accountIds ?? ['main'];
  const venues = await Promise.all(
    ids.map((id) =>
      simulated.simulate({
        clock: ahead(clock, options.venueAheadMs ?? 0),
        opening: openingOf(options, keys),
        seed: `steps/${id}`,
      }),
    ),
  );
  const simulatorOf = (id: string): Simulator => venues[ids.indexOf(id)] as Simulator;
  const doorLog = await openDoorLog(join(folder, 'doors.tsv'));
  const secrets = { folder: await mkdtemp(join(tmpdir(), 'firebreak-secrets-')), home: folder };
  const readSecret = secretFileReader({ ...secrets, userId: process.getuid?.() });
  const stage: Stage = {
    mode: 'drill',
    clock,
    accounts: ids.map((id) => accountOf(id, options)),
    credential: (_account, holder) => credentialOf(holder, keys, options),
    secrets: [],
    resolve: async (reference) =>
      reference.startsWith('file:')
        ? new Secret(await readSecret(reference.slice('file:'.length)), reference)
        : resolveDrillSecret(
            reference,
            venues.flatMap((one) => one.vault()),
          ),
    placeFor: secretFileMaker(secrets),
    wireOf: ({ id }) => ({
      mode: 'drill',
      ports: new Map([[simulated.venue, simulatorOf(id).port]]),
      sourceIp: ourAddress,
    }),
    egressOf: () => ourAddress,
    handsFor: (emit) =>
      options.hasBrowser
        ? createRealHands(emit, () => undefined)
        : createPortal({ simulatorOf, doorLog, emit }),
    skipAhead: (ms) => clock.skip(ms),
    close: () => Promise.resolve(),
  };
  const files = await createCase({
    folder: join(folder, 'case'),
    clock,
    salt: new Uint8Array(32).fill(7),
    playbookText: await readFile(playbookFile, 'utf8'),
    opened: opened(stage),
  });
  atEnd(async () => {
    await files.close();
    await Promise.all(venues.map((one) => one.close()));
    await rm(folder, { recursive: true, force: true });
    await rm(secrets.folder, { recursive: true, force: true });
  });
  const playbook = compilePlaybook(onlySteps(shipped, options.steps));
  const keyring = openKeyring(stage, (credential) => files.redactor.learnCredential(credential));
  const worldOf = createCaseWorld({ stage, files, keyring, emit: () => undefined });
  const { patienceMs = 5_000 } = options;
  // The product's own session; only its patience is a test's.
  const open: CaseWorld['open'] = (account, holder) => {
    const venue = findVenue(account.venue);
    return openSession({
      venue,
      ...(holder === 'public' ? {} : { credential: keyring.credential(account, holder) }),
      wire: stage.wireOf(account),
      capture: (exchange) => files.capture(exchange, venue.capture),
      clock,
      timeouts: { connectMs: 5_000, headersMs: patienceMs, bodyMs: patienceMs, totalMs: 10_000 },
    });
  };
  const runAs = (operator: Operator): Promise<RunEnd> =>
    runCase<CaseWorld>({
      recorder: files,
      playbook,
      kinds: new Map(stepKinds.map((kind) => [kind.id, kind])),
      operator,
      clock,
      mode: 'drill',
      accounts: stage.accounts,
      interrupted: new AbortController().signal,
      emit: () => undefined,
      worldOf: (base) => Object.assign(worldOf(base), { open }),
      skipAhead: (ms) => clock.skip(ms),
    });
  return {
    venue: venues[0] as Simulator,
    venues,
    files,
    clock,
    keys,
    secretsFolder: secrets.folder,
    run: (answers) =>
      runAs(stoppable(createScriptedOperator(new Map(Object.entries(answers)), { name: 'the test' }))),
    runWith: (answer) => runAs({ kind: 'person', answer }),
    outcomes: () =>
      Object.fromEntries(
        outcomes(replay(playbook, files.events)).map((one) => [`${one.lane}/${one.step}`, one.outcome]),
      ),
    eventsOf: (type) => files.events.filter((event): event is EventOf<typeof type> => event.type === type),
  };
}

/** @throws when the step has not ended */
export function outcomeOf(stage: StepStage, step: string): { readonly is: string; readonly why: string } {
  const found = stage.outcomes()[step];
  if (!found)
    throw new Error(`${step} has no outcome; these have: ${Object.keys(stage.outcomes()).join(', ')}`);
  return { why: '', ...found };
}

/** As the command line has it: a question without an answer stops the run, and the reason says which. */
const stoppable = (operator: Operator): Operator => ({
  kind: operator.kind,
  answer: (question, signal) =>
    operator.answer(question, signal).catch((error: unknown) => {
      if (!(error instanceof BadInput)) throw error;
      throw new StopRequested(error.message, { interrupted: false });
    }),
});

/** The shipped playbook without the steps that a test is not about; phases stay, as edges lead there. */
export function onlySteps(playbook: Playbook, steps: readonly string[] | 'all'): Playbook {
  if (steps === 'all') return playbook;
  const keep = <One extends { readonly id: string }>(list: readonly One[]) =>
    list.filter(({ id }) => steps.includes(id));
  const sections = playbook.sections
    .map((section) =>
      section.per === 'case'
        ? { ...section, steps: keep(section.steps) }
        : {
            ...section,
            tracks: section.tracks
              .map((track) => ({ ...track, steps: keep(track.steps) }))
              .filter((track) => track.steps.length > 0),
          },
    )
    .filter((section) => (section.per === 'case' ? section.steps.length > 0 : section.tracks.length > 0));
  const hasContain = sections.some(({ phase }) => phase === 'contain');
  return { ...playbook, sections: hasContain ? sections : sections.map(withoutReturns) };
}

/** An edge back to a phase that is left out leads nowhere. */
function withoutReturns(section: Section): Section {
  if (section.per === 'account') return section;
  return { ...section, steps: section.steps.map(({ returns: _returns, ...step }) => step) };
}

const ahead = (clock: Clock, ms: number): Clock => ({
  ...clock,
  now: () => clock.now().plus({ milliseconds: ms }),
});

function simulatedOf({ venue = 'binance' }: StageOptions): SimulatedVenue {
  const found = simulators.find((each) => each.venue === venue);
  if (found === undefined) throw new Error(`there is no simulator of ${venue}`);
  return found;
}

function keysOf(options: StageOptions): StepStage['keys'] {
  const { suspectScopes, subAccount, managerWords } = options;
  const key = (name: string, label: string, scopes: SimulatedKey['scopes']): SimulatedKey => ({
    ...simulatedOf(options).deriveKey('steps', name),
    label,
    scopes,
    ipAllowlist: scopes.includes('withdraw') ? [ourAddress, '198.51.100.23'] : [],
    createdAt: '2025-12-01T00:00:00.000Z',
  });
  return {
    suspect: {
      ...key('suspect', 'tradebot-1', suspectScopes ?? ['read', 'spot-trade']),
      ...(subAccount && { subAccount: subAccount.id }),
    },
    responder: key('responder', 'ir-readonly', ['read']),
    attacker: key('attacker', 'backup', ['read', 'spot-trade']),
    manager: {
      ...key('manager', 'main-account', ['read', 'spot-trade', 'transfer']),
      ipAllowlist: [ourAddress],
      ...(managerWords && { venuePermissions: managerWords }),
    },
  };
}

function openingOf(options: StageOptions, keys: StepStage['keys']): OpeningBooks {
  const { opening, hasResponder = true, subAccount } = options;
  const { symbolOf } = simulatedOf(options);
  const [btc, zrt] = [symbolOf('BTC', 'USDT'), symbolOf('ZRT', 'USDT')];
  return {
    uid: 1,
    keys: [keys.suspect, ...(hasResponder ? [keys.responder] : []), ...(subAccount ? [keys.manager] : [])],
    ...(subAccount && { subAccounts: [subAccount] }),
    balances: [
      { asset: 'USDT', free: '10000' },
      { asset: 'BTC', free: '1' },
    ],
    markets: [
      { symbol: btc, base: 'BTC', quote: 'USDT', price: '20000', depth: '4000000' },
      { symbol: zrt, base: 'ZRT', quote: 'USDT', price: '0.02', depth: '3000' },
    ],
    openOrders: [],
    trades: [
      {
        symbol: btc,
        side: 'buy',
        price: '20010',
        amount: '0.01',
        clientOrderId: 'mm-h-1',
        at: '2026-03-14T02:10:00.000Z',
      },
    ],
    addresses: [],
    withdrawals: [],
    deposits: [],
    feeRate: '0.001',
    ...opening,
  };
}

function accountOf(id: string, options: StageOptions): Account {
  const { account, subAccount, venue = 'binance' } = options;
  return {
    id,
    venue,
    ...(subAccount && { subAccountOf: 'above' }),
    label: `Account ${id}`,
    task: 'trading-bot',
    created: '2025-12-01T00:00:00.000Z',
    expectedIpAllowlist: [ourAddress],
    expectedScopes: ['read', 'spot-trade'],
    pattern: {
      clientOrderIdPrefixes: ['mm-'],
      usualSymbols: [simulatedOf(options).symbolOf('BTC', 'USDT')],
      usualFillsPerMinute: '0.2',
    },
    dependents: [],
    ...account,
  };
}

function credentialOf(
  holder: 'suspect' | 'responder' | 'manager',
  keys: StepStage['keys'],
  { hasResponder = true, subAccount }: StageOptions,
): ReturnType<Stage['credential']> {
  if (holder === 'responder' && !hasResponder) return undefined;
  if (holder === 'manager' && subAccount === undefined) return undefined;
  const { keyId, secret, passphrase, label } = keys[holder];
  const parts = {
    apiKey: new Secret(keyId, `test:${holder}/id`),
    secret: new Secret(secret, `test:${holder}`),
    ...(passphrase !== undefined && { password: new Secret(passphrase, `test:${holder}/passphrase`) }),
  };
  return { holder, label, parts };
}

function opened(stage: Stage): CaseFiles['opened'] {
  return {
    type: 'case.opened',
    caseId: 'DRILL-20260314-0300-test',
    format: 1,
    mode: 'drill',
    playbook: { id: shipped.id, version: shipped.version, sha256: '0'.repeat(64) },
    tool: { name: 'firebreak', version: '0.1.0' },
    environment: { node: 'v24', os: 'linux', host: 'workstation', user: 'operator' },
    operatorKind: 'script',
    accounts: accountsInCase(stage),
  };
}

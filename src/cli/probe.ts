import { containing } from '../acquisition/index.ts';
import type { Account } from '../domain/account.ts';
import { maskKeyId } from '../domain/api-key.ts';
import type { DeathProof, Probe } from '../domain/death-proof.ts';
import { BadInput } from '../domain/failure.ts';
import { quote, suggest } from '../domain/file-problem.ts';
import { createPaint, showable, wrapText } from '../terminal/index.ts';
import { findVenue, openSession, proveDead, type Session } from '../venues/index.ts';
import { openStageBudgets, type StageBudgets } from './budgets.ts';
import type { Environment } from './environment.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { casesOf, readRecords } from './open-cases.ts';
import { openConfiguredStage } from './real-stage.ts';
import type { Stage } from './stage.ts';

export interface ProbeFlags {
  readonly config: string;
  readonly json?: boolean;
}

/**
 * `firebreak probe <account>`: is this key dead? Read-only, at most the probes that the venue
 * tolerates, and nothing is kept but their count. Exit 0: proven dead; 4: not proven; 5: it works.
 */
export async function probe(id: string, flags: ProbeFlags, environment: Environment): Promise<ExitCode> {
  const stage = await openConfiguredStage(flags.config, environment);
  try {
    const account = accountNamed(id, stage);
    const proof = await prove(account, stage, environment);
    const { stdout, usesColor } = environment;
    stdout.write(`${flags.json ? JSON.stringify(proof) : inWords(proof, account, usesColor).join('\n')}\n`);
    return exitOf[proof.verdict];
  } finally {
    await stage.close();
  }
}

const exitOf = {
  dead: exitCodes.verified,
  'not-proven': exitCodes.finishedUnverified,
  alive: exitCodes.verificationFailed,
} as const satisfies Record<DeathProof['verdict'], ExitCode>;

function accountNamed(id: string, { accounts }: Stage): Account {
  const found = accounts.find((account) => account.id === id);
  if (found) return found;
  const ids = accounts.map((account) => account.id);
  throw new BadInput(`there is no account ${quote(id)}`, {
    where: 'probe',
    ...suggest(id, ids, 'accounts'),
  });
}

async function prove(account: Account, stage: Stage, environment: Environment): Promise<DeathProof> {
  const before = await lastTimeItWorked(account, stage, environment);
  const control = stage.credential(account, 'responder') === undefined ? 'public' : 'responder';
  const say = (text: string): void => void environment.stderr.write(`${text}\n`);
  const budgets = openStageBudgets(stage, say);
  return proveDead({
    venue: findVenue(account.venue),
    before,
    openFresh: () => open(account, 'suspect', stage, budgets),
    openControl: () => open(account, control, stage, budgets),
    clock: stage.clock,
    egress: () => stage.egressOf(account),
    onProgress: (text, done, total) => say(`${text} (${done} of ${total})`),
  });
}

/** Paid from what this machine's cases share: a probe beside a case must not get its address banned. */
async function open(
  account: Account,
  holder: 'suspect' | 'responder' | 'public',
  stage: Stage,
  budgets: StageBudgets,
): Promise<Session> {
  const venue = findVenue(account.venue);
  const credential = holder === 'public' ? undefined : stage.credential(account, holder);
  const keyId = credential?.parts['apiKey']?.reveal();
  const session = await openSession({
    venue,
    ...(credential === undefined ? {} : { credential }),
    wire: stage.wireOf(account),
    // Outside of a case there is no place for evidence: `respond` keeps what it asks.
    capture: (exchange) => Promise.resolve(stage.met?.(account, exchange.peer)),
    clock: stage.clock,
  });
  const { introspectKey } = venue.capabilities;
  return containing(session, {
    budget: budgets.of({ account, holder, key: keyId === undefined ? undefined : maskKeyId(keyId) }),
    cost: (introspectKey.by === 'api' ? introspectKey.cost : undefined) ?? 1,
    clock: stage.clock,
    signal: new AbortController().signal,
  });
}

/** The positive control: a probe of the same key that worked, in the newest case that has one. */
async function lastTimeItWorked(
  account: Account,
  stage: Stage,
  environment: Environment,
): Promise<Probe | undefined> {
  const keyId = stage.credential(account, 'suspect')?.parts['apiKey'];
  const masked = maskKeyId(keyId?.reveal() ?? '');
  for (const { folder } of [...(await casesOf(environment, 'real'))].reverse()) {
    const events = (await readRecords(folder)).records.map(({ event }) => event);
    const isSameKey = events.some(
      (event) =>
        event.type === 'case.opened' &&
        event.accounts.some((each) => each.id === account.id && each.keyId === masked),
    );
    if (!isSameKey) continue;
    const worked = events
      .flatMap((event) =>
        event.type === 'observation.made' && event.account === account.id && event.deathProof !== undefined
          ? event.deathProof.probes
          : [],
      )
      .findLast(({ role, says }) => role === 'before' && says === 'works');
    if (worked) return worked;
  }
  return undefined;
}

const width = 80;

function inWords(proof: DeathProof, account: Account, usesColor: boolean): readonly string[] {
  const paint = createPaint(usesColor);
  const tone = { dead: 'good', alive: 'bad', 'not-proven': 'unsure' } as const;
  const verdict = proof.verdict.toUpperCase().replace('-', ' ');
  return [
    paint(tone[proof.verdict], `${verdict}  the key of ${showable(account.label)}`),
    ...wrapText(showable(proof.why), width),
    ...proof.probes.map(({ at, role, says, venueCode, httpStatus }) =>
      showable(`  ${at}  ${role.padEnd(12)}  ${says}  ${venueCode ?? httpStatus ?? 'no reply'}`),
    ),
    ...(proof.verdict === 'alive' ? ['Next: npx firebreak respond'] : []),
  ];
}

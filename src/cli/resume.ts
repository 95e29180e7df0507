import { readFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { BadInput } from '../domain/failure.ts';
import type { JournalRecord } from '../domain/run-event.ts';
import { parseCaseId, readCaseFormat, stateFolder, type ListedCase } from '../config/index.ts';
import { lockCase } from '../evidence/index.ts';
import { compilePlaybook, loadPlaybook } from '../playbook/index.ts';
import { caseLayout, openCase, type CaseFiles } from '../run/index.ts';
import { replay } from '../run/run.ts';
import { outcomes } from '../run/state.ts';
import { stepKinds } from '../steps/index.ts';
import { conduct, type Responder } from './conduct.ts';
import { modelFor, type DrillFlags } from './drill.ts';
import { openDrillStage, readDrill, type DrillStage } from './drill-stage.ts';
import type { Environment } from './environment.ts';
import { exitCodeOf, type ExitCode } from './exit-codes.ts';
import { adoptFromRecord, openKeyring } from './keyring.ts';
import { ourselves } from './ourselves.ts';
import { casesOf, isSealed, openCasesOf, readRecords } from './open-cases.ts';
import { freshSalt } from './fresh-salt.ts';
import { openConfiguredStage } from './real-stage.ts';
import { checkReportsFolder } from './reports-folder.ts';
import { drillResponder, realResponder } from './responder.ts';
import { withRemembered } from './remembered-signing.ts';
import { drillSources, prepareRunSigning, type RunSigningFlags } from './run-signing.ts';
import { refuseOtherAccounts } from './same-accounts.ts';
import type { Stage } from './stage.ts';

export interface ResumeFlags extends DrillFlags, RunSigningFlags {
  readonly config: string;
}

/** `firebreak resume`: goes on where the case stopped; what is uncertain is said first. */
export async function resume(
  given: string | undefined,
  flags: ResumeFlags,
  environment: Environment,
): Promise<ExitCode> {
  return goOnWith(await findCase(given, environment), flags, environment);
}

/** Goes on with a case, or says how it ended when there is nothing left to go on with. */
export async function goOnWith(
  found: ListedCase,
  flags: ResumeFlags,
  environment: Environment,
): Promise<ExitCode> {
  await readCaseFormat(found.folder);
  const { records } = await readRecords(found.folder);
  if (isSealed(records)) return sayHowItEnded(found, records, flags, environment);
  await checkReportsFolder(environment.cwd, flags.reports);
  const lock = await lockCase(found.folder, ourselves());
  try {
    return found.mode === 'drill'
      ? await resumeDrill(found, flags, environment)
      : await resumeReal(found, flags, environment);
  } finally {
    await lock.release();
  }
}

async function resumeDrill(
  found: ListedCase,
  flags: ResumeFlags,
  environment: Environment,
): Promise<ExitCode> {
  const wanted = await drillResponder(flags, environment);
  const drill = await readDrill(found.folder);
  const signing = await prepareRunSigning('drill', await withRemembered(found.folder, flags), {
    ...{ environment, sources: drillSources(environment) },
  });
  const { records } = await readRecords(found.folder);
  // The drill's clock goes on from the last record: while nobody plays, its world stands still.
  const stage = await openDrillStage(found.folder, drill, { reached: records.at(-1)?.at, signing });
  const responder = wanted === 'model' ? modelFor(stage) : wanted;
  stage.release();
  return play({ found, stage, responder, flags, environment, listen: stage.listen });
}

async function resumeReal(
  found: ListedCase,
  flags: ResumeFlags,
  environment: Environment,
): Promise<ExitCode> {
  const responder = await realResponder(flags, environment);
  const stage = await openConfiguredStage(
    flags.config,
    environment,
    await withRemembered(found.folder, flags),
  );
  const { records } = await readRecords(found.folder);
  refuseOtherAccounts(records[0], stage, flags.config);
  // A new key that cannot be read any more is said before the record grows.
  const events = records.map(({ event }) => event);
  await adoptFromRecord(
    openKeyring(stage, () => undefined),
    stage.accounts,
    events,
  );
  return play({ found, stage, responder, flags, environment });
}

async function play(parts: {
  readonly found: ListedCase;
  readonly stage: Stage;
  readonly responder: Responder;
  readonly flags: ResumeFlags;
  readonly environment: Environment;
  readonly listen?: DrillStage['listen'];
}): Promise<ExitCode> {
  const { found, stage, environment } = parts;
  const { env, home } = environment;
  let files: CaseFiles | undefined;
  try {
    files = await openCase({ folder: found.folder, clock: stage.clock, salt: freshSalt() });
    return await conduct({
      ...parts,
      files,
      stateFolder: await stateFolder({ env, home, mode: found.mode }),
    });
  } finally {
    await files?.close();
    await stage.close();
  }
}

/** The case that was named; without a name the only one that is still open. */
async function findCase(given: string | undefined, environment: Environment): Promise<ListedCase> {
  if (given !== undefined) {
    const cases = [...(await casesOf(environment, 'real')), ...(await casesOf(environment, 'drill'))];
    const id = parseCaseId(
      given,
      cases.map((one) => one.id),
    );
    return cases.find((one) => one.id === id) as ListedCase;
  }
  const open = [...(await openCasesOf(environment, 'real')), ...(await openCasesOf(environment, 'drill'))];
  const [only, ...others] = open;
  if (only && others.length === 0) return only;
  throw new BadInput(only ? `${open.length} cases are open: name one` : 'no case is open', {
    where: 'case',
    hint: only ? open.map(({ id }) => id).join(', ') : '`firebreak respond` or `firebreak drill` opens one',
  });
}

/** The exit code is the one that the case ended with: asked again, the answer is the same. */
async function sayHowItEnded(
  { id, folder }: ListedCase,
  records: readonly JournalRecord[],
  flags: ResumeFlags,
  { cwd, stdout, stderr }: Environment,
): Promise<ExitCode> {
  const text = await readFile(join(folder, caseLayout.playbook), 'utf8');
  const events = records.map(({ event }) => event);
  const state = replay(compilePlaybook(loadPlaybook(caseLayout.playbook, text, stepKinds)), events);
  const closed = events.find((event) => event.type === 'case.closed');
  const verdict = closed?.type === 'case.closed' ? closed.verdict.replaceAll('-', ' ').toUpperCase() : '';
  const exports = relative(cwd, resolve(cwd, flags.reports, id));
  const out = flags.json ? stderr : stdout;
  out.write(
    `${id} is closed and sealed: ${verdict}. It was exported to ${exports}, or where --reports said.\n`,
  );
  return exitCodeOf({ is: 'closed', outcomes: outcomes(state).map(({ outcome }) => outcome) });
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BadInput } from '../domain/failure.ts';
import type { CaseMode } from '../domain/run-event.ts';
import { listCases, parseCaseId, readCaseFormat, stateFolder, type ListedCase } from '../config/index.ts';
import { lockCase, readJournal } from '../evidence/index.ts';
import { caseLayout, openCase, type CaseFiles } from '../run/index.ts';
import { systemClock } from './clock.ts';
import { conduct } from './conduct.ts';
import { chooseResponder, modelFor, type DrillFlags } from './drill.ts';
import { openDrillStage, readDrill, type DrillStage } from './drill-stage.ts';
import { machine, type Environment } from './environment.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { freshSalt } from './play.ts';
import { openConfiguredStage } from './respond.ts';
import type { Stage } from './stage.ts';

export interface ResumeFlags extends DrillFlags {
  readonly config: string;
}

/** `firebreak resume`: goes on where the case stopped; what is uncertain is said first. */
export async function resume(
  given: string | undefined,
  flags: ResumeFlags,
  environment: Environment,
): Promise<ExitCode> {
  const found = await findCase(given, environment);
  await readCaseFormat(found.folder);
  const lock = await lockCase(found.folder, { at: systemClock.now().toISO() ?? '', host: machine().host });
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
  const drill = await readDrill(found.folder);
  const stage = await openDrillStage(found.folder, drill, await lastMoment(found.folder));
  const wanted = await chooseResponder(flags, environment);
  const responder = wanted === 'model' ? modelFor(stage) : wanted;
  stage.release();
  return goOn({ found, stage, responder, flags, environment, listen: stage.listen });
}

async function resumeReal(
  found: ListedCase,
  flags: ResumeFlags,
  environment: Environment,
): Promise<ExitCode> {
  const wanted = await chooseResponder(
    { ...(flags.answers ? { answers: flags.answers } : {}), responder: 'person' },
    environment,
  );
  const stage = await openConfiguredStage(flags.config, environment);
  return goOn({ found, stage, responder: wanted as Exclude<typeof wanted, 'model'>, flags, environment });
}

async function goOn(parts: {
  found: ListedCase;
  stage: Stage;
  responder: Parameters<typeof conduct>[0]['responder'];
  flags: ResumeFlags;
  environment: Environment;
  listen?: DrillStage['listen'];
}): Promise<ExitCode> {
  const { found, stage, environment } = parts;
  let files: CaseFiles | undefined;
  try {
    files = await openCase({ folder: found.folder, clock: stage.clock, salt: freshSalt() });
    if (isSealed(files)) {
      environment.stdout.write(
        `${found.id} is closed and sealed; its exports are in ${join(parts.flags.reports, found.id)}.\n`,
      );
      return exitCodes.verified;
    }
    const state = await stateOf(found.mode, environment);
    const { listen, responder, flags } = parts;
    return await conduct({
      stage,
      files,
      responder,
      flags,
      environment,
      stateFolder: state,
      ...(listen ? { listen } : {}),
    });
  } finally {
    await files?.close();
    await stage.close();
  }
}

/** The case that was named; without a name the only one that is still open. */
async function findCase(given: string | undefined, environment: Environment): Promise<ListedCase> {
  const cases = [
    ...(await listCases(await stateOf('real', environment))),
    ...(await listCases(await stateOf('drill', environment))),
  ];
  const ids = cases.map(({ id }) => id);
  if (given !== undefined) {
    const id = parseCaseId(given, ids);
    return cases.find((one) => one.id === id) as ListedCase;
  }
  const open: ListedCase[] = [];
  for (const one of cases) if (await isOpen(one.folder)) open.push(one);
  const [only, ...others] = open;
  if (only && others.length === 0) return only;
  throw new BadInput(only ? `${open.length} cases are open: name one` : 'no case is open', {
    where: 'case',
    hint: only ? open.map(({ id }) => id).join(', ') : '`firebreak respond` or `firebreak drill` opens one',
  });
}

/** Has an opening record and was not sealed. A folder that a kill left without one is no case. */
async function isOpen(folder: string): Promise<boolean> {
  const bytes = await readFile(join(folder, caseLayout.journal)).catch(() => undefined);
  if (!bytes) return false;
  const reading = readJournal(bytes);
  return (
    !reading.ok || (reading.records.length > 0 && !reading.records.some(({ event }) => isSealing(event)))
  );
}

const isSealing = (event: { readonly type: string; readonly action?: unknown }): boolean =>
  event.type === 'custody.recorded' && String(event.action).startsWith('sealed');

const isSealed = (files: CaseFiles): boolean => files.events.some(isSealing);

const stateOf = (mode: CaseMode, { env, home }: Environment): Promise<string> =>
  stateFolder({ env, home, mode });

/** The drill's clock goes on from the last record: while nobody plays, its world stands still. */
async function lastMoment(folder: string): Promise<string | undefined> {
  const text = await readFile(join(folder, caseLayout.journal), 'utf8');
  return [...text.matchAll(/"at":"(\d{4}-[^"]+Z)"/g)].at(-1)?.[1];
}

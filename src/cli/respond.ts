import { dirname, resolve } from 'node:path';
import { BadInput } from '../domain/failure.ts';
import { loadPlaybook } from '../playbook/index.ts';
import { createCase, type CaseFiles } from '../run/index.ts';
import { stepKinds } from '../steps/index.ts';
import { aboutRun } from './about-run.ts';
import { conduct } from './conduct.ts';
import type { Environment } from './environment.ts';
import type { ExitCode } from './exit-codes.ts';
import { claimNewCase, openingRecord } from './new-case.ts';
import { openCasesOf } from './open-cases.ts';
import { freshSalt } from './fresh-salt.ts';
import { readPlaybook } from './playbook-files.ts';
import type { RunFlags } from './program.ts';
import { openConfiguredStage } from './real-stage.ts';
import { checkReportsFolder } from './reports-folder.ts';
import { realResponder } from './responder.ts';
import { goOnWith } from './resume.ts';
import { rememberSigning } from './remembered-signing.ts';
import type { RunSigningFlags } from './run-signing.ts';

export interface RespondFlags extends RunFlags, RunSigningFlags {
  readonly config: string;
  /** Opens another case although one is open. */
  readonly new?: boolean;
}

/** `firebreak respond`: a real incident on the configured accounts; the open one, when there is one. */
export async function respond(
  name: string,
  flags: RespondFlags,
  environment: Environment,
): Promise<ExitCode> {
  const open = flags.new ? [] : await openCasesOf(environment, 'real');
  if (open.length > 1) throw tooMany(open.map(({ id }) => id));
  const [before] = open;
  if (before) {
    const { early, ...rest } = environment;
    early?.close();
    rest.stderr.write(`${before.id} is open: going on with it (--new opens another case)\n`);
    return goOnWith(before, flags, rest);
  }
  return openNewCase(name, flags, environment);
}

async function openNewCase(name: string, flags: RespondFlags, environment: Environment): Promise<ExitCode> {
  // Reads every file of the program: beside what else is read, so that nobody waits for it.
  const aboutThis = aboutRun(environment);
  const playbookFile = await readPlaybook(name);
  const playbook = loadPlaybook(playbookFile.name, playbookFile.text, stepKinds);
  const responder = await realResponder(flags, environment);
  await checkReportsFolder(environment.cwd, flags.reports);
  const stage = await openConfiguredStage(flags.config, environment, flags);

  // Nothing was written so far: a refusal leaves no trace.
  const { caseId, folder, stateFolder, release } = await claimNewCase('real', environment);
  const playbookText = playbookFile.text;
  let files: CaseFiles | undefined;
  try {
    const { cwd } = environment;
    await rememberSigning(folder, flags, { cwd, secretsIn: dirname(resolve(cwd, flags.config)) });
    const about = await aboutThis;
    files = await createCase({
      folder,
      clock: stage.clock,
      salt: freshSalt(),
      playbookText,
      opened: openingRecord({ caseId, stage, playbook, playbookText, responder, about }),
    });
    return await conduct({ stage, files, responder, flags, environment, stateFolder });
  } finally {
    await files?.close();
    await stage.close();
    await release();
  }
}

const tooMany = (ids: readonly string[]): BadInput =>
  new BadInput(`${ids.length} cases are open: which one?`, {
    where: 'respond',
    hint: `firebreak resume CASE, with one of ${ids.join(', ')}; or --new for another`,
  });

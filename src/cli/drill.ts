import { BadInput } from '../domain/failure.ts';
import { createModelResponder, loadScenario, momentMs, scenarioAtVenue } from '../drill/index.ts';
import { loadPlaybook } from '../playbook/index.ts';
import { createCase, type CaseFiles } from '../run/index.ts';
import { stepKinds } from '../steps/index.ts';
import { aboutRun } from './about-run.ts';
import { conduct, type Responder } from './conduct.ts';
import { openDrillStage, prepareDrill, type DrillStage } from './drill-stage.ts';
import type { Environment } from './environment.ts';
import type { ExitCode } from './exit-codes.ts';
import { claimNewCase, openingRecord } from './new-case.ts';
import { freshSalt } from './fresh-salt.ts';
import { readPlaybook, readScenario } from './playbook-files.ts';
import type { RunFlags } from './program.ts';
import { checkReportsFolder } from './reports-folder.ts';
import { drillResponder } from './responder.ts';
import { rememberSigning } from './remembered-signing.ts';
import { drillSources, prepareRunSigning, type RunSigningFlags } from './run-signing.ts';

export interface DrillFlags extends RunFlags, RunSigningFlags {
  readonly speed?: number;
  readonly venue?: string;
  readonly responder?: 'person' | 'model';
}

// Six times as fast as life: reading and thinking still fit into the attacker's forty minutes.
const speedForPeople = 6;
const speedForModels = 60;

/** `firebreak drill`: the main job on simulated venues, against an attacker who acts. */
export async function drill(name: string, flags: DrillFlags, environment: Environment): Promise<ExitCode> {
  // Reads every file of the program: beside what else is read, so that nobody waits for it.
  const aboutThis = aboutRun(environment);
  const scenario = await readScenario(name);
  const written = loadScenario(scenario.name, scenario.text);
  const { id, title, venue } = scenarioAtVenue(written, flags.venue ?? written.venue);
  const playbookFile = await readPlaybook('leaked-api-key');
  const playbook = loadPlaybook(playbookFile.name, playbookFile.text, stepKinds);
  const wanted = await drillResponder(flags, environment);
  const speed = checkedSpeed(flags.speed ?? (wanted === 'person' ? speedForPeople : speedForModels));
  await checkReportsFolder(environment.cwd, flags.reports);
  const sources = drillSources(environment);
  const signing = await prepareRunSigning('drill', flags, { environment, sources });

  // Nothing was written so far: a refusal leaves no trace.
  const { caseId, folder, stateFolder, release } = await claimNewCase('drill', environment);
  let stage: DrillStage | undefined;
  let files: CaseFiles | undefined;
  try {
    stage = await openDrillStage(
      folder,
      await prepareDrill(folder, { scenario: scenario.text, speed, venue }),
      { signing },
    );
    await rememberSigning(folder, flags, environment);
    const responder = wanted === 'model' ? modelFor(stage) : wanted;
    const playbookText = playbookFile.text;
    stage.release();
    await untilNoticed(stage);
    const about = await aboutThis;
    files = await createCase({
      folder,
      clock: stage.clock,
      salt: freshSalt(),
      playbookText,
      opened: openingRecord({
        caseId,
        stage,
        playbook,
        playbookText,
        responder,
        scenario: { id, title, speed },
        about,
      }),
    });
    const { listen } = stage;
    return await conduct({ stage, files, responder, flags, environment, stateFolder, listen });
  } finally {
    await files?.close();
    await stage?.close();
    await release();
  }
}

/** What a practised responder of this scenario knows. */
export function modelFor(stage: DrillStage): Exclude<Responder, 'person'> {
  const { scenario } = stage.staged;
  return createModelResponder(
    {
      leakedKeyLabel: scenario.keys.suspect.label,
      scopes: scenario.account.expectedScopes,
      ipAllowlist: scenario.account.expectedIpAllowlist,
      foreignAddresses: scenario.truth.foreignAddresses,
    },
    stage.clock,
  );
}

/** The case opens when somebody notices: until then the attacker has the stage to himself. */
async function untilNoticed(stage: DrillStage): Promise<void> {
  await stage.clock.skip(momentMs(stage.staged.scenario.noticedAt));
}

function checkedSpeed(speed: number): number {
  if (Number.isFinite(speed) && speed > 0 && speed <= 1000) return speed;
  const found = Number.isNaN(speed) ? 'what is no number' : `${speed}`;
  throw new BadInput(`--speed takes a number above 0, at most 1000; found ${found}`, {
    where: '--speed',
    hint: '1 is real time',
  });
}

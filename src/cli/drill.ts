import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { BadInput } from '../domain/failure.ts';
import { caseFolder, newCaseId, stateFolder } from '../config/index.ts';
import { createModelResponder, momentMs } from '../drill/index.ts';
import { lockCase } from '../evidence/index.ts';
import { loadPlaybook } from '../playbook/index.ts';
import { createCase, type CaseFiles } from '../run/index.ts';
import { stepKinds } from '../steps/index.ts';
import { systemClock } from './clock.ts';
import { conduct, type Responder } from './conduct.ts';
import { openDrillStage, prepareDrill, type DrillStage } from './drill-stage.ts';
import { machine, randomOf, toolVersion, type Environment } from './environment.ts';
import type { ExitCode } from './exit-codes.ts';
import { accountsInCase, freshSalt } from './play.ts';
import { readPlaybook, readScenario } from './playbook-files.ts';
import type { RunFlags } from './program.ts';
import { scriptedFrom } from './scripted.ts';

export interface DrillFlags extends RunFlags {
  readonly speed?: number;
  readonly responder?: 'person' | 'model';
}

// Six times as fast as life: reading and thinking still fit into the attacker's forty minutes.
const speedForPeople = 6;
const speedForModels = 60;

/** `firebreak drill`: the main job on simulated venues, against an attacker who acts. */
export async function drill(name: string, flags: DrillFlags, environment: Environment): Promise<ExitCode> {
  const scenario = await readScenario(name);
  const playbook = await readPlaybook('leaked-api-key');
  const wanted = await chooseResponder(flags, environment);
  const speed = checkedSpeed(flags.speed ?? (wanted === 'person' ? speedForPeople : speedForModels));
  const checked = loadPlaybook(playbook.name, playbook.text, stepKinds);

  const state = await stateFolder({ env: environment.env, home: environment.home, mode: 'drill' });
  const caseId = newCaseId({ mode: 'drill', clock: systemClock, random: randomOf });
  const folder = caseFolder(state, caseId);
  await mkdir(folder, { mode: 0o700 });
  const lock = await lockCase(folder, { at: systemClock.now().toISO() ?? '', host: machine().host });
  const stage = await openDrillStage(folder, await prepareDrill(folder, scenario.text, speed));
  let files: CaseFiles | undefined;
  try {
    const responder = wanted === 'model' ? modelFor(stage) : wanted;
    stage.release();
    await untilNoticed(stage);
    files = await createCase({
      folder,
      clock: stage.clock,
      salt: freshSalt(),
      playbookText: playbook.text,
      opened: {
        type: 'case.opened',
        caseId,
        format: 1,
        mode: 'drill',
        scenario: { id: stage.staged.scenario.id, title: stage.staged.scenario.title, speed },
        playbook: { id: checked.id, version: checked.version, sha256: sha256(playbook.text) },
        tool: { name: 'firebreak', version: toolVersion },
        environment: machine(),
        operatorKind: responder === 'person' ? 'person' : responder.kind,
        accounts: accountsInCase(stage),
      },
    });
    return await conduct({
      stage,
      files,
      responder,
      flags,
      environment,
      stateFolder: state,
      listen: stage.listen,
    });
  } finally {
    await files?.close();
    await stage.close();
    await lock.release();
  }
}

/** A person at a terminal, else the model; a file of answers when one is named. */
export async function chooseResponder(
  flags: Pick<DrillFlags, 'responder' | 'answers'>,
  environment: Environment,
): Promise<Responder | 'model'> {
  if (flags.answers) return scriptedFrom(flags.answers);
  if (flags.responder === 'model') return 'model';
  if (flags.responder === 'person' || environment.isInteractive) return 'person';
  return 'model';
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
  throw new BadInput('--speed takes a number above 0, at most 1000', {
    where: '--speed',
    hint: '1 is real time',
  });
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

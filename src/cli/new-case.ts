import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import type { AboutCase, CaseMode, CaseOpened } from '../domain/run-event.ts';
import { caseFolder, caseFormat, newCaseId, stateFolder } from '../config/index.ts';
import { lockCase } from '../evidence/index.ts';
import type { Playbook } from '../playbook/index.ts';
import { systemClock } from './clock.ts';
import type { Responder } from './conduct.ts';
import { machine, randomOf, toolVersion, type Environment } from './environment.ts';
import { ourselves } from './ourselves.ts';
import { accountsInCase } from './play.ts';
import type { Stage } from './stage.ts';

/** A new case's folder, which nobody else may write to until `release`. */
export interface ClaimedCase {
  readonly caseId: string;
  readonly folder: string;
  /** Where cases of this mode lie, and the installation's signing key. */
  readonly stateFolder: string;
  release(): Promise<void>;
}

/** Makes the folder of a new case: the first thing that a run writes, after every check. */
export async function claimNewCase(mode: CaseMode, { env, home }: Environment): Promise<ClaimedCase> {
  const state = await stateFolder({ env, home, mode });
  const caseId = newCaseId({ mode, clock: systemClock, random: randomOf });
  const folder = caseFolder(state, caseId);
  await mkdir(folder, { mode: 0o700 });
  const { release } = await lockCase(folder, ourselves());
  return { caseId, folder, stateFolder: state, release };
}

/** A case's first record: what is run, on what, by whom. */
export function openingRecord(parts: {
  readonly caseId: string;
  readonly stage: Stage;
  readonly playbook: Playbook;
  readonly playbookText: string;
  readonly responder: Responder;
  readonly scenario?: NonNullable<CaseOpened['scenario']>;
  /** Of this run; what firebreak.yaml says comes with the stage. */
  readonly about?: AboutCase;
}): CaseOpened {
  const { caseId, stage, playbook, playbookText, responder, scenario } = parts;
  const about = { ...stage.about, ...parts.about };
  const sha256 = createHash('sha256').update(playbookText).digest('hex');
  return {
    type: 'case.opened',
    caseId,
    format: caseFormat,
    mode: stage.mode,
    ...(scenario ? { scenario } : {}),
    playbook: { id: playbook.id, version: playbook.version, sha256 },
    tool: { name: 'firebreak', version: toolVersion },
    environment: machine(),
    operatorKind: responder === 'person' ? 'person' : responder.kind,
    accounts: accountsInCase(stage),
    ...(Object.keys(about).length > 0 ? { about } : {}),
  };
}

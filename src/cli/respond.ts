import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { caseFolder, loadConfig, newCaseId, stateFolder } from '../config/index.ts';
import { BadInput } from '../domain/failure.ts';
import { lockCase } from '../evidence/index.ts';
import { loadPlaybook } from '../playbook/index.ts';
import { createCase, type CaseFiles } from '../run/index.ts';
import { secretFileReader } from '../secrets/index.ts';
import { stepKinds } from '../steps/index.ts';
import { venues } from '../venues/index.ts';
import { systemClock } from './clock.ts';
import { conduct, type Responder } from './conduct.ts';
import { machine, randomOf, toolVersion, userId, type Environment } from './environment.ts';
import type { ExitCode } from './exit-codes.ts';
import { accountsInCase, freshSalt } from './play.ts';
import { readPlaybook } from './playbook-files.ts';
import type { RunFlags } from './program.ts';
import { openRealStage } from './real-stage.ts';
import { scriptedFrom } from './scripted.ts';
import type { Stage } from './stage.ts';

export interface RespondFlags extends RunFlags {
  readonly config: string;
}

/** `firebreak respond`: a real incident on the configured accounts. */
export async function respond(
  name: string,
  flags: RespondFlags,
  environment: Environment,
): Promise<ExitCode> {
  const playbook = await readPlaybook(name);
  const checked = loadPlaybook(playbook.name, playbook.text, stepKinds);
  const responder = await realResponder(flags, environment);
  const stage = await openConfiguredStage(flags.config, environment);

  const state = await stateFolder({ env: environment.env, home: environment.home, mode: 'real' });
  const caseId = newCaseId({ mode: 'real', clock: systemClock, random: randomOf });
  const folder = caseFolder(state, caseId);
  await mkdir(folder, { mode: 0o700 });
  const lock = await lockCase(folder, { at: systemClock.now().toISO() ?? '', host: machine().host });
  let files: CaseFiles | undefined;
  try {
    files = await createCase({
      folder,
      clock: stage.clock,
      salt: freshSalt(),
      playbookText: playbook.text,
      opened: {
        type: 'case.opened',
        caseId,
        format: 1,
        mode: 'real',
        playbook: {
          id: checked.id,
          version: checked.version,
          sha256: createHash('sha256').update(playbook.text).digest('hex'),
        },
        tool: { name: 'firebreak', version: toolVersion },
        environment: machine(),
        operatorKind: responder === 'person' ? 'person' : responder.kind,
        accounts: accountsInCase(stage),
      },
    });
    return await conduct({ stage, files, responder, flags, environment, stateFolder: state });
  } finally {
    await files?.close();
    await stage.close();
    await lock.release();
  }
}

/** Reads firebreak.yaml and resolves every secret: what is wrong is said before the first question. */
export async function openConfiguredStage(path: string, environment: Environment): Promise<Stage> {
  const file = resolve(environment.cwd, path);
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new BadInput(`the configuration ${path} cannot be read`, {
      where: '--config',
      hint: 'write a firebreak.yaml here, or name one with --config; src/config/README.md shows its form',
      cause,
    });
  });
  return openRealStage(loadConfig(path, text, venues), {
    env: environment.env,
    readFile: secretFileReader({ folder: dirname(file), home: environment.home, userId: userId() }),
    note: (note) => void environment.stderr.write(`${note}\n`),
  });
}

/** A real incident is answered by a person, or by a file that a person wrote; never by the model. */
async function realResponder(flags: RespondFlags, environment: Environment): Promise<Responder> {
  if (flags.answers) return scriptedFrom(flags.answers);
  if (environment.isInteractive) return 'person';
  throw new BadInput('a real incident needs a person at a terminal', {
    where: 'respond',
    hint: 'run it in a terminal, or answer from a file: --answers FILE',
  });
}

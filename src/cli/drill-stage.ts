import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Secret } from '../domain/secret.ts';
import type { Credential, KeyHolder } from '../domain/account.ts';
import {
  createDrillClock,
  createPortal,
  loadScenario,
  lostBy,
  lossWithoutResponse,
  momentMs,
  openDoorLog,
  resolveDrillSecret,
  scenarioAtVenue,
  secretParts,
  stageScenario,
  startAttacker,
  startInjects,
  type DrillClock,
  type StagedScenario,
} from '../drill/index.ts';
import { makePrivateFolder, writeNewFile } from '../evidence/index.ts';
import { simulatorOf, type Simulator } from '../simulators/index.ts';
import { systemClock } from './clock.ts';
import { createDrillAuthorities } from './drill-authorities.ts';
import type { RunSigning } from './run-signing.ts';
import type { Stage } from './stage.ts';

/** What a drill must know again after an interruption; lies in the case's private folder. */
const drillFile = z.strictObject({
  scenario: z.string(),
  seed: z.string(),
  speed: z.number().positive(),
  /** Absent: the scenario's own. */
  venue: z.string().optional(),
});
export type DrillFile = z.infer<typeof drillFile>;

export interface DrillStage extends Stage {
  readonly clock: DrillClock;
  readonly staged: StagedScenario;
  readonly simulator: Simulator;
  /** Lets the attacker and the injects go. */
  release(): void;
  /** What the players are told, from the first notice on, also those from before anybody listened. */
  listen(reader: (text: string) => void): void;
}

/** Writes what a new drill is made of. The seed is its own: its keys are nobody's elsewhere. */
export async function prepareDrill(
  folder: string,
  { scenario, speed, venue }: Omit<DrillFile, 'seed'>,
): Promise<DrillFile> {
  const seed = randomBytes(16).toString('hex');
  const drill: DrillFile = { scenario, speed, seed, ...(venue === undefined ? {} : { venue }) };
  await makePrivateFolder(join(folder, 'private'));
  await writeNewFile(drillPath(folder), JSON.stringify(drill));
  return drill;
}

export const readDrill = async (folder: string): Promise<DrillFile> =>
  drillFile.parse(JSON.parse(await readFile(drillPath(folder), 'utf8')));

/**
 * Opens the simulated venue and the drill's clock, from the scenario's start or from the moment that
 * an earlier process reached: while nobody plays, the world stands still.
 */
export async function openDrillStage(
  folder: string,
  drill: DrillFile,
  // `reached`: see above; `signing`: who signs at the end, else the installation's own key for drills.
  { reached, signing }: { readonly reached?: string | undefined; readonly signing?: RunSigning } = {},
): Promise<DrillStage> {
  const written = loadScenario('scenario.yaml', drill.scenario);
  const scenario = scenarioAtVenue(written, drill.venue ?? written.venue);
  const staged = stageScenario(scenario, drill.seed);
  const clock = createDrillClock({
    startAt: reached ?? scenario.startsAt,
    speed: drill.speed,
    real: systemClock,
  });
  const venue = simulatorOf(scenario.venue);
  if (!venue) throw new Error(`the scenario was loaded with the unknown venue ${scenario.venue}`);
  const simulator = await venue.simulate({
    clock,
    opening: staged.opening,
    seed: drill.seed,
    worldLog: join(folder, 'private', `world-${scenario.venue}.jsonl`),
  });
  const doorLog = await openDoorLog(join(folder, 'private', 'doors.tsv'));
  const ended = new AbortController();
  const notices = createNotices();
  const authorities = createDrillAuthorities(join(folder, 'private'));
  const sourceIp = scenario.account.expectedIpAllowlist[0] ?? '127.0.0.1';
  return {
    mode: 'drill',
    clock,
    staged,
    simulator,
    accounts: [staged.account],
    credential: (_account, holder) => credentialOf(staged, holder),
    secrets: signing?.pdfSigning?.secrets ?? [],
    ...signing,
    resolve: (reference) => Promise.resolve(resolveDrillSecret(reference, simulator.vault())),
    wireOf: () => ({ mode: 'drill', ports: new Map([[scenario.venue, simulator.port]]), sourceIp }),
    egressOf: () => sourceIp,
    handsFor: (emit) => createPortal({ simulatorOf: () => simulator, doorLog, emit }),
    openAuthorities: authorities.open,
    skipAhead: (ms) => clock.skip(ms),
    oracle: { avoidableLoss: () => avoidableLoss(staged) },
    release() {
      const refused = (): void => notices.tell('The attacker was refused: his key no longer works.');
      // A world that breaks (a full disk) is told, and shows in every later answer of the venue.
      startAttacker({
        script: staged.plan,
        simulator,
        clock,
        signal: ended.signal,
        onRefused: refused,
      }).done.catch((error: unknown) => notices.tell(`The drill's world stopped: ${String(error)}`));
      startInjects({ scenario, clock, signal: ended.signal, tell: notices.tell });
    },
    listen: notices.listen,
    async close() {
      ended.abort();
      await authorities.close();
      await simulator.close();
    },
  };
}

function createNotices() {
  let reader: ((text: string) => void) | undefined;
  const waiting: string[] = [];
  return {
    tell: (text: string): void => {
      if (reader) reader(text);
      else waiting.push(text);
    },
    listen: (next: (text: string) => void): void => {
      reader = next;
      for (const text of waiting.splice(0)) next(text);
    },
  };
}

function credentialOf(staged: StagedScenario, holder: KeyHolder): Credential | undefined {
  if (holder === 'replacement' || holder === 'manager') return undefined;
  const parts = staged.keys[holder];
  const label = staged.scenario.keys[holder]?.label;
  if (!parts || label === undefined) return undefined;
  return {
    holder,
    label,
    parts: Object.fromEntries(
      Object.entries(secretParts(parts)).map(([part, value]) => [
        part,
        new Secret(value, `drill:${holder}/${part}`),
      ]),
    ),
  };
}

/** What would be gone by the end of the attack had nobody answered. */
function avoidableLoss({ plan, opening, scenario }: StagedScenario): string {
  const curve = lossWithoutResponse(plan, opening, scenario.valuedIn);
  return lostBy(curve, momentMs(scenario.truth.lostBy));
}

const drillPath = (folder: string): string => join(folder, 'private', 'drill.json');

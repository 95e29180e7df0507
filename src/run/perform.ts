import type { JsonObject } from '../domain/json.ts';
import { worstOutcome, type Outcome } from '../domain/outcome.ts';
import { BadInput, VenueFailure } from '../domain/failure.ts';
import { EvidenceError } from '../evidence/index.ts';
import type { Step } from '../playbook/playbook.ts';
import type { RunnableStep, StepResult, StepWorld } from '../playbook/step-kind.ts';
import { accountNames, fillTemplate } from '../playbook/template.ts';
import { StopRequested } from './stop.ts';

/**
 * Does a step's work, then its check. The step ends as well as the worse of the two: work that
 * claims success without the check's agreement is not verified.
 */
export async function performStep<World extends StepWorld>(
  step: Step,
  kinds: ReadonlyMap<string, RunnableStep<World>>,
  world: World,
): Promise<StepResult> {
  const done = await attempt(step.do, kinds, world);
  if (done.outcome.is === 'failed' || done.outcome.is === 'unknown') return done;
  const checked = await attempt(step.check, kinds, afterWork(world, step.id, done));
  return {
    outcome: worstOutcome([done.outcome, checked.outcome]),
    summary: [done.summary, checked.summary].filter((text) => text !== '').join(' · '),
    facts: { ...done.facts, ...checked.facts },
  };
}

/** The check sees what the work has just found, before it is recorded. */
function afterWork<World extends StepWorld>(world: World, step: string, done: StepResult): World {
  const found = new Map(Object.entries(done.facts ?? {}).map(([name, value]) => [`${step}.${name}`, value]));
  const sees: World = Object.create(world) as World;
  return Object.assign(sees, { fact: (name: string) => found.get(name) ?? world.fact(name) });
}

async function attempt<World extends StepWorld>(
  work: Step['do'],
  kinds: ReadonlyMap<string, RunnableStep<World>>,
  world: World,
): Promise<StepResult> {
  const kind = kinds.get(work.kind);
  if (!kind) throw new Error(`step kind ${work.kind} was in the playbook but is not registered`);
  try {
    return await kind.perform(fillTemplate(work.with, (name) => lookUp(name, world)) as JsonObject, world);
  } catch (error) {
    if (world.signal.aborted || error instanceof StopRequested) throw error;
    return await failedResult(error, world);
  }
}

/**
 * A venue's failure, a refused answer and an exhibit that somebody changed end the step, not the run;
 * anything else is a bug and ends the run.
 */
async function failedResult(error: unknown, world: StepWorld): Promise<StepResult> {
  if (error instanceof VenueFailure) {
    await world.failed(error.failure);
    return { outcome: venueOutcome(error), summary: error.message };
  }
  if (error instanceof BadInput || isAlteredExhibit(error))
    return { outcome: { is: 'failed', why: error.message }, summary: error.message };
  throw error;
}

const isAlteredExhibit = (error: unknown): error is EvidenceError =>
  error instanceof EvidenceError && error.code === 'EXHIBIT_ALTERED';

// A refusal by the venue is known; silence and replies that nobody can read are not.
function venueOutcome(error: VenueFailure): Outcome {
  const unknowns = [
    'OUTCOME_UNKNOWN',
    'REPLY_NOT_UNDERSTOOD',
    'VENUE_DOWN',
    'UNREACHABLE',
    'BLOCKED_BY_GATEWAY',
  ];
  return { is: unknowns.includes(error.code) ? 'unknown' : 'failed', why: error.message };
}

function lookUp(name: string, world: StepWorld) {
  const ofAccount = accountNames[name];
  return ofAccount && world.account ? ofAccount(world.account) : world.fact(name);
}

import type { Account } from '../domain/account.ts';
import type { HandReport, HandTask } from '../domain/hands.ts';
import type { ActFinished } from '../domain/run-event.ts';
import type { Act } from '../playbook/step-kind.ts';
import type { ByHand, CapabilityName, Capability } from '../venues/contract.ts';
import type { CaseWorld } from './world.ts';

/** What a by-hand act needs beyond the venue's page and instructions. */
export interface HandWork {
  readonly account: Account;
  readonly capability: CapabilityName;
  readonly what: HandTask['what'];
  /** What its questions are called; `what` when left out. */
  readonly id?: string;
  readonly subject: string;
  readonly wanted?: HandTask['wanted'];
  /** Said first: what goes blind, what to watch. */
  readonly remarks?: readonly string[];
  readonly undo: string;
  readonly why: string;
  /** Only where doing it twice changes nothing more. */
  readonly repeatable?: boolean;
  /** `said` is absent when another process may have done the work, and was ended before it told. */
  readBack(said: HandReport | undefined): ReturnType<Act['readBack']>;
}

/** A change that a person makes at the venue's page: intent, hands, reading back, result. */
export function actByHand(work: HandWork, world: CaseWorld): Promise<ActFinished> {
  const { account, what, subject, undo, why } = work;
  const page = guideOf(world.venueOf(account).capabilities[work.capability]);
  const task: HandTask = {
    id: work.id ?? what,
    account: account.id,
    venue: account.venue,
    what,
    subject,
    page: page.page,
    instructions: [...(work.remarks ?? []), ...page.instructions],
    ...(work.wanted ? { wanted: work.wanted } : {}),
  };
  let said: HandReport | undefined;
  return world.act({
    id: `${what}:${account.id}`,
    account: account.id,
    what: what.replaceAll('-', ' '),
    target: subject,
    by: 'hand',
    repeatable: work.repeatable ?? false,
    undo,
    why,
    effect: async () => {
      said = await world.hands.perform(task, world.ask);
    },
    readBack: () => work.readBack(said),
  });
}

/** The guide of what a person does: where a key could do it too, that of the keys which cannot. */
export function guideOf(capability: Capability<unknown>): Pick<ByHand, 'page' | 'instructions'> {
  if (capability.by === 'hand') return capability;
  if (capability.by === 'nobody') return { page: '', instructions: [capability.why] };
  return capability.elseByHand ?? { page: '', instructions: [] };
}

import { isoNow, type Clock } from '../domain/clock.ts';
import type { KeyHolderActs, Refusal, Simulator } from '../simulators/index.ts';
import type { AttackPlan, PlannedAct } from './attack-plan.ts';
import { millisOf } from './moments.ts';

export interface Attacker {
  /** Settles when the last visit is over or the signal ended him; never rejects for either. */
  readonly done: Promise<AttackerEnd>;
}

interface AttackerEnd {
  readonly why: 'finished' | 'key-dead' | 'stopped';
  /** Changes that he has made, earlier processes included. */
  readonly acts: number;
}

export interface AttackerRefused {
  readonly at: string;
  readonly refusal: Refusal;
  /** Acts of this visit that he could not do any more. */
  readonly left: number;
}

/**
 * Lets the attacker act on the clock, with the leaked key's id, from his own address, through the
 * venue's gate. When the key no longer works he stops, `onRefused` is told, and he tries again at his
 * next visit. Refusals that are not about the key (an order gone, too little money) he passes over.
 *
 * He begins where the books say he is: the marks of what he did are in them, so killing and starting
 * him again repeats and leaves out nothing. What should have happened while nobody ran happens now,
 * the rest as far apart as planned.
 */
export function startAttacker(from: {
  readonly script: AttackPlan;
  readonly simulator: Simulator;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onRefused: (refused: AttackerRefused) => void;
}): Attacker {
  return { done: runVisits(from) };
}

type Run = Parameters<typeof startAttacker>[0];

async function runVisits(run: Run): Promise<AttackerEnd> {
  let why: AttackerEnd['why'] = 'finished';
  try {
    for (const acts of run.script.visits) why = await runVisit(run, acts);
  } catch (problem) {
    if (!run.signal.aborted) throw problem;
    why = 'stopped';
  }
  return { why, acts: actsOf(run).length };
}

async function runVisit(run: Run, acts: readonly PlannedAct[]): Promise<'finished' | 'key-dead'> {
  const hands = run.simulator.asKeyHolder({ keyId: run.script.keyId, sourceIp: run.script.address });
  const position = positionIn(acts, actsOf(run));
  const lateMs = position === 0 ? 0 : lateness(run, acts[position]);
  for (const [index, act] of acts.entries()) {
    if (index < position) continue;
    await waitUntil(run, millisOf(run.script.startsAt) + act.atMs + lateMs);
    const refusal = perform(run, hands, act);
    if (refusal === undefined || !refusal.aboutKey) continue;
    run.onRefused({ at: isoNow(run.clock), refusal, left: acts.length - index });
    return 'key-dead';
  }
  return 'finished';
}

/** How many acts of a visit are behind him: all up to the last that left its mark. */
function positionIn(acts: readonly PlannedAct[], done: readonly string[]): number {
  const marks = new Set(done);
  return acts.findLastIndex((act) => marks.has(act.mark)) + 1;
}

// Only he acts from his address; a withdrawal has no id of his own, so it counts by its turn.
function actsOf({ simulator, script }: Run): readonly string[] {
  const own = simulator.books.acts().filter((act) => act.sourceIp === script.address);
  const planned = script.visits.flat().filter((act) => act.do === 'withdraw');
  let withdrawals = 0;
  return own.map((act) => {
    if (act.what === 'withdrawal') return planned[withdrawals++]?.mark ?? 'withdrawal';
    return `${act.what}:${act.clientOrderId ?? ''}`;
  });
}

// After a pause that the drill's clock did not see, he goes on at once.
function lateness(run: Run, next: PlannedAct | undefined): number {
  if (next === undefined) return 0;
  return Math.max(0, run.clock.now().toMillis() - millisOf(run.script.startsAt) - next.atMs);
}

async function waitUntil(run: Run, dueMs: number): Promise<void> {
  run.signal.throwIfAborted();
  const leftMs = dueMs - run.clock.now().toMillis();
  if (leftMs > 0) await run.clock.sleep(leftMs, run.signal);
}

function perform(run: Run, hands: KeyHolderActs, act: PlannedAct): Refusal | undefined {
  switch (act.do) {
    case 'cancel': {
      const order = run.simulator.books.openOrders().find((each) => each.clientOrderId === act.clientOrderId);
      // Gone before he came; asking for it still shows him whether the key works.
      return hands.cancelOrder(order?.orderId ?? '0');
    }
    case 'trade':
      return hands.trade({ ...act, amount: act.amount === 'all' ? freeOf(run, act.base) : act.amount });
    case 'withdraw':
      return hands.withdraw(act);
  }
}

const freeOf = (run: Run, asset: string): string =>
  run.simulator.books.balances().find((each) => each.asset === asset)?.free ?? '0';

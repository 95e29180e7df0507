import type { ZodType } from 'zod';
import type { Account, AccountId, KeyHolder } from '../domain/account.ts';
import type { Clock } from '../domain/clock.ts';
import type { Exhibit, ExhibitKind, ExhibitSource } from '../domain/exhibit.ts';
import type { Finding } from '../domain/finding.ts';
import type { JsonObject, Json } from '../domain/json.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { Answer, Question } from '../domain/question.ts';
import type {
  ActFinished,
  At,
  CaseMode,
  ClockMeasured,
  JournaledEvent,
  ObservationMade,
} from '../domain/run-event.ts';
import type { Failure } from '../domain/failure.ts';
import type { RowsDraft } from '../domain/rows-draft.ts';

/**
 * One kind of work that a playbook can name. `venues` is what the step opens sessions with; it is a
 * type parameter so that this folder does not import the venues.
 */
interface StepKind<Args = never, World extends StepWorld = StepWorld> {
  /** The verb phrase a playbook writes: "revoke-key". */
  readonly id: string;
  readonly summary: string;
  readonly args: ZodType<Args>;
  /** Confirms the work of another kind: may stand under `check`. */
  readonly checks: boolean;
  /** Changes the account: the playbook must name an approval, and the linter looks. */
  readonly changes: boolean;
  /** Makes a new key: no playbook may name it before or inside containment. Absent = it does not. */
  readonly createsKey?: boolean;
  /** Facts it leaves, by name: conditions are checked against these. */
  readonly facts: readonly string[];
  perform(args: Args, world: World): Promise<StepResult>;
}

export interface StepResult {
  readonly outcome: Outcome;
  readonly summary: string;
  readonly facts?: JsonObject;
}

/** All that a step can see and do. It has no other way to the disk, the network or the screen. */
export interface StepWorld {
  readonly at: At;
  readonly mode: CaseMode;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** When the case was opened: ISO 8601 UTC. */
  readonly openedAt: string;
  /** The name the operator gave; "operator" before. */
  readonly operator: string;
  /** Accounts of the case; in a lane, `account` is the lane's. */
  readonly accounts: readonly Account[];
  readonly account: Account | undefined;
  /** Facts of steps before, by "<step>.<fact>"; a lane sees its own and the case's. */
  fact(name: string): Json | undefined;
  /** The same as the lane of an account saw it; the latest round's. */
  factOf(account: AccountId, name: string): Json | undefined;
  /** Outcome of a step in an account's lane, the latest round's. */
  outcomeOf(account: AccountId, step: string): Outcome | undefined;
  /** Every event of the case so far: a step may read what earlier steps saw. */
  events(): readonly JournaledEvent[];
  /** Resolves when another step of this lane has left the fact, or after `budgetMs`. */
  waitForFact(name: string, budgetMs: number): Promise<boolean>;
  /** Asks, or returns the journaled answer when this attempt already has it. */
  ask(question: Question): Promise<Answer>;
  /**
   * Asks in any case. For what an interruption hid: an answer from before it was true then, and what
   * was asked about may have happened since.
   */
  askAnew(question: Question): Promise<Answer>;
  /** Writes the intent, acts, reads back, writes the result. Never repeats what may have happened. */
  act(act: Act): Promise<ActFinished>;
  /** Reads an exhibit back from disk, its hash checked. */
  read(exhibit: string): Promise<Uint8Array>;
  /**
   * Hands every row of a listing to `onRow`, holding none, and returns what the exhibit says besides. The
   * hash is known behind the last row: use none before it resolves.
   */
  readRows(exhibit: string, onRow: (row: Json) => void): Promise<JsonObject>;
  acquire(item: {
    readonly kind: ExhibitKind;
    readonly title: string;
    readonly content: Json | Uint8Array;
    readonly source: ExhibitSource;
  }): Promise<Exhibit>;
  /**
   * Starts a listing whose rows go to disk as they come; an exhibit, and journaled, once it is finished.
   * Discard what is not.
   */
  draftRows(): RowsDraft<RowsDescription>;
  observe(seen: Omit<ObservationMade, 'type' | keyof At>): Promise<void>;
  measured(clock: Omit<ClockMeasured, 'type' | keyof At>): Promise<void>;
  decided(decision: { what: string; recommended: string; chosen: string; because: string }): Promise<void>;
  find(finding: Omit<Finding, 'id'>): Promise<void>;
  failed(failure: Failure): Promise<void>;
  progress(text: string, done?: number, total?: number): void;
  /** Tells the run that this work may be ended early and keeps what it has. Absent: nobody can end it. */
  readonly endable?: (what: string) => EarlyEnd;
  /** Ends the run here, to be resumed: as the menu's "quit" does. */
  stop(reason: string): Promise<never>;
  /** Does a thing once for the lane's step, whatever is interrupted or retried; the result is journaled. */
  once(id: string, work: () => Promise<Json>): Promise<Json>;
  /** Waits for a moment; the wait is journaled and outlives the process. */
  waitUntil(timer: string, dueAt: string): Promise<void>;
}

/** What is said of a listing once it is there. */
export interface RowsDescription {
  readonly kind: ExhibitKind;
  readonly title: string;
  readonly source: ExhibitSource;
}

/** A way to end work early, while it goes on. */
export interface EarlyEnd {
  /** Aborts when somebody ends the work; the reason says in words who: "stopped by J. Doe". */
  readonly asked: AbortSignal;
  /** The work is over: nobody can end it any more. */
  over(): void;
}

/** One change of an account. */
export interface Act {
  /** Unique within the step: "cancel-orders". */
  readonly id: string;
  readonly account: AccountId;
  readonly what: string;
  readonly target: string;
  readonly by: 'api' | 'hand';
  readonly with?: KeyHolder;
  readonly repeatable: boolean;
  readonly undo: string;
  readonly why: string;
  /** Changes the world. May throw: what happened is decided by `readBack`. */
  effect(): Promise<void>;
  /** Reads the world: did it take effect? */
  readBack(): Promise<{
    readonly result: 'done' | 'not-done' | 'unknown';
    readonly how: string;
    readonly exhibits?: readonly string[];
  }>;
}

/** A step kind with its arguments' type closed over: what a registry holds and a run performs. */
export interface RunnableStep<World extends StepWorld = StepWorld> {
  readonly id: string;
  readonly summary: string;
  readonly args: ZodType;
  readonly checks: boolean;
  readonly changes: boolean;
  readonly createsKey?: boolean;
  readonly facts: readonly string[];
  perform(args: JsonObject, world: World): Promise<StepResult>;
}

/** Closes a step kind over its arguments' type. Arguments were checked when the playbook was loaded. */
export function defineStep<Args, World extends StepWorld>(kind: StepKind<Args, World>): RunnableStep<World> {
  return { ...kind, perform: (args, world) => kind.perform(kind.args.parse(args), world) };
}

/** What the loader needs to know of a step kind. */
export type StepKindDescription = Omit<RunnableStep, 'perform'>;

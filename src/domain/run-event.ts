import type { KeyReport } from './api-key.ts';
import type { AccountId, KeyHolder, VenueId } from './account.ts';
import type { ClockOffset } from './clock.ts';
import type { DeathProof } from './death-proof.ts';
import type { Exhibit, ExhibitId, ExhibitKind } from './exhibit.ts';
import type { Coverage } from './coverage.ts';
import type { Failure } from './failure.ts';
import type { Finding } from './finding.ts';
import type { Json, JsonObject } from './json.ts';
import type { Outcome } from './outcome.ts';
import type { Phase } from './phase.ts';
import type { Answer } from './question.ts';

/** "case", or "account:<id>" for the contain ∥ preserve lane of one account. */
export type LaneId = string;
export type StepId = string;
export type CaseMode = 'real' | 'drill';

/** Where in the procedure something happened. `attempt` counts from 1; a retry appends, never overwrites. */
export interface At {
  readonly lane: LaneId;
  readonly step: StepId;
  readonly attempt: number;
}

/**
 * Everything that happens in a run. The journal, the screen, the JSON stream and the report read
 * these same events; nothing but the journaled ones decides state.
 */
export type RunEvent = JournaledEvent | PassingEvent;

export type JournaledEvent =
  | CaseOpened
  | AnswerGiven
  | LaneOpened
  | LaneSettled
  | PhaseEntered
  | StepChosen
  | StepStarted
  | StepFinished
  | ActIntended
  | ActFinished
  | ExhibitAcquired
  | ExchangeCaptured
  | ObservationMade
  | FindingRecorded
  | FailureRecorded
  | ClockMeasured
  | DecisionRecorded
  | NoteAdded
  | DrillNotice
  | ResultKept
  | TimerSet
  | TimerDue
  | PhaseReturned
  | RunResumed
  | RunStopped
  | JournalRecovered
  | CaseClosed
  | CustodyRecorded
  | TimestampDue
  | TimestampReceived
  | TimestampFailed;

export interface CaseOpened {
  readonly type: 'case.opened';
  readonly caseId: string;
  /** The case folder's version: a folder of another version is refused. */
  readonly format: 1;
  readonly mode: CaseMode;
  readonly scenario?: { readonly id: string; readonly title: string; readonly speed: number };
  readonly playbook: { readonly id: string; readonly version: string; readonly sha256: string };
  readonly tool: { readonly name: 'firebreak'; readonly version: string };
  readonly environment: {
    readonly node: string;
    readonly os: string;
    readonly host: string;
    readonly user: string;
  };
  /** Who answers: a person, a script or the model responder; the report says so. */
  readonly operatorKind: 'person' | 'script' | 'model';
  readonly accounts: readonly AccountInCase[];
  readonly about?: AboutCase;
}

/** Who answers for the case, and by what it was run: for the report's readers. What is absent was not stated. */
export interface AboutCase {
  /** As firebreak.yaml says under "report". */
  readonly organisation?: string;
  readonly contact?: string;
  readonly reviewer?: string;
  /** On whose order, or by what right, the response is made. */
  readonly authority?: string;
  readonly outOfScope?: readonly string[];
  /** SHA-256 of firebreak.yaml, and of the files that the program runs from. */
  readonly configSha256?: string;
  readonly programSha256?: string;
  /** Words of the command line; values that could be a path or a secret are left out. */
  readonly command?: string;
}

/** What the case says of an account: never a secret, keys masked. */
export interface AccountInCase {
  readonly id: AccountId;
  readonly venue: VenueId;
  readonly venueName: string;
  readonly label: string;
  readonly task: string;
  readonly keyLabel: string;
  readonly keyId: string;
  readonly hasResponderKey: boolean;
  readonly expectedScopes: readonly string[];
  readonly expectedIpAllowlist: readonly string[];
  readonly clientOrderIdPrefixes: readonly string[];
  readonly usualSymbols: readonly string[];
  readonly usualFillsPerMinute?: string;
  readonly dependents: readonly string[];
}

export interface AnswerGiven extends At {
  readonly type: 'answer.given';
  readonly question: string;
  readonly prompt: string;
  readonly answer: Answer;
  readonly by: string;
}

export interface LaneOpened {
  readonly type: 'lane.opened';
  readonly lane: LaneId;
  readonly account: AccountId;
  readonly because: string;
}

export interface LaneSettled {
  readonly type: 'lane.settled';
  readonly lane: LaneId;
  readonly outcome: Outcome;
}

export interface PhaseEntered {
  readonly type: 'phase.entered';
  readonly phase: Phase;
}

/** What the operator picked in the step's menu. */
export interface StepChosen extends At {
  readonly type: 'step.chosen';
  readonly choice: 'continue' | 'skip' | 'retry' | 'accept';
  /** Asked for with skip and accept (= waive: go on although not verified). */
  readonly reason?: string;
  readonly by: string;
}

export interface StepStarted extends At {
  readonly type: 'step.started';
  readonly phase: Phase;
  readonly title: string;
  readonly kind: string;
}

export interface StepFinished extends At {
  readonly type: 'step.finished';
  readonly outcome: Outcome;
  /** One line for the timeline: what came out, with figures. */
  readonly summary: string;
  /** Facts that later steps and conditions read, by name. */
  readonly facts: JsonObject;
}

/** Written and synced before anything that changes the account. */
export interface ActIntended extends At {
  readonly type: 'act.intended';
  readonly act: string;
  readonly account: AccountId;
  /** "revoke key", "cancel order": the verb of the trade. */
  readonly what: string;
  readonly target: string;
  readonly by: 'api' | 'hand';
  /** Of an act by API: whose key did it. */
  readonly with?: KeyHolder;
  readonly repeatable: boolean;
  readonly undo: string;
  readonly why: string;
  readonly approvedBy: string;
}

export interface ActFinished extends At {
  readonly type: 'act.finished';
  readonly act: string;
  /** What reading the world back showed, not what the venue's reply claimed. */
  readonly result: 'done' | 'not-done' | 'unknown';
  readonly how: string;
  readonly exchanges: readonly string[];
  readonly exhibits: readonly ExhibitId[];
}

export interface ExhibitAcquired extends At {
  readonly type: 'exhibit.acquired';
  readonly exhibit: Exhibit;
}

/** A redacted HTTP exchange went into http/exchanges.warc.gz at this place. */
export interface ExchangeCaptured {
  readonly type: 'exchange.captured';
  readonly exchange: string;
  readonly venue: VenueId;
  readonly purpose: string;
  readonly method: string;
  /** Redacted. */
  readonly url: string;
  readonly status?: number;
  readonly durationMs: number;
  readonly error?: string;
  readonly offset: number;
  readonly length: number;
  readonly sha256: string;
  readonly redactions: number;
}

/**
 * What was seen of an account at a moment. Rows lie in the exhibit; small things (key reports,
 * proofs) stand in the event too, so that the screen need not read files.
 */
export interface ObservationMade extends At {
  readonly type: 'observation.made';
  readonly account: AccountId;
  readonly holder: KeyHolder;
  readonly what: ExhibitKind;
  /** "first" = as found, before we changed anything; "later" = read again. */
  readonly when: 'first' | 'later';
  readonly exhibit: ExhibitId;
  readonly rows?: number;
  readonly coverage?: Coverage;
  /** The exhibit of another key, whose reading broke off: this one has what was missing there, not the whole. */
  readonly continues?: ExhibitId;
  /** From a file that the operator brought: the venue told it to him, not to us. It stands in for no reading. */
  readonly toldBy?: 'export';
  readonly keyReport?: KeyReport;
  readonly deathProof?: DeathProof;
}

export interface FindingRecorded extends At {
  readonly type: 'finding.recorded';
  readonly finding: Finding;
}

export interface FailureRecorded extends At {
  readonly type: 'failure.recorded';
  readonly failure: Failure;
}

export interface ClockMeasured extends At {
  readonly type: 'clock.measured';
  readonly moment: 'start' | 'end' | 'probe';
  readonly offset: ClockOffset;
}

/** A judgement that the tool computed and the operator took or overrode. */
export interface DecisionRecorded extends At {
  readonly type: 'decision.recorded';
  readonly what: string;
  readonly recommended: string;
  readonly chosen: string;
  readonly because: string;
  readonly by: string;
}

export interface NoteAdded {
  readonly type: 'note.added';
  readonly text: string;
  readonly by: string;
}

/** Something the drill told the players, as a venue's mail would. */
export interface DrillNotice {
  readonly type: 'drill.notice';
  readonly text: string;
}

/** Something a step saw once and needs after an interruption too: the proof that a key worked before. */
export interface ResultKept extends At {
  readonly type: 'result.kept';
  readonly id: string;
  readonly value: Json;
}

export interface TimerSet extends At {
  readonly type: 'timer.set';
  readonly timer: string;
  readonly dueAt: string;
}

export interface TimerDue extends At {
  readonly type: 'timer.due';
  readonly timer: string;
}

/** The return edge: one more key or address was found. */
export interface PhaseReturned {
  readonly type: 'phase.returned';
  readonly from: Phase;
  readonly to: Phase;
  readonly because: string;
}

export interface RunResumed {
  readonly type: 'run.resumed';
  /** Acts with an intent and no result: uncertain, to be looked up. */
  readonly uncertain: readonly string[];
}

export interface RunStopped {
  readonly type: 'run.stopped';
  readonly reason: string;
}

/** Torn bytes at the journal's end were moved aside, never dropped. */
export interface JournalRecovered {
  readonly type: 'journal.recovered';
  readonly bytes: number;
  readonly sha256: string;
  readonly movedTo: string;
}

export interface CaseClosed {
  readonly type: 'case.closed';
  readonly verdict: 'contained' | 'partly-contained' | 'not-contained';
  readonly because: string;
}

export interface CustodyRecorded {
  readonly type: 'custody.recorded';
  readonly item: string;
  readonly action: string;
  readonly by: string;
  readonly reason: string;
  /** The exhibit whose bytes a person took back: they are in no bag. The record of it stays. */
  readonly takenBack?: ExhibitId;
  /** The bag was sealed: nothing is left to go on with. SHA-256 of its tag manifest, the key's fingerprint. */
  readonly sealed?: { readonly root: string; readonly fingerprint: string };
}

/** When an outside authority is asked to confirm the journal's head. */
export type StampMoment = 'opening' | 'containment' | 'close';

/** A record of the journal and all before it. */
export interface StampedHead {
  readonly seq: number;
  readonly hash: string;
}

/** The head at a moment waits for tokens: one from each authority. What has none yet is the queue. */
export interface TimestampDue {
  readonly type: 'timestamp.due';
  readonly moment: StampMoment;
  readonly head: StampedHead;
  /** By name; empty when there is nobody to ask. */
  readonly authorities: readonly string[];
  /** Why there is nobody to ask. */
  readonly why?: string;
}

/** An RFC 3161 token over a head came and passed every check; it lies in the case folder. */
export interface TimestampReceived {
  readonly type: 'timestamp.received';
  readonly moment: StampMoment;
  readonly head: StampedHead;
  readonly authority: string;
  readonly url: string;
  /** TimeStampToken, DER; beside it, ending in .pem, the certificates above its signer. */
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  /** The authority's time, UTC. */
  readonly genTime: string;
  readonly accuracyMs?: number;
  readonly serial: string;
  readonly policy: string;
  /** Of the request, hex. */
  readonly nonce: string;
  readonly signer: string;
  readonly root: { readonly subject: string; readonly sha256: string };
}

/** An authority gave no token, or one that was refused. It is asked again later. */
export interface TimestampFailed {
  readonly type: 'timestamp.failed';
  readonly moment: StampMoment;
  readonly head: StampedHead;
  readonly authority: string;
  readonly code: string;
  readonly why: string;
}

/** The next action, as the operator sees it. */
export interface StepOffered extends At {
  readonly type: 'step.offered';
  readonly title: string;
  readonly purpose: string;
  readonly harm: string;
  readonly check: string;
  readonly undo: string;
  readonly needs: string;
  readonly account?: string;
  /** How it ended before, when it is offered again. */
  readonly stuck?: { readonly outcome: Outcome; readonly summary: string };
}

/** What a person is to do at a venue's page. */
export interface GuideShown {
  readonly type: 'guide.shown';
  readonly title: string;
  readonly page: string;
  readonly lines: readonly string[];
}

/** Shown, never stored. */
export type PassingEvent =
  | StepOffered
  | GuideShown
  | (At & {
      readonly type: 'progress';
      readonly text: string;
      readonly done?: number;
      readonly total?: number;
    })
  | {
      readonly type: 'money.leaving';
      readonly lost: string;
      readonly perMinute: string;
      readonly asset: string;
    }
  | { readonly type: 'exported'; readonly what: 'pdf' | 'json' | 'bag'; readonly path: string }
  | { readonly type: 'score'; readonly score: { readonly [name: string]: Json } };

/** An event as the journal stores it. */
export interface JournalRecord<E extends { readonly type: string } = JournaledEvent> {
  readonly seq: number;
  /** SHA-256 of the record before, hex; 64 zeros for the first. */
  readonly prev: string;
  /** Host time, UTC (drill time in a drill), ms. */
  readonly at: string;
  readonly event: E;
  readonly hash: string;
}

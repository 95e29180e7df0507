import type { KeyReport } from '../domain/api-key.ts';
import type { ClockOffset } from '../domain/clock.ts';
import type { Coverage, Hole } from '../domain/coverage.ts';
import type { DeathProof } from '../domain/death-proof.ts';
import type { KeyHolder } from '../domain/account.ts';
import type { Exhibit, ExhibitKind } from '../domain/exhibit.ts';
import type { Known } from '../domain/known.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { Phase } from '../domain/phase.ts';
import type { AccountInCase, CaseMode } from '../domain/run-event.ts';
import type {
  Balance,
  Deposit,
  OpenOrder,
  PastOrder,
  Trade,
  Withdrawal,
  WithdrawalAddress,
} from '../domain/trading.ts';
import type { Acquisition, Particular, Recommendation, ReportedFinding } from './points.ts';

export type { Acquisition, Particular, Recommendation, ReportedFinding, RequestGroup } from './points.ts';

/**
 * The report as data: report.json is this, and every view (PDF, HTML, Markdown, CSV) is drawn
 * from this and nothing else. Derived from the journal and the exhibits by `buildReport`, so the
 * same case gives the same report on any machine and day. Amounts are decimal strings, times ISO
 * 8601 UTC with milliseconds.
 */
export interface Report {
  readonly format: 'firebreak-report/1';
  /** Only in a copy for sharing, whose amounts, addresses and names are stand-ins: SHA-256 of the first bag's tag manifest. */
  readonly copy?: { readonly of: string };
  readonly identification: Identification;
  readonly verdict: Verdict;
  /** Whole sentences, past tense; each carries what it rests on. */
  readonly summary: readonly Sentence[];
  readonly subjects: readonly Subject[];
  readonly clocks: readonly (ClockOffset & { readonly moment: 'start' | 'end' | 'probe' })[];
  readonly timeline: readonly TimelineEntry[];
  readonly actions: readonly Action[];
  readonly steps: readonly StepReport[];
  readonly accounts: readonly AccountReport[];
  readonly findings: readonly ReportedFinding[];
  /** Empty means none, and every view says "none" aloud. */
  readonly gaps: readonly Gap[];
  readonly decisions: readonly {
    readonly at: string;
    readonly what: string;
    readonly recommended: string;
    readonly chosen: string;
    readonly because: string;
    readonly by: string;
  }[];
  readonly notes: readonly { readonly at: string; readonly text: string; readonly by: string }[];
  readonly custody: readonly CustodyEntry[];
  readonly exhibits: readonly Exhibit[];
  /** Which rows came by which key, where one could not read a list to its end; absent: no list was shared. */
  readonly sharedLists?: readonly SharedList[];
  readonly integrity: Integrity;
  readonly limitations: readonly string[];
  // Absent in reports of version 0.1.
  readonly particulars?: readonly Particular[];
  /** How each exhibit from a venue was read. */
  readonly acquisitions?: readonly Acquisition[];
  readonly recommendations?: readonly Recommendation[];
  /** What is left to do, as recorded in Review; absent when that step did not run. */
  readonly actionItems?: readonly { readonly what: string; readonly who: string; readonly until: string }[];
}

export interface Identification {
  readonly caseId: string;
  readonly title: string;
  readonly mode: CaseMode;
  readonly scenario?: string;
  readonly status: 'draft' | 'final';
  readonly openedAt: string;
  /** The moment of the last record: not "now", which would change with each rendering. */
  readonly asOf: string;
  readonly operator: string;
  readonly operatorKind: 'person' | 'script' | 'model';
  readonly playbook: { readonly id: string; readonly version: string; readonly sha256: string };
  readonly tool: string;
  readonly environment: {
    readonly node: string;
    readonly os: string;
    readonly host: string;
    readonly user: string;
  };
  readonly tlp: 'AMBER';
}

export interface Verdict {
  readonly is: 'contained' | 'partly-contained' | 'not-contained' | 'open';
  readonly because: string;
  /** The five numbers of the first page. */
  readonly numbers: {
    /** First action (or case opened) → last key proven dead. Milliseconds. */
    readonly timeToKeyDead: Known<number>;
    readonly moneyLost: Known<Loss>;
    /** Exhibits present of those the playbook's steps were to give. */
    readonly evidenceComplete: { readonly present: number; readonly required: number };
    readonly unknowns: number;
    /** Own orders cancelled, bots gone blind, unneeded outage: in words, counted. */
    readonly harm: readonly string[];
  };
  /** Durations computed from the record, in ms; unknown says why. */
  readonly metrics: readonly { readonly name: string; readonly ms: Known<number> }[];
}

export interface Loss {
  readonly lost: string;
  /** What would have been lost without the response; only a drill knows. */
  readonly avoidable: Known<string>;
  readonly asset: string;
  readonly method: string;
  /** Something could not be read, attributed or priced: the loss is this or more. `method` says what. */
  readonly atLeast?: boolean;
}

export interface Sentence {
  readonly text: string;
  readonly basis: 'fact' | 'inference' | 'assumption';
  /** Ids of exhibits, findings or journal records ("J-12"). */
  readonly restsOn: readonly string[];
}

export interface Subject {
  readonly account: AccountInCase;
  /** When the key could be used by others: from the first sign to proven dead. */
  readonly exposure: { readonly from: Known<string>; readonly to: Known<string> };
  readonly before: Known<KeyReport>;
  readonly deathProof: Known<DeathProof>;
  readonly replacement: Known<KeyReport>;
  /** Line by line: what the replacement was expected to have and what the venue says. */
  readonly scopeCheck: readonly {
    readonly what: string;
    readonly expected: string;
    readonly found: string;
    readonly ok: boolean | 'unknown';
  }[];
}

export interface TimelineEntry {
  readonly at: string;
  readonly lane: 'attacker' | 'responder' | 'venue' | 'firebreak';
  readonly what: string;
  /** Whose clock the time is. */
  readonly clock: 'host' | 'venue';
  readonly account?: string;
  readonly restsOn: readonly string[];
}

/** intent → request → response → verification. */
export interface Action {
  readonly id: string;
  readonly at: string;
  readonly account: string;
  readonly what: string;
  readonly target: string;
  readonly by: 'api' | 'hand';
  readonly approvedBy: string;
  readonly why: string;
  readonly undo: string;
  readonly exchanges: readonly {
    readonly method: string;
    readonly url: string;
    readonly status: Known<number>;
    readonly warcOffset: number;
  }[];
  readonly result: 'done' | 'not-done' | 'unknown' | 'no-result';
  readonly verification: string;
  readonly finishedAt: Known<string>;
}

export interface StepReport {
  readonly phase: Phase;
  readonly lane: string;
  readonly step: string;
  readonly title: string;
  readonly attempts: number;
  readonly outcome: Outcome | { readonly is: 'not-reached' };
  readonly summary: string;
  readonly startedAt: Known<string>;
  readonly finishedAt: Known<string>;
}

export interface AccountReport {
  readonly account: string;
  readonly openOrders: Seen<OpenOrder>;
  readonly balances: Seen<Balance>;
  readonly trades: Seen<Trade>;
  readonly withdrawals: Seen<Withdrawal>;
  readonly deposits: Seen<Deposit>;
  readonly whitelist: {
    readonly now: Seen<WithdrawalAddress>;
    /** Against the baseline or the first look; unknown without either. */
    readonly added: Known<readonly WithdrawalAddress[]>;
    readonly removed: Known<readonly WithdrawalAddress[]>;
  };
  readonly unrecognised: Known<UnrecognisedTrades>;
  // What the pictures and tables need besides; absent in reports of version 0.1.
  /** Fills in the incident window that are not ours, or may not be, in the order of time. */
  readonly strangeFills?: Known<readonly StrangeFill[]>;
  /** Each asset's total as often as it was read. */
  readonly balanceHistory?: readonly AssetHistory[];
  /** Each kind of list that was read, with every reading of it. */
  readonly coverage?: readonly ListCoverage[];
  /** Orders that the venue lists as cancelled around the incident. */
  readonly ordersCancelled?: Known<readonly CancelledOrder[]>;
}

/** A fill that our system did not make, or of which nobody can say. */
export interface StrangeFill extends Trade {
  readonly recognised: 'not-ours' | 'unknown';
  readonly why: string;
  /** In the quote asset, by the prices that the loss was computed with. */
  readonly marketPrice: Known<string>;
  /** Of this one fill, fee included, in the report's asset; negative: a gain. */
  readonly loss: Known<string>;
}

export interface AssetHistory {
  readonly asset: string;
  /** Free and locked, over all wallets that were read. */
  readonly readings: readonly { readonly at: string; readonly total: string; readonly exhibit: string }[];
  /**
   * Between the readings, computed backwards from the last one through fills, withdrawals and deposits.
   * The first is what there was before the first of them, at its time. Known only when it meets every other
   * reading; long histories are thinned, lows and highs kept.
   */
  readonly computed: Known<readonly { readonly at: string; readonly total: string }[]>;
}

export interface ListCoverage {
  readonly list: string;
  readonly readings: readonly {
    readonly at: string;
    readonly exhibit: string;
    readonly rows: number;
    readonly coverage: Coverage;
  }[];
  /** Holes that no other reading covers. */
  readonly openHoles: readonly Hole[];
  /** Why a reading of this list could not be used. */
  readonly unusable: readonly string[];
}

export interface CancelledOrder extends PastOrder {
  /** `us`: by this response. `not-us`: one of ours, cancelled beside the strange fills by somebody else. */
  readonly cancelledBy: 'us' | 'not-us';
}

/** Rows as first found, with what proves the reading; `later` when they were read again. */
export interface Seen<Row> {
  readonly first: Known<{
    readonly at: string;
    readonly exhibit: string;
    readonly rows: readonly Row[];
    readonly coverage: Coverage;
  }>;
  readonly later: Known<{
    readonly at: string;
    readonly exhibit: string;
    readonly rows: readonly Row[];
    readonly coverage: Coverage;
  }>;
}

export interface UnrecognisedTrades {
  readonly bySymbol: readonly {
    readonly symbol: string;
    readonly fills: number;
    /** Paid for what was bought, received for what was sold, and fees: all valued in `asset`. */
    readonly bought: string;
    readonly sold: string;
    readonly fees: string;
    /** Against the market price, in `asset`; negative values would be a gain. */
    readonly loss: string;
    readonly asset: string;
    readonly first: string;
    readonly last: string;
    /** Why these are not ours. */
    readonly why: string;
  }[];
  readonly totalLoss: string;
  readonly asset: string;
  readonly method: string;
  /** Fills that are not in the total, or of which a part is not; absent when every one has a price. */
  readonly unpriced?: readonly { readonly symbol: string; readonly fills: number; readonly why: string }[];
  /** Fills that may be ours or not; absent when none. */
  readonly unattributed?: number;
}

export interface Gap {
  readonly what: string;
  readonly why: string;
  readonly restsOn: readonly string[];
}

/** A list that several keys read in turn, in the order in which they did. */
export interface SharedList {
  readonly account: string;
  readonly kind: ExhibitKind;
  readonly parts: readonly {
    readonly exhibit: string;
    /** The exhibit whose holes this part was read for; absent: it was read anew. */
    readonly continues?: string;
    /** Masked. */
    readonly key: string;
    readonly holder: KeyHolder;
    readonly at: string;
    readonly rows: number;
    /** Of the oldest and the newest row; absent without rows, and of what is now. */
    readonly first?: string;
    readonly last?: string;
    readonly proven?: { readonly from: string; readonly to: string };
    /** What this key could not read. */
    readonly missing: readonly string[];
  }[];
}

export interface CustodyEntry {
  readonly at: string;
  readonly item: string;
  readonly action: string;
  readonly by: string;
  readonly reason: string;
}

export interface Integrity {
  readonly journalRecords: number;
  /** SHA-256 of the last record this report was built from. */
  readonly journalHead: string;
  readonly exchanges: number;
  readonly redactions: number;
  readonly signatureKey: Known<string>;
  readonly trustedTime: Known<string>;
  /** "SELF-ATTESTED" as long as no outside anchor exists. */
  readonly attestation: string;
}

import type { KeyReport, ListedKey, NewKey, WantedKey } from '../domain/api-key.ts';
import type { Credential, SubAccount, VenueId } from '../domain/account.ts';
import type { Bookkeeping } from '../domain/bookkeeping.ts';
import type { ClockOffset } from '../domain/clock.ts';
import type { FailureCode } from '../domain/failure.ts';
import type { CaptureRules } from '../domain/http-exchange.ts';
import type { Json } from '../domain/json.ts';
import type { ListedFlows } from '../domain/listed-flows.ts';
import type { Source } from '../domain/source.ts';
import type {
  Balance,
  Deposit,
  LedgerEntry,
  MarketDay,
  MarketPrice,
  OpenOrder,
  PastOrder,
  Position,
  Trade,
  Transfer,
  Withdrawal,
  WithdrawalAddress,
} from '../domain/trading.ts';
import type { StopReason } from '../domain/coverage.ts';

/**
 * What a venue is: a declaration. Shared code never says a venue's name; the `venues` command, the
 * docs table and the by-hand steps are generated from this.
 */
export interface Venue {
  readonly id: VenueId;
  readonly name: string;
  readonly ccxtId: string;
  /** The only hosts a real wire may reach. */
  readonly hosts: readonly string[];
  /** The secret parts a key has here, by ccxt's names: `apiKey`, `secret`, `password`. */
  readonly credentialParts: readonly string[];
  /**
   * Says what no key of this venue looks like, naming the part and showing nothing of it; undefined when
   * the venue may have given it out. Absent: a key has no form that is known.
   */
  readonly keyFlaw?: (parts: Readonly<Record<string, string>>) => string | undefined;
  /** ccxt constructor options that close this venue's hazards; why, in a comment at each. */
  readonly ccxtOptions: Readonly<Record<string, unknown>>;
  readonly capture: CaptureRules;
  readonly failures: FailureTable;
  /** The counters that the venue limits requests by; absent: nothing is known of them. */
  readonly limits?: readonly RateLimit[];
  /**
   * What one request of each endpoint counts there. Absent, or an endpoint that is not in it: as much as
   * the capability says, which is what a whole page or act costs.
   */
  readonly prices?: PriceList;
  /**
   * Reads the venue's own refusal out of a JSON body, whatever the HTTP status; undefined when the
   * body is no refusal. Absent: this venue refuses by status only.
   */
  readonly readRefusal?: (body: unknown) => Refusal | undefined;
  /** Methods that only read although their HTTP verb is not GET. Every other one is taken as a write. */
  readonly readsByPost?: readonly string[];
  /**
   * Set where a request carries a number that must rise over all sessions of a key: calls of one key
   * then go one after the other, over every session of this process.
   */
  readonly nonce?: NonceRule;
  /** What `Session.view` may run. Absent: nothing, this venue is read by its own endpoints. */
  readonly views?: ViewRules;
  readonly deathProof: DeathProofRules;
  /** What the venue forgets, and how soon: read in this order (venues-core A.2). */
  readonly deadlines: readonly EvidenceDeadline[];
  /** How its ledger books fills and other moves, or why it cannot be compared. Absent: nobody has settled it. */
  readonly bookkeeping?: Bookkeeping | { readonly why: string };
  /** Where a wallet has no ledger: the lists that tell its moves together. Absent: nobody has settled it. */
  readonly listedFlows?: ListedFlows;
  /** What no document settled; a sentence each. Shown wherever the venue's abilities are shown. */
  readonly notVerified: readonly string[];
  /** Every market's last day, public: which are thin, and where a burst went through. Absent: no list is known. */
  readonly marketDays?: ByApi<ReadPages<MarketDay>>;
  readonly capabilities: Capabilities;
}

export interface NonceRule {
  /**
   * Of the number sent. Finer than the owner's own bots use, or theirs locks ours out. "ccxt": whatever
   * ccxt counts in for this venue, only made to rise.
   */
  readonly unit: 'milliseconds' | 'microseconds' | 'ccxt';
  readonly source: Source;
}

/** Unified method of ccxt → the requests besides GET that it may send: "POST api.host/path#command". */
export type ViewRules = Readonly<Partial<Record<ViewMethod, readonly string[]>>>;

/** Evidence that a venue drops, or that a read overwrites. */
export interface EvidenceDeadline {
  /** "orders cancelled without a fill". */
  readonly what: string;
  /** "2 hours": how long it can be read; "the next call" for what a call overwrites. */
  readonly within: string;
  readonly read: CapabilityName;
  readonly source: Source;
}

/** "No", in the venue's own code and words. */
export interface Refusal {
  readonly code: string;
  readonly detail: string;
}

/** A capability is one of three: an absent method could not say why it is absent. */
export type Capability<Run> = ByApi<Run> | ByHand | ByNobody;

export interface ByApi<Run> {
  readonly by: 'api';
  /** Scopes the key must have, in our words. */
  readonly needs: readonly string[];
  /** Scopes for parts of it: a key without one of them reaches less, and the refusal says so. */
  readonly needsForAll?: readonly string[];
  /** Any one of these does instead of what `needs` says. */
  readonly suffices?: readonly string[];
  /** May it be sent again if its outcome is unknown? Reads: always true. Why, in a comment. */
  readonly repeatable: boolean;
  /** Limit id → what one request counts there. Absent: one for each limit. */
  readonly cost?: Readonly<Record<string, number>>;
  /** What it does not reach, in a line: "the key's own portfolio only". */
  readonly note?: string;
  /** How a person does it instead, for a key that lacks what `needs` says. */
  readonly elseByHand?: ByHand;
  readonly source: Source;
  readonly run: Run;
}

/** One of a venue's counters: at most `limit` units within `windowMs`. */
export interface RateLimit {
  /**
   * Whom the venue counts together: everybody at an address, every key of an account, one key. Without a
   * key the venue knows the address only. Absent: the address, on the safe side.
   */
  readonly per?: 'address' | 'account' | 'key';
  /** The counter does not forget by the window: it sinks all the time, by `limit` within `windowMs`. */
  readonly leaks?: true;
  /** Whoever is over it is shut out at once, and not refused first: evidence then keeps to half of it. */
  readonly bans?: true;
  /** "ip-weight-1m": what `cost` names. */
  readonly id: string;
  readonly limit: number;
  readonly windowMs: number;
  /** Lower case name of the response header that tells how much is used or left. */
  readonly header?: { readonly name: string; readonly says: 'used' | 'remaining' };
}

/** What one request counts, by limit id; where that depends on what it asks for, of its parameters. */
export type Price = Readonly<Record<string, number>> | ((params: Params) => Readonly<Record<string, number>>);

/** By ccxt's implicit method; an endpoint that ccxt does not know by "VERB path". */
export type PriceList = Readonly<Record<string, Price>>;

export interface ByHand {
  readonly by: 'hand';
  readonly page: string;
  /** In firebreak's own words, one line an item; what the operator will see is part of it. */
  readonly instructions: readonly string[];
  readonly why: string;
  readonly source: Source;
}

export interface ByNobody {
  readonly by: 'nobody';
  readonly why: string;
  readonly source: Source;
}

export interface Capabilities {
  /** Offset = venue − host, from one request. Needs no key. */
  readonly readClock: Capability<(session: Session) => Promise<ClockOffset>>;
  /** Also the probe of the death proof: must need the least scope that a key here can have. */
  readonly introspectKey: Capability<(session: Session) => Promise<KeyReport>>;
  /** Of every kind: limit, conditional, bots; in every section. */
  readonly listOpenOrders: Capability<ReadPages<OpenOrder>>;
  readonly listBalances: Capability<ReadPages<Balance>>;
  readonly listPositions: Capability<ReadPages<Position>>;
  readonly listTrades: Capability<ReadPages<Trade>>;
  readonly listOrders: Capability<ReadPages<PastOrder>>;
  readonly listWithdrawals: Capability<ReadPages<Withdrawal>>;
  readonly listDeposits: Capability<ReadPages<Deposit>>;
  /** Between the owner's own wallets, and between the account and its sub-accounts. */
  readonly listTransfers: Capability<ReadPages<Transfer>>;
  readonly listLedger: Capability<ReadPages<LedgerEntry>>;
  readonly listWithdrawalAddresses: Capability<ReadPages<WithdrawalAddress>>;
  readonly listMarketPrices: Capability<ReadPages<MarketPrice>>;
  /** An attacker with a main account's key makes sub-accounts and keys of theirs: both are listed. */
  readonly listSubAccounts: Capability<ReadPages<SubAccount>>;
  readonly listSubAccountKeys: Capability<ReadPages<ListedKey>>;
  /** Cancels these orders and no other; the caller reads open orders back. */
  readonly cancelOrders: Capability<(session: Session, orders: readonly OpenOrder[]) => Promise<void>>;
  /** Cancels whatever rests, in every section; the caller reads open orders back. */
  readonly cancelAllOrders: Capability<(session: Session) => Promise<void>>;
  readonly cancelWithdrawal: Capability<(session: Session, withdrawal: Withdrawal) => Promise<void>>;
  readonly stopSubAccountTransfers: Capability<(session: Session, subAccount: SubAccount) => Promise<void>>;
  /** The session's own key ends itself. */
  readonly revokeKey: Capability<(session: Session) => Promise<void>>;
  /** The session's own key becomes read-only. */
  readonly downgradeKey: Capability<(session: Session) => Promise<void>>;
  /** The main account's key ends a key of a sub-account. */
  readonly revokeSubAccountKey: Capability<(session: Session, key: ListedKey) => Promise<void>>;
  /** The main account's key makes a sub-account's key read-only, keeping its address binding. */
  readonly restrictSubAccountKey: Capability<(session: Session, key: ListedKey) => Promise<void>>;
  readonly createSubAccountKey: Capability<(session: Session, wanted: WantedKey) => Promise<NewKey>>;
  readonly createKey: Capability<never>;
  readonly editWithdrawalAddresses: Capability<never>;
  readonly freezeAccount: Capability<never>;
  readonly endSessions: Capability<never>;
}

export type CapabilityName = keyof Capabilities;

/** How a list is read: how its pages follow each other, and one page's read. */
export interface ReadPages<Row> {
  readonly paging: Paging;
  /**
   * The pieces that the venue keeps such a list in (categories, wallets, instrument types, accounts),
   * each read by itself; `PageRequest.section` names it. A function asks the venue for them first.
   */
  readonly sections?: readonly string[] | ((session: Session) => Promise<readonly string[]>);
  /** What is otherwise in one section than in the list as a whole. Absent: nothing. */
  readonly wayIn?: (section: string) => SectionWay;
  /**
   * The sections that are read symbol by symbol as asked: a sweep over every market reads these and no other.
   * Absent: all of them.
   */
  readonly sweptIn?: readonly string[];
  /** How far back the venue tells at all; what was asked beyond it becomes a hole that says so. */
  readonly reachMs?: number;
  /** What of the list the venue drops sooner than the rest. Absent: nothing that is known. */
  readonly forgets?: Forgets;
  /** One page. The acquisition pager turns pages by `paging`; this never loops. */
  readonly page: (session: Session, request: PageRequest) => Promise<Page<Row>>;
  /** The venue's own id of a row, unique within section and symbol: duplicates at page edges are dropped by it. */
  readonly idOf: (row: Row) => string;
}

/** How one section is read, where that differs from the list: each field that is absent is the list's own. */
export interface SectionWay {
  readonly paging?: Paging;
  /** Windows of time without a `from` begin here, too: they have no first id to begin at. */
  readonly reachMs?: number;
  readonly cost?: ByApi<unknown>['cost'];
  readonly forgets?: Forgets;
  /** The symbols of this section, where they are not simply those asked for: other markets, other spelling. */
  readonly symbolsIn?: (session: Session, wanted: SymbolsWanted) => Promise<SymbolsHere>;
  /** What one request of `symbolsIn` counts, at most. Absent: what a page of the section counts. */
  readonly symbolsCost?: ByApi<unknown>['cost'];
}

/** Some rows of a list are told for a shorter while than the others, and no reply says that they are gone. */
export interface Forgets {
  /** "orders that were cancelled without a fill". */
  readonly what: string;
  /** After they were made, or after they ended: as the venue counts. */
  readonly afterMs: number;
}

export interface SymbolsWanted {
  /** In the spelling of whoever asks: of another section, perhaps. */
  readonly asked: readonly string[];
  /** ISO 8601 UTC, both inclusive. */
  readonly from?: string;
  readonly to: string;
}

export interface SymbolsHere {
  /** None: the venue vouches that there is nothing to read here. */
  readonly symbols: readonly string[];
  /** Why there may be more: then the section keeps a hole. */
  readonly unproven?: string;
}

export type Paging =
  /** One reply holds everything, or everything of one symbol. */
  | { readonly style: 'single'; readonly bySymbol?: boolean }
  /** Ascending ids: the next page starts at the last id + 1. Read once for each symbol. */
  | {
      readonly style: 'ascending-id';
      readonly pageSize: number;
      readonly bySymbol: boolean;
      /**
       * Set where rows can be asked by `from` and `to` (without `fromId`) too, at most this far
       * apart: a long history is then entered at the asked time. Absent: read from the first id.
       */
      readonly seekWindowMs?: number;
    }
  /** A window of time of at most `windowMs`, then pages by offset (or by cursor) inside it. */
  | {
      readonly style: 'time-window';
      readonly windowMs: number;
      readonly pageSize: number;
      readonly bySymbol: boolean;
      /** Absent: offset. */
      readonly inside?: 'offset' | 'cursor';
      /**
       * Set where no window is too long for the venue: `windowMs` is the latest one's, and each older one is
       * twice as long. A quiet history then costs few requests, and what breaks off late a short hole.
       */
      readonly growing?: true;
    }
  /**
   * The reply names the next page; or the reader does (`after` the last row's id, before the oldest
   * row's time), for a venue that sends the newest first. `from` and `to` are passed along.
   */
  | { readonly style: 'cursor'; readonly pageSize: number; readonly bySymbol?: boolean };

export interface PageRequest {
  readonly section?: string;
  readonly symbol?: string;
  /** ISO 8601 UTC, both inclusive. */
  readonly from?: string;
  readonly to?: string;
  /** ascending-id: rows with this id or a later one. */
  readonly fromId?: string;
  readonly offset?: number;
  readonly cursor?: string;
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  /** Rows in the venue's reply before any parse: a short page is judged by this. */
  readonly received: number;
  readonly exchange: string;
  readonly request: Readonly<Record<string, string>>;
  readonly nextCursor?: string;
  readonly stop?: StopReason;
  /** Exchanges that had to come before it: the account's number, a login. */
  readonly before?: readonly string[];
  /** Why these rows may not be all, where that cannot be known: what was asked stays a hole. */
  readonly unproven?: string;
}

/** `"-2015"` → what it means. Keys are the venue's own codes; `http:403` for a bare status. */
export type FailureTable = Readonly<Record<string, FailureMeaning>>;

export interface FailureMeaning {
  readonly code: FailureCode;
  /** What a person should know about this code at this venue. */
  readonly note?: string;
  /** Of a limit or a ban: how long the venue shuts out, where no header of the reply says it. */
  readonly pauseMs?: number;
  readonly source: Source;
}

/** venues-core A.3: how this venue's replies to a probe are read. */
export interface DeathProofRules {
  /** The capability used as the probe: needs the least scope, the same before and after. */
  readonly probe: 'introspectKey';
  /** Codes that mean dead on their own. */
  readonly deadCodes: readonly string[];
  /** Codes that mean dead only if the positive control succeeded from the same address. */
  readonly deadWithControl: readonly string[];
  /** Refused, but the key still exists. */
  readonly existsCodes: readonly string[];
  /** Of those: the caller's address is refused. The key may live on for others. */
  readonly addressCodes: readonly string[];
  /** Of the dead ones: the venue itself ended the key (expired, account closed). */
  readonly endedByVenueCodes: readonly string[];
  /**
   * What must answer for the dead codes to count. "key": another key of the account, where the venue
   * says the same to a dead key, a wrong clock and a wrong address.
   */
  readonly control: 'public' | 'key';
  /** Negative probes wanted, and the most this venue tolerates. */
  readonly probes: { readonly wanted: number; readonly atMost: number; readonly gapMs: number };
  readonly source: Source;
}

/** One reply of the venue, well-formed by the session's rules, else it is a VenueFailure. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON, numbers that do not fit a double kept as strings by the session. */
  readonly body: unknown;
  readonly text: string;
  /** Id of the captured exchange. */
  readonly exchange: string;
  /** Host clock at send and receipt: ISO 8601 UTC, ms. */
  readonly sentAt: string;
  readonly receivedAt: string;
}

/** An endpoint: ccxt's implicit method, or, for what ccxt does not know, a path of one of its sections. */
export type Endpoint =
  string | { readonly path: string; readonly api: string; readonly verb: 'GET' | 'POST' | 'PUT' | 'DELETE' };

/** A form or query, a JSON body with members inside, or a JSON body that is a list. */
export type Params = Readonly<Record<string, Json>> | readonly Readonly<Record<string, Json>>[];

/** What ccxt may be asked in its own words: reads, and the cancelling of one order. */
export type ViewMethod =
  | 'fetchTime'
  | 'fetchBalance'
  | 'fetchOpenOrders'
  | 'fetchMyTrades'
  | 'fetchOrders'
  | 'fetchCanceledAndClosedOrders'
  | 'fetchClosedOrders'
  | 'fetchDeposits'
  | 'fetchWithdrawals'
  | 'fetchDepositsWithdrawals'
  | 'fetchLedger'
  | 'fetchTransfers'
  | 'fetchPositions'
  | 'fetchTickers'
  | 'cancelOrder';

export interface ViewArgs {
  /** The venue's own symbol. */
  readonly symbol?: string;
  /** Of the order to cancel. */
  readonly orderId?: string;
  /** Milliseconds since 1970. */
  readonly since?: number;
  readonly params?: Readonly<Record<string, Json>>;
}

/** What one unified method of ccxt brought. */
export interface Viewed {
  /** ccxt's reading of the replies, in its form; from the venue, so hostile. Never evidence. */
  readonly parsed: unknown;
  /** The last reply: the exhibit. */
  readonly reply: Reply;
  /** Ids of the exchanges before it, in order. */
  readonly before: readonly string[];
  /** The market that ccxt means by a symbol of its own. */
  readonly marketOf: (symbol: string) => ViewedMarket | undefined;
}

export interface ViewedMarket {
  /** The venue's own symbol. */
  readonly id: string;
  readonly base: string;
  readonly quote: string;
  readonly isSpot: boolean;
}

/** The one door to a venue, for one key. Built by `openSession` only. */
export interface Session {
  readonly venue: Venue;
  readonly credential: Credential | undefined;
  /**
   * Calls an endpoint (`sapiGetAccountApiRestrictions`) once and returns the raw reply. A read whose kept
   * connection the venue had closed is sent once more on a new one, after `beforeRepeat`.
   */
  call(endpoint: Endpoint, params: Params, doing: string, beforeRepeat?: () => Promise<void>): Promise<Reply>;
  /**
   * Runs one unified method of ccxt, for a venue that is known through ccxt only (`Venue.views`). Each
   * request that it needs is captured and held to the same rules; the list of markets is loaded
   * without a key.
   */
  view(method: ViewMethod, args: ViewArgs, doing: string): Promise<Viewed>;
  close(): Promise<void>;
}

import type { Clock } from '../domain/clock.ts';

/** A venue on loopback. Refuses by default; knows nothing of firebreak's adapters. */
export interface Simulator {
  readonly venue: string;
  readonly port: number;
  /** What a person can do on the venue's web site. */
  readonly website: Website;
  /** What a holder of a key can do, from an address: passes the same gate as HTTP. */
  asKeyHolder(key: { readonly keyId: string; readonly sourceIp: string }): KeyHolderActs;
  /**
   * Live keys with their secrets: what the owner's secret manager would hold. Memory only; the same
   * after a restart with the same opening and seed.
   */
  vault(): readonly { readonly keyId: string; readonly secret: string }[];
  readonly faults: Faults;
  /** What other people on the market do to this account's resting orders. */
  readonly market: Market;
  /** The simulator's own books, for oracles in tests and for the drill's score. */
  readonly books: Books;
  close(): Promise<void>;
}

/** What a key of a simulated venue can be given. */
export const simulatorScopes = [
  'read',
  'spot-trade',
  'margin',
  'futures',
  'options',
  'transfer',
  'withdraw',
] as const;

export type SimulatorScope = (typeof simulatorScopes)[number];

export interface SimulatedKey {
  readonly keyId: string;
  readonly secret: string;
  readonly label: string;
  readonly scopes: readonly SimulatorScope[];
  /** Empty = no restriction. */
  readonly ipAllowlist: readonly string[];
  readonly createdAt: string;
}

export interface SimulatedAddress {
  readonly coin: string;
  readonly network: string;
  readonly address: string;
  readonly label: string;
  readonly whitelisted: boolean;
}

export interface Website {
  keys(): readonly Omit<SimulatedKey, 'secret'>[];
  /** Returns false when there is no such key. */
  deleteKey(keyId: string): boolean;
  createKey(wanted: {
    readonly label: string;
    readonly scopes: readonly SimulatorScope[];
    readonly ipAllowlist: readonly string[];
  }): SimulatedKey;
  /** Resting orders; amounts as they were placed. */
  openOrders(): readonly {
    readonly orderId: string;
    readonly clientOrderId: string;
    readonly symbol: string;
    readonly side: 'buy' | 'sell';
    readonly price: string;
    readonly amount: string;
  }[];
  /** Returns false when no such order rests. */
  cancelOrder(orderId: string): boolean;
  addresses(): readonly SimulatedAddress[];
  addAddress(address: SimulatedAddress): void;
  removeAddress(address: string): boolean;
  setWhitelistOnly(on: boolean): void;
  whitelistOnly(): boolean;
  sessions(): readonly {
    readonly id: string;
    readonly device: string;
    readonly ip: string;
    readonly at: string;
  }[];
  endSessions(): void;
  /** The venue's "disable account": ends every key; only support reverses it. */
  freezeAccount(): void;
}

export interface KeyHolderActs {
  /** Each returns undefined on success, else the venue's refusal. */
  cancelOrder(orderId: string): Refusal | undefined;
  /** A taker fill at the given price against a counterparty that waits there. */
  trade(fill: {
    readonly symbol: string;
    readonly side: 'buy' | 'sell';
    readonly price: string;
    readonly amount: string;
    readonly clientOrderId: string;
  }): Refusal | undefined;
  withdraw(order: {
    readonly coin: string;
    readonly amount: string;
    readonly address: string;
    readonly network: string;
  }): Refusal | undefined;
}

export interface Market {
  /**
   * Someone's order meets one of ours: `amount` of a resting order fills at its own price, as maker.
   * Throws when there is no such open order or less of it is left.
   */
  meet(orderId: string, amount: string): void;
}

export interface Refusal {
  readonly httpStatus: number;
  readonly code: string;
  readonly message: string;
}

export type FaultKind =
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'status'; readonly status: number; readonly body?: string }
  | { readonly kind: 'html-200' }
  | { readonly kind: 'empty-200' }
  | { readonly kind: 'reset' }
  /** No headers ever. */
  | { readonly kind: 'stall' }
  /** Headers, then no body. */
  | { readonly kind: 'body-stall' }
  /** The effect happens; the answer is lost. */
  | { readonly kind: 'lost-reply' };

export interface Faults {
  /** The next `times` requests whose path contains `path` meet this fault. */
  inject(fault: FaultKind, on: { readonly path: string; readonly times: number }): void;
  clear(): void;
}

export interface Books {
  balances(): readonly { readonly asset: string; readonly free: string; readonly locked: string }[];
  openOrders(): readonly {
    readonly orderId: string;
    readonly clientOrderId: string;
    readonly symbol: string;
  }[];
  trades(): readonly {
    readonly id: string;
    readonly orderId: string;
    readonly clientOrderId: string;
    readonly symbol: string;
    readonly side: 'buy' | 'sell';
    readonly price: string;
    readonly amount: string;
    readonly fee: string;
    readonly feeAsset: string;
    readonly at: string;
  }[];
  withdrawals(): readonly {
    readonly id: string;
    readonly coin: string;
    readonly amount: string;
    readonly at: string;
  }[];
  /**
   * Every change that a holder of a key made, in order, with the address it came from: what only the
   * venue's own staff could know. Survives a restart with the world log.
   */
  acts(): readonly BookedAct[];
  /** Requests served so far, by path, and refusals. Status 0: no answer was sent (a fault). */
  requests(): readonly { readonly path: string; readonly status: number; readonly sourceIp: string }[];
  /** Mid price in the quote asset; undefined for an unknown symbol. */
  price(symbol: string): string | undefined;
}

export interface BookedAct {
  readonly what: 'order' | 'cancel' | 'withdrawal';
  readonly at: string;
  readonly sourceIp: string;
  /** The label of the key it was done with. */
  readonly keyLabel: string;
  /** Of an order or a cancel. */
  readonly orderId?: string;
  readonly clientOrderId?: string;
  readonly withdrawalId?: string;
}

/** How the account looks when a drill (or test) begins. Amounts are decimal strings. */
export interface OpeningBooks {
  readonly uid: number;
  readonly keys: readonly SimulatedKey[];
  readonly balances: readonly { readonly asset: string; readonly free: string }[];
  readonly markets: readonly {
    readonly symbol: string;
    readonly base: string;
    readonly quote: string;
    readonly price: string;
    /** Quote value resting within 2 % of mid: a thin book has little. */
    readonly depth: string;
  }[];
  /** Resting orders lock their funds when the books open. */
  readonly openOrders: readonly {
    readonly clientOrderId: string;
    readonly symbol: string;
    readonly side: 'buy' | 'sell';
    readonly price: string;
    readonly amount: string;
    readonly at: string;
  }[];
  readonly trades: readonly {
    readonly symbol: string;
    readonly side: 'buy' | 'sell';
    readonly price: string;
    readonly amount: string;
    readonly clientOrderId: string;
    readonly at: string;
  }[];
  readonly addresses: readonly SimulatedAddress[];
  readonly withdrawals: readonly {
    readonly coin: string;
    readonly amount: string;
    readonly fee: string;
    readonly address: string;
    readonly network: string;
    readonly txId: string;
    readonly at: string;
  }[];
  readonly deposits: readonly {
    readonly coin: string;
    readonly amount: string;
    readonly address: string;
    readonly network: string;
    readonly txId: string;
    readonly at: string;
  }[];
  /** Taken from takers, in the quote asset; makers pay nothing. */
  readonly feeRate: string;
  /** The funding wallet: read-only here. Absent = empty. */
  readonly funding?: readonly { readonly asset: string; readonly free: string }[];
  /** Logged-in devices. Absent = none. */
  readonly sessions?: readonly {
    readonly id: string;
    readonly device: string;
    readonly ip: string;
    readonly at: string;
  }[];
  /** Withdrawals go to whitelisted addresses only. Absent = off. */
  readonly whitelistOnly?: boolean;
}

export interface SimulatorOptions {
  readonly clock: Clock;
  readonly opening: OpeningBooks;
  /**
   * A file of one JSON mutation a line. Given, every change is appended before it takes effect and
   * replayed at start, so the simulated world outlives `kill -9`. Absent: memory only. New key
   * secrets are derived from `seed`, never written.
   */
  readonly worldLog?: string;
  readonly seed: string;
  /**
   * What a deleted key is answered with, where a venue's documents and reports disagree (Binance).
   * Default `-2015`, the harder one: it also means "wrong address" and "missing permission".
   */
  readonly deletedKeyAnswer?: '-2008' | '-2015';
}

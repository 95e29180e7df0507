import type { Clock } from '../domain/clock.ts';
import type { Converts } from './converting.ts';
import type { OnCounted } from './counters.ts';
import type { KeyParts } from './key-ring.ts';
import type { OpeningBooks, SimulatedAddress, SimulatedKey, SimulatorScope } from './opening-books.ts';

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
  vault(): readonly KeyParts[];
  readonly faults: Faults;
  /**
   * Every refusal that the venue documents and a client must understand, by code: each can be
   * injected. "http:403" is a status that comes without a code.
   */
  refusals(): readonly string[];
  /** What other people on the market do to this account's resting orders. */
  readonly market: Market;
  /** The simulator's own books, for oracles in tests and for the drill's score. */
  readonly books: Books;
  close(): Promise<void>;
}

export type ListedKey = Omit<SimulatedKey, 'secret' | 'passphrase' | 'lastUsedAt'>;

export interface Website {
  keys(): readonly ListedKey[];
  /** Returns false when there is no such key. */
  deleteKey(keyId: string): boolean;
  /** The venue itself ends the key: no owner did. Returns false when there is no such key. */
  expireKey(keyId: string): boolean;
  createKey(wanted: {
    readonly label: string;
    readonly scopes: readonly SimulatorScope[];
    readonly ipAllowlist: readonly string[];
    readonly subAccount?: string;
    readonly venuePermissions?: readonly string[];
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
  /** At a quoted price, `to` for one of `from`: no order, no fill. Throws BadInput where a venue has none. */
  convert(wanted: {
    readonly from: string;
    readonly to: string;
    readonly amount: string;
    readonly price: string;
  }): Refusal | undefined;
  /**
   * All that is free of these assets becomes one: absent, the venue's own. Throws BadInput for an asset
   * that the venue does not sweep into, and where it sweeps nothing.
   */
  sweepDust(wanted: { readonly assets: readonly string[]; readonly to?: string }): Refusal | undefined;
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
  /** This key is dead, or not for you: not about what was asked. */
  readonly aboutKey: boolean;
}

export type FaultKind =
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'status'; readonly status: number; readonly body?: string }
  | { readonly kind: 'html-200' }
  | { readonly kind: 'empty-200' }
  /** Any text with status 200: "null", "{}". */
  | { readonly kind: 'body-200'; readonly body: string }
  /** The venue's own refusal of that code, in its form and with its status; nothing happens. */
  | { readonly kind: 'refusal'; readonly code: string }
  | { readonly kind: 'reset' }
  /** No headers ever. */
  | { readonly kind: 'stall' }
  /** Headers, then no body. */
  | { readonly kind: 'body-stall' }
  /** The effect happens; the answer is lost. */
  | { readonly kind: 'lost-reply' };

export interface Faults {
  /**
   * The next `times` requests whose path contains `path` meet this fault. Throws for a refusal that
   * is not among `refusals()`.
   */
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
  /** All of them, open and closed. */
  orders(): readonly BookedOrder[];
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
    readonly state: 'pending' | 'completed' | 'cancelled';
  }[];
  deposits(): readonly {
    readonly id: string;
    readonly coin: string;
    readonly amount: string;
    readonly at: string;
  }[];
  transfers(): readonly {
    readonly id: string;
    readonly asset: string;
    readonly amount: string;
    readonly from: string;
    readonly to: string;
    readonly at: string;
  }[];
  /** What became another asset without an order, in the order it was made. */
  conversions(): readonly {
    readonly id: string;
    readonly kind: 'convert' | 'dust';
    readonly from: string;
    readonly fromAmount: string;
    readonly to: string;
    readonly toAmount: string;
    readonly fee: string;
    readonly at: string;
  }[];
  positions(): NonNullable<OpeningBooks['positions']>;
  subAccounts(): readonly {
    readonly id: string;
    readonly label: string;
    readonly createdAt: string;
    readonly frozen: boolean;
    readonly mayTransferOut: boolean;
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

export interface BookedOrder {
  readonly orderId: string;
  readonly clientOrderId: string;
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly price: string;
  readonly amount: string;
  readonly filled: string;
  readonly trigger?: string;
  readonly status: 'open' | 'filled' | 'cancelled' | 'expired';
  readonly at: string;
  readonly updatedAt: string;
}

export interface BookedAct {
  readonly what:
    'order' | 'cancel' | 'withdrawal' | 'cancel-withdrawal' | 'convert' | 'dust' | 'key' | 'sub-account';
  readonly at: string;
  readonly sourceIp: string;
  /** The label of the key it was done with. */
  readonly keyLabel: string;
  /** Of an order or a cancel. */
  readonly orderId?: string;
  readonly clientOrderId?: string;
  readonly withdrawalId?: string;
  /** Of a conversion; of dust, the first that was swept. */
  readonly conversionId?: string;
  /** The label of the key that was made, changed or ended. */
  readonly changedKey?: string;
  readonly subAccount?: string;
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
   * The code that a dead key is answered with, where a venue's documents and reports disagree.
   * Absent: what the venue's simulator takes for likely, and says so.
   */
  readonly deadKeyAnswer?: string;
  /** The simulator's own count of requests, for oracles in tests. */
  readonly onCounted?: OnCounted;
}

/** One line of the registry. */
export interface SimulatedVenue {
  /** Its ccxt id. */
  readonly venue: string;
  readonly simulate: (options: SimulatorOptions) => Promise<Simulator>;
  /** The venue's name of a spot pair. */
  readonly symbolOf: (base: string, quote: string) => string;
  /** The books' name of a contract that is settled in its base; absent: the simulator has none. */
  readonly inverseOf?: (base: string, quote: string) => string;
  /** How assets are converted there; absent: its documents know nothing of it. */
  readonly converts?: Converts;
  /** A key of the venue's form, always the same for a seed and a name. */
  readonly deriveKey: (seed: string, name: string) => KeyParts;
}

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
  /** Where the venue wants a third part. */
  readonly passphrase?: string;
  /** Id of the sub-account it belongs to. Absent = the main account. */
  readonly subAccount?: string;
  /** The venue's own words beyond the neutral scopes: Kraken's "add-withdraw-address". */
  readonly venuePermissions?: readonly string[];
  readonly expiresAt?: string;
  readonly lastUsedAt?: string;
}

export interface SimulatedAddress {
  readonly coin: string;
  readonly network: string;
  readonly address: string;
  readonly label: string;
  readonly whitelisted: boolean;
}

/** How the account looks when a drill (or test) begins. Amounts are decimal strings. */
export interface OpeningBooks {
  readonly uid: number;
  readonly keys: readonly SimulatedKey[];
  readonly balances: readonly { readonly asset: string; readonly free: string }[];
  readonly markets: readonly {
    /** The venue's own; unique in these books, whatever the kind. */
    readonly symbol: string;
    readonly base: string;
    readonly quote: string;
    readonly price: string;
    /** Quote value resting within 2 % of mid: a thin book has little. */
    readonly depth: string;
    /** Absent = spot. On the others there is history only: nothing is traded and nothing locked. */
    readonly kind?: 'spot' | 'linear' | 'inverse' | 'option';
  }[];
  /** Resting orders lock their funds when the books open. */
  readonly openOrders: readonly {
    readonly clientOrderId: string;
    readonly symbol: string;
    readonly side: 'buy' | 'sell';
    readonly price: string;
    readonly amount: string;
    readonly at: string;
    /** A conditional order's price: it locks nothing, and never triggers here. */
    readonly trigger?: string;
  }[];
  /** Cancelled without a fill: what some venues forget after hours. */
  readonly pastOrders?: readonly {
    readonly clientOrderId: string;
    readonly symbol: string;
    readonly side: 'buy' | 'sell';
    readonly price: string;
    readonly amount: string;
    readonly at: string;
    readonly cancelledAt: string;
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
  /** Further wallets, "margin" and "futures": read-only here. */
  readonly wallets?: Readonly<Record<string, readonly { readonly asset: string; readonly free: string }[]>>;
  readonly positions?: readonly {
    readonly symbol: string;
    readonly side: 'long' | 'short';
    readonly amount: string;
    readonly entryPrice: string;
    readonly leverage: string;
    readonly at: string;
  }[];
  /** Past ones. `from` and `to`: "spot", "funding", "margin", "futures" or "sub:<id>". */
  readonly transfers?: readonly {
    readonly asset: string;
    readonly amount: string;
    readonly from: string;
    readonly to: string;
    readonly at: string;
  }[];
  /**
   * Past ones. Small balances that were swept at one moment into one asset were swept together.
   * `toAmount` is what arrived, `fee` (absent: none) what was taken off it before, in the same asset.
   */
  readonly conversions?: readonly {
    readonly kind: 'convert' | 'dust';
    readonly from: string;
    readonly fromAmount: string;
    readonly to: string;
    readonly toAmount: string;
    readonly fee?: string;
    readonly at: string;
  }[];
  /** They hold nothing here; keys may belong to them. */
  readonly subAccounts?: readonly {
    readonly id: string;
    readonly label: string;
    readonly email?: string;
    readonly createdAt: string;
  }[];
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

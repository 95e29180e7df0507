import type { Known } from './known.ts';

/** All amounts and prices are decimal strings, exactly as the venue wrote them; times are ISO 8601 UTC. */
export type Amount = string;

export interface OpenOrder {
  readonly id: string;
  readonly clientOrderId: string;
  /** The venue's own symbol: "BTCUSDT". */
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly type: string;
  readonly price: Amount;
  readonly amount: Amount;
  readonly filled: Amount;
  readonly createdAt: string;
  /** The venue's own compartment: "linear", "algo/trigger", "margin". Absent where it has only one. */
  readonly section?: string;
  /** A conditional order waits for this price. */
  readonly triggerPrice?: Amount;
}

export interface Balance {
  readonly wallet: string;
  readonly asset: string;
  readonly free: Amount;
  readonly locked: Amount;
}

export interface Trade {
  readonly id: string;
  readonly orderId: string;
  /** Unknown where the venue's trade rows leave it out (Binance): joined from orders where read. */
  readonly clientOrderId: Known<string>;
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly price: Amount;
  readonly amount: Amount;
  /** price × amount in the quote asset, as the venue gave it. */
  readonly quoteAmount: Amount;
  readonly fee: Amount;
  readonly feeAsset: string;
  readonly isMaker: boolean;
  readonly at: string;
  readonly section?: string;
  /** The venue's word where a fill was no ordinary trade: "Funding", "BustTrade". */
  readonly kind?: string;
}

export interface PastOrder extends OpenOrder {
  /** Our word for it; the venue's own stands in `venueStatus`. */
  readonly status: 'open' | 'filled' | 'partly-filled' | 'cancelled' | 'rejected' | 'expired' | 'unknown';
  readonly venueStatus: string;
  readonly updatedAt: string;
}

export type TransferStatus =
  | 'requested'
  | 'awaiting-approval'
  | 'processing'
  | 'completed'
  | 'cancelled'
  | 'rejected'
  | 'failed'
  | 'unknown';

export interface Withdrawal {
  readonly id: string;
  readonly asset: string;
  readonly amount: Amount;
  readonly fee: Known<Amount>;
  readonly address: string;
  /** Memo or tag: at some networks the address is the exchange's and only this names the receiver. */
  readonly tag?: string;
  readonly network: string;
  readonly txId: Known<string>;
  readonly status: TransferStatus;
  readonly venueStatus: string;
  /** To another customer of the same venue, off chain. */
  readonly internal: boolean;
  readonly requestedAt: string;
  readonly completedAt: Known<string>;
  /** The wallet that it left, by the name that balances bear; absent: the row does not say. */
  readonly wallet?: string;
}

export interface Deposit {
  readonly id: string;
  readonly asset: string;
  readonly amount: Amount;
  readonly address: string;
  readonly tag?: string;
  readonly network: string;
  readonly txId: Known<string>;
  readonly status: TransferStatus;
  readonly venueStatus: string;
  readonly at: string;
  /** The wallet that it was credited to, by the name that balances bear; absent: the row does not say. */
  readonly wallet?: string;
}

/** One line of the withdrawal-address whitelist (or of an address book that does not restrict). */
export interface WithdrawalAddress {
  readonly asset: string;
  readonly network: string;
  readonly address: string;
  readonly tag: string;
  readonly label: string;
  readonly whitelisted: boolean | 'unknown';
  readonly addedAt: Known<string>;
}

export interface Position {
  readonly id: string;
  readonly section: string;
  readonly symbol: string;
  readonly side: 'long' | 'short';
  /** As the venue counts: contracts or base asset. */
  readonly amount: Amount;
  readonly entryPrice: Known<Amount>;
  readonly markPrice: Known<Amount>;
  readonly liquidationPrice: Known<Amount>;
  readonly unrealised: Known<Amount>;
  readonly leverage: Known<string>;
}

/** Between the owner's own wallets or accounts; nothing leaves the venue. */
export interface Transfer {
  readonly id: string;
  readonly asset: string;
  readonly amount: Amount;
  /** The venue's own words for the wallets or accounts at both ends. */
  readonly from: string;
  readonly to: string;
  readonly status: TransferStatus;
  readonly venueStatus: string;
  readonly at: string;
}

/** One line of the venue's own account of a wallet. */
export interface LedgerEntry {
  readonly id: string;
  readonly wallet: string;
  readonly asset: string;
  /** Signed: what the balance changed by. */
  readonly change: Amount;
  readonly fee: Known<Amount>;
  readonly balanceAfter: Known<Amount>;
  /** The venue's own word: "trade", "withdrawal", "TRANSFER_IN". */
  readonly kind: string;
  /** Id of what it was booked for: an order, a trade, a withdrawal. */
  readonly reference: Known<string>;
  readonly at: string;
}

/** A market's public figures over the last 24 hours; what the venue does not tell is absent. */
export interface MarketDay {
  readonly symbol: string;
  readonly open?: Amount;
  readonly high?: Amount;
  readonly low?: Amount;
  readonly last?: Amount;
  /** Of the base asset. */
  readonly volume?: Amount;
  readonly quoteVolume?: Amount;
  /** The best of the book; absent, or "0" at some venues, where that side is empty. */
  readonly bid?: Amount;
  readonly ask?: Amount;
}

/** A public quote: the yardstick for off-market fills. */
export interface MarketPrice {
  readonly symbol: string;
  readonly price: Amount;
  readonly at: string;
  /** The assets, where the venue names them beside the symbol; else they are read from its spelling. */
  readonly base?: string;
  readonly quote?: string;
}

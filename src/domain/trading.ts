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

/** A public quote: the yardstick for off-market fills. */
export interface MarketPrice {
  readonly symbol: string;
  readonly price: Amount;
  readonly at: string;
}

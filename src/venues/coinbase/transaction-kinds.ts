import { compare } from '../../domain/money.ts';
import type { Transaction } from './transactions.ts';

// The types of transactions: docs.cdp.coinbase.com, coinbase-app/track-apis/transactions, "Transaction Types".

/** To or from somebody else, or a bank. Which way, the sign says. */
const betweenPeople = new Set(['send', 'receive', 'request', 'fiat_deposit', 'fiat_withdrawal']);

/** Between the owner's own accounts, vaults, futures and Coinbase's other exchanges. */
const betweenOwn = new Set([
  'transfer',
  'vault_withdrawal',
  'staking_transfer',
  'unstaking_transfer',
  'intx_deposit',
  'intx_withdrawal',
  // "Daily cash transfers between futures and spot accounts".
  'derivatives_settlement',
  // No longer listed; rows of years ago have them, and ccxt 4.5.84 knows them.
  'exchange_deposit',
  'exchange_withdrawal',
  'pro_deposit',
  'pro_withdrawal',
]);

/** Trades, rewards and fees: in the ledger only. "tx", which stands for "uncategorised", is not among them. */
const elsewhere = new Set([
  'advanced_trade_fill',
  'buy',
  'sell',
  'trade',
  'clawback',
  'earn_payout',
  'incentives_rewards_payout',
  'incentives_shared_clawback',
  'retail_simple_dust',
  'subscription',
  'subscription_rebate',
  'unsupported_asset_recovery',
  'wrap_asset',
  'unwrap_asset',
  'fcm_futures_usdc_sell',
  'fcm_futures_usdc_sell_additional_encumberment_rollup',
]);

export const isOutgoing = (row: Transaction): boolean => compare(row.amount.amount, '0') < 0;

const isKnown = ({ type }: Transaction): boolean =>
  betweenPeople.has(type) || betweenOwn.has(type) || elsewhere.has(type);

/** Of no documented type, but with an address, a receiver or a transaction on chain. */
const looksSent = ({ to, network }: Transaction): boolean =>
  [to?.address, to?.address_info?.address, to?.email, network?.hash].some(Boolean);

export const isBetweenPeople = (row: Transaction): boolean =>
  betweenPeople.has(row.type) || (!isKnown(row) && looksSent(row));

/** Its bank stands in a list of its own. */
export const isToBank = ({ type }: Transaction): boolean => type === 'fiat_withdrawal';

export const isBetweenOwn = ({ type }: Transaction): boolean => betweenOwn.has(type);

/** Whatever it is, the ledger has it; nobody can say that it is none of the other lists'. */
export const isDoubtful = (row: Transaction): boolean => !isKnown(row) && !looksSent(row);

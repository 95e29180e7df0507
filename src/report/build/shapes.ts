import { z } from 'zod';
import { permissionScopes, type KeyReport } from '../../domain/api-key.ts';
import type { Listing } from '../../domain/coverage.ts';
import type { DeathProof } from '../../domain/death-proof.ts';
import type {
  Balance,
  Deposit,
  MarketPrice,
  OpenOrder,
  PastOrder,
  Trade,
  Withdrawal,
  WithdrawalAddress,
} from '../../domain/trading.ts';
import { checkedRows } from './checked-rows.ts';

// Exhibits are files under examination: somebody may have changed one. Their form is checked once,
// here, and every string is kept as it stands: the views escape.

const text = z.string();
const knownOf = <T extends z.ZodType>(value: T) =>
  z.union([z.object({ known: z.literal(true), value }), z.object({ known: z.literal(false), why: text })]);
const grant = z.enum(['granted', 'denied', 'unknown']);
const scope = z.enum(permissionScopes);

export const keyReport: z.ZodType<KeyReport> = z.object({
  scopes: z.record(scope, grant),
  bundled: z.array(z.array(scope)),
  ipRestricted: grant,
  ipAllowlist: knownOf(z.array(text)),
  label: knownOf(text),
  createdAt: knownOf(text),
  lastUsedAt: knownOf(text),
  expiresAt: knownOf(text),
});

// An optional field is left out, never `undefined`: the report has to survive JSON unchanged.
const optional = <T extends z.ZodRawShape>(shape: T) => z.object(shape).partial();

const probe = z
  .object({
    at: text,
    role: z.enum(['before', 'negative', 'live-control', 'clock']),
    says: z.enum(['works', 'dead-code', 'refused-but-exists', 'inconclusive']),
    egress: text,
  })
  .and(optional({ httpStatus: z.number(), venueCode: text, exchange: text }));

export const deathProof = z
  .object({ verdict: z.enum(['dead', 'alive', 'not-proven']), why: text, probes: z.array(probe) })
  .and(optional({ endedBy: z.enum(['us', 'venue', 'not-known']) })) as unknown as z.ZodType<DeathProof>;

const order = {
  id: text,
  clientOrderId: text,
  symbol: text,
  side: z.enum(['buy', 'sell']),
  type: text,
  price: text,
  amount: text,
  filled: text,
  createdAt: text,
};
const transferStatus = z.enum([
  'requested',
  'awaiting-approval',
  'processing',
  'completed',
  'cancelled',
  'rejected',
  'failed',
  'unknown',
]);

const openOrder: z.ZodType<OpenOrder> = z.object(order);
const pastOrder: z.ZodType<PastOrder> = z.object({
  ...order,
  status: z.enum(['open', 'filled', 'partly-filled', 'cancelled', 'rejected', 'expired', 'unknown']),
  venueStatus: text,
  updatedAt: text,
});
const balance: z.ZodType<Balance> = z.object({ wallet: text, asset: text, free: text, locked: text });
const trade: z.ZodType<Trade> = z.object({
  id: text,
  orderId: text,
  clientOrderId: knownOf(text),
  symbol: text,
  side: z.enum(['buy', 'sell']),
  price: text,
  amount: text,
  quoteAmount: text,
  fee: text,
  feeAsset: text,
  isMaker: z.boolean(),
  at: text,
});
const withdrawal: z.ZodType<Withdrawal> = z.object({
  id: text,
  asset: text,
  amount: text,
  fee: knownOf(text),
  address: text,
  network: text,
  txId: knownOf(text),
  status: transferStatus,
  venueStatus: text,
  internal: z.boolean(),
  requestedAt: text,
  completedAt: knownOf(text),
});
const deposit: z.ZodType<Deposit> = z.object({
  id: text,
  asset: text,
  amount: text,
  address: text,
  network: text,
  txId: knownOf(text),
  status: transferStatus,
  venueStatus: text,
  at: text,
});
const withdrawalAddress: z.ZodType<WithdrawalAddress> = z.object({
  asset: text,
  network: text,
  address: text,
  tag: text,
  label: text,
  whitelisted: z.union([z.boolean(), z.literal('unknown')]),
  addedAt: knownOf(text),
});
const marketPrice: z.ZodType<MarketPrice> = z.object({ symbol: text, price: text, at: text });

const coverage = z
  .object({
    symbols: z.union([z.array(text), z.literal('all'), z.literal('not-by-symbol')]),
    holes: z.array(
      z
        .object({ what: text, why: text })
        .and(optional({ from: text, to: text, symbol: text, section: text, beyondReach: z.literal(true) })),
    ),
  })
  .and(optional({ from: text, to: text, sections: z.array(text), isPortion: z.literal(true) }));

const listingOf = <Row>(row: z.ZodType<Row>): z.ZodType<Listing<Row>> =>
  z.object({
    rows: checkedRows(row),
    coverage,
    pages: z.array(z.object({ exchange: text, request: z.record(text, text), rows: z.number() })),
    stop: z.enum(['single-page', 'short-page', 'empty-page', 'window-end', 'last-cursor', 'failed']),
  }) as unknown as z.ZodType<Listing<Row>>;

/** The exhibit kinds that hold rows, and the form of their listings. */
export const listings = {
  'open-orders': listingOf(openOrder),
  balances: listingOf(balance),
  trades: listingOf(trade),
  orders: listingOf(pastOrder),
  withdrawals: listingOf(withdrawal),
  deposits: listingOf(deposit),
  'withdrawal-addresses': listingOf(withdrawalAddress),
  'market-prices': listingOf(marketPrice),
};

export type ListingKind = keyof typeof listings;
export type RowOf<Kind extends ListingKind> =
  (typeof listings)[Kind] extends z.ZodType<Listing<infer Row>> ? Row : never;

/** The known-good state; addresses as rows or as a whole listing. */
export const baseline = z.object({
  keyReport: keyReport.optional(),
  addresses: z
    .union([
      z.array(withdrawalAddress),
      listings['withdrawal-addresses'].transform(({ rows }): WithdrawalAddress[] => [...rows]),
    ])
    .optional(),
});

const scopeLine = z.object({
  what: text,
  expected: text,
  found: text,
  ok: z.union([z.boolean(), z.literal('unknown')]),
});

export const scopeLines = z.union([
  z.array(scopeLine),
  z.object({ lines: z.array(scopeLine) }).transform(({ lines }) => lines),
]);

export const actionItems = z.array(z.object({ what: text, who: text, until: text }));

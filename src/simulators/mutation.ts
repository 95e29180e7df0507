import { z } from 'zod';
import { isZero } from '../domain/money.ts';
import { simulatorScopes } from './opening-books.ts';

/**
 * Every way the simulated world changes. One mutation is one line of the world log, so a change is
 * either wholly there or not at all. Keys are named by `ref` ("opening:0", "made:1"), never by id or
 * secret. `atMs` is the venue's clock, milliseconds since 1970.
 */
const amountOrZero = z.string().regex(/^\d{1,30}(\.\d{1,30})?$/);
const amount = amountOrZero.refine((text) => !isZero(text), 'must be more than zero');
const atMs = z.int().nonnegative();
const symbol = z.string().min(1).max(40);
const scope = z.enum(simulatorScopes);
const by = z.strictObject({ key: z.string(), sourceIp: z.string() });
const fill = z.strictObject({ price: amount, amount });
const address = z.strictObject({
  coin: z.string(),
  network: z.string(),
  address: z.string(),
  label: z.string(),
  whitelisted: z.boolean(),
});

const orderPlaced = z.strictObject({
  kind: z.literal('order-placed'),
  atMs,
  by,
  symbol,
  side: z.enum(['buy', 'sell']),
  type: z.enum(['market', 'limit']),
  timeInForce: z.enum(['GTC', 'IOC', 'FOK']),
  /** "0" for a market order. */
  price: amountOrZero,
  amount,
  /** What the customer wanted to spend or get, when the order was given so. */
  quoteWanted: amount.optional(),
  clientOrderId: z.string().min(1).max(64),
  /** What it took from the book at once. */
  fills: z.array(fill),
  /** What becomes of the remainder, if any. */
  then: z.enum(['rests', 'expires']),
});

const orderMatched = z.strictObject({ kind: z.literal('order-matched'), atMs, orderId: z.int(), amount });

const orderCancelled = z.strictObject({
  kind: z.literal('order-cancelled'),
  atMs,
  by,
  orderId: z.int(),
});

const withdrawalRequested = z.strictObject({
  kind: z.literal('withdrawal-requested'),
  atMs,
  by,
  id: z.string(),
  coin: z.string(),
  /** What arrives; `fee` is taken on top of it. */
  amount,
  fee: amountOrZero,
  address: z.string(),
  network: z.string(),
  txId: z.string(),
  clientId: z.string().optional(),
  /** Before this moment it is pending and the venue can still stop it. */
  settlesAtMs: atMs,
});

const withdrawalCancelled = z.strictObject({
  kind: z.literal('withdrawal-cancelled'),
  atMs,
  by,
  id: z.string(),
});

const converted = z.strictObject({
  kind: z.literal('converted'),
  atMs,
  by,
  as: z.enum(['convert', 'dust']),
  /** Several of dust that was swept together. */
  parts: z
    .array(
      z.strictObject({
        from: symbol,
        fromAmount: amount,
        to: symbol,
        /** What arrives: the fee is off it. */
        toAmount: amount,
        fee: amountOrZero,
      }),
    )
    .min(1),
});

const keyCreated = z.strictObject({
  kind: z.literal('key-created'),
  atMs,
  /** Absent: on the web site. */
  by: by.optional(),
  counter: z.int().positive(),
  label: z.string(),
  scopes: z.array(scope),
  ipAllowlist: z.array(z.string()),
  subAccount: z.string().optional(),
  venuePermissions: z.array(z.string()).optional(),
});

/** What is absent stays as it was. */
const keyChanged = z.strictObject({
  kind: z.literal('key-changed'),
  atMs,
  by,
  key: z.string(),
  scopes: z.array(scope).optional(),
  ipAllowlist: z.array(z.string()).optional(),
  venuePermissions: z.array(z.string()).optional(),
});

const keyDeleted = z.strictObject({
  kind: z.literal('key-deleted'),
  atMs,
  by: by.optional(),
  key: z.string(),
  /** Absent: the owner. */
  endedBy: z.enum(['owner', 'venue']).optional(),
});

const subAccountCreated = z.strictObject({
  kind: z.literal('sub-account-created'),
  atMs,
  by,
  id: z.string(),
  label: z.string(),
});

const subAccountChanged = z.strictObject({
  kind: z.literal('sub-account-changed'),
  atMs,
  by,
  id: z.string(),
  frozen: z.boolean().optional(),
  mayTransferOut: z.boolean().optional(),
});

export const mutationSchema = z.discriminatedUnion('kind', [
  orderPlaced,
  orderMatched,
  orderCancelled,
  withdrawalRequested,
  withdrawalCancelled,
  converted,
  keyCreated,
  keyChanged,
  keyDeleted,
  subAccountCreated,
  subAccountChanged,
  z.strictObject({ kind: z.literal('address-added'), atMs, address }),
  z.strictObject({ kind: z.literal('address-removed'), atMs, address: z.string() }),
  z.strictObject({ kind: z.literal('whitelist-only-set'), atMs, on: z.boolean() }),
  z.strictObject({ kind: z.literal('sessions-ended'), atMs }),
  z.strictObject({ kind: z.literal('account-frozen'), atMs }),
]);

export type Mutation = Readonly<z.infer<typeof mutationSchema>>;
export type MutationOf<Kind extends Mutation['kind']> = Extract<Mutation, { readonly kind: Kind }>;
/** Whose key a change was made with, and from where. */
export type Actor = Readonly<z.infer<typeof by>>;
/** One piece of an order's execution: amount of the base asset at a price. */
export type Fill = Readonly<z.infer<typeof fill>>;

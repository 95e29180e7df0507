import { isIPv4 } from 'node:net';
import { DateTime } from 'luxon';
import { z } from 'zod';
import { permissionScopes } from '../domain/api-key.ts';
import { tasks } from '../domain/task.ts';
import { simulatorScopes } from '../simulators/index.ts';
import { momentForm } from './moments.ts';

/** A scenario file. Every rule says in its own words what it expects: they are shown to people. */

const words = z.string().min(1);
const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'small letters, digits and hyphens');
const moment = z.string().regex(momentForm, 'a time from the start, "m:ss" or "h:mm:ss", in quotes');
const amount = z.string().regex(/^\d{1,18}(\.\d{1,8})?$/, 'an amount in quotes, with at most 8 decimals');
const price = amount;
const ip = z.string().refine(isIPv4, 'an IPv4 address');
const symbol = z.string().regex(/^[A-Z0-9]{2,20}$/, "the venue's own symbol, as BTCUSDT");
const side = z.enum(['buy', 'sell']);
const instant = z
  .string()
  .refine(
    (text) => DateTime.fromISO(text).isValid && text.endsWith('Z'),
    'a UTC time, as 2026-03-14T02:57:00.000Z',
  );

const key = z.strictObject({
  label: words,
  scopes: z.array(z.enum(simulatorScopes)),
  ipAllowlist: z.array(ip),
  created: moment,
});

const cancelOrders = z.strictObject({
  do: z.literal('cancel-orders'),
  at: moment,
  clientOrderIdPrefix: words,
});

const trade = z.strictObject({
  do: z.literal('trade'),
  at: moment,
  symbol,
  side,
  /** "all": whatever is free then. */
  amount: z.union([amount, z.literal('all')], 'an amount in quotes, or all'),
  price,
});

const churn = z.strictObject({
  do: z.literal('churn'),
  from: moment,
  to: moment,
  symbol,
  /** Buys and sells in turn. */
  fills: z
    .int('a whole number')
    .min(4, 'at least 4')
    .max(10_000, 'at most 10000')
    .multipleOf(2, 'an even number'),
  buyAt: z.tuple([price, price]),
  sellAt: z.tuple([price, price]),
  /** What is there when it is done, to the last digit. */
  leaves: z.strictObject({ quote: amount, base: z.string().regex(/^\d{1,15}$/, 'a whole number in quotes') }),
});

const withdraw = z.strictObject({
  do: z.literal('withdraw'),
  at: moment,
  coin: words,
  amount,
  address: words,
  network: words,
});

export const scenarioSchema = z.strictObject({
  id,
  version: z.string().regex(/^\d+\.\d+\.\d+$/, 'a version, as 1.0.0'),
  title: words,
  difficulty: z.int('1, 2 or 3').min(1, '1, 2 or 3').max(3, '1, 2 or 3'),
  summary: words,
  /** What a tired responder would believe. */
  trap: words,
  venue: id,
  /** The attacker's first act: all other times count from here. */
  startsAt: instant,
  /** When somebody notices and the case is opened: until then the attacker has the account to himself. */
  noticedAt: moment,
  /** The attacker's own prices and amounts come from it; keys do not. */
  seed: words,
  valuedIn: words,
  account: z.strictObject({
    id,
    label: words,
    uid: z.int('a whole number').positive('more than 0'),
    task: z.enum(tasks),
    host: words,
    expectedScopes: z.array(z.enum(permissionScopes)),
    expectedIpAllowlist: z.array(ip),
    clientOrderIdPrefixes: z.array(words),
    usualSymbols: z.array(symbol),
    usualFillsPerMinute: amount,
    dependents: z.array(words),
  }),
  keys: z.strictObject({ suspect: key, responder: key.optional() }),
  markets: z
    .array(z.strictObject({ symbol, base: words, quote: words, price, depth: amount }))
    .min(1, 'a market'),
  feeRate: z.string().regex(/^0(\.\d{1,6})?$/, 'a rate in quotes, as 0.001'),
  balances: z.array(z.strictObject({ asset: words, amount })),
  openOrders: z.array(z.strictObject({ clientOrderId: words, symbol, side, price, amount, at: moment })),
  /** The owner's usual trading before the start, spread evenly and made from the seed. */
  habits: z.array(
    z.strictObject({
      symbol,
      fills: z.int('a whole number').min(1, 'at least 1').max(5000, 'at most 5000'),
      from: moment,
      to: moment,
      amount,
      clientOrderIdPrefix: words,
    }),
  ),
  addresses: z.array(
    z.strictObject({ coin: words, network: words, address: words, label: words, whitelisted: z.boolean() }),
  ),
  withdrawals: z.array(
    z.strictObject({
      coin: words,
      amount,
      fee: amount,
      address: words,
      network: words,
      txId: words,
      at: moment,
    }),
  ),
  deposits: z.array(
    z.strictObject({ coin: words, amount, address: words, network: words, txId: words, at: moment }),
  ),
  sessions: z.array(z.strictObject({ device: words, ip, at: moment })),
  attacker: z.strictObject({
    address: ip,
    key: z.enum(['suspect']),
    /** He comes once or more; a dead key ends a visit, not the next. */
    visits: z
      .array(
        z.strictObject({ acts: z.array(z.discriminatedUnion('do', [cancelOrders, trade, churn, withdraw])) }),
      )
      .min(1, 'a visit'),
  }),
  /** What the players are told, and when. */
  injects: z.array(z.strictObject({ at: moment, to: z.enum(['operator']), text: words })),
  truth: z.strictObject({
    lostWithoutResponse: amount,
    lostBy: moment,
    foreignAddresses: z.array(words),
  }),
});

type Written = z.infer<typeof scenarioSchema>;
type DeepReadonly<T> = T extends object ? { readonly [Name in keyof T]: DeepReadonly<T[Name]> } : T;

/** A scenario after loading: shape checked, every name resolved. */
export type Scenario = DeepReadonly<Written>;
export type ScriptedAct = Scenario['attacker']['visits'][number]['acts'][number];
export type Churn = Extract<ScriptedAct, { readonly do: 'churn' }>;

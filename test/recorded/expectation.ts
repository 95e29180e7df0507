import type { CapabilityName, PageRequest, Session, Venue } from '../../src/venues/index.ts';
import type { Example, OfficialCase, RecordedCase } from './examples.ts';

/** What must become of the replies of one list. */
export interface Expectation {
  /** The list that reads them, and what is asked of it. */
  readonly list: CapabilityName;
  readonly request?: PageRequest;
  readonly replies: readonly Claim[];
  /** The rows inside a body, one for each of our rows, in their order. */
  readonly rowsIn: (body: unknown) => readonly unknown[];
  /** Raw leaf ("fee.cost" when inside another) → where it stands in our row, and what it became on the way. */
  readonly becomes: Readonly<Record<string, Place>>;
  /** Leaves that our row leaves out, and why. The raw reply keeps them: it is the exhibit. */
  readonly drops: Readonly<Record<string, string>>;
}

/**
 * A path in our row ("completedAt.value"); with it, what the leaf must have become (undefined: not there);
 * or, where one path does not say it, whether the row holds the leaf.
 */
export type Place =
  | string
  | readonly [path: string, made: (leaf: unknown) => string | undefined]
  | ((leaf: unknown, ours: never) => boolean);

/** Some of the replies that are there. */
export interface Claim {
  readonly takesRecorded?: (example: RecordedCase) => boolean;
  readonly takesOfficial?: (example: OfficialCase) => boolean;
  /** Where a reply is of one row and the list's has many, or the other way round. */
  readonly asBody?: (body: unknown) => unknown;
}

/** Everything recorded of a venue that concerns an account, and what firebreak makes of it. */
export interface ExpectedOfVenue {
  readonly venue: Venue;
  readonly lists: Readonly<Record<string, Expectation>>;
  /** Replies of acts, and of the key's own report: the call ends well, and returns this much. */
  readonly calls?: Readonly<Record<string, ExpectedCall>>;
  /** Recorded account calls that nothing here reads, as `method "description"`, and why. */
  readonly leftOut: Readonly<Record<string, string>>;
  /** No list of dropped leaves may hold one of these, but for a reason that ends in `ownRow`. */
  readonly neverDropped: RegExp;
}

/** Of leaves that repeat what the row refers to. */
export const ownRow = 'is read with its own row';

export interface ExpectedCall {
  readonly replies: readonly Claim[];
  readonly run: (session: Session, body: unknown) => Promise<unknown>;
  /** Part of what `run` returns; absent: that it ends without a failure is all. */
  readonly returns?: (body: unknown) => unknown;
}

/** Recorded replies of a method; of one description where it is given. */
export const recorded = (method: string, description?: string | RegExp, asBody?: Claim['asBody']): Claim => ({
  takesRecorded: (example) =>
    example.method === method &&
    (description === undefined ||
      (typeof description === 'string'
        ? example.description === description
        : description.test(example.description))),
  ...(asBody && { asBody }),
});

/** Examples that the venue prints in its own client. */
export const official = (client: string, call: string, asBody?: Claim['asBody']): Claim => ({
  takesOfficial: (example) => example.client === client && example.call === call,
  ...(asBody && { asBody }),
});

export const nameOfRecorded = ({ method, description }: RecordedCase): string => `${method} "${description}"`;

/** What the claims take of all that is there. */
export function taken(
  claims: readonly Claim[],
  there: { readonly recorded: readonly RecordedCase[]; readonly official: readonly OfficialCase[] },
): readonly Example[] {
  return claims.flatMap(({ takesRecorded, takesOfficial, asBody = (body: unknown) => body }) => [
    ...there.recorded
      .filter((each) => takesRecorded?.(each))
      .map((each) => ({ from: `recorded ${nameOfRecorded(each)}`, body: asBody(each.body) })),
    ...there.official
      .filter((each) => takesOfficial?.(each))
      .map((each) => ({ from: `official ${each.client} ${each.call}`, body: asBody(each.body) })),
  ]);
}

/** ccxt's methods that concern an account; every recorded reply of one is claimed, or left out with a reason. */
export const accountMethods: readonly string[] = [
  'cancelAllOrders',
  'cancelOrder',
  'cancelOrders',
  'fetchAccounts',
  'fetchBalance',
  'fetchBorrowInterest',
  'fetchClosedOrder',
  'fetchClosedOrders',
  'fetchDeposits',
  'fetchDepositsWithdrawals',
  'fetchFundingHistory',
  'fetchLedger',
  'fetchMyTrades',
  'fetchOpenOrder',
  'fetchOpenOrders',
  'fetchOrder',
  'fetchOrders',
  'fetchPosition',
  'fetchPositionHistory',
  'fetchPositions',
  'fetchPositionsHistory',
  'fetchTransfer',
  'fetchTransfers',
  'fetchWithdrawals',
];

/**
 * Raw leaves that do not stand in our row where and as they should, and that no list excuses. A leaf is
 * excused by its own name, or by that of what it is inside of.
 */
export function leavesMissingIn(
  ours: unknown,
  raw: unknown,
  { becomes, drops }: Pick<Expectation, 'becomes' | 'drops'>,
): readonly string[] {
  const isExcused = (name: string): boolean =>
    Object.keys(drops).some((dropped) => name === dropped || name.startsWith(`${dropped}.`));
  return leavesOf(raw)
    .filter(([name]) => Object.hasOwn(becomes, name) || !isExcused(name))
    .filter(([name, leaf]) => {
      const place = Object.hasOwn(becomes, name) ? becomes[name] : undefined;
      if (place === undefined) return true;
      if (typeof place === 'function') return !place(leaf, ours as never);
      const [where, made] = typeof place === 'string' ? [place, String] : place;
      const stands = at(ours, where);
      return (stands === undefined ? undefined : String(stands as string)) !== made(leaf);
    })
    .map(([name, leaf]) => `${name}=${JSON.stringify(leaf)} in ${JSON.stringify(ours)}`);
}

/** "fee.cost" → its value; what is in a list is named by its place. */
function leavesOf(value: unknown, name = ''): readonly (readonly [string, unknown])[] {
  if (typeof value !== 'object' || value === null) return [[name, value]];
  return Object.entries(value).flatMap(([key, inner]) =>
    leavesOf(inner, name === '' ? key : `${name}.${key}`),
  );
}

const at = (value: unknown, where: string): unknown =>
  where
    .split('.')
    .reduce<unknown>((inner, key) => (inner as Record<string, unknown> | null | undefined)?.[key], value);

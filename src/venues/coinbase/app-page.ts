import { z } from 'zod';
import { maybeText } from '../rows.ts';

// Lists of the Coinbase App (v2): `{"pagination":{…},"data":[…]}`, newest first.

/** "Values up to 100 are permitted" (pagination). */
export const appPageSize = 100;

const pagination = z.object({
  next_uri: maybeText,
  next_starting_after: maybeText,
  limit: z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]).nullish(),
});

/** Of a row that the owner must unlock first anything may be missing. */
const withheld = z.object({ proof_token_required: z.literal(true) });
type Withheld = z.output<typeof withheld>;

/** The list of v2 around rows of one form. */
export const appList = <Row extends z.ZodType<{ readonly id: string }>>(row: Row) =>
  z.object({
    data: z.array(z.union([row, withheld])),
    pagination,
    proof_token_required: z.boolean().nullish(),
  });

interface AppList<Row> {
  readonly data: readonly (Row | Withheld)[];
  readonly pagination: z.output<typeof pagination>;
  readonly proof_token_required?: boolean | null | undefined;
}

/** The rows that are told. */
export const toldIn = <Row extends { readonly id: string }>({ data }: AppList<Row>): readonly Row[] =>
  data.filter((row): row is Row => 'id' in row);

/** The parameters of one page. */
export const appPage = (cursor: string | undefined) => ({
  limit: appPageSize,
  ...(cursor === undefined ? {} : { starting_after: cursor }),
});

/**
 * The id to go on after. A page may be shorter than asked for, so its length says nothing; a full one is
 * taken for the last only when the page after it is empty. Of `next_uri` only this id is used: where a request
 * goes is not the reply's to say.
 */
export function nextAfter<Row extends { readonly id: string }>(list: AppList<Row>): string | undefined {
  const { next_uri, next_starting_after, limit } = list.pagination;
  const named = next_uri === '' ? undefined : startingAfterIn(next_uri);
  const isFull = list.data.length >= (limit ?? appPageSize);
  const last = toldIn(list).at(-1)?.id;
  return named ?? (next_starting_after || (isFull || next_uri !== '' ? last : undefined));
}

const startingAfterIn = (uri: string): string | undefined =>
  new URLSearchParams(uri.split('?')[1] ?? '').get('starting_after') || undefined;

/** Why a list is not whole: the venue keeps some of it back. */
export function whyKeptBack<Row>({ data, proof_token_required }: AppList<Row>): string | undefined {
  const count = data.filter((row) => isWithheld(row)).length;
  if (proof_token_required !== true && count === 0) return undefined;
  return withholding(count === 0 ? 'this list' : `${count} of ${data.length} rows`);
}

/** The same word in lists of v3, which have it beside the rows. */
export const whyWithheld = (body: unknown): string | undefined =>
  isWithheld(body) ? withholding('a part of this list') : undefined;

const withholding = (which: string): string =>
  `Coinbase withholds ${which} until the owner proves who they are (proof_token_required): read it on the page`;

const isWithheld = (value: unknown): boolean => withheld.safeParse(value).success;

import { firstOrderId } from '../ledger-books.ts';
import type { LedgerBooks, LedgerOrder } from '../ledger-books.ts';
import { invalidArguments, refusal } from './codes.ts';
import { orderTxid } from './ids.ts';
import { optional } from './parameters.ts';
import type { Parameters } from './parameters.ts';

/**
 * The books want a client's id of every order, the venue knows two kinds and needs neither: `cl_ord_id`,
 * and `userref`, a number that several orders may share ("userref:<number>:<order>" in the books). An
 * order without one has its own txid for it in the books.
 */
const userrefForm = /^userref:(-?\d+):\d+$/;

type Named = Pick<LedgerOrder, 'id' | 'clientOrderId'>;

/** Undefined: the client gave none. */
export const ownClientOrderId = ({ id, clientOrderId }: Named): string | undefined =>
  clientOrderId === orderTxid(id) || userrefForm.test(clientOrderId) ? undefined : clientOrderId;

export function userrefOf({ clientOrderId }: Pick<Named, 'clientOrderId'>): number | null {
  const userref = userrefForm.exec(clientOrderId)?.[1];
  return userref === undefined ? null : Number(userref);
}

/** "Long form UUID", "Short form UUID" (32 hexadecimal digits), "Free text … up to 18 ASCII characters". */
const clientIdForms: readonly RegExp[] = [
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  /^[0-9a-f]{32}$/i,
  /^[\x21-\x7e]{1,18}$/,
];

/** For a new order. The two kinds are "mutually exclusive". */
export function clientOrderIdIn(parameters: Parameters, books: LedgerBooks): string {
  const id = firstOrderId + books.orders.length;
  const own = optional(parameters, 'cl_ord_id');
  const userref = optional(parameters, 'userref');
  if (own !== undefined && userref !== undefined) throw invalidArguments();
  if (own !== undefined && !clientIdForms.some((form) => form.test(own))) {
    throw refusal('EGeneral:Invalid arguments:cl_ord_id');
  }
  if (userref === undefined) return own ?? orderTxid(id);
  if (!/^-?\d{1,10}$/.test(userref)) throw invalidArguments();
  return `userref:${Number(userref)}:${id}`;
}

/** Orders that a text names: by txid, or by the userref that they share. */
export const isNamed = (order: Named, text: string): boolean =>
  orderTxid(order.id) === text || (/^-?\d+$/.test(text) && userrefOf(order) === Number(text));

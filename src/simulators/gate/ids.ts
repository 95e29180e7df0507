import type { Json } from '../../domain/json.ts';
import type { LedgerOrder, LedgerTrade } from '../ledger-books.ts';

/** Ids of the venue's own forms (recorded replies), each always the same for the same row. */

/** Marks a text that goes out as a bare number: `answer.ts` takes the quotes off. */
export const bareNumber = '\u{F8FF}';

/**
 * An "integer(int64)" of more digits than a JavaScript number holds: as the venue prints it, without
 * quotes. That `id_string` is there "to avoid int64 precision loss" is the documents' own word.
 */
export const int64 = (digits: string): Json => `${bareNumber}${digits}`;

/** Twelve digits: "700604309511". */
export const orderIdOf = ({ id }: Pick<LedgerOrder, 'id'>): string => String(700_600_000_000 + id);

/** Nine digits: "916510270". */
export const spotTriggerIdOf = ({ id }: Pick<LedgerOrder, 'id'>): string => String(916_000_000 + id);

/** Nineteen digits: "2033851588807757824". */
export const triggerIdOf = ({ id }: Pick<LedgerOrder, 'id'>): string =>
  `203385158${String(id).padStart(10, '0')}`;

export const tradeIdOf = ({ id }: Pick<LedgerTrade, 'id'>): string => String(7_300_000_000 + id);

/** "Consecutive trade ID within a single market". */
export const sequenceIdOf = ({ id }: Pick<LedgerTrade, 'id'>): string => String(id);

/** The place in the books makes the number: rows are only ever added there. "w1879219868", "d33361395". */
export const withdrawalIdOf = (index: number): string => `w${1_879_219_868 + index}`;
export const depositIdOf = (index: number): string => `d${33_361_395 + index}`;

/** What an order without a text is called in the books; the venue prints "apiv4". */
export const ownTextOf = (orderId: number): string => `apiv4-${orderId}`;

export const textOf = ({ clientOrderId }: Pick<LedgerOrder, 'clientOrderId'>): string =>
  /^apiv4-\d+$/.test(clientOrderId) ? 'apiv4' : clientOrderId;

import type { LedgerOrder, LedgerTrade } from '../ledger-books.ts';

/**
 * Ids of the lengths that the documents' examples have, always the same for the same row, ascending with
 * the place in the books. They are beyond 2^53: a client that reads them as numbers mixes them up.
 */
const spaced = (first: bigint, place: number): string => String(first + BigInt(place) * 4096n);

export const ordIdOf = ({ id }: Pick<LedgerOrder, 'id'>): string => spaced(1_752_588_852_617_379_840n, id);
export const algoIdOf = ({ id }: Pick<LedgerOrder, 'id'>): string => spaced(1_853_184_812_254_216_192n, id);
export const fillBillIdOf = ({ id }: Pick<LedgerTrade, 'id'>): string =>
  spaced(1_680_800_019_754_098_688n, id);
export const billIdOf = (index: number): string => spaced(623_950_854_533_513_219n, index);
export const positionIdOf = (index: number): string => spaced(1_752_810_569_801_498_626n, index);

/** The place in the books makes the number: rows are only ever added there. */
export const wdIdOf = (index: number): string => String(15_447_421 + index);
export const depIdOf = (index: number): string => String(88_420_033 + index);
export const transIdOf = (index: number): string => String(248_424_899 + index);
export const fundingBillIdOf = (index: number): string => String(189_887_685 + index);
export const subBillIdOf = (index: number): string => String(89_887_685 + index);

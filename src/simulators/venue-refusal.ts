import type { Json } from '../domain/json.ts';
import type { Refusal } from './contract.ts';
import { LedgerRefusal } from './ledger-books.ts';
import type { LedgerRefusalReason } from './ledger-books.ts';

/** A refusal as a venue sends it: HTTP status, its code, its words, in its form. */
export class VenueRefusal extends Error {
  readonly httpStatus: number;
  readonly code: string;
  readonly body: Json;
  readonly aboutKey: boolean;
  readonly retryAfterS: number | undefined;

  constructor(said: Omit<Refusal, 'aboutKey'> & VenueForm) {
    super(said.message);
    this.name = 'VenueRefusal';
    this.httpStatus = said.httpStatus;
    this.code = said.code;
    this.body = said.body;
    this.aboutKey = said.aboutKey ?? false;
    this.retryAfterS = said.retryAfterS;
  }

  toRefusal(): Refusal {
    const { httpStatus, code, message, aboutKey } = this;
    return { httpStatus, code, message, aboutKey };
  }
}

interface VenueForm {
  readonly body: Json;
  /** Absent: no. */
  readonly aboutKey?: boolean;
  readonly retryAfterS?: number | undefined;
}

/** Runs what may be refused; a refusal of the books comes out as the venue's. */
export type InVenueWords = <Result>(act: () => Result) => Result;

export const translateRefusals =
  (words: Readonly<Record<LedgerRefusalReason, () => VenueRefusal>>): InVenueWords =>
  (act) => {
    try {
      return act();
    } catch (problem) {
      throw problem instanceof LedgerRefusal ? words[problem.reason]() : problem;
    }
  };

/** What the venue refused, or undefined when it did not. */
export function refusalOf(act: () => void): Refusal | undefined {
  try {
    act();
    return undefined;
  } catch (problem) {
    if (problem instanceof VenueRefusal) return problem.toRefusal();
    throw problem;
  }
}

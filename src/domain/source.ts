/** Where a fact is written, and when someone last looked. */
export interface Source {
  /** A document or page, named so that a stranger can find it. */
  readonly where: string;
  /** ISO date of the last check. */
  readonly checked: string;
  /** False when no document was found: the product then says "unverified". */
  readonly verified: boolean;
}

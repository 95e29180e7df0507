/** Memory to be used again and again. */
export interface Scratch {
  /** Its first bytes; what was given before is overwritten. */
  ofLength(length: number): Buffer;
}

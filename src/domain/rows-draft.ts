import type { KeptProof } from './coverage.ts';
import type { Exhibit } from './exhibit.ts';

/**
 * A listing on its way to disk: its rows are written as they come and held by nobody. It is an exhibit
 * once it is finished, and nothing at all when it is discarded.
 */
export interface RowsDraft<Description> {
  /**
   * Writes rows behind those before them. Await it: what the disk has not taken yet lies in memory.
   *
   * @throws EvidenceError NOT_JSON for a row that cannot be written, and what the system says of the
   *   disk; after either the draft can only be discarded
   */
  write(rows: readonly unknown[]): Promise<void>;
  /** Writes what the pages prove behind the rows; synced, named and whole when it resolves. */
  finish(description: Description, proof: KeptProof): Promise<Exhibit>;
  /** Takes the draft away. Of no effect on what is finished. */
  discard(): Promise<void>;
}

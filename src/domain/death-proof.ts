/** One probe of a key that should be dead. Built from the raw reply, never from an exception's class. */
export interface Probe {
  readonly at: string;
  readonly role: 'before' | 'negative' | 'live-control' | 'clock';
  /** What the venue's table says about this reply. */
  readonly says: 'works' | 'dead-code' | 'refused-but-exists' | 'inconclusive';
  readonly httpStatus?: number;
  readonly venueCode?: string;
  readonly exchange?: string;
  readonly egress: string;
}

/**
 * The proof that a key no longer works. `dead` needs all of: a positive control before, two or more
 * negative probes at least 30 s apart on fresh sessions, a live control after, a sane clock.
 */
export interface DeathProof {
  readonly verdict: 'dead' | 'alive' | 'not-proven';
  readonly why: string;
  /**
   * Who ended a dead key: us (it worked until we acted), the venue (its code says so), or nobody can
   * tell. Absent while it is not dead, and in records of version 0.1.
   */
  readonly endedBy?: 'us' | 'venue' | 'not-known';
  readonly probes: readonly Probe[];
}

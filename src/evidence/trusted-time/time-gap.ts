/** A time that was to be confirmed and is not, or late: no sign of a change. */
export interface TimeGap {
  readonly kind: TimeGapKind;
  /** The name of who was to confirm it; none where nobody was asked. */
  readonly authority?: string;
  /** What is said of it, without a full stop. */
  readonly sentence: string;
}

/**
 * HEAD_NOT_STAMPED, HEAD_LATE: of a head of the journal. SEAL_NOT_STAMPED, SEAL_LATE: of the tag manifest or its
 * signature. SEAL_AUTHORITY_UNNAMED: a token over the seal by one of whom bag-info.txt says nothing. CLOCKS_DISAGREE: the
 * authority's time cannot be, by the times that the record gives itself.
 */
export type TimeGapKind =
  | 'HEAD_NOT_STAMPED'
  | 'HEAD_LATE'
  | 'SEAL_NOT_STAMPED'
  | 'SEAL_LATE'
  | 'SEAL_AUTHORITY_UNNAMED'
  | 'CLOCKS_DISAGREE';

/** What can only be known of a seal when its token came after it: `seal --stamp` tells these. */
export const isOfLaterStamp = ({ kind }: TimeGap): boolean =>
  kind === 'SEAL_LATE' || kind === 'SEAL_AUTHORITY_UNNAMED';

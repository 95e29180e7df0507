import type { Gap } from '../model.ts';

/** `unknown` gaps are counted on the first page: what may be anything. */
export interface KindedGap extends Gap {
  readonly kind: 'unknown' | 'failed' | 'not-done' | 'limit';
  /** A part of a list at the venue that nobody has read: whoever keeps the list can still be asked for it. */
  readonly isUnreadList?: true;
}

export const gap = (
  kind: KindedGap['kind'],
  what: string,
  why: string,
  restsOn: readonly string[] = [],
): KindedGap => ({ kind, what, why, restsOn });

/** Hole of a list: `what` of `list` was not read, `span` says from when to when. */
export const unreadList = (
  list: string,
  hole: { readonly what: string; readonly why: string; readonly span: string },
  restsOn: readonly string[],
): KindedGap => ({
  ...gap('unknown', `${list}: ${hole.what}${hole.span} not read`, hole.why, restsOn),
  isUnreadList: true,
});

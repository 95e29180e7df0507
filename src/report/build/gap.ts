import type { Gap } from '../model.ts';

/** `unknown` gaps are counted on the first page: what may be anything. */
export interface KindedGap extends Gap {
  readonly kind: 'unknown' | 'failed' | 'not-done' | 'limit';
}

export const gap = (
  kind: KindedGap['kind'],
  what: string,
  why: string,
  restsOn: readonly string[] = [],
): KindedGap => ({ kind, what, why, restsOn });

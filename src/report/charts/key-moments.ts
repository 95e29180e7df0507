import type { Report } from '../model.ts';
import { millis } from '../words.ts';

export interface KeyMoment {
  readonly label: string;
  readonly at: number;
}

/** The moments by which a response is judged, as far as the record has them. Milliseconds since 1970. */
export function keyMoments(report: Report): KeyMoment[] {
  const moments: KeyMoment[] = [];
  const add = (label: string, at: number | undefined): void => {
    if (at !== undefined) moments.push({ label, at });
  };
  add('opened', millis(report.identification.openedAt));
  add('first action', firstAction(report));
  add(report.subjects.length > 1 ? 'last key dead' : 'key dead', lastKeyDead(report));
  add(report.verdict.is === 'open' ? 'as of' : 'closed', millis(report.identification.asOf));
  return moments;
}

const firstAction = ({ actions }: Report): number | undefined =>
  earliest(actions.flatMap(({ at }) => millis(at) ?? []));

/** Only when every key in scope was proven dead: one living key means there is no such moment. */
function lastKeyDead({ subjects }: Report): number | undefined {
  const ends = subjects.map(({ exposure, deathProof }) =>
    exposure.to.known && deathProof.known && deathProof.value.verdict === 'dead'
      ? millis(exposure.to.value)
      : undefined,
  );
  const all = ends.filter((at) => at !== undefined);
  return all.length > 0 && all.length === ends.length ? Math.max(...all) : undefined;
}

const earliest = (moments: readonly number[]): number | undefined =>
  moments.reduce<number | undefined>((min, at) => (min === undefined || at < min ? at : min), undefined);

import type { Playbook, Section, Step, Track } from './playbook.ts';

export interface Placed {
  readonly section: Section;
  readonly track: Track | undefined;
  readonly step: Step;
}

/** Every step of a playbook with where it stands, in the order of the file. */
export function placedSteps(playbook: Playbook): Placed[] {
  return playbook.sections.flatMap((section): Placed[] =>
    section.per === 'case'
      ? section.steps.map((step) => ({ section, track: undefined, step }))
      : section.tracks.flatMap((track) => track.steps.map((step) => ({ section, track, step }))),
  );
}

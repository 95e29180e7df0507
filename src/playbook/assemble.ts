import type { Playbook, Section, Step, Work } from './playbook.ts';
import {
  argumentsOf,
  type WrittenPlaybook,
  type WrittenSection,
  type WrittenStep,
  type WrittenWork,
} from './schema.ts';

/** Turns a playbook as written, with nothing wrong in it, into the one that runs: defaults filled in. */
export function assemble(written: WrittenPlaybook): Playbook {
  const { id, version, title, summary } = written;
  return { id, version, title, summary, sections: written.sections.map(assembleSection) };
}

function assembleSection(written: WrittenSection): Section {
  const { phase, title, purpose } = written;
  if (written.per === 'account') {
    const tracks = written.tracks.map((track) => ({ ...track, steps: track.steps.map(assembleStep) }));
    return { phase, title, purpose, per: 'account', tracks };
  }
  return { phase, title, purpose, per: 'case', steps: written.steps.map(assembleStep) };
}

function assembleStep(written: WrittenStep): Step {
  const { when, next, returns, mandatory, harm = '', required = true, ...rest } = written;
  return {
    ...rest,
    do: assembleWork(rest.do),
    check: assembleWork(rest.check),
    harm: harm.trim(),
    required,
    ...(mandatory === undefined ? {} : { mandatory }),
    ...(when === undefined ? {} : { when }),
    ...(next === undefined ? {} : { next }),
    ...(returns === undefined ? {} : { returns }),
  };
}

const assembleWork = (written: WrittenWork): Work => ({
  kind: written.kind,
  with: argumentsOf(written),
});

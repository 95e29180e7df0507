import { inWords } from './describe.ts';
import type { Playbook, Section, Step } from './playbook.ts';
import { chainOf } from './rules-order.ts';

/**
 * The procedure as a Mermaid `stateDiagram-v2`: a composite state for each phase, its steps in their
 * order, the tracks of an account as concurrent regions, the return edge with its condition.
 */
export function drawGraph(playbook: Playbook): string {
  const { sections } = playbook;
  const lines = ['stateDiagram-v2', '  direction TB', `  [*] --> ${stateOf(sections[0])}`];
  for (const [index, section] of sections.entries()) {
    lines.push(...drawSection(section, index + 1));
    lines.push(`  ${stateOf(section)} --> ${stateOf(sections[index + 1])}`);
    lines.push(...drawReturns(section));
  }
  return `${lines.join('\n')}\n`;
}

const stateOf = (section: Section | undefined): string => (section ? `phase_${section.phase}` : '[*]');

function drawSection(section: Section, number: number): string[] {
  const title = section.per === 'case' ? section.title : `${section.title} (each account)`;
  const regions =
    section.per === 'case'
      ? [drawSteps(section.steps, `${number}`)]
      : section.tracks.map((track, at) => drawSteps(track.steps, `${number}${String.fromCharCode(65 + at)}`));
  const body = regions.flatMap((lines, at) => (at === 0 ? lines : ['    --', ...lines]));
  return [`  state "${number} ${label(title)}" as ${stateOf(section)} {`, ...body, '  }'];
}

function drawSteps(steps: readonly Step[], number: string): string[] {
  const names = steps.map((step, at) => `    ${idOf(step)} : ${number}.${at + 1} ${label(step.title)}`);
  const { order } = chainOf(steps);
  const edges = order.map((step, at) => `    ${idOf(order[at - 1])} --> ${idOf(step)}${onlyIf(step)}`);
  return [...names, ...edges, `    ${idOf(order.at(-1))} --> [*]`];
}

// A step that is passed over still stands in the chain: the edge into it says when it runs.
const onlyIf = (step: Step): string => (step.when ? ` : only if ${label(inWords(step.when))}` : '');

const drawReturns = (section: Section): string[] =>
  (section.per === 'case' ? section.steps : []).flatMap(({ returns }) =>
    returns ? [`  ${stateOf(section)} --> phase_${returns.to} : ${label(inWords(returns.when))}`] : [],
  );

/** Mermaid reads "-" and words like "end" in its own way, so ids get a prefix and underscores. */
const idOf = (step: Step | undefined): string => (step ? `step_${step.id.replaceAll('-', '_')}` : '[*]');

/** Text without the characters that Mermaid (or the HTML that it makes) would act on. */
const label = (text: string): string =>
  text
    .replaceAll('"', "'")
    .replace(/[^\p{L}\p{N} .,'()/∥≤≥-]+/gu, ' ')
    .replace(/--+/g, '-')
    .replace(/ +/g, ' ')
    .trim();

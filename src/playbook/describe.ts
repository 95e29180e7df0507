import type { Json, JsonObject } from '../domain/json.ts';
import type { Condition, Playbook, Section, Step, Work } from './playbook.ts';
import type { StepKindDescription } from './step-kind.ts';

const columns = 80;
const labelWidth = 9;

type Kinds = readonly Pick<StepKindDescription, 'id' | 'summary'>[];

/**
 * The procedure as a person reads it: phases and steps numbered, for each step what it is for, needs,
 * does, how we know, how to undo and what breaks. Plain text of at most 80 columns where words allow.
 * With `kinds`, each kind of work says in words what it does.
 */
export function describePlaybook(playbook: Playbook, kinds: Kinds = []): string {
  const { id, version, title, summary, sections } = playbook;
  const lines = [title, `${id} ${version}`, '', ...wrap(summary, 0)];
  for (const [index, section] of sections.entries()) {
    lines.push('', ...describeSection(section, index + 1, kinds));
  }
  return `${lines.join('\n')}\n`;
}

function describeSection(section: Section, number: number, kinds: Kinds): string[] {
  const heading = `${number}  ${section.phase.toUpperCase()}${sameWord(section) ? '' : ` — ${section.title}`}`;
  const lines = [heading, ...wrap(section.purpose, 3)];
  if (section.per === 'case') {
    return [
      ...lines,
      ...section.steps.flatMap((step, index) => describeStep(step, `${number}.${index + 1}`, kinds)),
    ];
  }
  lines.push(...wrap(`Once for each account in scope${sideBySide(section.tracks.length)}.`, 3));
  for (const [index, track] of section.tracks.entries()) {
    const letter = `${number}${letterOf(index)}`;
    lines.push('', `${letter} ${track.title}`);
    lines.push(...track.steps.flatMap((step, at) => describeStep(step, `${letter}.${at + 1}`, kinds)));
  }
  return lines;
}

function describeStep(step: Step, number: string, kinds: Kinds): string[] {
  const { needs } = step;
  const marks = step.mandatory ? ' [mandatory]' : step.required ? '' : ' [optional]';
  const scopes = needs.scopes.length === 0 ? 'no key' : `a key that may ${needs.scopes.join(', ')}`;
  const approval = needs.approval === 'none' ? 'runs by itself' : 'the operator says yes first';
  return [
    '',
    ...wrap(`${step.title}${marks}`, number.length + 2, number),
    ...field('why', step.purpose),
    ...field('needs', `${scopes}; ${approval}`),
    ...(step.when ? field('only if', inWords(step.when)) : []),
    ...field('do', describeWork(step.do, kinds)),
    ...field('check', describeWork(step.check, kinds)),
    ...field('undo', step.undo),
    ...field('harm', step.harm === '' ? 'none' : step.harm),
    ...(step.next === undefined ? [] : field('then', `goes on with ${step.next}`)),
    ...(step.returns
      ? field('back', `to ${step.returns.to.toUpperCase()} if ${inWords(step.returns.when)}`)
      : []),
  ];
}

/** "revoke-key (key: suspect): revokes the key": the kind, its arguments, what it does. */
function describeWork(work: Work, kinds: Kinds): string {
  const given = describeArguments(work.with);
  const summary = kinds.find((kind) => kind.id === work.kind)?.summary;
  return `${work.kind}${given && ` (${given})`}${summary === undefined ? '' : `: ${summary}`}`;
}

const describeArguments = (given: JsonObject): string =>
  Object.entries(given)
    .map(([name, value]) => `${name}: ${describeValue(value)}`)
    .join('; ');

function describeValue(value: Json): string {
  if (Array.isArray(value)) return value.map(describeValue).join(', ');
  if (typeof value === 'object' && value !== null) return `{ ${describeArguments(value as JsonObject)} }`;
  return String(value);
}

/** A condition in words: `decide-order.order is "evidence-first"`. */
export const inWords = ({ fact, is }: Condition): string => `${fact} is ${JSON.stringify(is)}`;

const sameWord = (section: Section): boolean => section.title.toLowerCase() === section.phase;

const sideBySide = (tracks: number): string =>
  tracks > 1 ? `, its ${tracks} tracks side by side: ${letters(tracks)} run at the same time` : '';

const letterOf = (index: number): string => String.fromCharCode('A'.charCodeAt(0) + index);

const letters = (count: number): string =>
  Array.from({ length: count }, (_, index) => letterOf(index)).join(' and ');

const field = (label: string, text: string): string[] => wrap(text, 4 + labelWidth, `    ${label}`);

/** Breaks text between words at 80 columns; `first` stands before the first line, in the indent. */
function wrap(text: string, indent: number, first = ''): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && indent + line.length + 1 + word.length > columns) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].map((one, index) => (index === 0 ? first : '').padEnd(indent) + one);
}

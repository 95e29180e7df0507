import { BadInput } from '../domain/failure.ts';
import { nearest } from '../domain/file-problem.ts';
import type { Answer, Choice, ChoiceQuestion, Operator, Question } from '../domain/question.ts';

export interface ScriptedOperator extends Operator {
  readonly kind: 'script';
  /** Keys of the answers that no question has used so far: most often a misspelt id. */
  unused(): readonly string[];
}

/**
 * Plays an operator from a file's answers. Keys, from the most to the least exact:
 *
 * - `contain.revoke/approve#2`: the second time that this question is asked;
 * - `contain.revoke/approve`: every time; a list answers choice and text questions one element a time;
 * - a star and the id's last part, as in `"*" + "/menu"`: every question of that name that is not destructive.
 *
 * A destructive question is answered by its own id only, once for each answer that is written: a
 * single answer is never used twice. For a question where several can be chosen a list is the
 * selection, and `#2` tells the times apart. An optional text that is not named stays empty.
 *
 * @throws {BadInput} from `answer`: no answer (with the id, its choices and the line to add), an
 * answer outside the choices (with the nearest), a text that the question refuses, or the same
 * answer given `mostRepeats` times: then the run goes in a circle.
 */
export function createScriptedOperator(
  answers: ReadonlyMap<string, Answer>,
  { name }: { readonly name: string },
): ScriptedOperator {
  const timesAsked = new Map<string, number>();
  const used = new Set<string>();

  return {
    kind: 'script',

    async answer(question, signal) {
      signal.throwIfAborted();
      const times = (timesAsked.get(question.id) ?? 0) + 1;
      timesAsked.set(question.id, times);
      const found = findAnswer(answers, question, times);
      if (!found) return withoutAnswer(question, times, answers, name);
      used.add(found.key);
      return accept(question, found.answer, `${name}, "${found.key}"`);
    },
    unused: () => [...answers.keys()].filter((key) => !used.has(key)),
  };
}

/** No real run asks one question so often; a script that would is stuck on a step that fails again and again. */
const mostRepeats = 25;

function findAnswer(
  answers: ReadonlyMap<string, Answer>,
  question: Question,
  times: number,
): { key: string; answer: Answer } | undefined {
  const nth = `${question.id}#${times}`;
  const exactly = answers.get(nth);
  if (exactly !== undefined) return { key: nth, answer: exactly };
  const key = [question.id, ...(isDestructive(question) ? [] : [patternOf(question.id)])].find((k) =>
    answers.has(k),
  );
  const answer = key === undefined ? undefined : answers.get(key);
  if (key === undefined || answer === undefined) return undefined;
  if (question.kind === 'many') return times > mostRepeats ? undefined : { key, answer };
  if (typeof answer !== 'string') return inTurn(key, answer, times);
  return times > (isDestructive(question) ? 1 : mostRepeats) ? undefined : { key, answer };
}

function inTurn(
  key: string,
  answers: readonly string[],
  times: number,
): { key: string; answer: string } | undefined {
  const answer = answers[times - 1];
  return answer === undefined ? undefined : { key, answer };
}

// "contain.revoke@main/menu" is matched by a star and "/menu".
const patternOf = (id: string): string => `*/${id.slice(id.lastIndexOf('/') + 1)}`;

const isDestructive = (question: Question): question is ChoiceQuestion =>
  question.kind === 'choice' && question.destructive === true;

function withoutAnswer(
  question: Question,
  times: number,
  answers: ReadonlyMap<string, Answer>,
  name: string,
): Answer {
  if (question.kind === 'text' && question.optional === true) return '';
  const again = times > 1 ? `, asked ${times} times by now` : '';
  const misspelt = nearest(question.id, [...answers.keys()]);
  const hints = [
    ...(times > mostRepeats
      ? ['the run goes in a circle: the same answer leads back to the same question']
      : []),
    ...(isDestructive(question)
      ? ['it changes the account: only its own id answers it, never a pattern']
      : []),
    ...(misspelt === undefined || misspelt === question.id ? [] : [`did you mean it by "${misspelt}"?`]),
    ...(question.kind === 'text' ? [] : [`choices: ${listChoices(question.choices)}`]),
    `add the line: ${lineToAdd(question, times)}`,
  ];
  throw new BadInput(`no answer for "${question.id}"${again} (${question.prompt})`, {
    where: name,
    hint: hints.join('; '),
  });
}

/** A line for the answers file, valid in YAML and in JSON. The harmless choice stands in it, where there is one. */
function lineToAdd(question: Question, times: number): string {
  const id = times > 1 ? `${question.id}#${times}` : question.id;
  if (question.kind === 'text') return `${JSON.stringify(id)}: "..."`;
  const harmless = question.choices.find((choice) => choice.harmless === true);
  const value = (harmless ?? question.choices[0])?.value ?? '';
  return `${JSON.stringify(id)}: ${JSON.stringify(question.kind === 'many' ? [value] : value)}`;
}

function accept(question: Question, answer: Answer, where: string): Answer {
  switch (question.kind) {
    case 'text':
      return acceptText(String(answer), question, where);
    case 'many':
      return [answer].flat().map((value) => acceptChoice(value, question.choices, where));
    case 'choice':
      return acceptChoice(String(answer), question.choices, where);
  }
}

function acceptText(text: string, question: Extract<Question, { kind: 'text' }>, where: string): string {
  const isMissing = text.trim() === '' && question.optional !== true;
  const problem = isMissing
    ? 'an answer is needed'
    : text.trim() === ''
      ? undefined
      : question.refuse?.(text);
  if (problem === undefined) return text;
  throw new BadInput(`${JSON.stringify(text)} is refused for "${question.id}": ${problem}`, { where });
}

function acceptChoice(value: string, choices: readonly Choice[], where: string): string {
  const values = choices.map((choice) => choice.value);
  if (values.includes(value)) return value;
  const near = nearest(value, values);
  throw new BadInput(`${JSON.stringify(value)} is not one of the choices: ${listChoices(choices)}`, {
    where,
    hint: near === undefined ? 'use one of the values' : `did you mean "${near}"?`,
  });
}

const listChoices = (choices: readonly Choice[]): string =>
  choices.map(({ value, label }) => (value === label ? value : `${value} (${label})`)).join(', ');

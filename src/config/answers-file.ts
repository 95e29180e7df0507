import { z } from 'zod';
import type { Answer } from '../domain/question.ts';
import { readShape, readYaml, refusalOf } from '../domain/yaml/index.ts';
import { hideSecrets, looksLikeSecret } from '../secrets/index.ts';

/** A script of what an operator answers, question by question. */
interface Answers {
  /** The name that goes into the record. */
  readonly operator: string;
  /** Question id → its answer, or its answers in the order in which it is asked. */
  readonly answers: ReadonlyMap<string, Answer>;
}

const expected = 'an answer, or a list of answers';
// An empty list is an answer too: "none of these".
const answer = z.union([z.string(), z.array(z.string())], { error: expected });
const shape = z.strictObject({
  operator: z.string().min(1, 'the name of who answers').max(80, 'at most 80 characters'),
  answers: z.record(z.string().min(1, 'a question id cannot be empty'), answer),
});

/**
 * Reads an answers file: `operator: NAME` and `answers:` by question id. Every value is text: `yes`,
 * `007` and `1.10` are what stands there. Throws BadFile with every problem at its line and column.
 * Whether an answer fits its question is known only when the question is asked.
 */
export function loadAnswers(path: string, source: string | Uint8Array): Answers {
  const yaml = readYaml(source, { schema: 'failsafe' });
  const read = readShape(shape, yaml, { isHidden: (_, text) => looksLikeSecret(text) });
  const flaws = [...yaml.flaws, ...read.flaws];
  if (read.value === undefined || flaws.length > 0) throw refusalOf(path, hideSecrets(yaml.text), flaws);
  return { operator: read.value.operator, answers: new Map(Object.entries(read.value.answers)) };
}

import { readFile } from 'node:fs/promises';
import { loadAnswers } from '../config/index.ts';
import { BadInput } from '../domain/failure.ts';
import { createScriptedOperator, type ScriptedOperator } from '../terminal/index.ts';

/** The operator that an answers file plays. */
export async function scriptedFrom(path: string): Promise<ScriptedOperator> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new BadInput(`the answers file ${path} cannot be read`, { where: '--answers', cause });
  });
  const { answers } = loadAnswers(path, text);
  return createScriptedOperator(answers, { name: path });
}

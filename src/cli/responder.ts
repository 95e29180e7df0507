import { resolve } from 'node:path';
import { loadAnswers } from '../config/index.ts';
import { BadInput } from '../domain/failure.ts';
import { createScriptedOperator, type ScriptedOperator } from '../terminal/index.ts';
import type { Responder } from './conduct.ts';
import type { Environment } from './environment.ts';
import { readInput } from './read-input.ts';

/** A real incident is answered by a person, or by a file that a person wrote; never by the model. */
export async function realResponder(
  { answers, responder }: { readonly answers?: string; readonly responder?: 'person' | 'model' },
  environment: Environment,
): Promise<Responder> {
  if (responder === 'model') {
    throw new BadInput('the model responder plays drills only: this is a real case', {
      where: '--responder',
      hint: 'run it in a terminal, or answer from a file: --answers FILE',
    });
  }
  if (answers) return scriptedFrom(answers, environment);
  if (environment.isInteractive) return 'person';
  throw new BadInput('a real incident needs a person at a terminal', {
    where: environment.argv[0] ?? 'respond',
    hint: 'run it in a terminal, or answer from a file: --answers FILE',
  });
}

/** Whoever is named; else a person at a terminal, else the model. */
export async function drillResponder(
  { answers, responder }: { readonly answers?: string; readonly responder?: 'person' | 'model' },
  environment: Environment,
): Promise<Responder | 'model'> {
  if (answers) return scriptedFrom(answers, environment);
  if (responder === 'person' && !environment.isInteractive) {
    throw new BadInput('there is no terminal to ask a person at', {
      where: '--responder',
      hint: '--responder model, or --answers FILE',
    });
  }
  return responder ?? (environment.isInteractive ? 'person' : 'model');
}

/** The operator that an answers file plays; the file's own name for him answers "Who are you?". */
async function scriptedFrom(path: string, { cwd }: Environment): Promise<ScriptedOperator> {
  const text = await readInput(resolve(cwd, path), { as: `the answers file ${path}`, where: '--answers' });
  const { operator, answers } = loadAnswers(path, text);
  const script = createScriptedOperator(new Map([[whoAreYou, operator], ...answers]), { name: path });
  // Nobody wrote that line, so nobody misspelt it.
  return { ...script, unused: () => script.unused().filter((key) => answers.has(key)) };
}

const whoAreYou = '*/who-are-you';

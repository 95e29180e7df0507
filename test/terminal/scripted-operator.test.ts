import { describe, expect, it } from 'vitest';
import { BadInput } from '../../src/domain/failure.ts';
import type { Answer, ChoiceQuestion, Question } from '../../src/domain/question.ts';
import { createScriptedOperator } from '../../src/terminal/index.ts';

const signal = new AbortController().signal;
const script = (answers: Readonly<Record<string, Answer>>) =>
  createScriptedOperator(new Map(Object.entries(answers)), { name: 'answers.yaml' });

const menu = (id = 'contain.revoke@main/menu'): ChoiceQuestion => ({
  id,
  kind: 'choice',
  prompt: 'Revoke the key?',
  choices: [
    { value: 'continue', label: 'Continue: do it now' },
    { value: 'skip', label: 'Skip, with a reason' },
    { value: 'quit', label: 'quit' },
  ],
});
const approve: ChoiceQuestion = {
  id: 'contain.revoke@main/approve',
  kind: 'choice',
  destructive: true,
  prompt: 'Revoke tradebot-1?',
  choices: [
    { value: 'revoke', label: 'Revoke' },
    { value: 'not-now', label: 'Not now', harmless: true },
  ],
};
const note: Question = { id: 'contain.revoke@main/note', kind: 'text', prompt: 'Note' };
const accounts: Question = {
  id: 'open.ask/accounts',
  kind: 'many',
  prompt: 'Which?',
  choices: [
    { value: 'main', label: 'main' },
    { value: 'alt', label: 'alt' },
  ],
};

async function refusal(answer: Promise<Answer>): Promise<BadInput> {
  const error: unknown = await answer.then(
    () => undefined,
    (e: unknown) => e,
  );
  if (!(error instanceof BadInput)) throw new Error('it was not refused', { cause: error });
  return error;
}

describe('the scripted operator', () => {
  it('answers by the exact id before any pattern, and by the time before both', async () => {
    const operator = script({ '*/menu': 'continue', 'a.b/menu': 'skip', 'a.b/menu#2': 'quit' });
    expect(await operator.answer(menu('a.b/menu'), signal)).toBe('skip');
    expect(await operator.answer(menu('a.b/menu'), signal)).toBe('quit');
    expect(await operator.answer(menu('c.d@main/menu'), signal)).toBe('continue');
  });

  it('uses a list one element a time, and refuses when it is used up', async () => {
    const operator = script({ 'a.b/menu': ['continue', 'skip'] });
    expect(await operator.answer(menu('a.b/menu'), signal)).toBe('continue');
    expect(await operator.answer(menu('a.b/menu'), signal)).toBe('skip');
    const refused = await refusal(operator.answer(menu('a.b/menu'), signal));
    expect(refused.message).toContain('asked 3 times by now');
    expect(refused.hint).toContain('"a.b/menu#3": "continue"');
  });

  it('takes a list as the selection where several can be chosen', async () => {
    const operator = script({ 'open.ask/accounts': ['alt', 'main'], 'open.ask/accounts#2': [] });
    expect(await operator.answer(accounts, signal)).toEqual(['alt', 'main']);
    expect(await operator.answer(accounts, signal)).toEqual([]);
    expect(await operator.answer(accounts, signal)).toEqual(['alt', 'main']);
  });

  it('never lets a pattern answer a destructive question', async () => {
    const operator = script({ '*/approve': 'revoke', '*': 'revoke' });
    const refused = await refusal(operator.answer(approve, signal));
    expect(refused.message).toBe('no answer for "contain.revoke@main/approve" (Revoke tradebot-1?)');
    expect(refused.where).toBe('answers.yaml');
    expect(refused.hint).toContain('only its own id answers it');
    expect(refused.hint).toContain('choices: revoke (Revoke), not-now (Not now)');
    expect(refused.hint).toContain('add the line: "contain.revoke@main/approve": "not-now"');
  });

  it('uses a destructive answer once: the second time must be written too', async () => {
    const operator = script({ 'contain.revoke@main/approve': 'revoke' });
    expect(await operator.answer(approve, signal)).toBe('revoke');
    await refusal(operator.answer(approve, signal));
    const twice = script({ 'contain.revoke@main/approve': ['revoke', 'not-now'] });
    expect(await twice.answer(approve, signal)).toBe('revoke');
    expect(await twice.answer(approve, signal)).toBe('not-now');
  });

  it('refuses an answer outside the choices and names the nearest', async () => {
    const refused = await refusal(script({ '*/menu': 'contineu' }).answer(menu(), signal));
    expect(refused.message).toBe(
      '"contineu" is not one of the choices: continue (Continue: do it now), skip (Skip, with a reason), quit',
    );
    expect(refused.where).toBe('answers.yaml, "*/menu"');
    expect(refused.hint).toBe('did you mean "continue"?');
    expect((await refusal(script({ 'open.ask/accounts': ['man'] }).answer(accounts, signal))).hint).toBe(
      'did you mean "main"?',
    );
  });

  it('points to a misspelt id', async () => {
    const refused = await refusal(script({ 'contain.revok@main/aprove': 'revoke' }).answer(approve, signal));
    expect(refused.hint).toContain('did you mean it by "contain.revok@main/aprove"?');
  });

  it('refuses a text as a person’s would be, and leaves only an optional one empty', async () => {
    const refuse = (text: string) => (text === 'ok' ? undefined : 'say "ok"');
    const asked: Question = { ...note, refuse };
    expect((await refusal(script({ [note.id]: 'no' }).answer(asked, signal))).message).toBe(
      '"no" is refused for "contain.revoke@main/note": say "ok"',
    );
    expect(await script({ [note.id]: 'ok' }).answer(asked, signal)).toBe('ok');
    expect((await refusal(script({ [note.id]: ' ' }).answer(note, signal))).message).toContain(
      'an answer is needed',
    );
    expect(await script({}).answer({ ...note, optional: true }, signal)).toBe('');
    expect((await refusal(script({}).answer(note, signal))).hint).toContain(
      '"contain.revoke@main/note": "..."',
    );
  });

  it('stops a run that goes in a circle on one answer', async () => {
    const operator = script({ '*/menu': 'continue' });
    for (let time = 1; time <= 25; time += 1) await operator.answer(menu(), signal);
    expect((await refusal(operator.answer(menu(), signal))).hint).toContain('the run goes in a circle');
  });

  it('tells which answers were never asked for', async () => {
    const operator = script({ '*/menu': 'skip', 'never/asked': 'x' });
    await operator.answer(menu(), signal);
    expect(operator.unused()).toEqual(['never/asked']);
  });

  it('answers nothing once the run is stopped', async () => {
    const stopped = AbortSignal.abort(new Error('stopped'));
    await expect(script({ '*/menu': 'skip' }).answer(menu(), stopped)).rejects.toThrow('stopped');
  });
});

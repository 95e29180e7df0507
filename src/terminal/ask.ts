import { createRequire } from 'node:module';
import { BadInput } from '../domain/failure.ts';
import type {
  Answer,
  Choice,
  ChoiceQuestion,
  ManyQuestion,
  Operator,
  Question,
  TextQuestion,
} from '../domain/question.ts';
import { Secret } from '../domain/secret.ts';
import { drawAnswered } from './draw-question.ts';
import { Interrupted } from './interrupted.ts';
import { createKeyboard, type Key, type TerminalInput } from './keyboard.ts';
import { createLiveRegion, type DrawAbove, type LiveRegion, type TerminalOutput } from './live-region.ts';
import { createMenuPrompt } from './prompt-menu.ts';
import { createTextPrompt } from './prompt-text.ts';
import type { LoadEnquirer, Prompt } from './prompt.ts';

export interface TerminalOperator extends Operator {
  readonly kind: 'person';
  /** Asks for a secret: nothing of it is drawn but its length. */
  askSecret(
    asked: { readonly prompt: string; readonly reference: string },
    signal: AbortSignal,
  ): Promise<Secret>;
  /** Gives the terminal back: cursor shown, raw mode off, the board removed. */
  close(): void;
}

/**
 * The person at the terminal. One question at a time; the board (`live`, or `header` where there is
 * none) stays above it and goes on moving. From the first question to `close` the terminal is in raw
 * mode, so Ctrl-C arrives here: an open question is rejected with Interrupted, and `onInterrupt` is
 * called, also between questions.
 *
 * @throws {BadInput} when `stdin` is no terminal: a script answers with `--answers`.
 */
export function createTerminalOperator(parts: {
  readonly stdin: TerminalInput;
  readonly stdout: TerminalOutput;
  readonly color: boolean;
  readonly live?: LiveRegion;
  readonly header?: DrawAbove;
  onInterrupt(): void;
}): TerminalOperator {
  const { stdin, stdout, color } = parts;
  if (stdin.isTTY !== true) {
    throw new BadInput('questions need a terminal, and the input is not one', {
      hint: 'run it in a terminal, or answer from a file: --answers FILE',
    });
  }
  const live = parts.live ?? createLiveRegion({ stdout, above: parts.header ?? (() => []) });
  const keyboard = createKeyboard({
    stdin,
    write: (text) => stdout.write(text),
    onInterrupt: () => parts.onInterrupt(),
  });
  let isAsking = false;

  /** Draws the prompt, then loads what answers it: the question is on the screen before enquirer is in memory. */
  async function ask<Value>(prompt: Prompt<Value>, id: string, signal: AbortSignal): Promise<Value> {
    signal.throwIfAborted();
    if (isAsking) throw new Error(`"${id}" was asked while another question is open`);
    isAsking = true;
    const stopped = Promise.withResolvers<never>();
    const onAbort = (): void => stopped.reject(signal.reason as Error);
    signal.addEventListener('abort', onAbort, { once: true });
    const reading = keyboard.read({
      press: (text, key) => (turnsPage(key) ? turnPage(key) : prompt.press(text, key)),
      paste: (text) => prompt.paste(text),
      interrupt: (reason) => stopped.reject(new Interrupted(reason)),
    });
    live.setPrompt({ question: id, draw: (size) => prompt.draw({ ...size, color }) });
    try {
      return await Promise.race([prompt.run(enquirer, () => live.refresh()), stopped.promise]);
    } catch (error) {
      keyboard.close();
      throw error;
    } finally {
      signal.removeEventListener('abort', onAbort);
      reading.release();
      live.endPrompt();
      isAsking = false;
    }
  }

  async function turnPage(key: Key): Promise<void> {
    live.turnPage(key.name === 'pagedown' ? 1 : -1);
  }

  async function answer(question: Question, signal: AbortSignal): Promise<Answer> {
    const given = await askKind(question, (prompt) => ask(prompt, question.id, signal));
    live.leave(
      drawAnswered(question.prompt, inWords(question, given), { columns: stdout.columns ?? 80, color }),
    );
    return given;
  }

  return {
    kind: 'person',
    answer,
    async askSecret({ prompt, reference }, signal) {
      const text = await ask(createTextPrompt({ prompt, secret: true }), reference, signal);
      live.leave(
        drawAnswered(prompt, `(hidden, ${[...text].length} characters)`, {
          columns: stdout.columns ?? 80,
          color,
        }),
      );
      return new Secret(text, reference);
    },
    close() {
      live.close();
      keyboard.close();
    },
  };
}

const turnsPage = (key: Key): boolean => key.name === 'pageup' || key.name === 'pagedown';

type AskPrompt = <Value>(prompt: Prompt<Value>) => Promise<Value>;

function askKind(question: Question, ask: AskPrompt): Promise<Answer> {
  if (question.kind === 'text') return askText(question, ask);
  if (question.choices.length === 0) throw new Error(`"${question.id}" offers no choice`);
  return question.kind === 'many' ? askMany(question, ask) : askChoice(question, ask);
}

const askText = (question: TextQuestion, ask: AskPrompt): Promise<string> => ask(createTextPrompt(question));

const askMany = (question: ManyQuestion, ask: AskPrompt): Promise<readonly string[]> =>
  ask(createMenuPrompt(question, question.initial ?? []));

/** A choice that changes the account is never preselected, and is asked about once more by name. */
async function askChoice(question: ChoiceQuestion, ask: AskPrompt): Promise<string> {
  for (;;) {
    const [value = ''] = await ask(createMenuPrompt(question, preselected(question)));
    const choice = question.choices.find((candidate) => candidate.value === value);
    if (!choice || question.destructive !== true || isHarmless(choice)) return value;
    const [sure] = await ask(createMenuPrompt(confirmation(question, choice), ['no']));
    if (sure === 'yes') return value;
  }
}

function preselected({ choices, initial, destructive }: ChoiceQuestion): readonly string[] {
  if (destructive !== true) return initial === undefined ? [] : [initial];
  const harmless = choices.filter(isHarmless).map(({ value }) => value);
  return initial !== undefined && harmless.includes(initial) ? [initial] : harmless.slice(0, 1);
}

/**
 * Whether a choice of a destructive question changes nothing. The question says so, or its value is
 * one of the words that always mean it; what nobody vouches for is asked about again.
 */
function isHarmless(choice: Choice): boolean {
  return choice.harmless ?? harmlessWords.has(choice.value);
}

// "cancel" is none of them: orders and withdrawals are cancelled.
const harmlessWords = new Set([
  'no',
  'none',
  'not-now',
  'later',
  'leave',
  'skip',
  'back',
  'quit',
  'wait',
  'note',
]);

function confirmation(question: ChoiceQuestion, choice: Choice): ChoiceQuestion {
  return {
    id: question.id,
    kind: 'choice',
    prompt: `Really: ${choice.label}?`,
    why: question.prompt,
    choices: [
      { value: 'no', label: 'No, go back', key: 'n' },
      // Another key than the one that chose it: a key held down or pressed twice confirms nothing.
      { value: 'yes', label: `Yes: ${choice.label}`, key: choice.key === 'y' ? 'x' : 'y' },
    ],
  };
}

/** The answer as people read it: labels, not values. */
function inWords(question: Question, given: Answer): string {
  if (question.kind === 'text') return given === '' ? '(left empty)' : String(given);
  const labels = [given]
    .flat()
    .map((value) => question.choices.find((choice) => choice.value === value)?.label ?? value);
  return labels.length === 0 ? '(none)' : labels.join(', ');
}

// A prompt file costs 6 ms, the package's main file twice that: it brings node:assert and more. The
// package has no exports map, so its own files are reachable; the lock file pins where they lie.
const require = createRequire(import.meta.url);

const enquirer: LoadEnquirer = {
  select: () => require('enquirer/lib/prompts/select.js') as ReturnType<LoadEnquirer['select']>,
  text: () => require('enquirer/lib/types/string.js') as ReturnType<LoadEnquirer['text']>,
};

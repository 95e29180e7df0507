import { drawText } from './draw-question.ts';
import type { Key } from './keyboard.ts';
import { quietEnquirer, type EnquirerText, type Prompt } from './prompt.ts';
import { showable } from './sanitise.ts';

interface TextAsked {
  readonly prompt: string;
  readonly why?: string;
  readonly initial?: string;
  readonly optional?: boolean;
  readonly refuse?: (text: string) => string | undefined;
  /** Shows only how many characters were typed. */
  readonly secret?: boolean;
}

/** A field for one line of text. Pasted line breaks become blanks; what cannot be shown cannot be typed. */
export function createTextPrompt(asked: TextAsked): Prompt<string> {
  let field: EnquirerText | undefined;
  let problem: string | undefined;
  const ready = Promise.withResolvers<EnquirerText>();
  let redrawNow = (): void => undefined;

  async function press(text: string | undefined, key: Key): Promise<void> {
    const prompt = await ready.promise;
    problem = undefined;
    if (key.name === 'return' || key.name === 'enter') await prompt.submit();
    else edit(prompt, text, key);
    redrawNow();
  }

  return {
    draw: (frame) => drawText({ ...picture(asked, field), problem }, frame),
    run(load, redraw) {
      redrawNow = redraw;
      const Text = load.text();
      const prompt = new Text({
        ...quietEnquirer(redraw),
        name: 'text',
        ...(asked.initial === undefined ? {} : { initial: asked.initial }),
        validate: (text) => {
          problem = findProblem(asked, text);
          return problem ?? true;
        },
      });
      prompt.on('run', () => {
        field = prompt;
        ready.resolve(prompt);
      });
      // Half a character pair has no UTF-8 form, and the journal's canonical JSON refuses it.
      return prompt.run().then((text) => text.toWellFormed());
    },
    press,
    async paste(text) {
      const prompt = await ready.promise;
      insert(prompt, text.trim().replaceAll(/\s+/g, ' '));
      redrawNow();
    },
  };
}

function findProblem(asked: TextAsked, text: string): string | undefined {
  if (text.trim() === '')
    return asked.optional === true ? undefined : (asked.refuse?.(text) ?? 'an answer is needed');
  return asked.refuse?.(text);
}

function picture(asked: TextAsked, field: EnquirerText | undefined): Parameters<typeof drawText>[0] {
  const input = field?.input ?? '';
  const before = input.slice(0, field?.cursor ?? 0);
  const masked = (text: string): string =>
    asked.secret === true ? '*'.repeat([...text].length) : showable(text);
  return {
    prompt: asked.prompt,
    why: asked.why,
    input: masked(input),
    before: masked(before),
    note: noteOf(asked, input),
  };
}

function noteOf(asked: TextAsked, input: string): string {
  if (asked.secret === true) return `Not shown. ${[...input].length} characters. Enter answers.`;
  if (input !== '' || asked.initial === undefined || asked.initial === '') {
    return asked.optional === true ? 'Enter answers; it may be left empty.' : 'Enter answers.';
  }
  return `Enter alone takes: ${asked.initial}`;
}

/** Moves and deletes by whole characters: half of a pair would be no text any more. */
function edit(prompt: EnquirerText, text: string | undefined, key: Key): void {
  const before = [...prompt.input.slice(0, prompt.cursor)];
  const after = [...prompt.input.slice(prompt.cursor)];
  const set = (left: readonly string[], right: readonly string[]): void => {
    prompt.input = [...left, ...right].join('');
    prompt.cursor = left.join('').length;
  };
  const chord = `${key.ctrl === true ? 'ctrl-' : ''}${key.name ?? ''}`;
  switch (chord) {
    case 'left':
    case 'ctrl-b':
      return set(before.slice(0, -1), [...before.slice(-1), ...after]);
    case 'right':
    case 'ctrl-f':
      return set([...before, ...after.slice(0, 1)], after.slice(1));
    case 'home':
    case 'ctrl-a':
      return set([], [...before, ...after]);
    case 'end':
    case 'ctrl-e':
      return set([...before, ...after], []);
    case 'backspace':
    case 'ctrl-h':
      return set(before.slice(0, -1), after);
    case 'delete':
      return set(before, after.slice(1));
    case 'ctrl-u':
      return set([], after);
    case 'ctrl-k':
      return set(before, []);
    case 'ctrl-w':
      return set([...before.join('').replace(/\S+\s*$/u, '')], after);
    default:
      if (text !== undefined && key.ctrl !== true && key.meta !== true) insert(prompt, text);
  }
}

function insert(prompt: EnquirerText, text: string): void {
  const typed = [...text]
    .filter((character) => showable(character) === character || /^\p{M}$/u.test(character))
    .join('');
  prompt.input = prompt.input.slice(0, prompt.cursor) + typed + prompt.input.slice(prompt.cursor);
  prompt.cursor += typed.length;
}

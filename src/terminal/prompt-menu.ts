import type { Choice, ChoiceQuestion, ManyQuestion } from '../domain/question.ts';
import { drawMenu } from './draw-question.ts';
import type { Key } from './keyboard.ts';
import { quietEnquirer, type EnquirerSelect, type Prompt } from './prompt.ts';

/**
 * A menu of one key a choice: the key picks at once (or marks, where several can be chosen); arrows,
 * Home, End and Enter work too. Choices without a key get the digits that are free.
 */
export function createMenuPrompt(
  question: Omit<ChoiceQuestion, 'initial'> | Omit<ManyQuestion, 'initial'>,
  initial: readonly string[],
): Prompt<readonly string[]> {
  const isMany = question.kind === 'many';
  const choices = withKeys(question.choices);
  const usualNote = isMany ? manyNote : oneNote;
  let note = usualNote;
  let select: EnquirerSelect | undefined;
  let emptyConfirmed = false;
  const ready = Promise.withResolvers<EnquirerSelect>();
  const initialAt = choices.flatMap(({ value }, index) => (initial.includes(value) ? [index] : []));

  async function press(text: string | undefined, key: Key): Promise<void> {
    const prompt = await ready.promise;
    note = usualNote;
    const picked = findByKey(choices, text, key);
    if (picked !== undefined) return pick(prompt, picked);
    if (isMany && isEnter(key) && !emptyConfirmed && marked(prompt).length === 0) {
      emptyConfirmed = true;
      note = 'Nothing is marked: Space marks a line. Enter again answers "none".';
    } else if (isMove(key, isMany)) {
      emptyConfirmed &&= isEnter(key);
      await prompt.keypress(text, key);
    } else {
      note = `That key does nothing here. ${usualNote}`;
    }
    redrawNow();
  }

  async function pick(prompt: EnquirerSelect, index: number): Promise<void> {
    prompt.index = index;
    const choice = prompt.choices[index];
    if (!isMany) await prompt.submit();
    else if (choice) prompt.toggle(choice);
    redrawNow();
  }

  let redrawNow = (): void => undefined;

  return {
    draw: (frame) =>
      drawMenu(
        {
          prompt: question.prompt,
          why: question.why,
          note,
          focus: select?.index ?? (isMany ? 0 : (initialAt[0] ?? 0)),
          choices: choices.map(({ key, label, hint }, index) => ({
            key,
            label,
            hint,
            ...(isMany ? { isOn: select?.choices[index]?.enabled ?? initialAt.includes(index) } : {}),
          })),
        },
        frame,
      ),
    async run(load, redraw) {
      redrawNow = redraw;
      const Select = load.select();
      const prompt = new Select({
        ...quietEnquirer(redraw),
        name: 'menu',
        // Our own names: enquirer takes a value that looks like a number for an index.
        choices: choices.map((_, index) => ({ name: `c${index}` })),
        initial: isMany ? initialAt.map((index) => `c${index}`) : (initialAt[0] ?? 0),
        multiple: isMany,
        // enquirer turns the list when it is longer than the screen; drawMenu shows the part instead.
        rows: Number.MAX_SAFE_INTEGER,
      });
      prompt.on('run', () => {
        select = prompt;
        ready.resolve(prompt);
        redraw();
      });
      const names = [await prompt.run()].flat();
      return choices.flatMap(({ value }, index) => (names.includes(`c${index}`) ? [value] : []));
    },
    press,
    async paste() {
      note = 'What was pasted is ignored here: a menu takes single keys.';
      redrawNow();
    },
  };
}

const oneNote = 'A key picks at once; or arrows and Enter.';
const manyNote = 'Space or a key marks; Enter answers.';

type KeyedChoice = Omit<Choice, 'key'> & { readonly key: string | undefined };

function withKeys(choices: readonly Choice[]): readonly KeyedChoice[] {
  const taken = new Set(choices.map(({ key }) => key));
  const free = [...'123456789'].filter((digit) => !taken.has(digit));
  return choices.map((choice) => ({ ...choice, key: choice.key ?? free.shift() }));
}

/** With Caps Lock on, a key still works unless two choices differ by case alone. */
function findByKey(choices: readonly KeyedChoice[], text: string | undefined, key: Key): number | undefined {
  if (text === undefined || text === '' || key.ctrl === true || key.meta === true) return undefined;
  const exact = choices.findIndex((choice) => choice.key === text);
  if (exact >= 0) return exact;
  const alike = choices.flatMap((choice, index) =>
    choice.key?.toLowerCase() === text.toLowerCase() ? [index] : [],
  );
  return alike.length === 1 ? alike[0] : undefined;
}

function isMove(key: Key, isMany: boolean): boolean {
  if (key.ctrl === true || key.meta === true) return false;
  return (
    isEnter(key) || ['up', 'down', 'home', 'end'].includes(key.name ?? '') || (isMany && key.name === 'space')
  );
}

const isEnter = (key: Key): boolean => key.name === 'return' || key.name === 'enter';
const marked = (prompt: EnquirerSelect): readonly unknown[] =>
  prompt.choices.filter(({ enabled }) => enabled === true);

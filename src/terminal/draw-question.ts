import { displayWidth, fitText, takeColumns, wrapText } from './display-width.ts';
import { atMost, type Frame } from './layout.ts';
import { createPaint } from './palette.ts';
import { showable, showableLines } from './sanitise.ts';

export interface QuestionFrame extends Frame {
  /** Lines at most: a longer menu shows the part around the focus. */
  readonly rows: number;
}

/** A question as it stands on the screen. Its first line starts with "? ". */
export interface DrawnQuestion {
  readonly lines: readonly string[];
  readonly cursor: { readonly row: number; readonly column: number };
}

interface MenuPicture {
  readonly prompt: string;
  readonly why?: string | undefined;
  readonly choices: readonly {
    readonly key: string | undefined;
    readonly label: string;
    readonly hint?: string | undefined;
    /** Chosen so far, where several can be; absent in a menu of one. */
    readonly isOn?: boolean;
  }[];
  readonly focus: number;
  /** What was wrong with the last key, or what the keys do. */
  readonly note: string;
}

/** Draws a menu. The cursor stands on the focused choice: screen readers and cameras follow it. */
export function drawMenu(menu: MenuPicture, frame: QuestionFrame): DrawnQuestion {
  const head = drawPrompt(menu, frame);
  const blocks = menu.choices.map((choice, index) => drawChoice(choice, index === menu.focus, frame));
  const foot = drawNote(menu.note, frame);
  const { lines, row } = aroundFocus(blocks, menu.focus, frame.rows - head.length - foot.length);
  return { lines: [...head, ...lines, ...foot], cursor: { row: head.length + row, column: 0 } };
}

interface TextPicture {
  readonly prompt: string;
  readonly why?: string | undefined;
  /** What is shown for what was typed: the text, or for a secret only how much. */
  readonly input: string;
  /** The part of `input` before the cursor. */
  readonly before: string;
  readonly note: string;
  readonly problem?: string | undefined;
}

/** Draws a field for text. What was typed wraps; the cursor stands where the next letter goes. */
export function drawText(text: TextPicture, frame: QuestionFrame): DrawnQuestion {
  const { columns } = frame;
  const paint = createPaint(frame.color);
  const head = drawPrompt(text, frame);
  const inner = Math.max(2, columns - 2);
  const most = Math.max(1, frame.rows - head.length - 2);
  const all = cells(text.input, inner);
  const before = cells(text.before, inner);
  const end = displayWidth(before.at(-1) ?? '');
  // The cursor may stand one past a full line: then it stands on a new one.
  const [row, column] = end >= inner ? [before.length, 0] : [before.length - 1, end];
  if (all.length <= row) all.push('');
  const from = Math.max(0, row - most + 1);
  const field = all
    .slice(from, from + most)
    .map((line, index) => `${from + index === 0 ? '> ' : '  '}${line}`);
  const foot =
    text.problem === undefined
      ? drawNote(text.note, frame)
      : drawNote(`! ${text.problem}`, { ...frame, color: false }).map((line) => paint('bad', line));
  return {
    lines: [...head, ...field, ...foot],
    cursor: { row: head.length + row - from, column: column + 2 },
  };
}

/** What stays on the screen of a question that was answered. */
export function drawAnswered(prompt: string, answer: string, { columns, color }: Frame): string[] {
  const paint = createPaint(color);
  const asked = showable(prompt, 200);
  const [first = '', ...rest] = wrapText(`${asked}  ${showable(answer, 1000)}`, columns - 2);
  const answerStart = first.startsWith(`${asked}  `) ? asked.length + 2 : first.length;
  const head = `> ${paint('quiet', first.slice(0, answerStart))}${paint('strong', first.slice(answerStart))}`;
  return [head, ...rest.map((line) => `  ${paint('strong', line)}`)];
}

/** A long explanation leaves room for the answer: at least `leastBelow` lines. */
function drawPrompt(
  asked: { prompt: string; why?: string | undefined },
  { columns, color, rows }: QuestionFrame,
): string[] {
  const paint = createPaint(color);
  const [first = '', ...rest] = wrapText(showable(asked.prompt, 400), columns - 2);
  const why =
    asked.why === undefined
      ? []
      : showableLines(asked.why, 1000).flatMap((text) => wrapText(text, columns - 2));
  const below = [
    ...rest.map((line) => paint('strong', `  ${line}`)),
    ...why.map((line) => paint('quiet', `  ${line}`)),
  ];
  return [paint('strong', `? ${first}`), ...atMost(below, Math.max(0, rows - leastBelow - 1))];
}

const leastBelow = 7;

function drawChoice(
  choice: MenuPicture['choices'][number],
  isFocused: boolean,
  { columns, color }: QuestionFrame,
): string[] {
  const paint = createPaint(color);
  const box = choice.isOn === undefined ? '' : choice.isOn ? '[x] ' : '[ ] ';
  const start = `${isFocused ? '>' : ' '} ${box}${choice.key === undefined ? ' ' : showable(choice.key, 4)}  `;
  const width = displayWidth(start);
  const label = showable(choice.label, 400);
  const hint = choice.hint === undefined ? '' : showable(choice.hint, 400);
  const labels = wrapText(label, columns - width);
  const fitsBeside =
    labels.length === 1 && hint !== '' && width + displayWidth(label) + 2 + displayWidth(hint) <= columns;
  const tone = isFocused ? 'strong' : undefined;
  const painted = labels.map((line) => (tone === undefined ? line : paint(tone, line)));
  const hints =
    hint === '' || fitsBeside ? [] : wrapText(hint, columns - width).map((line) => paint('quiet', line));
  const beside = fitsBeside ? `  ${paint('quiet', hint)}` : '';
  const [first = '', ...rest] = [...painted, ...hints];
  return [`${start}${first}${beside}`, ...rest.map((line) => ' '.repeat(width) + line)];
}

/** As many choices around the focused one as fit, and how many there are more. */
function aroundFocus(
  blocks: readonly (readonly string[])[],
  focus: number,
  rows: number,
): { lines: string[]; row: number } {
  const height = (from: number, to: number): number => blocks.slice(from, to).flat().length;
  const marks = (from: number, to: number): number => (from > 0 ? 1 : 0) + (to < blocks.length ? 1 : 0);
  let from = focus;
  let to = focus + 1;
  for (let grown = true; grown;) {
    grown = false;
    if (to < blocks.length && height(from, to + 1) + marks(from, to + 1) <= rows) {
      to += 1;
      grown = true;
    }
    if (from > 0 && height(from - 1, to) + marks(from - 1, to) <= rows) {
      from -= 1;
      grown = true;
    }
  }
  const above = from > 0 ? [`  ... ${from} more above`] : [];
  const below = to < blocks.length ? [`  ... ${blocks.length - to} more below`] : [];
  return {
    lines: [...above, ...blocks.slice(from, to).flat(), ...below],
    row: above.length + height(from, focus),
  };
}

/** In a very low terminal the note keeps to one line: the choices need the others. */
function drawNote(note: string, { columns, color, rows }: QuestionFrame): string[] {
  if (note === '') return [];
  const paint = createPaint(color);
  const lines = wrapText(showable(note, 400), columns - 2);
  const shown = rows < leastBelow ? [fitText(lines.join(' '), columns - 2)] : lines;
  return shown.map((line) => paint('quiet', `  ${line}`));
}

/** Hard rows of a field: a typed blank at a row's end is kept, so the cursor's place is exact. */
function cells(text: string, width: number): string[] {
  const rows: string[] = [];
  let rest = text;
  while (displayWidth(rest) > width) {
    const row = takeColumns(rest, width);
    rows.push(row);
    rest = rest.slice(row.length);
  }
  return [...rows, rest];
}

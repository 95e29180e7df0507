import { displayWidth, fitText } from './display-width.ts';
import { unpainted } from './palette.ts';

/** The part of a terminal's output stream that is used; tests pass their own. */
export interface TerminalOutput {
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
  write(text: string): unknown;
  on(event: 'resize', listener: () => void): unknown;
  off(event: 'resize', listener: () => void): unknown;
}

interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** What stands above the prompt. It gets the lines left for it and the question that is asked, if any. */
export type DrawAbove = (
  size: Size & { readonly question?: string; readonly page?: number },
) => readonly string[];

/** The prompt itself, and where the cursor stands in it. */
type DrawPrompt = (size: Size) => {
  readonly lines: readonly string[];
  readonly cursor: { readonly row: number; readonly column: number };
};

/**
 * The block at the bottom of the terminal that is drawn again and again: board and prompt. Lines that
 * stay are written above it. One region a terminal: whatever else writes there breaks the picture.
 */
export interface LiveRegion {
  /** Draws a prompt below the board, at once. */
  setPrompt(prompt: LivePrompt): void;
  /** Takes the prompt away; a next one that follows at once is drawn in its place. */
  endPrompt(): void;
  /** Shows another part of what stands above the prompt, where it does not fit; each prompt begins with the first. */
  turnPage(by: 1 | -1): void;
  refresh(): void;
  /** Writes lines above the block within a moment; they scroll away like any output. */
  leave(lines: readonly string[]): void;
  /** Removes the block and stops. What was left above stays. */
  close(): void;
}

interface LivePrompt {
  /** The question's id: what stands above may depend on it. */
  readonly question: string;
  readonly draw: DrawPrompt;
}

export function createLiveRegion(parts: {
  readonly stdout: TerminalOutput;
  readonly above: DrawAbove;
  readonly refreshMs?: number;
}): LiveRegion {
  const { stdout, above, refreshMs = 500 } = parts;
  let prompt: LivePrompt | undefined;
  let page = 0;
  let shown = nothing;
  let waiting: string[] = [];
  let left: readonly string[] = [];
  let soon: NodeJS.Timeout | undefined;
  let closed = false;

  const seen: DrawAbove = (size) => above({ ...size, page });

  const refresh = (): void => {
    if (closed) return;
    clearTimeout(soon);
    soon = undefined;
    draw(compose(sizeOf(stdout), prompt, seen));
  };

  function draw(next: Block): void {
    if (waiting.length > 0 || !isSame(next, shown)) stdout.write(redraw(shown, next, waiting));
    left = [...left, ...waiting].slice(-mostLeft);
    waiting = [];
    shown = next;
  }

  // Events come in bursts, and one question follows another: one picture for all of them.
  const refreshSoon = (): void => {
    soon ??= setTimeout(refresh, 25);
  };

  // After a resize nobody can tell where the old block's lines went: some terminals wrap them anew,
  // some cut them. So the screen is cleared and the last lines that were left are written again.
  const resized = (): void => {
    if (closed) return;
    const { columns, rows } = sizeOf(stdout);
    const next = compose({ columns, rows }, prompt, seen);
    const room = Math.max(0, rows - next.lines.length - 1);
    const again = room === 0 ? [] : left.slice(-room).map((line) => cutLine(line, columns));
    stdout.write(clearScreen + redraw(nothing, next, again));
    shown = next;
  };

  stdout.on('resize', resized);
  const timer = setInterval(refresh, refreshMs);
  timer.unref();

  return {
    setPrompt(wanted) {
      prompt = wanted;
      page = 0;
      refresh();
    },
    endPrompt() {
      prompt = undefined;
      refreshSoon();
    },
    turnPage(by) {
      page = Math.max(0, page + by);
      refresh();
    },
    refresh,
    leave(lines) {
      waiting.push(...lines);
      if (closed) draw(nothing);
      else refreshSoon();
    },
    close() {
      if (closed) return;
      draw(nothing);
      closed = true;
      clearTimeout(soon);
      clearInterval(timer);
      stdout.off('resize', resized);
    },
  };
}

interface Block {
  readonly lines: readonly string[];
  /** Where the cursor is, counted from the block's first line. */
  readonly row: number;
  readonly column: number;
}

const nothing: Block = { lines: [], row: 0, column: 0 };
const mostLeft = 100;

/** Lines wider than a hundred columns are hard to read; a wider terminal keeps its right side empty. */
const widest = 100;

function sizeOf({ columns, rows }: TerminalOutput): Size {
  return {
    columns: columns !== undefined && columns > 0 ? Math.min(columns, widest) : 80,
    rows: rows !== undefined && rows > 0 ? rows : 24,
  };
}

/** However small the terminal: whether this is a drill, which case, and the worst outcome. */
const leastAbove = 3;

/** The prompt first; what stands above it gets the rest, less a line of what was left. */
function compose(size: Size, prompt: LivePrompt | undefined, above: DrawAbove): Block {
  const most = Math.max(1, size.rows - 1);
  const asked = prompt?.draw({ columns: size.columns, rows: Math.max(1, most - leastAbove) });
  const below = (asked?.lines ?? []).slice(0, most);
  const room = most - below.length;
  const top = drawSafely(above, {
    columns: size.columns,
    rows: room,
    ...(prompt ? { question: prompt.question } : {}),
  });
  const lines = [...top.slice(0, room), ...below].map((line) => cutLine(line, size.columns));
  if (!asked) return { lines, row: Math.max(0, lines.length - 1), column: 0 };
  const row = Math.min(lines.length - 1, lines.length - below.length + asked.cursor.row);
  return { lines, row, column: Math.min(asked.cursor.column, size.columns - 1) };
}

// A board that cannot be drawn must not end a response: it says so in its place.
function drawSafely(above: DrawAbove, size: Parameters<DrawAbove>[0]): readonly string[] {
  try {
    return above(size);
  } catch (error) {
    return [`(the board cannot be drawn: ${error instanceof Error ? error.name : 'unknown error'})`];
  }
}

/** A line wider than the terminal would wrap and spoil the count of lines: cut it, without its colours. */
function cutLine(line: string, columns: number): string {
  const plain = unpainted(line);
  return displayWidth(plain) <= columns ? line : fitText(plain, columns);
}

/**
 * From one block to the next in a single write, so that nothing flickers. When only some lines
 * changed, only those are written: the clock ticks without touching what is being typed.
 */
function redraw(from: Block, to: Block, stay: readonly string[] = []): string {
  const isPatch = stay.length === 0 && from.lines.length === to.lines.length && to.lines.length > 0;
  const written = isPatch ? patch(from, to) : replace(from, to, stay);
  return hideCursor + written + showCursor;
}

function patch(from: Block, to: Block): string {
  let row = from.row;
  let written = '';
  for (const [index, line] of to.lines.entries()) {
    if (line === from.lines[index]) continue;
    written += `${moveRows(index - row)}\r${eraseLine}${line}`;
    row = index;
  }
  return `${written}${moveRows(to.row - row)}\r${moveRight(to.column)}`;
}

// Erased from the top before it is written: erasing after a line that fills its row would take the
// row's last character with it, in terminals that wait with the wrap.
function replace(from: Block, to: Block, stay: readonly string[]): string {
  const lines = [...stay.map((line) => `${line}\r\n`), to.lines.join('\r\n')].join('');
  const last = Math.max(0, to.lines.length - 1);
  return `${moveRows(-from.row)}\r${eraseBelow}${lines}${moveRows(to.row - last)}\r${moveRight(to.column)}`;
}

function moveRows(rows: number): string {
  if (rows === 0) return '';
  return rows > 0 ? `\u001b[${rows}B` : `\u001b[${-rows}A`;
}

const moveRight = (columns: number): string => (columns > 0 ? `\u001b[${columns}C` : '');

function isSame(a: Block, b: Block): boolean {
  const sameLines =
    a.lines.length === b.lines.length && a.lines.every((line, index) => line === b.lines[index]);
  return sameLines && a.row === b.row && a.column === b.column;
}

const eraseLine = '\u001b[2K';
const eraseBelow = '\u001b[J';
const clearScreen = '\u001b[H\u001b[2J';
// Hidden only inside one write: a process that is killed never leaves the cursor hidden.
const hideCursor = '\u001b[?25l';
const showCursor = '\u001b[?25h';

import { displayWidth } from '../../../src/terminal/display-width.ts';

/**
 * A terminal that knows only the sequences the live region may use, and refuses every other: so a
 * test sees the screen as lines, and sees at once when something else gets through.
 */
export class SmallTerminal {
  columns: number;
  rows: number;
  /** Everything ever written, as it came. */
  written = '';
  isCursorShown = true;
  row = 0;
  column = 0;
  /** Lines that have scrolled off the top. */
  readonly scrolledOff: string[] = [];
  #cells: string[][] = [[]];
  readonly #listeners = new Set<() => void>();

  constructor(columns = 80, rows = 24) {
    this.columns = columns;
    this.rows = rows;
  }

  on(_event: 'resize', listener: () => void): this {
    this.#listeners.add(listener);
    return this;
  }

  off(_event: 'resize', listener: () => void): this {
    this.#listeners.delete(listener);
    return this;
  }

  resize(columns: number, rows: number): void {
    this.columns = columns;
    this.rows = rows;
    for (const listener of this.#listeners) listener();
  }

  write(text: string): boolean {
    this.written += text;

    for (const [token] of text.matchAll(/\u001b\[[0-9;?]*[A-Za-z]|[^]/gu)) this.#take(token);
    return true;
  }

  /** The screen's lines without blank ends. */
  lines(): string[] {
    const lines = this.#cells.map((row) =>
      Array.from(row, (cell) => cell ?? ' ')
        .join('')
        .trimEnd(),
    );
    while (lines.at(-1) === '') lines.pop();
    return lines;
  }

  screen(): string {
    return this.lines().join('\n');
  }

  #take(token: string): void {
    if (token === '\r') this.column = 0;
    else if (token === '\n') this.#down();
    else if (token.startsWith('\u001b[')) this.#sequence(token.slice(2));
    else if (/^\p{Cc}$/u.test(token))
      throw new Error(`control character ${JSON.stringify(token)} reached the terminal`);
    else this.#put(token);
  }

  #put(character: string): void {
    const width = displayWidth(character);
    if (width > 0 && this.column + width > this.columns) {
      this.column = 0;
      this.#down();
    }
    const row = this.#rowAt(this.row);
    if (width === 0) row[this.column - 1] += character;
    else row[this.column] = character;
    if (width === 2) row[this.column + 1] = '';
    this.column += width;
  }

  #down(): void {
    this.row += 1;
    if (this.row < this.rows) return;
    this.scrolledOff.push((this.#cells.shift() ?? []).join('').trimEnd());
    this.row = this.rows - 1;
  }

  #sequence(code: string): void {
    const count = Number.parseInt(code, 10) || 1;
    const last = code.at(-1);
    if (/^[0-9;]*m$/.test(code)) return;
    if (code === '?25l' || code === '?25h') this.isCursorShown = code === '?25h';
    else if (code === '?2004h' || code === '?2004l') return;
    else if (code === 'J') this.#eraseBelow();
    else if (code === '2J') this.#cells = [[]];
    else if (code === '2K') this.#cells[this.row] = [];
    else if (code === 'H') [this.row, this.column] = [0, 0];
    else if (last === 'A') this.row = Math.max(0, this.row - count);
    else if (last === 'B') this.row = Math.min(this.rows - 1, this.row + count);
    else if (last === 'C') this.column = Math.min(this.columns - 1, this.column + count);
    else throw new Error(`sequence ${JSON.stringify(code)} reached the terminal`);
  }

  #eraseBelow(): void {
    this.#cells.length = Math.min(this.#cells.length, this.row + 1);
    const row = this.#cells[this.row];
    if (row) row.length = Math.min(row.length, this.column);
  }

  #rowAt(index: number): string[] {
    while (this.#cells.length <= index) this.#cells.push([]);
    const row = this.#cells[index] ?? [];
    while (row.length < this.column) row.push(' ');
    return row;
  }
}

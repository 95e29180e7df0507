import type { Canvas } from './canvas.ts';
import { n, rgb } from './canvas.ts';
import type { Flow } from './layout.ts';
import { placeCell, placeColumns } from './table-cells.ts';
import type { Cell, Column, Look, PlacedColumn, PlacedLine } from './table-cells.ts';
import type { Tag } from './tags.ts';
import { bare } from './text.ts';
import { bodyHeight, ink, sheet, type } from './theme.ts';
import { wrap } from './wrap.ts';

export type { Cell, Column, Line, Look } from './table-cells.ts';

export interface TableSpec {
  readonly columns: readonly Column[];
  readonly rows: Iterable<readonly Cell[]>;
  readonly look?: Look;
}

export const grid: Look = {
  faces: { sans: type.cell, bold: { ...type.cell, face: 'bold' }, mono: type.cellCode },
  head: true,
  pad: 2.6,
  leading: type.cell.leading,
  most: 240,
};

/** For long tables of short values: one line a row, more rows a page. */
export const dense: Look = {
  faces: {
    sans: { ...type.cell, size: 7 },
    bold: { ...type.cell, size: 7, face: 'bold' },
    mono: { ...type.cellCode, size: 6.3 },
  },
  head: true,
  pad: 1.5,
  leading: 9.2,
  most: 120,
};

/** Fitted columns are measured by so many rows: a table may be longer than memory is wide. */
const sampleRows = 300;

type PlacedRow = readonly (readonly PlacedLine[])[];

/**
 * Writes a table: own wrapping, header on every page, nothing clipped, a row whole on one page
 * unless it is taller than half of one. pdfkit's `table` shapes and measures every cell twice,
 * does not repeat the header and keeps a record of every cell; this takes a fraction of its time
 * (test/bench/report-pdf-10k.ts).
 */
export function drawTable(flow: Flow, { columns, rows, look = grid }: TableSpec): void {
  const [sample, all] = columns.some(({ width }) => width === 'fit') ? peek(rows, sampleRows) : [[], rows];
  const placed = placeColumns(columns, sample, look, flow.canvas.faces);
  flow.within('Table', (table) => {
    const writer = new TableWriter(flow, table, placed, look);
    for (const row of all) writer.row(row);
    writer.end();
  });
  flow.gap(8);
}

/** The first rows, and an iterable that has them and the rest. */
function peek<Row>(rows: Iterable<Row>, many: number): [Row[], Iterable<Row>] {
  const iterator = rows[Symbol.iterator]();
  const first: Row[] = [];
  for (let next = iterator.next(); !next.done; next = iterator.next()) {
    first.push(next.value);
    if (first.length === many) break;
  }
  return [first, chain(first, iterator)];
}

function* chain<Row>(first: readonly Row[], rest: Iterator<Row>): Generator<Row> {
  yield* first;
  for (let next = rest.next(); !next.done; next = rest.next()) yield next.value;
}

class TableWriter {
  readonly #flow: Flow;
  readonly #canvas: Canvas;
  readonly #table: Tag;
  readonly #columns: readonly PlacedColumn[];
  /** Columns whose cells name their rows. */
  readonly #naming: readonly boolean[];
  readonly #look: Look;
  #rules: number[] = [];
  #begun = false;

  constructor(flow: Flow, table: Tag, columns: readonly PlacedColumn[], look: Look) {
    this.#flow = flow;
    this.#canvas = flow.canvas;
    this.#table = table;
    this.#columns = columns;
    const isSaid = columns.some(({ namesRow }) => namesRow);
    this.#naming = columns.map(({ namesRow }, i) => namesRow ?? (i === 0 && !isSaid));
    this.#look = look;
  }

  row(cells: readonly Cell[]): void {
    const row = this.#columns.map((column, i) =>
      placeCell(cells[i] ?? '', column, this.#look, this.#canvas.faces),
    );
    const height = this.#height(row);
    if (!this.#begun) this.#begin(height);
    if (height > this.#flow.room && height < bodyHeight / 2) this.#turnPage();
    const tags = this.#canvas.tags;
    const tr = tags.open('TR', this.#table);
    const tds = this.#columns.map((_, i) => this.#openCell(tr, i));
    this.#draw(row, tds);
    for (const td of tds) tags.close(td);
    tags.close(tr);
  }

  end(): void {
    if (!this.#begun) this.#begin(0);
    this.#drawRules();
  }

  #height(row: PlacedRow): number {
    let most = 1;
    for (const cell of row) most = Math.max(most, cell.length);
    return most * this.#look.leading + 2 * this.#look.pad;
  }

  /** The header and the first row stay together. */
  #begin(firstRow: number): void {
    this.#begun = true;
    const head = this.#headRow();
    this.#flow.keep(this.#headHeight(head) + Math.min(firstRow, bodyHeight / 2));
    if (!this.#look.head) return;
    const tags = this.#canvas.tags;
    const tr = tags.open('TR', this.#table);
    const ths = head.map(() => tags.open('TH', tr, { A: tags.scope('Column') }));
    this.#drawHead(head, ths);
    for (const th of ths) tags.close(th);
    tags.close(tr);
  }

  #turnPage(): void {
    this.#drawRules();
    this.#flow.newPage();
    // Repeated for the eye only: in the structure tree the header stands once.
    if (this.#look.head) this.#canvas.artifact(() => this.#drawHead(this.#headRow(), undefined));
  }

  #headRow(): PlacedRow {
    const face = this.#canvas.faces[type.cellHead.face];
    return this.#columns.map(({ title, points }) =>
      wrap(face.spell(title), face, type.cellHead.size, points).map((spelled) => ({
        spelled,
        style: type.cellHead,
        face,
      })),
    );
  }

  #headHeight(head: PlacedRow): number {
    if (!this.#look.head) return 0;
    return Math.max(...head.map((cell) => cell.length)) * type.cellHead.leading + 7;
  }

  #drawHead(head: PlacedRow, ths: readonly Tag[] | undefined): void {
    const height = this.#headHeight(head);
    const deepest = Math.max(...head.map((cell) => cell.length));
    this.#columns.forEach((column, i) => {
      const lines = head[i] ?? [];
      const th = ths?.[i];
      if (th) this.#canvas.emit(this.#canvas.tags.mark(th));
      // Titles stand on the rule: a one-line title is as low as the last line of a two-line one.
      const down = (deepest - lines.length) * type.cellHead.leading;
      this.#canvas.emit(this.#cell(lines, column, this.#flow.y + 1 + down, type.cellHead.leading));
      if (th) this.#canvas.emit('EMC');
    });
    const y = this.#flow.y + height - 3;
    const rule = (): void => this.#canvas.line(sheet.left, y, sheet.right, y, ink.text, 0.7);
    if (ths) this.#canvas.artifact(rule);
    else rule();
    this.#flow.gap(height - 2);
  }

  #openCell(tr: Tag, column: number): Tag {
    const { tags } = this.#canvas;
    return this.#naming[column] ? tags.open('TH', tr, { A: tags.scope('Row') }) : tags.open('TD', tr);
  }

  /** Draws the row, in slices when it is too tall for the page. */
  #draw(row: PlacedRow, tds: readonly Tag[]): void {
    const { leading, pad } = this.#look;
    const most = row.reduce((max, cell) => Math.max(max, cell.length), 1);
    for (let from = 0; from < most;) {
      let fit = Math.floor((this.#flow.room - 2 * pad) / leading);
      if (fit < Math.min(most - from, 4)) {
        this.#turnPage();
        fit = Math.floor((this.#flow.room - 2 * pad) / leading);
      }
      const to = Math.min(most, from + fit);
      this.#drawSlice(row, tds, from, to);
      this.#flow.y += (to - from) * leading + 2 * pad;
      from = to;
    }
    this.#rules.push(this.#flow.y);
  }

  #drawSlice(row: PlacedRow, tds: readonly Tag[], from: number, to: number): void {
    const { leading, pad } = this.#look;
    const top = this.#flow.y + pad;
    for (let i = 0; i < this.#columns.length; i++) {
      const column = this.#columns[i];
      const td = tds[i];
      const all = row[i];
      if (!column || !td || !all) continue;
      const lines = from === 0 && to >= all.length ? all : all.slice(from, to);
      if (lines.length === 0) continue;
      const mark = this.#canvas.tags.mark(td);
      this.#canvas.emit(`${mark}\n${this.#cell(lines, column, top, leading)}\nEMC`);
    }
  }

  /** One text object a cell. */
  #cell(lines: readonly PlacedLine[], column: PlacedColumn, top: number, leading: number): string {
    let operators = 'BT';
    let y = top;
    for (const { spelled, style, face } of lines) {
      const x =
        column.align === 'right'
          ? column.x + column.points - face.width(bare(spelled), style.size)
          : column.x;
      const base = y + leading / 2 + style.size * 0.35;
      operators += ` ${this.#canvas.fillOperator(style.ink)}/${face.font.id} ${style.size} Tf 1 0 0 -1 ${n(x)} ${n(base)} Tm ${face.show(spelled)}`;
      y += leading;
    }
    return `${operators} ET`;
  }

  #drawRules(): void {
    if (this.#rules.length === 0) return;
    const path = this.#rules.map((y) => `${sheet.left} ${n(y)} m ${sheet.right} ${n(y)} l`).join(' ');
    this.#canvas.artifact(() => this.#canvas.emit(`${rgb(ink.hair)} RG 0.4 w ${path} S`));
    this.#rules = [];
  }
}

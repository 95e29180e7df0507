import type { Flow } from './layout.ts';
import { drawTable } from './table.ts';
import type { Cell, Look } from './table.ts';
import { type } from './theme.ts';

/** A statement of fact: what it is called, and the fact. */
export type Fact = readonly [label: string, value: Cell];

const look: Look = {
  faces: {
    sans: type.small,
    bold: { ...type.small, face: 'bold' },
    mono: { ...type.code, size: 7.2 },
  },
  head: false,
  pad: 2.4,
  leading: type.small.leading,
  most: 1_500,
};

/** For tables that hold sentences: the text size of prose, with a header. */
export const prose: Look = {
  ...look,
  faces: { ...look.faces, sans: { ...type.body, size: 9 } },
  head: true,
  leading: 13,
  pad: 3.4,
};

/** Prints facts one under the other, their names in a narrow column on the left. */
export function facts(flow: Flow, rows: readonly Fact[]): void {
  drawTable(flow, {
    columns: [
      { title: 'What', width: 22, face: 'bold' },
      { title: 'Value', width: 78 },
    ],
    rows,
    look,
  });
}

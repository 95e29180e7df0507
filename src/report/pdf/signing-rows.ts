import type { Flow } from './layout.ts';
import { contentWidth, ink, sheet, type } from './theme.ts';

const columns = [
  { title: 'Date, time, zone', share: 18 },
  { title: 'Item', share: 14 },
  { title: 'From: name, signature', share: 22 },
  { title: 'To: name, signature', share: 22 },
  { title: 'Why', share: 13 },
  { title: 'Hashes checked', share: 11 },
];
const rowHeight = 30;

/** Blank rows, high enough to write in, for what happens to the record after it was printed. */
export function signingRows(flow: Flow, rows: number): void {
  const height = 16 + rows * rowHeight;
  flow.keep(height + 4);
  const top = flow.y;
  flow.within('P', (tag) => flow.canvas.marked(tag, () => drawTitles(flow, top)));
  flow.canvas.artifact(() => {
    flow.canvas.line(sheet.left, top + 14, sheet.right, top + 14, ink.text, 0.7);
    for (let row = 1; row <= rows; row++) {
      const y = top + 14 + row * rowHeight;
      flow.canvas.line(sheet.left, y, sheet.right, y, ink.rule, 0.5);
    }
    for (const { x } of placed().slice(1)) {
      flow.canvas.line(x - 4, top + 2, x - 4, top + 14 + rows * rowHeight, ink.hair, 0.4);
    }
  });
  flow.gap(height + 8);
}

function drawTitles(flow: Flow, top: number): void {
  for (const { title, x } of placed()) flow.canvas.text(title, type.cellHead, { x, y: top + 9 });
}

function placed(): { readonly title: string; readonly x: number }[] {
  let x: number = sheet.left;
  return columns.map(({ title, share }) => {
    const at = { title, x };
    x += (share / 100) * contentWidth;
    return at;
  });
}

import { displayWidth, fitText, padText, wrapText } from './display-width.ts';

/** Where lines are drawn: no line may take more than `columns` columns. */
export interface Frame {
  readonly columns: number;
  readonly color: boolean;
}

/** Left and right on one line. The right side is whole as long as it fits at all; the left is cut. */
export function spread(left: string, right: string, columns: number): string {
  const end = fitText(right, columns);
  const room = columns - displayWidth(end) - 2;
  return room < 4 ? end.padStart(columns) : `${padText(left, room)}  ${end}`;
}

export const rule = (columns: number): string => '-'.repeat(Math.max(0, columns));

/** A label in its own column and text wrapped beside it; `paint` gets the label, already padded. */
export function labelled(
  {
    label,
    text,
    indent = 2,
    labelWidth,
  }: { label: string; text: string; indent?: number; labelWidth: number },
  columns: number,
  paint: (label: string) => string = (plain) => plain,
): string[] {
  const margin = indent + labelWidth + 1;
  // Too narrow for two columns: the label stands on a line of its own.
  if (columns - margin < 16) {
    const inner = Math.max(2, columns - indent);
    return [
      paint(fitText(label, columns)),
      ...wrapText(text, inner).map((line) => fitText(' '.repeat(indent) + line, columns)),
    ];
  }
  const [first = '', ...rest] = wrapText(text, columns - margin);
  const hang = ' '.repeat(margin);
  return [
    `${' '.repeat(indent)}${paint(padText(label, labelWidth))} ${first}`.trimEnd(),
    ...rest.map((line) => hang + line),
  ];
}

/** At most `most` lines; the last says how many were left out. */
export function atMost(lines: readonly string[], most: number, indent = '  '): string[] {
  if (lines.length <= most) return [...lines];
  if (most <= 0) return [];
  return [...lines.slice(0, most - 1), `${indent}... and ${lines.length - most + 1} more`];
}

/**
 * One page of lines that do not fit in `rows`, the last row saying which one and how to see the next.
 * Pages count from 0 and go round.
 */
export function pageOf(lines: readonly string[], rows: number, page: number, columns: number): string[] {
  if (lines.length <= rows) return [...lines];
  const room = Math.max(1, rows - 1);
  const pages = Math.ceil(lines.length / room);
  const at = ((page % pages) + pages) % pages;
  const turn = at + 1 < pages ? 'Page Down shows the next' : 'Page Up goes back';
  const mark = fitText(`(${at + 1} of ${pages}: ${turn})`, columns);
  return [...lines.slice(at * room, (at + 1) * room), mark].slice(0, Math.max(0, rows));
}

/** "2026-11-21T03:12:44.120Z" → "03:12:44"; what is no such time is not shown as one. */
export function clockTime(at: string): string {
  return /^\d{4}-\d\d-\d\dT(\d\d:\d\d:\d\d)/.exec(at)?.[1] ?? '--:--:--';
}

/** "4:07", "1:02:09"; nothing for times that cannot be compared. */
export function elapsed(from: string, to: string): string {
  const seconds = Math.floor((Date.parse(to) - Date.parse(from)) / 1000);
  if (!Number.isFinite(seconds) || seconds < 0) return '';
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const two = (part: number): string => `${part}`.padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

import { fitText, wrapText } from './display-width.ts';
import { labelled, type Frame } from './layout.ts';
import { createPaint } from './palette.ts';
import type { Guide } from './screen-state.ts';

/** What a person is to do at a venue's page: the page, then numbered lines. It says when lines are missing. */
export function drawGuide(
  guide: Guide,
  { columns, color, rows = Infinity }: Frame & { rows?: number },
): string[] {
  const paint = createPaint(color);
  const labelWidth = `${guide.lines.length}.`.length;
  const lines = [
    ...wrapText(`BY HAND  ${guide.title}`, columns).map((line) => paint('strong', line)),
    ...(guide.page === ''
      ? []
      : labelled({ label: 'At', text: guide.page, indent: 0, labelWidth: 2 }, columns)),
    ...guide.lines.flatMap((text, index) =>
      labelled({ label: `${index + 1}.`, text, indent: 0, labelWidth }, columns),
    ),
  ];
  if (lines.length <= rows) return lines;
  const room = Math.max(0, rows - 1);
  const missing = `... ${lines.length - room} lines more: make the window taller`;
  return [...lines.slice(0, room), fitText(missing, columns)].slice(0, Math.max(0, rows));
}

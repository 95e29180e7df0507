import { wrapText } from './display-width.ts';
import { labelled, pageOf, type Frame } from './layout.ts';
import { createPaint } from './palette.ts';
import type { Guide } from './screen-state.ts';

/** What a person is to do at a venue's page: the page, then numbered lines; by pages where they do not fit. */
export function drawGuide(
  guide: Guide,
  { columns, color, rows = Infinity, page = 0 }: Frame & { rows?: number; page?: number },
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
  return pageOf(lines, rows, page, columns);
}

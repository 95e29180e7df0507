import { coverageChart, type CoverageRow } from '../../charts/coverage.ts';
import type { Report } from '../../model.ts';
import { count } from '../format.ts';
import type { Flow } from '../layout.ts';
import { ink } from '../theme.ts';
import { drawTimeAxis } from './axes.ts';
import { drawPicture, points, tiny, tinyBold, unitsAcross, type Picture } from './picture.ts';

const axisHeight = 26;
const barHeight = 14;

/** What was proven read of each list of the account, and what was not; says so when no reading is listed. */
export function drawCoverage(flow: Flow, report: Report, account: string): void {
  const chart = coverageChart(report, account, unitsAcross);
  if (!chart) return flow.none('No picture of what was read: this record lists no reading.');
  const { left, right, rows, ticks, day } = chart;
  const bottom = rows.length * chart.rowHeight;
  const holes = rows.reduce((total, { list }) => total + list.openHoles.length, 0);
  const open = holes === 0 ? 'No hole is open.' : `${count(holes, 'hole')}: see “Gaps and errors”.`;
  drawPicture(
    flow,
    {
      height: bottom + axisHeight,
      alt: `What was proven read. ${rows.map(inWords).join(' ')}`,
      caption: `What was proven read. Solid: proven. Striped: a hole that no other reading covers. Dots: looks at what is there now, which have no interval. ${open}`,
    },
    (picture) => {
      for (const { x } of ticks) picture.line([x, 0], [x, bottom], ink.hair, 0.4);
      for (const row of rows) drawRow(picture, row, { left, right });
      drawTimeAxis(picture, { left, right, y: bottom, ticks });
      picture.text(day, [left - 10, bottom + 5], { align: 'right', down: 7.2 });
    },
  );
}

function drawRow(
  picture: Picture,
  { y, list, proven, holes, looks }: CoverageRow,
  { left, right }: { readonly left: number; readonly right: number },
): void {
  const within = points(left - 10);
  picture.text(list.list.replaceAll('-', ' '), [0, y + 9], { style: tinyBold, within });
  picture.text(stateOf(list), [0, y + 9], { style: { ...tiny, size: 5.8 }, down: 6.4, within });
  picture.rect([left, y + 3], [right - left, barHeight], ink.wash);
  for (const { x1, x2 } of proven) picture.rect([x1, y + 3], [Math.max(2, x2 - x1), barHeight], ink.open);
  for (const { x1, x2 } of holes) {
    const wide = Math.max(5, x2 - x1);
    picture.rect([x1, y + 3], [wide, barHeight], ink.paper);
    picture.hatched([x1, y + 3], [wide, barHeight], ink.bad);
  }
  for (const x of looks) picture.dot([x, y + 10], 2, ink.text);
}

function stateOf({ readings }: CoverageRow['list']): string {
  const last = readings.at(-1);
  return last === undefined ? 'not read' : count(last.rows, 'row');
}

const inWords = ({ list }: CoverageRow): string =>
  `${list.list}: ${count(list.readings.length, 'reading')}, ${stateOf(list)}, ${count(list.openHoles.length, 'open hole')}.`;

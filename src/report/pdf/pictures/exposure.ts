import { exposureChart, type ExposureBar, type ExposureChart } from '../../charts/exposure.ts';
import type { Report } from '../../model.ts';
import { duration, moment } from '../format.ts';
import type { Flow } from '../layout.ts';
import { capped } from '../text.ts';
import { ink } from '../theme.ts';
import { drawTimeAxis } from './axes.ts';
import { drawPicture, tinyBold, unitsAcross, type Picture } from './picture.ts';

/** Taller than this, a picture would not stand on one page. */
const mostBars = 24;
const axisHeight = 40;
const barHeight = 14;

/** How long each key could be used by others, from the first sign to proven dead. */
export function drawExposure(flow: Flow, report: Report): void {
  const chart = exposureChart(report, unitsAcross);
  if (!chart) return;
  for (let from = 0; from < chart.bars.length; from += mostBars) {
    drawSome(flow, chart, from);
  }
}

function drawSome(flow: Flow, chart: ExposureChart, from: number): void {
  const bars = chart.bars.slice(from, from + mostBars);
  const lift = (bars[0]?.y ?? 0) - (chart.bars[0]?.y ?? 0);
  const bottom = bars.length * chart.rowHeight;
  drawPicture(
    flow,
    {
      height: bottom + axisHeight,
      alt: `Exposure window of each key. ${bars.map(inWords).join(' ')}`,
      caption:
        'Exposure window of each key: from the first trace of somebody else (venue’s clock) until the key was proven dead (host’s clock). A trace is a fill, withdrawal or new address; a cancelled order is none by itself. Striped: one of the two ends is not known. Dashed: the case was opened.',
    },
    (picture) => {
      const { left, right, opened } = chart;
      for (const { x } of chart.ticks) picture.line([x, 4], [x, bottom], ink.hair, 0.4);
      for (const bar of bars) drawBar(picture, { ...bar, y: bar.y - lift });
      if (opened !== undefined) picture.dashed([opened, 4], [opened, bottom], ink.drill);
      drawTimeAxis(picture, { left, right, y: bottom, ticks: chart.ticks });
      picture.text(`Begins on ${chart.day}`, [left, bottom + 20], { down: 7.2 });
    },
  );
}

function drawBar(picture: Picture, { subject, y, x1, x2, openStart, openEnd, ms }: ExposureBar): void {
  const name = capped(`${subject.account.keyLabel} at ${subject.account.venueName}`, 60);
  picture.text(name, [10, y - 4], { style: tinyBold });
  const place = [x1, y + 1] as const;
  const extent = [x2 - x1, barHeight] as const;
  if (openStart || openEnd) picture.hatched(place, extent, ink.bad);
  else picture.rect(place, extent, ink.bad);
  if (ms === undefined) return;
  const hasRoom = x2 < unitsAcross - 130;
  const at = [hasRoom ? x2 + 6 : x1 - 6, y + 12] as const;
  if (hasRoom || x1 > 130)
    return picture.text(duration(ms), at, { style: tinyBold, align: hasRoom ? 'left' : 'right' });
  picture.text(duration(ms), [x1 + 8, y + 12], { style: { ...tinyBold, ink: ink.paper } });
}

function inWords({ subject: { account, exposure }, ms }: ExposureBar): string {
  const from = exposure.from.known
    ? `from ${moment(exposure.from.value)} (venue)`
    : `since when is unknown (${capped(exposure.from.why, 200)})`;
  const to = exposure.to.known
    ? `until ${moment(exposure.to.value)} (host)`
    : `the end is unknown (${capped(exposure.to.why, 200)})`;
  return `${capped(account.keyLabel, 60)}: ${from}, ${to}${ms === undefined ? '' : `, ${duration(ms)}`}.`;
}

import { timelineChart, type TimelineChart } from '../../charts/timeline.ts';
import type { Report } from '../../model.ts';
import { count, isoOf, moment } from '../format.ts';
import type { Flow } from '../layout.ts';
import { capped } from '../text.ts';
import { ink, sheet } from '../theme.ts';
import { placeFlags, type Flag } from './timeline-flags.ts';
import { figure, Picture, points, tiny, tinyBold, unitsAcross } from './picture.ts';

const flagRow = 10.5;
/** Under the lanes: the times. */
const axisHeight = 14;

type DrawnFlag = Flag & { readonly at: number; readonly text: string };

/**
 * Draws what happened as marks in four lanes, with the moments by which the response is judged as flags
 * across them, and a bar for as long as strange fills went on. Lanes differ by place and name, not by
 * colour. What happened long before or after is counted at the edges.
 */
export function drawTimeline(flow: Flow, report: Report): void {
  const chart = timelineChart(report, unitsAcross);
  const flags = flagsOf(flow, chart);
  const rows = Math.max(0, ...flags.map(({ row }) => row + 1));
  const lanesHeight = points(chart.lanes.length * chart.laneHeight);
  const height = rows * flagRow + 3 + lanesHeight + axisHeight;
  flow.keep(height);
  const lanesTop = flow.y + rows * flagRow + 3;
  // Flags take the room that their texts need, so the lanes stand elsewhere than in the shared geometry.
  const picture = new Picture(flow.canvas, lanesTop - points(chart.lanes[0]?.y ?? 0));
  figure(flow, textOf(report, chart), height, () => {
    drawLanes(picture, chart);
    drawTicks(picture, chart);
    drawSpans(picture, chart);
    drawMarks(picture, chart);
    drawFlags(flow, flags, { rows, top: flow.y, bottom: lanesTop + lanesHeight });
  });
  flow.gap(height);
}

function drawLanes(picture: Picture, { lanes, laneHeight, width }: TimelineChart): void {
  lanes.forEach(({ label, y, entries }, i) => {
    if (i % 2 === 0) picture.rect([0, y], [width, laneHeight], ink.wash);
    picture.text(label, [7, y], { style: tinyBold, down: 8.6 });
    const said = entries === 0 ? 'nothing' : count(entries, 'entry', 'entries');
    picture.text(said, [7, y], { style: { ...tiny, size: 5.8 }, down: 15.6 });
  });
}

function drawTicks(picture: Picture, chart: TimelineChart): void {
  const { lanes, laneHeight, ticks, right, width, before, after } = chart;
  const top = lanes[0]?.y ?? 0;
  const bottom = top + lanes.length * laneHeight;
  picture.line([0, bottom], [width, bottom], ink.text, 0.6);
  const free = after > 0 ? right - 70 : width;
  for (const { x, label } of ticks) {
    picture.line([x, top], [x, bottom], ink.hair, 0.4);
    picture.line([x, bottom], [x, bottom + 4], ink.text, 0.6);
    if (x < free) picture.text(label, [x, bottom], { align: 'centre', down: 10 });
  }
  if (before > 0) picture.text(`‹ ${before} earlier`, [7, bottom], { down: 10 });
  if (after > 0) picture.text(`${after} later ›`, [width - 4, bottom], { align: 'right', down: 10 });
}

/** For as long as money was leaving. */
function drawSpans(picture: Picture, { lanes, laneHeight, spans, left, right }: TimelineChart): void {
  const lane = lanes.find(({ name }) => name === 'attacker');
  if (!lane) return;
  for (const { x1, x2 } of spans) {
    const [from, to] = [Math.max(x1, left), Math.min(x2, right)];
    if (from <= to) picture.rect([from, lane.y + 9], [to - from, laneHeight - 18], ink.badWash);
  }
}

function drawMarks(picture: Picture, { lanes, laneHeight, marks, left, right }: TimelineChart): void {
  const places = new Map(lanes.map(({ name }) => [name, new Set<number>()]));
  for (const { lane, x } of marks) {
    // Half a point apart is one mark on paper.
    if (x >= left && x <= right) places.get(lane)?.add(Math.round(picture.x(x) * 2) / 2);
  }
  for (const { name, y } of lanes) {
    const colour = name === 'attacker' ? ink.bad : name === 'responder' ? ink.text : ink.muted;
    for (const x of places.get(name) ?? [])
      picture.canvas.rect(x - 0.5, picture.y(y + 6), 1, points(laneHeight - 12), colour);
  }
}

function flagsOf({ canvas }: Flow, { flags }: TimelineChart): DrawnFlag[] {
  const poles = flags
    .map(({ label, at, x }) => ({
      x: sheet.left + points(x),
      at: sheet.left + points(x),
      text: `${label} ${moment(isoOf(at)).slice(11, 19)}`,
    }))
    .sort((a, b) => a.x - b.x)
    .map((pole) => ({ ...pole, width: canvas.width(pole.text, tinyBold) + 6 }));
  const placed = placeFlags(poles, sheet.right);
  return poles.flatMap(({ at, text }, i) => {
    const flag = placed[i];
    return flag ? [{ ...flag, at, text }] : [];
  });
}

function drawFlags(
  { canvas }: Flow,
  flags: readonly DrawnFlag[],
  { rows, top, bottom }: { readonly rows: number; readonly top: number; readonly bottom: number },
): void {
  for (const { at, text, leftwards, row } of flags) {
    const y = top + (rows - 1 - row) * flagRow;
    canvas.line(at, y + 1, at, bottom, ink.drill, 0.8);
    if (leftwards) canvas.text(`${text} `, tinyBold, { x: at - 3, y: y + 7.2, align: 'right' });
    else canvas.text(`${text} `, tinyBold, { x: at + 3, y: y + 7.2 });
  }
}

function textOf(report: Report, { lanes, flags, spans, before, after }: TimelineChart): string {
  const perLane = lanes.map(({ label, entries }) => `${label}: ${count(entries, 'entry', 'entries')}`);
  const key = flags.map(({ label, at }) => `${label} ${moment(isoOf(at))} (host)`);
  const strange = spans.map(
    ({ from, to, symbol, fills }) =>
      `${count(fills, 'fill')} not ours in ${capped(symbol, 60)}, from ${moment(isoOf(from))} to ${moment(isoOf(to))} (venue)`,
  );
  const beyond = before + after > 0 ? ` Beyond the edges: ${before} earlier, ${after} later.` : '';
  // Last what may be many: the text is cut at its end.
  return `Timeline of ${count(report.timeline.length, 'entry', 'entries')}. ${perLane.join('; ')}.${beyond} The chapter “Timeline” has every entry. ${[...key, ...strange].join('; ')}.`;
}

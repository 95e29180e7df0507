import type { Report, TimelineEntry } from '../model.ts';
import type { Canvas } from './canvas.ts';
import { count, isoOf, millis, moment } from './format.ts';
import { keyMoments } from './key-moments.ts';
import type { KeyMoment } from './key-moments.ts';
import type { Flow } from './layout.ts';
import { ink, sheet, type } from './theme.ts';
import type { TextStyle } from './theme.ts';
import { timeTicks } from './time-axis.ts';

type LaneName = TimelineEntry['lane'];

const lanes: readonly { readonly name: LaneName; readonly label: string; readonly ink: string }[] = [
  { name: 'attacker', label: 'Attacker', ink: ink.bad },
  { name: 'responder', label: 'Responder', ink: ink.text },
  { name: 'venue', label: 'Venue', ink: ink.muted },
  { name: 'firebreak', label: 'firebreak', ink: ink.muted },
];

const laneHeight = 17;
const labelWidth = 58;
const outsideWidth = 30;
const flagRow = 11;
const tiny = { ...type.label, size: 6.8 } satisfies TextStyle;
const tinyPlain = { ...type.note, size: 6.8 } satisfies TextStyle;

interface Mark {
  readonly lane: LaneName;
  readonly at: number;
}

interface Scale {
  readonly from: number;
  readonly to: number;
  readonly x: (at: number) => number;
  readonly earlier: number;
  readonly later: number;
}

/**
 * Draws what happened as ticks in four lanes, with the moments by which the response is judged as
 * flags across them. Linear time around the response; what happened long before or after stands
 * in a zone of its own at the edge, so that one sign two days earlier does not press everything
 * else into a line. Lanes differ by place and name, not by colour.
 */
export function drawTimelineChart(flow: Flow, report: Report): void {
  const marks = marksOf(report);
  const moments = keyMoments(report);
  const scale = scaleOf(marks, moments);
  const flags = placeFlags(flow.canvas, moments, scale);
  const rows = 1 + Math.max(0, ...flags.map(({ row }) => row));
  const height = rows * flagRow + 4 + lanes.length * laneHeight + 16;
  flow.keep(height);
  const top = flow.y + rows * flagRow + 4;
  figure(flow, altText(report, moments), height, () => {
    drawLanes(flow.canvas, marks, scale, top);
    drawAxis(flow.canvas, scale, top + lanes.length * laneHeight);
    drawFlags(flow.canvas, flags, flow.y, top);
  });
  flow.gap(height);
}

/** A picture with a text in its place for those who do not see it. */
export function figure(flow: Flow, alt: string, height: number, draw: () => void): void {
  const box = [sheet.left, sheet.height - flow.y - height, sheet.right, sheet.height - flow.y];
  const spelled = flow.canvas.faces.sans.spell(alt);
  flow.within('Figure', (tag) => flow.canvas.marked(tag, draw), {
    Alt: new String(spelled),
    A: { O: 'Layout', Placement: 'Block', BBox: box },
  });
}

const marksOf = ({ timeline }: Report): Mark[] =>
  timeline.flatMap(({ lane, at }) => {
    const ms = millis(at);
    return ms === undefined ? [] : [{ lane, at: ms }];
  });

function scaleOf(marks: readonly Mark[], moments: readonly KeyMoment[]): Scale {
  const { from, to } = window(marks, moments);
  const earlier = marks.filter(({ at }) => at < from).length;
  const later = [...marks, ...moments].filter(({ at }) => at > to).length;
  const left = sheet.left + labelWidth + (earlier > 0 ? outsideWidth : 4);
  const right = sheet.right - (later > 0 ? outsideWidth : 4);
  const x = (at: number): number => {
    if (at < from) return left - outsideWidth / 2;
    if (at > to) return right + outsideWidth / 2;
    return left + ((at - from) / (to - from)) * (right - left);
  };
  return { from, to, x, earlier, later };
}

/** Around the response itself: from half as long before it as it lasted to three times as long after. */
function window(
  marks: readonly Mark[],
  moments: readonly KeyMoment[],
): { readonly from: number; readonly to: number } {
  const opened = moments.find(({ label }) => label === 'opened')?.at ?? marks[0]?.at ?? 0;
  const dead = moments.find(({ label }) => label.endsWith('dead'))?.at;
  const last = moments.at(-1)?.at ?? opened;
  const length = Math.max((dead ?? last) - opened, 60_000);
  const inside = [...marks, ...moments]
    .map(({ at }) => at)
    .filter((at) => at >= opened - 2 * length && at <= (dead ?? last) + 12 * length);
  const from = inside.reduce((min, at) => Math.min(min, at), opened);
  const to = inside.reduce((max, at) => Math.max(max, at), opened + 1_000);
  return { from, to };
}

function drawLanes(canvas: Canvas, marks: readonly Mark[], scale: Scale, top: number): void {
  lanes.forEach((lane, i) => {
    const y = top + i * laneHeight;
    const own = marks.filter(({ lane: name }) => name === lane.name);
    if (i % 2 === 0) canvas.rect(sheet.left, y, sheet.right - sheet.left, laneHeight, ink.wash);
    canvas.text(lane.label, tiny, { x: sheet.left + 4, y: y + laneHeight / 2 + 2.4 });
    if (own.length === 0) {
      canvas.text('nothing recorded', tinyPlain, { x: scale.x(scale.from) + 4, y: y + laneHeight / 2 + 2.4 });
    }
    // Half a point apart is one tick on paper.
    const places = new Set(own.map(({ at }) => Math.round(scale.x(at) * 2) / 2));
    for (const x of places) canvas.rect(x - 0.5, y + 3.5, 1, laneHeight - 7, lane.ink);
  });
}

function drawAxis(canvas: Canvas, scale: Scale, y: number): void {
  canvas.line(sheet.left, y, sheet.right, y, ink.text, 0.6);
  for (const { at, label } of timeTicks(scale.from, scale.to, 8)) {
    const x = scale.x(at);
    canvas.line(x, y, x, y + 3, ink.text, 0.6);
    canvas.text(label, tinyPlain, { x, y: y + 11, align: 'centre' });
  }
  if (scale.earlier > 0) drawOutside(canvas, 'earlier', scale.x(scale.from - 1), y, outsideWidth / 2);
  if (scale.later > 0) drawOutside(canvas, 'later', scale.x(scale.to + 1), y, -outsideWidth / 2);
}

function drawOutside(canvas: Canvas, label: string, x: number, y: number, edge: number): void {
  canvas.text(label, tinyPlain, { x, y: y + 11, align: 'centre' });
  const height = lanes.length * laneHeight;
  for (const dx of [-1.5, 1.5]) {
    canvas.line(x + edge + dx - 1.5, y + 3, x + edge + dx + 1.5, y - 3, ink.text, 0.6);
    canvas.line(x + edge + dx - 1.5, y - height + 3, x + edge + dx + 1.5, y - height - 3, ink.rule, 0.6);
  }
}

interface Flag extends KeyMoment {
  readonly x: number;
  readonly text: string;
  readonly width: number;
  readonly leftwards: boolean;
  readonly row: number;
}

/** Gives each flag the lowest row in which it touches no other flag. */
function placeFlags(canvas: Canvas, moments: readonly KeyMoment[], scale: Scale): Flag[] {
  const taken: { row: number; from: number; to: number }[] = [];
  return moments
    .toSorted((a, b) => a.at - b.at)
    .map((keyMoment) => {
      const x = scale.x(keyMoment.at);
      const text = `${keyMoment.label} ${moment(isoOf(keyMoment.at)).slice(11, 19)}`;
      const width = canvas.width(text, tiny) + 5;
      const leftwards = x + width > sheet.right;
      const from = leftwards ? x - width : x;
      const to = from + width + 3;
      let row = 0;
      while (taken.some((other) => other.row === row && other.from < to && from < other.to)) row += 1;
      taken.push({ row, from, to });
      return { ...keyMoment, x, text, width, leftwards, row };
    });
}

function drawFlags(canvas: Canvas, flags: readonly Flag[], y: number, lanesTop: number): void {
  const highest = Math.max(0, ...flags.map(({ row }) => row));
  for (const { x, text, leftwards, row } of flags) {
    const top = y + (highest - row) * flagRow;
    canvas.line(x, top + 1, x, lanesTop + lanes.length * laneHeight, ink.drill, 0.8);
    canvas.text(
      text,
      { ...tiny, ink: ink.text },
      { x: leftwards ? x - 3 : x + 3, y: top + 7.4, align: leftwards ? 'right' : 'left' },
    );
  }
}

function altText(report: Report, moments: readonly KeyMoment[]): string {
  const perLane = lanes.map(({ name, label }) => {
    const entries = report.timeline.filter(({ lane }) => lane === name).length;
    return `${label}: ${count(entries, 'entry', 'entries')}`;
  });
  const key = moments.map(({ label, at }) => `${label} ${moment(isoOf(at))}`);
  return `Timeline. ${perLane.join('; ')}. ${key.join('; ')}. The timeline table has every entry.`;
}

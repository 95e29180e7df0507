import type { Report, TimelineEntry } from '../model.ts';
import type { Canvas } from './canvas.ts';
import { count, isoOf, millis, moment } from './format.ts';
import { keyMoments } from '../charts/key-moments.ts';
import type { KeyMoment } from '../charts/key-moments.ts';
import type { Flow } from './layout.ts';
import { ink, sheet, type } from './theme.ts';
import type { TextStyle } from './theme.ts';
import { timeTicks } from '../charts/time-axis.ts';
import { placeFlags } from './timeline-flags.ts';
import type { Flag } from './timeline-flags.ts';

type LaneName = TimelineEntry['lane'];

const lanes: readonly { readonly name: LaneName; readonly label: string; readonly ink: string }[] = [
  { name: 'attacker', label: 'Attacker', ink: ink.bad },
  { name: 'responder', label: 'Responder', ink: ink.text },
  { name: 'venue', label: 'Venue', ink: ink.muted },
  { name: 'firebreak', label: 'firebreak', ink: ink.muted },
];

const laneHeight = 22;
const labelWidth = 58;
const outsideWidth = 30;
const flagRow = 11.5;
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
 * flags across them, and a bar for as long as strange fills went on. Linear time around the response; what happened long before or after stands
 * in a zone of its own at the edge, so that one sign two days earlier does not press everything
 * else into a line. Lanes differ by place and name, not by colour.
 */
export function drawTimelineChart(flow: Flow, report: Report): void {
  const marks = marksOf(report);
  const spans = spansOf(report);
  const moments = keyMoments(report);
  const ends = spans.flatMap(({ from, to }): Mark[] => [from, to].map((at) => ({ lane: 'attacker', at })));
  const scale = scaleOf([...marks, ...ends], moments);
  const flags = flagsOf(flow.canvas, moments, scale);
  const rows = 1 + Math.max(0, ...flags.map(({ row }) => row));
  const height = rows * flagRow + 4 + lanes.length * laneHeight + 16;
  flow.keep(height);
  const top = flow.y + rows * flagRow + 4;
  figure(flow, altText(report, moments), height, () => {
    drawSpans(flow.canvas, spans, scale, top);
    drawLanes(flow.canvas, [...marks, ...ends], scale, top);
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

interface Span {
  readonly from: number;
  readonly to: number;
}

const spansOf = ({ accounts }: Report): Span[] =>
  accounts.flatMap(({ unrecognised }) =>
    (unrecognised.known ? unrecognised.value.bySymbol : []).flatMap(({ first, last }) => {
      const [from, to] = [millis(first), millis(last)];
      return from === undefined || to === undefined ? [] : [{ from, to }];
    }),
  );

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

/** Around the containment: it is what the reader compares, so it gets the room. */
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
    .filter((at) => at >= opened - 12 * length && at <= (dead ?? last) + 4 * length);
  const from = inside.reduce((min, at) => Math.min(min, at), opened);
  const to = inside.reduce((max, at) => Math.max(max, at), opened + 1_000);
  const margin = (to - from) * 0.02;
  return { from: from - margin, to: to + margin };
}

/** A light bar from the first to the last fill that is not ours: how long money was leaving. */
function drawSpans(canvas: Canvas, spans: readonly Span[], scale: Scale, top: number): void {
  canvas.rect(sheet.left, top, sheet.right - sheet.left, laneHeight, ink.wash);
  for (const { from, to } of spans) {
    const left = scale.x(from);
    canvas.rect(left, top + laneHeight / 2 - 4, Math.max(1, scale.x(to) - left), 8, ink.badWash);
  }
}

function drawLanes(canvas: Canvas, marks: readonly Mark[], scale: Scale, top: number): void {
  lanes.forEach((lane, i) => {
    const y = top + i * laneHeight;
    const own = marks.filter(({ lane: name }) => name === lane.name);
    if (i === 2) canvas.rect(sheet.left, y, sheet.right - sheet.left, laneHeight, ink.wash);
    const x = sheet.left + 4;
    const middle = y + laneHeight / 2 + 2.4;
    canvas.text(lane.label, tiny, { x, y: own.length === 0 ? middle - 4 : middle });
    if (own.length === 0) canvas.text('nothing recorded', tinyPlain, { x, y: middle + 4.5 });
    // Half a point apart is one tick on paper.
    const places = new Set(own.map(({ at }) => Math.round(scale.x(at) * 2) / 2));
    for (const x of places) canvas.rect(x - 0.5, y + 3.5, 1, laneHeight - 7, lane.ink);
  });
}

function drawAxis(canvas: Canvas, scale: Scale, y: number): void {
  canvas.line(sheet.left, y, sheet.right, y, ink.text, 0.6);
  const edges = [
    scale.earlier > 0 ? scale.x(scale.from) : 0,
    scale.later > 0 ? scale.x(scale.to) : sheet.width,
  ];
  for (const { at, label } of timeTicks(scale.from, scale.to, 8)) {
    const x = scale.x(at);
    if (edges.some((edge) => Math.abs(x - edge) < 16)) continue;
    canvas.line(x, y, x, y + 3, ink.text, 0.6);
    canvas.text(label, tinyPlain, { x, y: y + 11, align: 'centre' });
  }
  if (scale.earlier > 0) drawOutside(canvas, 'earlier', scale.x(scale.from - 1), y, outsideWidth / 2);
  if (scale.later > 0) drawOutside(canvas, 'later', scale.x(scale.to + 1), y, -outsideWidth / 2);
}

/** The axis is broken: beyond the mark, time has no scale. */
function drawOutside(canvas: Canvas, label: string, x: number, y: number, edge: number): void {
  canvas.text(label, tinyPlain, { x, y: y + 11, align: 'centre' });
  for (const dx of [-1.5, 1.5]) {
    canvas.line(x + edge + dx - 1.5, y + 3.5, x + edge + dx + 1.5, y - 3.5, ink.text, 0.6);
  }
}

interface DrawnFlag extends Flag {
  readonly x: number;
  readonly text: string;
}

function flagsOf(canvas: Canvas, moments: readonly KeyMoment[], scale: Scale): DrawnFlag[] {
  const poles = moments
    .map(({ label, at }) => ({ x: scale.x(at), text: `${label} ${moment(isoOf(at)).slice(11, 19)}` }))
    .sort((a, b) => a.x - b.x)
    .map((pole) => ({ ...pole, width: canvas.width(pole.text, tiny) + 6 }));
  const flags = placeFlags(poles, sheet.right);
  return poles.flatMap(({ x, text }, i) => {
    const flag = flags[i];
    return flag ? [{ ...flag, x, text }] : [];
  });
}

function drawFlags(canvas: Canvas, flags: readonly DrawnFlag[], y: number, lanesTop: number): void {
  const highest = Math.max(0, ...flags.map(({ row }) => row));
  const style = { ...tiny, ink: ink.text };
  for (const { x, text, leftwards, row } of flags) {
    const top = y + (highest - row) * flagRow;
    canvas.line(x, top + 1, x, lanesTop + lanes.length * laneHeight, ink.drill, 0.8);
    if (leftwards) canvas.text(text, style, { x: x - 3, y: top + 7.4, align: 'right' });
    else canvas.text(text, style, { x: x + 3, y: top + 7.4 });
  }
}

function altText(report: Report, moments: readonly KeyMoment[]): string {
  const perLane = lanes.map(({ name, label }) => {
    const entries = report.timeline.filter(({ lane }) => lane === name).length;
    return `${label}: ${count(entries, 'entry', 'entries')}`;
  });
  const strange = spansOf(report).map(
    ({ from, to }) => `Fills that are not ours from ${moment(isoOf(from))} to ${moment(isoOf(to))}`,
  );
  const key = moments.map(({ label, at }) => `${label} ${moment(isoOf(at))}`);
  return `Timeline. ${perLane.join('; ')}. ${[...key, ...strange].join('; ')}. The timeline table has every entry.`;
}

import { timelineChart, type Mark, type TimelineChart } from '../charts/timeline.ts';
import type { Report } from '../model.ts';
import { first } from '../tables/index.ts';
import { capped } from '../spelled.ts';
import { count, isoOf, moment } from '../words.ts';
import { inTurn, markup, passage, type Markup, type Passage } from './markup.ts';
import { figure } from './svg.ts';

const width = 1_100;
/** More marks than a picture can hold apart. */
const mostMarks = 3_000;

/** What happened when, by lane. A picture without a script; with it, one to zoom and to ask. */
export function timelinePicture(report: Report): Passage {
  const chart = timelineChart(report, width);
  const marks = first(chart.marks, mostMarks);
  const left = chart.marks.length - marks.length;
  return passage`<div
    class="zoomable"
    data-from="${chart.from}"
    data-to="${chart.to}"
    data-earliest="${chart.earliest}"
    data-latest="${chart.latest}"
    data-left="${chart.left}"
    data-right="${chart.right}"
  >
    <div class="tools" hidden>
      <span class="buttons" role="group" aria-label="Zoom the timeline"
        ><button type="button" data-do="in" aria-label="Zoom in">+</button
        ><button type="button" data-do="out" aria-label="Zoom out">−</button
        ><button type="button" data-do="left" aria-label="Earlier">‹</button
        ><button type="button" data-do="right" aria-label="Later">›</button
        ><button type="button" data-do="reset">Incident</button
        ><button type="button" data-do="all">All</button></span
      ><span class="range" aria-live="polite"></span>
    </div>
    ${figure({
      id: 'timeline',
      kind: 'timeline',
      title: 'Incident timeline by lane',
      text: describe(chart),
      width,
      height: chart.height,
      body: bodyOf(report, chart, marks),
      caption: markup`<output class="said"
        >${edges(chart)}${left > 0 && ` ${count(left, 'more entry', 'more entries')} in the table.`}</output
      >`,
    })}
  </div>`;
}

function bodyOf(report: Report, chart: TimelineChart, marks: readonly Mark[]): Passage {
  const top = chart.lanes[0]?.y ?? 0;
  const bottom = top + chart.lanes.length * chart.laneHeight;
  const attacker = chart.lanes.find(({ name }) => name === 'attacker');
  return passage`<defs
      ><clipPath id="lanes"
        ><rect
          class="clip"
          x="${chart.left}"
          y="0"
          width="${chart.right - chart.left}"
          height="${chart.height}" /></clipPath
    ></defs>
    ${chart.lanes.map(({ label, y, entries }, i) => markup`<rect class="lane${i % 2 === 0 && ' odd'}" x="0" y="${y}" width="${chart.width}" height="${chart.laneHeight}" /><text class="label" x="8" y="${y + 15}">${label}</text><text class="tick" x="8" y="${y + 28}">${entries === 0 ? 'nothing recorded' : count(entries, 'entry', 'entries')}</text>`)}
    <g class="ticks"
      >${chart.ticks.map(({ x, label }) => markup`<line class="grid" x1="${x}" x2="${x}" y1="${top}" y2="${bottom}" /><text class="tick" x="${x}" y="${bottom + 18}" text-anchor="middle">${label}</text>`)}</g
    >
    <g clip-path="url(#lanes)">
      <g class="spans"
        >${attacker && chart.spans.map(({ from, to, x1, x2, symbol, fills }) => markup`<g><title>${count(fills, 'fill')} not ours, ${capped(symbol, 40)}, ${moment(isoOf(from))} to ${moment(isoOf(to))} (venue)</title><rect data-from="${from}" data-to="${to}" x="${x1}" y="${attacker.y + 9}" width="${Math.max(1, x2 - x1)}" height="${chart.laneHeight - 18}" /></g>`)}</g
      >
      <g class="marks"> ${inTurn(marks, (mark) => markOf(report, chart, mark), '\n')} </g>
      <g class="flags"
        >${chart.flags.map(
          ({ label, at, x, y, leftwards }) =>
            markup`<g data-at="${at}"
              ><line x1="${x}" x2="${x}" y1="${y - 11}" y2="${bottom}" /><text
                x="${leftwards ? x - 5 : x + 5}"
                y="${y}"
                text-anchor="${leftwards ? 'end' : 'start'}"
                ><tspan class="flag-name">${label}</tspan> ${moment(isoOf(at)).slice(11, 19)}</text
              ></g
            >`,
        )}</g
      >
    </g>`;
}

function markOf(report: Report, chart: TimelineChart, { lane, at, x, entry }: Mark): Markup {
  const y = chart.lanes.find(({ name }) => name === lane)?.y ?? 0;
  const { what = '', restsOn = [], clock = '' } = report.timeline[entry] ?? {};
  const said = `${capped(what, 220)}${restsOn.length > 0 ? ` (${restsOn.slice(0, 6).join(' ')})` : ''}`;
  return markup`<g class="${lane}" data-at="${at}"
    ><title>${moment(isoOf(at))} ${clock} clock: ${said}</title
    ><rect x="${x - 1}" y="${y + 6}" width="2" height="${chart.laneHeight - 12}"
  /></g>`;
}

function describe({ lanes, flags }: TimelineChart): string {
  const perLane = lanes.map(({ label, entries }) => `${label}: ${count(entries, 'entry', 'entries')}`);
  const moments = flags.map(({ label, at }) => `${label} ${moment(isoOf(at))} (host)`);
  return `${perLane.join('; ')}. ${moments.join('; ')}. The table of the timeline has every entry.`;
}

const edges = ({ from, to, before, after }: TimelineChart): string =>
  `${moment(isoOf(Math.round(from))).slice(0, 19)} to ${moment(isoOf(Math.round(to))).slice(0, 19)} UTC, each by its own clock; ${before} entries before, ${after} after.`;

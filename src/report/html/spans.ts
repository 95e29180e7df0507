import { coverageChart, type CoverageRow } from '../charts/coverage.ts';
import { exposureChart, type ExposureBar } from '../charts/exposure.ts';
import type { AccountReport, Report } from '../model.ts';
import { capped } from '../spelled.ts';
import { count, duration, moment } from '../words.ts';
import { joined, markup, type Markup, type Passage } from './markup.ts';
import { figure, stripes } from './svg.ts';

/** How long each key could be used by others. */
export function exposurePicture(report: Report): Markup | Passage {
  const chart = exposureChart(report, 860);
  if (!chart) return markup`<p class="none">No picture of the exposure: no key is in the case.</p>`;
  const { width, height, bars, ticks, day, opened } = chart;
  const bottom = height - 40;
  return figure({
    id: 'exposure',
    title: 'Exposure window of each key',
    text: bars.map(exposureText).join(' '),
    width,
    height,
    body: markup`${ticks.map(({ x, label }) => markup`<line class="grid" x1="${x}" x2="${x}" y1="4" y2="${bottom}" /><text class="tick" x="${x}" y="${bottom + 16}" text-anchor="middle">${label}</text>`)}
    <text class="tick" x="10" y="${height - 6}">Begins on ${day}</text>
    ${opened !== undefined && markup`<line class="opened" x1="${opened}" x2="${opened}" y1="4" y2="${bottom}" />`}
    ${bars.map(exposureBar)}`,
    caption: markup`<b>Exposure window of each key.</b> From the first trace of somebody else, where the rows
      that were read show one, until the key was proven dead. A trace is a fill, withdrawal or new address; a
      cancelled order is none by itself. Dashed: the case was opened.
      ${bars.map(exposureText).join(' ')}`,
  });
}

function exposureBar(bar: ExposureBar): Markup {
  const { subject, y, x1, x2, openStart, openEnd } = bar;
  const name = capped(`${subject.account.keyLabel} at ${subject.account.venueName}`, 60);
  const width = Math.max(2, x2 - x1);
  return markup`<text class="label" x="10" y="${y - 4}">${name}</text
    ><rect
      class="${openStart || openEnd ? 'exposed open' : 'exposed'}"
      x="${x1}"
      y="${y + 1}"
      width="${width}"
      height="14"
    />${bar.ms !== undefined && markup`<text class="value${x2 > 700 && ' inside'}" x="${x2 > 700 ? x1 + 8 : x2 + 8}" y="${y + 12}">${duration(bar.ms)}</text>`}`;
}

function exposureText({ subject: { account, exposure }, ms }: ExposureBar): string {
  const from = exposure.from.known
    ? `from ${moment(exposure.from.value)} (venue)`
    : `since when is unknown (${exposure.from.why})`;
  const to = exposure.to.known
    ? `until ${moment(exposure.to.value)} (host)`
    : `the end is unknown (${exposure.to.why})`;
  return `${account.keyLabel}: ${from}, ${to}${ms === undefined ? '' : `, ${duration(ms)}`}.`;
}

/** What was proven read of each list, and what was not. */
export function coveragePicture(report: Report, { account }: AccountReport, n: number): Markup | Passage {
  const id = `coverage-${n}`;
  const chart = coverageChart(report, account, 860);
  if (!chart) return markup`<p class="none">No picture of what was read: this record lists no reading.</p>`;
  const { width, height, left, right, rows, ticks, day } = chart;
  const bottom = height - 26;
  const holes = rows.flatMap(({ list }) => list.openHoles.map((hole) => ({ list: list.list, hole })));
  return figure({
    id,
    title: `What was proven read, account ${capped(account, 40)}`,
    text: rows
      .map(
        ({ list }) =>
          `${list.list}: ${count(list.readings.length, 'reading')}, ${count(list.openHoles.length, 'open hole')}.`,
      )
      .join(' '),
    width,
    height,
    body: markup`${stripes(`${id}-hole`)}
    ${ticks.map(({ x, label }) => markup`<line class="grid" x1="${x}" x2="${x}" y1="0" y2="${bottom}" /><text class="tick" x="${x}" y="${height - 8}" text-anchor="middle">${label}</text>`)}
    <text class="tick" x="${left - 12}" y="${height - 8}" text-anchor="end">${day}</text>
    ${joined(
      rows.map((row) => coverageRow(row, { left, right, hole: `${id}-hole` })),
      '\n',
    )}`,
    caption: markup`<b>What was proven read, account ${capped(account, 40)}.</b> Solid: proven read. Striped: a
      hole that no other reading covers. Dots: looks at what is there now, which have no
      interval.${
        holes.length === 0
          ? markup` No hole is open.`
          : markup`<ul class="holes">
                ${holes.slice(0, 60).map(({ list, hole }) => markup`<li><b>${list}</b>: ${capped(hole.what, 200)}: ${capped(hole.why, 300)}</li>`)}
              </ul>
              ${holes.length > 60 && `${count(holes.length - 60, 'more hole')} in “Gaps and errors”.`}`
      }`,
  });
}

function coverageRow(
  { y, list, proven, holes, looks }: CoverageRow,
  at: { left: number; right: number; hole: string },
): Markup {
  const rows = list.readings.at(-1)?.rows ?? 0;
  const state = list.readings.length === 0 ? 'not read' : count(rows, 'row');
  return markup`<text class="label" x="0" y="${y + 13}">${list.list.replaceAll('-', ' ')}</text
    ><text class="tick" x="${at.left - 12}" y="${y + 13}" text-anchor="end">${state}</text
    ><rect
      class="unread"
      x="${at.left}"
      y="${y + 3}"
      width="${at.right - at.left}"
      height="14"
    />${proven.map(({ x1, x2 }) => markup`<rect class="proven" x="${x1}" y="${y + 3}" width="${Math.max(2, x2 - x1)}" height="14" />`)}${holes.map(({ x1, x2, hole }) => markup`<g><title>${capped(`${hole.what}: ${hole.why}`, 300)}</title><rect class="hole" x="${x1}" y="${y + 3}" width="${Math.max(5, x2 - x1)}" height="14" fill="url(#${at.hole})" /></g>`)}${looks.map((x) => markup`<circle class="look" cx="${x}" cy="${y + 10}" r="4" />`)}`;
}

import type { Frame } from '../charts/line-chart.ts';
import { groupDigits } from '../../domain/money.ts';
import { inTurn, markup, passage, type Markup, type Passage } from './markup.ts';

/** A picture with a name, a description for who does not see it, and a text below. */
export function figure({
  id,
  title,
  text,
  width,
  height,
  body,
  caption,
  kind = 'chart',
}: {
  readonly id: string;
  readonly title: string;
  /** What the picture shows, in words. */
  readonly text: string;
  readonly width: number;
  readonly height: number;
  readonly body: Markup | Passage;
  readonly caption: Markup;
  readonly kind?: 'chart' | 'timeline';
}): Passage {
  return passage`<figure class="${kind}" id="${id}">
    <div class="scroll" role="region" aria-label="${title}" tabindex="0">
      <svg
        viewBox="0 0 ${width} ${height}"
        role="img"
        aria-labelledby="${id}-t ${id}-d"
        preserveAspectRatio="xMinYMin meet"
      >
        <title id="${id}-t">${title}</title>
        <desc id="${id}-d">${text}</desc>
        ${body}
      </svg>
    </div>
    <figcaption>${caption}</figcaption>
  </figure>`;
}

/** Grid, value labels on the left below what they are in, times below with their day. */
export function axes({ left, right, bottom, day, xTicks, yTicks }: Frame, unit: string): Markup {
  const values = yTicks.map(
    ({ value, y }) =>
      markup`<line
          class="${value === 0 ? 'zero' : 'grid'}"
          x1="${left}"
          x2="${right}"
          y1="${y}"
          y2="${y}"
        /><text class="tick" x="${left - 8}" y="${y + 4}" text-anchor="end">${numberText(value)}</text>`,
  );
  const times = xTicks.map(
    ({ x, label }) =>
      markup`<line class="mark" x1="${x}" x2="${x}" y1="${bottom}" y2="${bottom + 4}" /><text
          class="tick"
          x="${x}"
          y="${bottom + 18}"
          text-anchor="${anchorAt(x, { left, right })}"
          >${label}</text
        >`,
  );
  return markup`<text class="unit" x="0" y="13">${unit}</text>${values}<text
      class="tick"
      x="${left - 8}"
      y="${bottom + 18}"
      text-anchor="end"
      >${day}</text
    ><line
      class="axis"
      x1="${left}"
      x2="${right}"
      y1="${bottom}"
      y2="${bottom}"
    />${times}`;
}

/** At the edges a label in the middle would be cut off. */
const anchorAt = (x: number, { left, right }: { left: number; right: number }): string =>
  right - x < 16 ? 'end' : x - left < 16 ? 'start' : 'middle';

export const polyline = (points: readonly (readonly [number, number])[], name: string): Passage =>
  passage`<polyline class="${name}" points="${inTurn(points, ([x, y]) => markup`${x},${y}`, ' ')}" />`;

/** Of a tick: no more digits than it has. */
export const numberText = (value: number): string => {
  const text = String(value);
  return /^-?\d+(\.\d+)?$/.test(text) ? groupDigits(text) : text;
};

/** Stripes for what is not proven: told from a filled bar without colour. */
export const stripes = (id: string): Markup =>
  markup`<defs
    ><pattern id="${id}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"
      ><rect class="stripe-ground" width="6" height="6" /><line
        class="stripe"
        x1="0"
        y1="0"
        x2="0"
        y2="6" /></pattern
  ></defs>`;

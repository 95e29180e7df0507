import { moneyMeans } from '../five-numbers.ts';
import type { Verdict } from '../model.ts';
import { duration, rounded } from './format.ts';
import type { Flow } from './layout.ts';
import { ink, sheet, type } from './theme.ts';
import type { TextStyle } from './theme.ts';

interface Figure {
  readonly label: string;
  readonly figure: string;
  readonly under: string;
  readonly width: number;
}

/** The five numbers of the first page, each with what it means; what is not known says why. */
export function drawFiveNumbers(flow: Flow, { numbers }: Verdict): void {
  const figures: readonly Figure[] = [
    timeFigure(numbers.timeToKeyDead),
    moneyFigure(numbers.moneyLost),
    {
      label: 'Evidence complete',
      width: 84,
      figure: `${numbers.evidenceComplete.present}/${numbers.evidenceComplete.required}`,
      under: 'exhibits present of those that the steps were to give',
    },
    { label: 'Unknowns', figure: String(numbers.unknowns), under: unknownsMean(numbers.unknowns), width: 74 },
    harmFigure(numbers.harm),
  ];
  const top = flow.y;
  flow.canvas.artifact(() => flow.canvas.line(sheet.left, top, sheet.right, top, ink.text, 0.8));
  let x: number = sheet.left;
  let deepest = 0;
  for (const figure of figures) {
    deepest = Math.max(deepest, drawFigure(flow, figure, x, top + 6));
    x += figure.width;
  }
  flow.gap(deepest + 22);
}

function timeFigure(time: Verdict['numbers']['timeToKeyDead']): Figure {
  const label = 'Time to key dead';
  return time.known
    ? {
        label,
        figure: duration(time.value),
        under: 'from the first action until the last key was proven dead',
        width: 100,
      }
    : { label, figure: 'unknown', under: time.why, width: 100 };
}

function moneyFigure(money: Verdict['numbers']['moneyLost']): Figure {
  const label = 'Money lost';
  if (!money.known) return { label, figure: 'unknown', under: money.why, width: 124 };
  const { lost, atLeast } = money.value;
  const figure = `${atLeast ? '≥ ' : ''}${rounded(lost)}`;
  return { label, figure, under: moneyMeans(money.value), width: 124 };
}

const unknownsMean = (unknowns: number): string =>
  unknowns === 0 ? 'no step or fact ended unknown' : 'steps or facts that ended unknown';

const harmFigure = (harm: readonly string[]): Figure => ({
  label: 'Harm by the response',
  figure: harm.length === 0 ? 'none' : String(harm.length),
  under: harm.length === 0 ? 'no harm was recorded' : harm.join('; '),
  width: 111,
});

function drawFigure(flow: Flow, { label, figure, under, width }: Figure, x: number, y: number): number {
  const room = width - 10;
  flow.block(label, type.label, { x, y, width: room, lines: 1 });
  const style = fitted(flow, figure, room);
  flow.block(figure, style, { x, y: y + 10, width: room, lines: 1 });
  return (
    38 + flow.block(under, { ...type.note, size: 7.4, leading: 9.8 }, { x, y: y + 36, width: room, lines: 5 })
  );
}

/** The largest size in which the figure stands on one line. */
function fitted(flow: Flow, figure: string, width: number): TextStyle {
  for (let size = 20; size > 9; size -= 0.5) {
    const style: TextStyle = { face: 'bold', size, leading: 26, ink: ink.text };
    if (flow.canvas.width(figure, style) <= width) return style;
  }
  return { face: 'bold', size: 9, leading: 26, ink: ink.text };
}

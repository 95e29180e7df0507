import { add, compare, subtract } from '../../domain/money.ts';
import type { Trade } from '../../domain/trading.ts';
import type { Seen, UnrecognisedTrades } from '../model.ts';
import { amount, count, millis, rounded } from './format.ts';
import type { Flow } from './layout.ts';
import { ink, sheet, type } from './theme.ts';
import type { TextStyle } from './theme.ts';
import { timeTicks } from '../charts/time-axis.ts';
import { together } from './sections/account/seen.ts';
import { figure } from './timeline-chart.ts';

const decimal = /^-?\d+(\.\d+)?$/;
const chartHeight = 104;
const labelRoom = 68;
const tiny = { ...type.note, size: 6.8 } satisfies TextStyle;

interface Point {
  readonly at: number;
  /** Decimal string, in the asset of the loss. */
  readonly cash: string;
}

/**
 * Draws how the cash moved with the fills that are not ours: down when they bought, up when they
 * sold, fees off. Only when the rows that were read are exactly the fills that were counted;
 * otherwise it says why there is no chart.
 */
export function drawLossChart(flow: Flow, found: UnrecognisedTrades, trades: Seen<Trade>): void {
  const curve = cashCurve(found, trades);
  if (typeof curve === 'string') return flow.none(`No chart of the cash: ${curve}.`);
  flow.keep(chartHeight + 30);
  const caption = `Cash in ${found.asset} through ${count(curve.points.length, 'fill')} in ${curve.symbols.join(', ')}: bought goes down, sold goes up, fees off. What was bought and not sold is not valued here, so the end is not the loss.`;
  const lowest = curve.points.reduce((low, { cash }) => (compare(cash, low) < 0 ? cash : low), '0');
  const last = curve.points.at(-1)?.cash ?? '0';
  figure(flow, `${caption} Lowest ${amount(lowest)}, at the end ${amount(last)}.`, chartHeight, () =>
    drawCurve(flow, curve.points, lowest),
  );
  flow.gap(chartHeight + 4);
  flow.paragraph(caption, type.note, { gap: 8 });
}

function cashCurve(
  { bySymbol, asset }: UnrecognisedTrades,
  trades: Seen<Trade>,
): { readonly points: readonly Point[]; readonly symbols: readonly string[] } | string {
  if (!trades.first.known && !trades.later.known) return 'the fills were not read';
  const rows = together(trades);
  // The venue's symbol ends with the asset that the fill was paid in; others cannot be added up.
  const symbols = bySymbol.filter((row) => row.asset === asset && row.symbol.endsWith(asset));
  const ours = symbols.flatMap((row) => fillsOf(row, rows) ?? []);
  const counted = symbols.reduce((total, { fills }) => total + fills, 0);
  if (ours.length === 0 || ours.length !== counted)
    return 'the rows cannot be matched with the fills that were counted';
  return { points: accumulate(ours, asset), symbols: symbols.map(({ symbol }) => symbol) };
}

function fillsOf(row: UnrecognisedTrades['bySymbol'][number], rows: readonly Trade[]): Trade[] | undefined {
  const [from, to] = [millis(row.first), millis(row.last)];
  if (from === undefined || to === undefined) return undefined;
  return rows.filter(({ symbol, at, quoteAmount, fee }) => {
    const ms = millis(at);
    return (
      symbol === row.symbol &&
      ms !== undefined &&
      ms >= from &&
      ms <= to &&
      decimal.test(quoteAmount) &&
      decimal.test(fee)
    );
  });
}

function accumulate(fills: readonly Trade[], asset: string): Point[] {
  let cash = '0';
  return fills
    .toSorted((a, b) => (millis(a.at) ?? 0) - (millis(b.at) ?? 0))
    .map(({ at, side, quoteAmount, fee, feeAsset }) => {
      cash = side === 'buy' ? subtract(cash, quoteAmount) : add(cash, quoteAmount);
      if (feeAsset === asset) cash = subtract(cash, fee);
      return { at: millis(at) ?? 0, cash };
    });
}

function drawCurve(flow: Flow, points: readonly Point[], lowest: string): void {
  const { canvas, y: top } = flow;
  const highest = points.reduce((high, { cash }) => (compare(cash, high) > 0 ? cash : high), '0');
  const [low, high] = [Number(lowest), Number(highest)];
  const from = points[0]?.at ?? 0;
  const to = Math.max(points.at(-1)?.at ?? 0, from + 1);
  const left = sheet.left + labelRoom;
  const bottom = top + chartHeight - 14;
  const x = (at: number): number => left + ((at - from) / (to - from)) * (sheet.right - left);
  const y = (cash: number): number =>
    bottom - ((cash - low) / Math.max(high - low, 1e-12)) * (bottom - top - 6);
  for (const [value, text] of [
    [high, highest],
    [0, '0'],
    [low, lowest],
  ] as const) {
    canvas.line(
      left,
      y(value),
      sheet.right,
      y(value),
      value === 0 ? ink.text : ink.hair,
      value === 0 ? 0.6 : 0.4,
    );
    if (value !== 0 || text === '0')
      canvas.text(rounded(text, 0), tiny, { x: left - 5, y: y(value) + 2.4, align: 'right' });
  }
  for (const { at, label } of timeTicks(from, to, 7)) {
    canvas.line(x(at), bottom, x(at), bottom + 3, ink.rule, 0.5);
    canvas.text(label, tiny, { x: x(at), y: bottom + 11, align: 'centre' });
  }
  canvas.polyline(stairs(points, x, y), ink.bad, 1);
}

/** Cash changes at a fill and stays until the next. */
function stairs(
  points: readonly Point[],
  x: (at: number) => number,
  y: (cash: number) => number,
): [number, number][] {
  const path: [number, number][] = [];
  let before = y(0);
  for (const { at, cash } of points) {
    path.push([x(at), before]);
    before = y(Number(cash));
    path.push([x(at), before]);
  }
  return path;
}

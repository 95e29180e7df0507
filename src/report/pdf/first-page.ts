import type { Report, Verdict } from '../model.ts';
import { amount, count, duration, hashLines, moment, rounded } from './format.ts';
import { drawTlp } from './furniture.ts';
import type { Flow } from './layout.ts';
import { capped } from './text.ts';
import { contentWidth, ink, sheet, type } from './theme.ts';
import type { TextStyle } from './theme.ts';
import { drawTimelineChart } from './timeline-chart.ts';
import { drawVerdictSign, verdictInk, verdictWord } from './verdict.ts';

/**
 * The page that is read when no other is: what case, what verdict and why, the five numbers, when
 * what happened, what is not known, and by what the record can be recognised. It stays one page
 * whatever the case: long lists end here with a count and a pointer.
 */
export function drawFirstPage(flow: Flow, report: Report): void {
  flow.newPage();
  drawTitle(flow, report);
  drawVerdict(flow, report.verdict);
  drawNumbers(flow, report.verdict);
  drawTimeline(flow, report);
  drawGapsAndRecord(flow, report);
}

function drawTitle(flow: Flow, { identification }: Report): void {
  const kind = identification.mode === 'drill' ? 'Drill report' : 'Incident report';
  flow.canvas.artifact(() => drawTlp(flow.canvas, identification.tlp, flow.y + 14, 12));
  const kicker = { ...type.strong, ink: ink.muted };
  flow.y += flow.block(`${kind}, ${identification.status}`, kicker, {
    x: sheet.left,
    y: flow.y,
    width: 320,
    lines: 1,
  });
  flow.gap(5);
  flow.y += flow.block(capped(identification.title, 160), type.title, {
    x: sheet.left,
    y: flow.y,
    width: contentWidth,
    lines: 3,
    tag: 'H1',
  });
  flow.gap(9);
  drawFactRow(flow, [
    { label: 'Case', text: identification.caseId, width: 170, face: 'mono' },
    { label: 'Opened (UTC)', text: moment(identification.openedAt), width: 112 },
    { label: 'Record as of (UTC)', text: moment(identification.asOf), width: 112 },
    { label: 'Operator', text: operatorOf(identification), width: 92 },
  ]);
}

const operatorOf = ({ operator, operatorKind }: Report['identification']): string =>
  operatorKind === 'person' ? operator : `${operator} (${operatorKind})`;

interface Fact {
  readonly label: string;
  readonly text: string;
  readonly width: number;
  readonly face?: 'mono';
}

function drawFactRow(flow: Flow, facts: readonly Fact[]): void {
  let x: number = sheet.left;
  let deepest = 0;
  for (const { label, text, width, face } of facts) {
    const place = { x, width: width - 8 };
    flow.block(label, type.label, { ...place, y: flow.y, lines: 1 });
    const style: TextStyle = face ? type.code : type.small;
    const used = flow.block(text, style, { ...place, y: flow.y + 10, lines: 2 });
    deepest = Math.max(deepest, used);
    x += width;
  }
  flow.gap(10 + deepest + 14);
}

function drawVerdict(flow: Flow, verdict: Verdict): void {
  const { canvas } = flow;
  const width = 138;
  const pad = 12;
  const why: TextStyle = { ...type.lead, size: 10.4, leading: 14.6 };
  const top = flow.y;
  const textAt = { x: sheet.left + width + 14, width: contentWidth - width - 28 };
  const lines = Math.min(6, linesOf(flow, verdict.because, why, textAt.width));
  const height = Math.max(50, lines * why.leading + 2 * pad - 2);
  canvas.artifact(() => {
    canvas.rect(sheet.left, top, contentWidth, height, ink.wash);
    canvas.rect(sheet.left, top, width, height, verdictInk[verdict.is]);
    drawVerdictSign(canvas, verdict.is, sheet.left + 12, top + height / 2 - 9, 18);
  });
  const word: TextStyle = { ...type.part, size: 13, leading: 16, ink: ink.paper };
  const wordLines = linesOf(flow, verdictWord[verdict.is], word, width - 50);
  flow.block(verdictWord[verdict.is], word, {
    x: sheet.left + 41,
    y: top + (height - wordLines * word.leading) / 2,
    width: width - 50,
    lines: 2,
  });
  flow.block(verdict.because, why, { ...textAt, y: top + (height - lines * why.leading) / 2, lines });
  flow.gap(height + 14);
}

const linesOf = (flow: Flow, text: string, style: TextStyle, width: number): number =>
  flow.measure(text, style, width);

interface Figure {
  readonly label: string;
  readonly figure: string;
  readonly under: string;
  readonly width: number;
}

function drawNumbers(flow: Flow, { numbers }: Verdict): void {
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
  flow.gap(deepest + 16);
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
  const { lost, asset, avoidable } = money.value;
  const avoided = avoidable.known
    ? `; ${rounded(avoidable.value)} ${asset} more would have been lost without the response`
    : `; avoidable: unknown, ${avoidable.why}`;
  return { label, figure: rounded(lost), under: `${asset}${avoided}`, width: 124 };
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

function drawTimeline(flow: Flow, report: Report): void {
  flow.block('What happened when (UTC)', type.label, { x: sheet.left, y: flow.y, width: 300, lines: 1 });
  flow.gap(14);
  drawTimelineChart(flow, report);
  flow.gap(14);
}

function drawGapsAndRecord(flow: Flow, report: Report): void {
  const top = flow.y;
  const left = { x: sheet.left, width: 262 };
  const right = { x: sheet.left + 290, width: contentWidth - 290 };
  flow.canvas.artifact(() => {
    flow.canvas.line(left.x, top, left.x + left.width, top, ink.text, 0.8);
    flow.canvas.line(right.x, top, right.x + right.width, top, ink.text, 0.8);
  });
  drawOpenGaps(flow, report, left, top + 6);
  drawRecord(flow, report, right, top + 6);
  flow.y = sheet.bottom;
}

interface ColumnPlace {
  readonly x: number;
  readonly width: number;
}

function drawOpenGaps(flow: Flow, { gaps }: Report, column: ColumnPlace, top: number): void {
  let y = top;
  y += flow.block(`Open gaps: ${gaps.length === 0 ? 'none' : gaps.length}`, type.strong, {
    ...column,
    y,
    lines: 1,
  });
  if (gaps.length === 0) {
    flow.block('Nothing is known to be missing from this record.', type.note, { ...column, y, lines: 2 });
    return;
  }
  let shown = 0;
  for (const { what, why } of gaps) {
    if (y + 2 * type.small.leading > sheet.bottom - type.small.leading) break;
    y += flow.block(`${what}: ${why}`, type.small, { ...column, y: y + 2, lines: 2 }) + 3;
    shown += 1;
  }
  if (shown < gaps.length) {
    flow.block(`… and ${gaps.length - shown} more in “Gaps and errors”.`, type.note, {
      ...column,
      y: y + 2,
      lines: 1,
    });
  }
}

function drawRecord(flow: Flow, { integrity }: Report, column: ColumnPlace, top: number): void {
  let y = top;
  const label = (text: string): void => {
    y += flow.block(text, type.label, { ...column, y: y + 3, lines: 1 }) + 3;
  };
  y += flow.block('How to recognise this record', type.strong, { ...column, y, lines: 1 });
  label(`Journal head, SHA-256 after ${count(integrity.journalRecords, 'record')}`);
  for (const { text } of hashLines(integrity.journalHead)) {
    y += flow.block(text, type.code, { ...column, y, lines: 1 });
  }
  label('Signature key');
  y += integrity.signatureKey.known
    ? flow.block(integrity.signatureKey.value, type.code, { ...column, y, lines: 3 })
    : flow.block(`none: ${integrity.signatureKey.why}`, type.small, { ...column, y, lines: 2 });
  label('Attestation');
  y += flow.block(integrity.attestation, type.strong, { ...column, y, lines: 2 });
  if (!integrity.trustedTime.known) {
    flow.block(`no trusted time: ${integrity.trustedTime.why}`, type.note, { ...column, y, lines: 2 });
  } else
    flow.block(`trusted time ${amount(integrity.trustedTime.value)}`, type.note, { ...column, y, lines: 2 });
}

import { copyNotice, copyTitle } from '../copy-notice.ts';
import type { Report, Verdict } from '../model.ts';
import { drawFiveNumbers } from './five-numbers.ts';
import { count, moment } from './format.ts';
import { drawTlp } from './furniture.ts';
import type { Flow } from './layout.ts';
import { drawTimeline } from './pictures/index.ts';
import { capped } from './text.ts';
import { contentWidth, ink, sheet, type } from './theme.ts';
import type { TextStyle } from './theme.ts';
import { worstFirst } from '../severity.ts';
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
  drawFiveNumbers(flow, report.verdict);
  drawWhen(flow, report);
  drawGapsAndRecord(flow, report);
}

function drawTitle(flow: Flow, report: Report): void {
  const { identification, copy } = report;
  const kindOfCase = identification.mode === 'drill' ? 'Drill report' : 'Incident report';
  const kind = copy ? `${copyTitle}: ${kindOfCase.toLowerCase()}` : kindOfCase;
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
    lines: 2,
    tag: 'H1',
  });
  flow.gap(9);
  drawCopyNotice(flow, copyNotice(report));
  drawFactRow(flow, [
    { label: 'Case', text: identification.caseId, width: 170, face: 'mono' },
    { label: 'Opened (UTC, host)', text: moment(identification.openedAt), width: 112 },
    { label: 'Record as of (UTC, host)', text: moment(identification.asOf), width: 112 },
    { label: 'Operator', text: operatorOf(identification), width: 92 },
  ]);
}

function drawCopyNotice(flow: Flow, notice: string | undefined): void {
  if (notice === undefined) return;
  const place = { x: sheet.left + 10, width: contentWidth - 20 };
  const height = Math.min(5, flow.measure(notice, type.small, place.width)) * type.small.leading + 12;
  const top = flow.y;
  flow.canvas.artifact(() => {
    flow.canvas.rect(sheet.left, top, contentWidth, height, ink.wash);
    flow.canvas.rect(sheet.left, top, 3, height, ink.open);
  });
  flow.block(notice, type.small, { ...place, y: top + 5, lines: 5 });
  flow.gap(height + 9);
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
  flow.gap(10 + deepest + 18);
}

function drawVerdict(flow: Flow, verdict: Verdict): void {
  const { canvas } = flow;
  const width = 138;
  const pad = 12;
  const why = type.lead;
  const top = flow.y;
  const textAt = { x: sheet.left + width + 14, width: contentWidth - width - 28 };
  const lines = Math.min(5, flow.measure(verdict.because, why, textAt.width));
  const height = Math.max(50, lines * why.leading + 2 * pad - 2);
  canvas.artifact(() => {
    canvas.rect(sheet.left, top, contentWidth, height, ink.wash);
    canvas.rect(sheet.left, top, width, height, verdictInk[verdict.is]);
    drawVerdictSign(canvas, verdict.is, sheet.left + 12, top + height / 2 - 9, 18);
  });
  const word: TextStyle = { ...type.part, size: 13, leading: 16, ink: ink.paper };
  const wordLines = flow.measure(verdictWord[verdict.is], word, width - 50);
  flow.block(verdictWord[verdict.is], word, {
    x: sheet.left + 41,
    y: top + (height - wordLines * word.leading) / 2,
    width: width - 50,
    lines: 2,
  });
  flow.block(verdict.because, why, { ...textAt, y: top + (height - lines * why.leading) / 2, lines });
  flow.gap(height + 20);
}

function drawWhen(flow: Flow, report: Report): void {
  const place = { x: sheet.left, y: flow.y, width: 300, lines: 1 };
  flow.block('What happened when (UTC, host’s clock)', type.label, { ...place, tag: 'H2' });
  flow.gap(14);
  drawTimeline(flow, report);
  flow.gap(22);
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

function drawOpenGaps(flow: Flow, { gaps, findings }: Report, column: ColumnPlace, top: number): void {
  const middle = top + (sheet.bottom - top) * 0.55;
  const end = drawList(flow, {
    title: 'Open gaps',
    none: 'Nothing is known to be missing from this record.',
    items: gaps.map(({ what, why }) => `${what}: ${why}`),
    rest: '“Gaps and errors”',
    column,
    top,
    bottom: findings.length === 0 ? sheet.bottom - 40 : middle,
  });
  drawList(flow, {
    title: 'Findings',
    none: 'No rule found anything in what was read.',
    items: worstFirst(findings).map(({ id, severity, title }) => `${id}, ${severity}: ${title}`),
    rest: '“Findings”',
    column,
    top: end + 12,
    bottom: sheet.bottom,
  });
}

interface ShortList {
  readonly title: string;
  readonly none: string;
  readonly items: readonly string[];
  /** The chapter that has all of them. */
  readonly rest: string;
  readonly column: ColumnPlace;
  readonly top: number;
  readonly bottom: number;
}

/** As many items as there is room for, then how many more there are. Returns where it ended. */
function drawList(flow: Flow, { title, none, items, rest, column, top, bottom }: ShortList): number {
  const many = items.length === 0 ? 'none' : String(items.length);
  let y = top + flow.block(`${title}: ${many}`, type.strong, { ...column, y: top, lines: 1, tag: 'H2' });
  if (items.length === 0) return y + flow.block(none, type.note, { ...column, y, lines: 2 });
  const fit = howManyFit(flow, items, column.width, bottom - y);
  const drawItem = (item: string): void => {
    const place = { ...column, y: y + 2, lines: 2, tag: 'LBody' } as const;
    flow.within('LI', () => (y += flow.block(item, type.small, place) + 3));
  };
  if (fit > 0) flow.within('L', () => items.slice(0, fit).forEach(drawItem));
  if (fit === items.length) return y;
  const more = `… and ${items.length - fit} more in ${rest}.`;
  return y + flow.block(more, type.note, { ...column, y: y + 2, lines: 1 });
}

/** Of items of at most two lines; where not all fit, a line is left to say so. */
function howManyFit(flow: Flow, items: readonly string[], width: number, height: number): number {
  let used = 0;
  for (const [i, item] of items.entries()) {
    const own = Math.min(2, flow.measure(item, type.small, width)) * type.small.leading;
    const forRest = i < items.length - 1 ? type.note.leading + 2 : 0;
    if (used + own + forRest > height) return i;
    used += own + 3;
  }
  return items.length;
}

/** So that the 50 characters of an OpenSSH fingerprint stand on one line. */
const fingerprint: TextStyle = { ...type.code, size: 6.7 };

/** A hash in two lines of 32, and yet one paragraph: whoever listens or copies gets it whole. */
const halfHash = ({ canvas }: Flow): number => canvas.width('0'.repeat(32), type.code) + 0.1;

function drawRecord(flow: Flow, { integrity }: Report, column: ColumnPlace, top: number): void {
  let y = top;
  const label = (text: string): void => {
    y += flow.block(text, type.label, { ...column, y: y + 3, lines: 1 }) + 3;
  };
  y += flow.block('How to recognise this record', type.strong, { ...column, y, lines: 1, tag: 'H2' });
  label(`Journal head, SHA-256 after ${count(integrity.journalRecords, 'record')}`);
  y += flow.block(integrity.journalHead, type.code, { ...column, width: halfHash(flow), y, lines: 2 });
  label('Signature key');
  y += integrity.signatureKey.known
    ? flow.block(integrity.signatureKey.value, fingerprint, { ...column, y, lines: 2 })
    : flow.block(`none: ${integrity.signatureKey.why}`, type.small, { ...column, y, lines: 2 });
  label('Attestation');
  y += flow.block(integrity.attestation, type.strong, { ...column, y, lines: 2 });
  if (!integrity.trustedTime.known) {
    flow.block(`no trusted time: ${integrity.trustedTime.why}`, type.note, { ...column, y, lines: 2 });
  } else flow.block(`trusted time: ${integrity.trustedTime.value}`, type.note, { ...column, y, lines: 2 });
}

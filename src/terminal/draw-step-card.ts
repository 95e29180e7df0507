import type { Outcome } from '../domain/outcome.ts';
import type { StepOffered } from '../domain/run-event.ts';
import { fitText, wrapText } from './display-width.ts';
import { labelled, pageOf, type Frame } from './layout.ts';
import { createPaint, toneOf } from './palette.ts';
import { showable } from './sanitise.ts';
import { inWord } from './tell.ts';

/** The next action as the operator sees it: what for, what it breaks, how to undo, how we will know. */
interface StepCard {
  readonly title: string;
  readonly purpose: string;
  /** Why now, when that is more than the purpose. */
  readonly why?: string;
  /** What the operator loses by it: which bots go blind. Empty when the playbook knows of nothing. */
  readonly breaks: string;
  /** "none" is said, not left out. */
  readonly undo: string;
  readonly check: string;
  /** Scopes of the key that it needs. */
  readonly needs: string;
  readonly account?: string;
  /** How it ended before, when it is offered again. */
  readonly stuck?: { readonly outcome: Outcome; readonly summary: string };
}

export function cardOf(offered: StepOffered): StepCard {
  const { title, purpose, harm, undo, check, needs, account, stuck } = offered;
  return {
    title,
    purpose,
    breaks: harm,
    undo,
    check,
    needs,
    ...(account === undefined ? {} : { account }),
    ...(stuck === undefined ? {} : { stuck }),
  };
}

/**
 * Wrapped with hanging labels, every line at most `columns` wide. Given fewer `rows` than that takes,
 * each point is cut to one line, what it breaks and how to undo it first; later pages show it whole.
 * Its strings are made showable here.
 */
export function drawStepCard(
  card: StepCard,
  { rows = Infinity, page = 0, ...frame }: Frame & { rows?: number; page?: number },
): string[] {
  const whole = drawWhole(card, frame);
  if (whole.length <= rows) return whole;
  if (page === 0) return drawCompact(card, frame).slice(0, Math.max(0, rows));
  return pageOf(whole, rows, page - 1, frame.columns);
}

function drawWhole(card: StepCard, frame: Frame): string[] {
  const paint = createPaint(frame.color);
  return [
    ...wrapText(titleOf(card), frame.columns).map((line) => paint('strong', line)),
    ...drawStuck(card, frame),
    ...rowsOf(card).flatMap(([label, text]) =>
      labelled({ label, text, indent: 0, labelWidth: 6 }, frame.columns, (words) => paint('quiet', words)),
    ),
  ];
}

function drawCompact(card: StepCard, frame: Frame): string[] {
  const paint = createPaint(frame.color);
  const rows = rowsOf(card).toSorted(([a], [b]) => urgent.indexOf(b) - urgent.indexOf(a));
  return [
    paint('strong', fitText(titleOf(card), frame.columns)),
    ...drawStuck(card, frame).slice(0, 1),
    ...rows.map(([label, text]) => `${paint('quiet', label.padEnd(6))} ${fitText(text, frame.columns - 7)}`),
  ];
}

// The last is shown first; what is not named comes after, in its own order.
const urgent = ['Undo', 'Breaks'];

function titleOf(card: StepCard): string {
  const account = card.account === undefined ? '' : `  (${showable(card.account, longestLine)})`;
  return `NEXT   ${showable(card.title, longestLine)}${account}`;
}

const longestLine = 400;

function rowsOf(card: StepCard): readonly (readonly [string, string])[] {
  const rows = [
    ['For', card.purpose],
    ...(card.why === undefined ? [] : [['Why', card.why] as const]),
    ['Breaks', card.breaks === '' ? 'nothing that the playbook knows of' : card.breaks],
    ['Undo', card.undo === '' || card.undo === 'none' ? 'none: this cannot be undone' : card.undo],
    ['Check', card.check],
    ['Needs', card.needs === '' ? 'no scope of a key' : card.needs],
  ] as const;
  return rows.map(([label, text]) => [label, showable(text, longestLine)]);
}

function drawStuck({ stuck }: StepCard, { columns, color }: Frame): string[] {
  if (!stuck) return [];
  const paint = createPaint(color);
  const why = 'why' in stuck.outcome && stuck.summary === '' ? stuck.outcome.why : stuck.summary;
  return labelled(
    { label: inWord(stuck.outcome), text: showable(why, longestLine), labelWidth: 10 },
    columns,
    (word) => paint(toneOf(stuck.outcome.is), word),
  );
}

import type { Check, Verification } from '../evidence/index.ts';
import { createPaint, showable, wrapText, type Paint } from '../terminal/index.ts';
import type { Findings } from './verify-findings.ts';

/**
 * A verification as lines of at most `columns`: the verdict, what is proven and by what, what is not, then each
 * check. Strings from the bag are shown, never obeyed.
 */
export function drawVerification(
  {
    findings,
    checks,
    attestation,
  }: {
    readonly findings: Findings;
    readonly checks: readonly Check[];
    readonly attestation: Verification['attestation'];
  },
  { columns, usesColor }: { readonly columns: number; readonly usesColor: boolean },
): readonly string[] {
  const paint = createPaint(usesColor);
  const { holds, verdict, proven, notProven } = findings;
  const lines: string[] = [
    ...beside(holds ? 'HOLDS' : 'DOES NOT HOLD', verdict, columns, paint, holds ? 'good' : 'bad'),
    ...(holds ? beside(attestation, ownWords(attestation), columns, paint, 'strong') : []),
  ];
  if (proven.length > 0) {
    lines.push('', paint('strong', 'PROVEN'));
    for (const { what, by } of proven)
      lines.push(...item(what, columns), ...hanging(`by ${by}`, '    ', columns));
  }
  if (notProven.length > 0) {
    lines.push('', paint('strong', 'NOT PROVEN, OR ONLY THE WORD OF WHO MADE THE BAG'));
    for (const sentence of notProven) lines.push(...item(sentence, columns));
  }
  lines.push('', paint('strong', 'EACH CHECK'));
  // What is wrong first: it must not be looked for among twenty lines.
  const sorted = [...checks.filter(({ ok }) => !ok), ...checks.filter(({ ok }) => ok)];
  for (const { name, ok, detail } of sorted) {
    lines.push(...beside(ok ? 'OK' : 'WRONG', `${name}: ${detail}`, columns, paint, ok ? 'good' : 'bad'));
  }
  return lines;
}

const ownWords = (attestation: Verification['attestation']): string =>
  attestation === 'SELF-ATTESTED'
    ? 'Nobody outside confirms when: every time in it is the word of who made it.'
    : 'An authority outside confirms that it, or a part of its record, existed at a time: see below.';

/** A word in front, the text beside it. */
function beside(
  word: string,
  text: string,
  columns: number,
  paint: Paint,
  tone: Parameters<Paint>[0],
): readonly string[] {
  const margin = Math.max(7, word.length + 2);
  const [first = '', ...rest] = wrapText(showable(text), columns - margin);
  return [
    `${paint(tone, word)}${' '.repeat(margin - word.length)}${first}`,
    ...rest.map((line) => ' '.repeat(margin) + line),
  ];
}

const item = (text: string, columns: number): readonly string[] => {
  const [first = '', ...rest] = wrapText(showable(text), columns - 4);
  return [`  - ${first}`, ...rest.map((line) => `    ${line}`)];
};

const hanging = (text: string, margin: string, columns: number): readonly string[] =>
  wrapText(showable(text), columns - margin.length).map((line) => margin + line);

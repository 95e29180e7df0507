import type { Seen } from '../../../model.ts';
import type { EachOnce, EachRow } from '../../../tables/index.ts';
import { count, coverageSentence, moment } from '../../format.ts';
import type { Flow } from '../../layout.ts';
import { type } from '../../theme.ts';

type Look<Row> = Seen<Row>['first'];
type Rows<Row> = Extract<Look<Row>, { readonly known: true }>['value'];

const words = {
  first: { read: 'As first found', notRead: 'Not read at first' },
  later: { read: 'Read again', notRead: 'Not read again' },
  once: { read: 'Read', notRead: 'Not read' },
} as const;

/**
 * Says when and how proven a reading is, and returns its rows, or undefined when there is nothing
 * to draw: then it has said which of the two it is, "none" or "not read".
 */
export function introduce<Row>(
  flow: Flow,
  look: Look<Row>,
  { what, when }: { readonly what: string; readonly when: keyof typeof words },
): Rows<Row> | undefined {
  const { read, notRead } = words[when];
  if (!look.known) {
    flow.none(`${notRead}: ${look.why}.`);
    return undefined;
  }
  const { at, exhibit, rows, coverage } = look.value;
  const proof = `Read at ${moment(at)} by the host’s clock (${exhibit}). ${coverageSentence(coverage)}`;
  if (rows.length === 0) {
    flow.none(`${read}: ${noneOf(what, coverage.holes.length)}. ${proof}`);
    return undefined;
  }
  flow.paragraph(`${read}: ${count(rows.length, 'row')}. ${proof}`, type.note);
  return look.value;
}

/**
 * For histories, which only grow: introduces each reading and draws the rows of both together, in
 * the order of time. A row that was read twice stands there once, as it was read last.
 */
export function drawTogether<Row>(
  flow: Flow,
  seen: Seen<Row>,
  {
    what,
    eachOnce,
    draw,
  }: {
    readonly what: string;
    readonly eachOnce: EachOnce<Row>;
    readonly draw: (flow: Flow, rows: EachRow<Row>, whereAll: string) => void;
  },
): void {
  const first = introduce(flow, seen.first, { what, when: seen.later.known ? 'first' : 'once' });
  const later = seen.later.known ? introduce(flow, seen.later, { what, when: 'later' }) : undefined;
  const rows = eachOnce(seen);
  if (rows.length === 0) return;
  if (first && later) flow.paragraph(`Both readings together: ${count(rows.length, 'row')}.`, type.note);
  draw(flow, rows, [first, later].flatMap((look) => look?.exhibit ?? []).join(' and '));
}

/** "None" over a proven interval; with holes, only "none in what was read". */
const noneOf = (what: string, holes: number): string =>
  holes === 0
    ? `none: the venue answered with a well-formed, empty list of ${what}`
    : `none among the ${what} that were read, which is not all of them`;

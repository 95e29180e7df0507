import type { Seen } from '../../../model.ts';
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
  const proof = `Read at ${moment(at)} (${exhibit}). ${coverageSentence(coverage)}`;
  if (rows.length === 0) {
    flow.none(`${read}: ${noneOf(what, coverage.holes.length)}. ${proof}`);
    return undefined;
  }
  flow.paragraph(`${read}: ${count(rows.length, 'row')}. ${proof}`, type.note);
  return look.value;
}

/** For histories, which only grow: what was read, and of a later reading what came to it. */
export function drawOnceAndNew<Row extends { readonly id: string }>(
  flow: Flow,
  { first, later }: Seen<Row>,
  what: string,
  draw: (flow: Flow, rows: readonly Row[], exhibit: string) => void,
): void {
  const seen = introduce(flow, first, { what, when: 'once' });
  if (seen) draw(flow, seen.rows, seen.exhibit);
  if (!later.known) return;
  const again = introduce(flow, later, { what, when: 'later' });
  if (!again) return;
  const before = new Set(seen?.rows.map(({ id }) => id));
  const added = again.rows.filter(({ id }) => !before.has(id));
  if (added.length === 0) flow.none(`New ${what} in the later reading: none.`);
  else {
    flow.paragraph(`New ${what} in the later reading: ${count(added.length, 'row')}.`, type.small);
    draw(flow, added, again.exhibit);
  }
}

/** "None" over a proven interval; with holes, only "none in what was read". */
const noneOf = (what: string, holes: number): string =>
  holes === 0
    ? `none: the venue answered with a well-formed, empty list of ${what}`
    : `none among the ${what} that were read, which is not all of them`;

import type { Seen } from '../../../model.ts';
import { count, coverageSentence, moment } from '../../format.ts';
import type { Flow } from '../../layout.ts';
import { type } from '../../theme.ts';

type Look<Row> = Seen<Row>['first'];
type Rows<Row> = Extract<Look<Row>, { readonly known: true }>['value'];

/**
 * Says when and how proven a reading is, and returns its rows, or undefined when there is nothing
 * to draw: then it has said which of the two it is, "none" or "not read".
 */
export function introduce<Row>(
  flow: Flow,
  look: Look<Row>,
  { what, when }: { readonly what: string; readonly when: string },
): Rows<Row> | undefined {
  if (!look.known) {
    flow.none(`${when}: not read: ${look.why}.`);
    return undefined;
  }
  const { at, exhibit, rows, coverage } = look.value;
  const many = rows.length === 0 ? noneOf(what, coverage.holes.length) : count(rows.length, 'row');
  flow.paragraph(
    `${when}: ${many}. Read at ${moment(at)} (${exhibit}). ${coverageSentence(coverage)}`,
    type.note,
  );
  return rows.length === 0 ? undefined : look.value;
}

/** "None" over a proven interval; with holes, only "none in what was read". */
const noneOf = (what: string, holes: number): string =>
  holes === 0
    ? `none: the venue answered with a well-formed, empty list of ${what}`
    : `none among the ${what} that were read, which is not all of them`;

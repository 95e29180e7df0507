import type { Readings } from '../analysis/index.ts';
import type { Coverage } from '../domain/coverage.ts';

type Reading<Row> = Readings<Row>['all'][number];

/**
 * Returns the readings with what the portions of a sweep found put into the newest of them: by itself a
 * portion is no reading of the list, and whoever took it for one would miss every other symbol. `keyOf`
 * tells rows apart.
 */
export function joinPortions<Row>(
  all: readonly Reading<Row>[],
  keyOf: (row: Row) => string,
): readonly Reading<Row>[] {
  const [first, ...others] = all.filter(({ coverage }) => coverage.isPortion);
  if (first === undefined) return all;
  const readings = all.filter(({ coverage }) => !coverage.isPortion);
  const newest = readings.at(-1);
  const joined = [newest ?? first, ...(newest === undefined ? others : [first, ...others])].reduce(
    (whole, portion) => add(whole, portion, keyOf),
  );
  return [...readings.slice(0, -1), joined];
}

function add<Row>(whole: Reading<Row>, portion: Reading<Row>, keyOf: (row: Row) => string): Reading<Row> {
  const { rows, coverage } = portion;
  const known = new Set(whole.rows.map(keyOf));
  return {
    ...whole,
    exhibits: [...new Set([...exhibitsOf(whole), ...exhibitsOf(portion)])],
    rows: [...whole.rows, ...rows.filter((row) => !known.has(keyOf(row)))],
    coverage: both(whole.coverage, coverage),
  };
}

const exhibitsOf = ({ exhibit, exhibits = [exhibit] }: Reading<unknown>): readonly string[] => exhibits;

/** What holds for both: the latest beginning, the earliest end, and the holes that neither closes. */
function both(a: Coverage, b: Coverage): Coverage {
  const from = [a.from, b.from]
    .flatMap((each) => each ?? [])
    .toSorted()
    .at(-1);
  const to = [a.to, b.to].flatMap((each) => each ?? []).toSorted()[0];
  return {
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    symbols: [...new Set([...listed(a), ...listed(b)])],
    ...(a.sections === undefined ? {} : { sections: a.sections }),
    holes: [...holesLeft(a, b), ...holesLeft(b, a)],
  };
}

const listed = ({ symbols }: Coverage): readonly string[] => (typeof symbols === 'string' ? [] : symbols);

/** A symbol that the other read without a hole has none. */
const holesLeft = ({ holes }: Coverage, other: Coverage): Coverage['holes'] => {
  const lost = new Set(other.holes.map(({ symbol }) => symbol));
  const isWhole = (symbol: string): boolean => listed(other).includes(symbol) && !lost.has(symbol);
  return holes.filter(({ symbol }) => symbol === undefined || lost.has(undefined) || !isWhole(symbol));
};

import { z } from 'zod';
import { packed, worthPacking } from '../../../src/report/packed-rows.ts';
import { reportSchema } from '../../../src/report/schema/index.ts';
import type { Report } from '../../../src/report/index.ts';

/**
 * The sample's case with so many rows: eight of ten are fills, one is a fill that is not ours, one an entry
 * of the timeline. Every row has an id and a time of its own.
 *
 * @throws ZodError when the sample is no report, Error when it has no fills
 */
export function caseOf(sample: unknown, rows: number): Report {
  const report = fileSchema.parse(sample) as Report;
  const [account] = report.accounts;
  if (!account?.trades.first.known || !account.strangeFills?.known) throw new Error('no fills in the sample');
  const [trades, strange, timeline] = [0.8, 0.1, 0.1].map((share) => Math.round(rows * share));
  const { value } = account.trades.first;
  const first = { known: true, value: { ...value, rows: listOf(value.rows, trades ?? 0) } } as const;
  const strangeFills = { known: true, value: listOf(account.strangeFills.value, strange ?? 0) } as const;
  return {
    ...report,
    timeline: listOf(report.timeline, timeline ?? 0),
    accounts: [{ ...account, strangeFills, trades: { ...account.trades, first } }],
  };
}

// As the file names it, besides what the model has.
const fileSchema = reportSchema.extend({ $schema: z.string().optional() });
const start = Date.UTC(2026, 2, 14, 2, 57);

/** As `buildReport` leaves it: a long list is packed. */
const listOf = <Row extends { readonly at: string }>(rows: readonly Row[], many: number): readonly Row[] =>
  many < worthPacking ? [...repeated(rows, many)] : packed(repeated(rows, many));

function* repeated<Row extends { readonly at: string }>(rows: readonly Row[], many: number): Generator<Row> {
  for (let i = 0; i < many; i++) {
    const row = rows[i % rows.length];
    if (row === undefined) throw new Error('nothing to repeat');
    const at = new Date(start + i * 137).toISOString();
    // Copied with its texts: rows that were read from an exhibit share none.
    yield structuredClone({ ...row, at, ...('id' in row ? { id: String(9_310_000 + i * 7) } : {}) });
  }
}

import type { Report } from '../model.ts';
import { firstOf, rowNames, type Column, type ReportTable } from '../tables/index.ts';
import { capped } from '../spelled.ts';
import { amount, count, moment } from '../words.ts';
import { anchorOf, idList } from './ids.ts';
import { inTurn, markup, passage, type Markup, type Passage } from './markup.ts';

/** A page of more rows opens slowly, and nobody scrolls there: the CSV twin beside it has every row. */
export const mostRows = 5_000;
const mostText = 600;

/**
 * A table with caption and headed columns; the page's script adds sorting and the filter. `without`: names of
 * columns that the page says elsewhere.
 */
export function tableOf(
  table: ReportTable,
  report: Report,
  { without = [] }: { readonly without?: readonly string[] } = {},
): Markup | Passage {
  const rows = table.rows(report);
  if (rows.length === 0)
    return markup`<p class="none" id="table-${table.id}">${capped(table.none(report), 2_000)}</p>`;
  const shown = firstOf(rows, mostRows);
  // A column in which every row says the same is left out, and so is an empty one.
  const several = report.accounts.length > 1;
  const wanted = table.columns
    .map((column, i) => ({ column, i }))
    .filter(({ column }) => !column.isInFileOnly && !without.includes(column.name))
    .filter(({ column }) => several || column.name !== 'account');
  const filled = filledAmong(
    wanted.map(({ i }) => i),
    shown,
  );
  const columns = wanted.filter(({ i }) => filled.has(i));
  const naming = namingOf(
    table,
    columns.map(({ column }) => column.name),
  );
  const cut = rows.length > shown.length;
  const counted = cut
    ? `The first ${count(shown.length, 'row')} of ${count(rows.length, 'row')}; all of them are in tables/${table.id}.csv and in report.json.`
    : count(rows.length, 'row');
  return passage`<figure class="table" id="table-${table.id}">
    <div class="scroll" role="region" aria-label="${table.title}" tabindex="0">
      <table${columns.length > 9 && markup` class="wide"`} data-filter="${rows.length > 8 ? 'yes' : 'no'}">
        <caption>
          ${table.title}
          <span class="quiet">${counted}</span>
        </caption>
        <thead>
          <tr>
            ${columns.map(({ column }) => headOf(column))}
          </tr>
        </thead>
        <tbody>
          ${inTurn(shown, (row) => rowOf(row, columns, naming), '\n')}
        </tbody>
      </table>
    </div>
  </figure>`;
}

/** Which of the columns are not empty: told by a few rows, nearly always. */
function filledAmong(columns: readonly number[], rows: Iterable<readonly string[]>): ReadonlySet<number> {
  const empty = new Set(columns);
  for (const row of rows) {
    for (const i of empty) if (row[i] !== '') empty.delete(i);
    if (empty.size === 0) break;
  }
  return new Set(columns.filter((i) => !empty.has(i)));
}

/** Those of the columns that name their rows; the first where none of them is shown. */
function namingOf(table: ReportTable, shown: readonly string[]): readonly string[] {
  const naming = rowNames(table).filter((name) => shown.includes(name));
  return naming.length > 0 ? naming : shown.slice(0, 1);
}

const headOf = ({ title, kind, about }: Column): Markup =>
  markup`<th scope="col" data-kind="${kind}" title="${about}">${title}</th>`;

function rowOf(
  row: readonly string[],
  columns: readonly { readonly column: Column; readonly i: number }[],
  naming: readonly string[],
): Markup | Passage {
  const [head] = columns;
  const anchor = head?.column.name === 'id' ? anchorOf(row[head.i] ?? '') : undefined;
  const cells = columns.map(({ column, i }) => cellOf(row[i] ?? '', column, naming.includes(column.name)));
  return anchor === undefined
    ? markup`<tr>
        ${cells}
      </tr>`
    : markup`<tr id="${anchor}">
        ${cells}
      </tr>`;
}

const decimal = /^-?\d+(\.\d+)?$/;

function cellOf(value: string, column: Column, namesRow: boolean): Markup {
  const { about, text } = insideOf(value, column);
  return namesRow ? markup`<th scope="row"${about}>${text}</th>` : markup`<td${about}>${text}</td>`;
}

/** The attributes of a cell and what is in it. */
function insideOf(
  value: string,
  { kind, name }: Column,
): { readonly about: Markup; readonly text: Markup | string } {
  if (value.startsWith('unknown')) return { about: markup` class="unknown"`, text: capped(value, mostText) };
  switch (kind) {
    case 'time':
      return { about: markup` class="time"`, text: moment(capped(value, 60)) };
    case 'amount':
    case 'count':
      return decimal.test(value)
        ? { about: markup` class="number" data-value="${value}"`, text: amount(value) }
        : { about: markup` class="number"`, text: capped(value, mostText) };
    case 'ids':
      return { about: markup` class="ids"`, text: idList(capped(value, mostText)) };
    case 'code':
      return { about: markup` class="code"`, text: capped(value, mostText) };
    case 'text':
      return { about: classOf(name, value), text: capped(value, mostText) };
  }
}

/** Words of ours that a reader looks for get a mark beside them; the word itself says it, too. */
const marked: Readonly<Record<string, ReadonlySet<string>>> = {
  lane: new Set(['attacker', 'responder', 'venue', 'firebreak']),
  severity: new Set(['critical', 'high', 'low', 'note']),
  outcome: new Set(['verified', 'unverified', 'failed', 'skipped', 'waived', 'not reached']),
  result: new Set(['done', 'not-done', 'no-result']),
  basis: new Set(['fact', 'inference', 'assumption']),
  agrees: new Set(['yes', 'no']),
};

/** A short text stays on its line and a long one gets room, so that no column is a tower of syllables. */
function classOf(name: string, value: string): Markup {
  if (marked[name]?.has(value)) return markup` class="short-text word ${value.replace(' ', '-')}"`;
  if (value.length <= 28) return markup` class="short-text"`;
  return value.length > 60 ? markup` class="long-text"` : markup` class="mid-text"`;
}

import { describe, expect, it } from 'vitest';
import { exportReportSchema } from '../../../src/report/export-schema.ts';
import { renderHtml } from '../../../src/report/html/index.ts';
import { renderMarkdown } from '../../../src/report/markdown/index.ts';
import { renderPdf } from '../../../src/report/pdf/index.ts';
import { tables } from '../../../src/report/tables/index.ts';
import { longReport, unknownReport } from '../../support/sample-report-extremes.ts';
import { thinPairReport } from '../../support/sample-report.ts';
import { has, runOn } from '../../support/pdf-tools.ts';

const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const shownTime = /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/;
const named = /\bhost\b|\bvenue\b|clock/i;

type Schema = { readonly [name: string]: unknown };

/** Every description that the schema has for the value at a path; a union says any of its own. */
function descriptionsAt(schema: Schema, path: readonly string[], root: Schema): string[] {
  const {
    $ref,
    anyOf = [],
    allOf = [],
    properties,
    items,
    description,
  } = schema as {
    readonly $ref?: string;
    readonly anyOf?: readonly Schema[];
    readonly allOf?: readonly Schema[];
    readonly properties?: Readonly<Record<string, Schema>>;
    readonly items?: Schema;
    readonly description?: string;
  };
  const own = path.length === 0 && description !== undefined ? [description] : [];
  if ($ref !== undefined) {
    const target = $ref
      .slice(2)
      .split('/')
      .reduce<unknown>((at, name) => (at as Schema)[name], root);
    return [...own, ...descriptionsAt(target as Schema, path, root)];
  }
  const [first = '', ...rest] = path;
  const inner = path.length === 0 ? undefined : (properties?.[first] ?? items);
  return [
    ...own,
    ...[...anyOf, ...allOf].flatMap((one) => descriptionsAt(one, path, root)),
    ...(inner ? descriptionsAt(inner, rest, root) : []),
  ];
}

function* timesIn(value: unknown, path: readonly string[] = []): Generator<readonly string[]> {
  if (typeof value === 'string' && isoTime.test(value)) yield path;
  if (value === null || typeof value !== 'object') return;
  for (const [name, inner] of Object.entries(value)) yield* timesIn(inner, [...path, name]);
}

/** Cells of a row, texts of a page: what stands between tags, its entities left as they are. */
const textOf = (html: string): string => html.replace(/<[^>]*>/g, ' ');

describe('every time says whose clock it is by', () => {
  it('in report.json: the schema says it of each time that the report of a drill holds', () => {
    const schema = exportReportSchema() as Schema;
    const paths = [...timesIn(thinPairReport)];
    expect(paths.length).toBeGreaterThan(100);
    const silent = paths.filter(
      (path) => !descriptionsAt(schema, path, schema).some((one) => named.test(one)),
    );
    expect([...new Set(silent.map((path) => path.join('.').replace(/\b\d+\b/g, '*')))]).toEqual([]);
  });

  it('in the tables: over each column of times and in what README.md says of it, or in a column “Clock”', () => {
    const silent = Object.values(tables).flatMap(({ id, columns }) =>
      columns
        .filter(({ kind }) => kind === 'time')
        .filter(
          ({ title, about }) => !/\(UTC, (host|venue)\)$/.test(title) || !/(host|venue)’s clock/.test(about),
        )
        .filter(() => !columns.some(({ name }) => name === 'clock'))
        .map(({ name }) => `${id}.${name}`),
    );
    expect(silent).toEqual([]);
    expect(
      Object.values(tables).flatMap(({ columns }) => columns.filter(({ kind }) => kind === 'time')).length,
    ).toBeGreaterThan(15);
  });

  it.each([
    ['a drill', thinPairReport],
    ['many rows', longReport(30)],
    ['nothing learned', unknownReport],
  ])('in report.html of %s: in the cell’s column or row, else in the sentence', (_, report) => {
    const page = renderHtml(report);
    const silent: string[] = [];
    const outside = page.replace(/<table[^]*?<\/table>/g, (table) => {
      const heads = [...table.matchAll(/<th scope="col"[^>]*>([^]*?)<\/th>/g)].map(([, head = '']) => head);
      for (const [, row = ''] of table.matchAll(/<tr[^>]*>([^]*?)<\/tr>/g)) {
        const cells = [...row.matchAll(/<t[dh](?! scope="col")[^>]*>([^]*?)<\/t[dh]>/g)].map(
          ([, cell = '']) => cell,
        );
        const clock = cells[heads.indexOf('Clock')] ?? '';
        for (const [n, cell] of cells.entries()) {
          if (shownTime.test(cell) && ![heads[n] ?? '', clock, cell].some((text) => named.test(text)))
            silent.push(`${heads[n]}: ${textOf(cell)}`);
        }
      }
      return '';
    });
    for (const block of outside.split(/<\/?(?:p|li|dl|div|figcaption|title|desc|section|g)\b/)) {
      if (shownTime.test(textOf(block)) && !named.test(textOf(block))) silent.push(textOf(block).trim());
    }
    // Those of the first page stand below a heading that says it of all of them.
    const below = /<h2 id="when"[^]*?<\/ol>/.exec(page)?.[0] ?? '';
    expect(below).toContain('host’s clock');
    expect(silent.filter((text) => !textOf(below).includes(text.slice(1).trim()))).toEqual([]);
  });

  it.each([
    ['a drill', thinPairReport],
    ['nothing learned', unknownReport],
  ])('in report.md of %s: in the heading, the row or the line', (_, report) => {
    let heads: readonly string[] = [];
    const silent = renderMarkdown(report)
      .split('\n')
      .filter((line, n, lines) => {
        if (/^\| ---/.test(lines[n + 1] ?? '')) heads = line.split(' | ');
        const plain = line.replaceAll('\\', '');
        if (!shownTime.test(plain) || named.test(plain)) return false;
        return !plain
          .split(' | ')
          .every((cell, column) => !shownTime.test(cell) || named.test(heads[column] ?? ''));
      });
    expect(silent).toEqual([]);
  });

  it.runIf(has('pdftotext'))(
    'in report.pdf: over each column, in the line or in the one before',
    async () => {
      const text = runOn(await renderPdf(thinPairReport), 'pdftotext', ['-raw', 'FILE', '-']);
      // A heading may break over lines; the timeline's has a column of its own for it.
      const heads = [...text.replaceAll('\n', ' ').matchAll(/\(UTC[^)]*\)(?: \w+ What Clock)?/g)].map(String);
      expect(heads.length).toBeGreaterThan(20);
      expect(heads.filter((head) => !named.test(head))).toEqual([]);
      const sentences = text.replaceAll('\n', ' ').split(/(?<=\.) (?=[A-Z])/);
      const opened = sentences.filter((sentence) => /^(?:At|Read at|Proven read:) \d{4}-/.test(sentence));
      expect(opened.length).toBeGreaterThan(3);
      expect(opened.filter((sentence) => !named.test(sentence))).toEqual([]);
    },
  );
});

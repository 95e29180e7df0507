import { createRequire } from 'node:module';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { csvFiles } from '../../../src/report/csv/index.ts';
import { renderHtml } from '../../../src/report/html/index.ts';
import { renderMarkdown } from '../../../src/report/markdown/index.ts';
import { text as asText } from '../../../src/report/markdown/text.ts';
import type { Report } from '../../../src/report/model.ts';
import { reportJson } from '../../../src/report/report-json.ts';
import { visible } from '../../../src/report/spelled.ts';
import { tables, type ReportTable } from '../../../src/report/tables/index.ts';
import { hostileCorpus } from '../../support/hostile-corpus.ts';
import { placesOf, reportOfSchema, variants, type TextKind } from '../../support/report-of-schema.ts';

// Of each string one report in which it stands everywhere, and one in which only what is no time and no amount
// is hostile: with real times and figures, the pictures are drawn.
const everywhere = (text: string) => (): string => text;
const inTextsOnly =
  (text: string) =>
  (_: string, kind: TextKind): string | undefined =>
    kind === 'text' ? text : undefined;

function* reportsWith(text: string): Generator<Report> {
  for (const variant of [0, 3]) yield reportOfSchema(everywhere(text), variant);
  yield reportOfSchema(inTextsOnly(text), 0);
}

const shown = (text: string): string => visible(text, () => true);
// What a reader, a terminal or an editor obeys or hides, of the whole file; our own line feeds stay.
const obeyed = /[^\P{C}\n\r]|[\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069\u3164\u2800\ufeff]|\p{M}/u;

// JSON is for programs: letters and marks of every script stay there, what steers a terminal or hides does not.
const obeyedInJson = /[^\P{Cc}\n]|[\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069\u3164\u2800\ufeff]/u;

const markdown = createRequire(import.meta.url)('prettier/plugins/markdown');
interface Node {
  readonly type: string;
  readonly value?: string;
  readonly children?: readonly Node[];
}
const nodesOf = (page: string): Node[] => {
  const walk = (node: Node): Node[] => [node, ...(node.children ?? []).flatMap(walk)];
  return walk(markdown.parsers.markdown.parse(page, { originalText: page }));
};
/** How many nodes of each kind: the page's shape, whatever its texts are. */
const shapeOf = (page: string): Record<string, number> => {
  const counted: Record<string, number> = {};
  for (const { type, value } of nodesOf(page)) {
    if (['text', 'word', 'sentence', 'whitespace', 'inlineCode', 'break'].includes(type)) continue;
    const isOurs = type === 'html' && value === '<!-- -->';
    if (!isOurs) counted[type] = (counted[type] ?? 0) + 1;
  }
  return counted;
};

/** The elements of a page, by name, with the names of their attributes. */
function elementsOf(page: string): Set<string> {
  const found = new Set<string>();
  for (const [, name = '', attributes = ''] of page.matchAll(
    /<([a-z!/][\w-]*)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*\/?>/gi,
  )) {
    found.add(
      [name, ...Array.from(attributes.matchAll(/([\w:-]+)(?:="[^"]*")?/g), ([, own]) => own)].join(' '),
    );
  }
  return found;
}

describe('the report of the schema', () => {
  it('has a text in more places than anybody would list by hand', () => {
    const places = placesOf();
    expect(places.length).toBeGreaterThan(1_000);
    for (const place of ['accounts.0.trades.first.value.rows.1.symbol', 'exhibits.1.attachment.fileName']) {
      expect(places).toContain(place);
    }
  });
});

describe.each(hostileCorpus)('$trap in every place of the report', ({ text }) => {
  it('stays what it is in report.json', () => {
    for (const report of reportsWith(text)) {
      const json = reportJson(report);
      expect(JSON.parse(json)).toEqual(
        JSON.parse(JSON.stringify({ $schema: 'report.schema.json', ...report })),
      );
      expect(obeyedInJson.exec(json)).toBeNull();
    }
  });

  it('makes no element, no attribute and no hidden character in report.html', () => {
    const plain = elementsOf(renderHtml(reportOfSchema(() => undefined)));
    for (const report of reportsWith(text)) {
      const page = renderHtml(report);
      expect(obeyed.exec(page)).toBeNull();
      const body = page.replaceAll(/<(style|script)>[^]*?<\/\1>/g, '');
      expect(body.replaceAll(/&(?:amp|lt|gt|quot|#39);/g, '')).not.toMatch(
        /&|<(?:script|img|base|link|meta http-equiv="r)/i,
      );
      // With hostile times there is no timeline, so there may be fewer elements, never others.
      const strange = [...elementsOf(body)].filter((one) => !plain.has(one) && !knownElements.has(one));
      expect(strange).toEqual([]);
    }
  });

  it('is shown, spelled out, in report.html, in report.md and in the tables', () => {
    const report = reportOfSchema(inTextsOnly(text));
    const read = unescaped(renderHtml(report));
    const cut = shown([...text].slice(0, 40).join(''));
    if (text.trim() !== '') expect(read).toContain(cut);
    const cells = csvFiles(report).flatMap(({ path, text: file }) =>
      path.endsWith('.csv') ? parse(file) : [],
    );
    expect(cells.flat().map(withoutGuards)).toContain(withoutGuards(shown(text)));
  });

  it('makes nothing in report.md but text: the shape of the page stays', () => {
    const plain = shapeOf(renderMarkdown(reportOfSchema(() => undefined)));
    for (const report of reportsWith(text)) {
      const page = renderMarkdown(report);
      expect(obeyed.exec(page)).toBeNull();
      const shape = shapeOf(page);
      for (const ours of ['heading', 'blockquote']) expect(shape[ours], ours).toBe(plain[ours]);
      for (const acting of [
        'link',
        'image',
        'linkReference',
        'imageReference',
        'definition',
        'html',
        'footnote',
        'footnoteReference',
        'footnoteDefinition',
        'emphasis-',
        'delete',
        'thematicBreak',
        'inlineMath',
        'math',
        'liquidNode',
      ]) {
        expect(shape[acting] ?? 0, acting).toBe(0);
      }
    }
    // What a tracker looks for itself, past Markdown; in code it does not look.
    expect(asText(text)).not.toMatch(/@\w|(?<![\\\w&])#\d|GH-\d|:\/\/|\bwww\./i);
  });

  it('is one field in each table, no formula, and the value that the record has', () => {
    for (const report of reportsWith(text)) {
      const files = new Map(csvFiles(report).map(({ path, text: file }) => [path, file]));
      for (const table of Object.values<ReportTable>(tables)) {
        const file = files.get(`tables/${table.id}.csv`) ?? '';
        expect(obeyed.exec(file)).toBeNull();
        const [head, ...rows]: string[][] = parse(file, { record_delimiter: '\r\n' });
        const copyOf = report.copy?.of ?? '';
        expect(head).toEqual([...table.columns.map(({ name }) => name), 'pseudonymised_copy_of']);
        expect(rows.map((row) => row.map(withoutGuards))).toEqual(
          [...table.rows(report)].map((row) => [...row, copyOf].map((value) => withoutGuards(shown(value)))),
        );
        for (const cell of rows.flat()) expect(isComputed(cell), cell.slice(0, 80)).toBe(false);
        // And where the semicolon, not the comma, ends a field.
        for (const cell of file.split(/\r\n|;/))
          expect(/^[\s"]*[=+@]/.test(cell), cell.slice(0, 80)).toBe(false);
      }
    }
  });
});

/** A spreadsheet computes it; a negative number is none. */
const isComputed = (cell: string): boolean => /^[\s"]*[=+\-@]/.test(cell) && !/^-\d+(\.\d+)?$/.test(cell);

/** Without the apostrophes that keep a spreadsheet from computing. */
const withoutGuards = (text: string): string => text.replaceAll(/(^|;[\s"']*)'(?=[\s"]*[=+\-@])/g, '$1');

const unescaped = (page: string): string =>
  page
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

// What other variants of the report have and the first does not.
const knownElements = new Set<string>();
for (let variant = 0; variant < variants; variant++) {
  for (const text of [
    '',
    'x',
    'a longer text of several words, so that it wraps',
    'unknown',
    'a b c',
    '1.5',
    'W'.repeat(3_000),
  ]) {
    for (const one of elementsOf(renderHtml(reportOfSchema(everywhere(text), variant))))
      knownElements.add(one);
  }
}

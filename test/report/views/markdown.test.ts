import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { renderMarkdown } from '../../../src/report/markdown/index.ts';
import { code, text } from '../../../src/report/markdown/text.ts';
import {
  emptyReport,
  hostileReport,
  longReport,
  unknownReport,
} from '../../support/sample-report-extremes.ts';
import { thinPairReport } from '../../support/sample-report.ts';

// An outside reader: the parser that prettier brings along.
const markdown = createRequire(import.meta.url)('prettier/plugins/markdown');
interface Node {
  readonly type: string;
  readonly value?: string;
  readonly url?: string;
  readonly children?: readonly Node[];
}
const nodesOf = (page: string): Node[] => {
  const walk = (node: Node): Node[] => [node, ...(node.children ?? []).flatMap(walk)];
  return walk(markdown.parsers.markdown.parse(page, { originalText: page }));
};
const plainOf = (page: string): string =>
  nodesOf(page)
    .flatMap(({ type, value }) =>
      ['text', 'inlineCode', 'sentence', 'word'].includes(type) && value ? [value] : [],
    )
    .join('');

const hostile = [
  '<img src=x onerror=alert(1)>',
  '[click](https://example.invalid)',
  '![x](http://example.invalid/a.png)',
  '| a | b |',
  '`code` ``more``',
  '@octocat and @org/team',
  '#1 fixes GH-12 and org/repo#7',
  'https://example.invalid/?a=1 www.example.invalid',
  '**bold** _it_ ~~no~~',
  '# heading',
  '- [ ] task',
  '<!-- --> &lt; &#64;octocat',
  '$x^2$',
  'a\n\n# b',
  '\u202egnp.exe\u200b\u0000\u001b[31m',
];

describe('text in Markdown', () => {
  it.each(hostile)('acts as nothing: %j', (value) => {
    for (const page of [text(value), `| a |\n| --- |\n| ${text(value)} |`, `- ${text(value)}`]) {
      const acting = nodesOf(page).filter(
        ({ type, value: own }) =>
          [
            'link',
            'image',
            'linkReference',
            'imageReference',
            'heading',
            'code',
            'emphasis',
            'strong',
            'delete',
          ].includes(type) ||
          (type === 'html' && own !== '<!-- -->'),
      );
      expect(acting).toEqual([]);
    }
    expect(text(value)).not.toMatch(/@\w|(?<![\\\w])#\d|:\/\/|GH\\?-\d|www\\?\./i);
    expect(text(value)).not.toMatch(/[\u0000-\u001f\u200b-\u200f\u202a-\u202e]/);
  });

  it.each(hostile)('as code is one piece of code: %j', (value) => {
    const nodes = nodesOf(code(value)).filter(({ type }) => type === 'inlineCode');
    expect(nodes).toHaveLength(1);
    expect(code(value)).not.toContain('\n');
  });

  it('a table’s row keeps its cells', () => {
    const rows = nodesOf(`| a | b |\n| --- | --- |\n| ${text('x | y')} | ${code('p | `q`')} |`).filter(
      ({ type }) => type === 'tableRow',
    );
    expect(rows.map(({ children }) => children?.length)).toEqual([2, 2]);
  });
});

describe('report.md', () => {
  it('has verdict, numbers, summary with ids, gaps, findings, loss, actions, timeline, verification', () => {
    const page = renderMarkdown(thinPairReport);
    const [sentence] = thinPairReport.summary;
    expect(page).toContain(
      `${sentence?.restsOn
        .slice(0, 12)
        .map((id) => `\`${id}\``)
        .join(' ')}`,
    );
    const headings = nodesOf(page).filter(({ type }) => type === 'heading').length;
    expect(headings).toBe(16);
    for (const { id } of thinPairReport.findings) expect(page).toContain(id);
    expect(page).toContain(thinPairReport.integrity.journalHead);
    expect(page).toContain('ssh-keygen -Y verify');
  });

  it.each([
    ['hostile', hostileReport],
    ['unknown', unknownReport],
    ['empty', emptyReport],
  ])(
    'of the %s report has our sixteen headings, no link, no picture and no HTML but empty comments',
    (_, report) => {
      const nodes = nodesOf(renderMarkdown(report));
      expect(nodes.filter(({ type }) => type === 'heading')).toHaveLength(16);
      expect(nodes.filter(({ type }) => ['link', 'image'].includes(type))).toEqual([]);
      expect(nodes.filter(({ type, value }) => type === 'html' && value !== '<!-- -->')).toEqual([]);
    },
  );

  it('says unknown, with the reason, and never none, where nothing was read', () => {
    const page = plainOf(renderMarkdown(unknownReport)) + renderMarkdown(unknownReport);
    expect(page).toMatch(/unknown: no fills were read/i);
    expect(page).not.toMatch(/none: every fill/i);
  });

  it('cuts long tables and says so', () => {
    const many = Array.from({ length: 80 }, (_, i) => ({ what: `gap ${i}`, why: 'w', restsOn: [] }));
    const page = renderMarkdown({ ...longReport(10), gaps: many });
    expect(page).toContain('The first 50 of 80 rows; all of them are in `tables/gaps.csv`');
    expect(page).not.toContain('gap 50');
  });
});

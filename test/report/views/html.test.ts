import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { renderHtml } from '../../../src/report/html/index.ts';
import { markup } from '../../../src/report/html/markup.ts';
import type { Report } from '../../../src/report/index.ts';
import {
  emptyReport,
  hostileReport,
  longReport,
  unknownReport,
} from '../../support/sample-report-extremes.ts';
import { thinPairReport } from '../../support/sample-report.ts';

const cases: readonly (readonly [string, Report])[] = [
  ['a drill', thinPairReport],
  ['hostile strings', hostileReport],
  ['nothing learned', unknownReport],
  ['no account', emptyReport],
];
const between = (page: string, tag: string): string =>
  page.slice(page.indexOf(`<${tag}>`) + tag.length + 2, page.lastIndexOf(`</${tag}>`));

describe('markup', () => {
  it('escapes what stands in content and in attributes', () => {
    const value = `<b a='1' b="2">&amp;\u202e`;
    expect(markup`<p title="${value}">${value}</p>`.text).toBe(
      '<p title="&lt;b a=&#39;1&#39; b=&quot;2&quot;&gt;&amp;amp;\\u{202e}">&lt;b a=&#39;1&#39; b=&quot;2&quot;&gt;&amp;amp;\\u{202e}</p>',
    );
  });
});

describe('report.html', () => {
  it.each(cases)(
    'of %s: its policy allows its own style and script by hash, and nothing else',
    (_, report) => {
      const page = renderHtml(report);
      const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
      const hash = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;
      expect(policy.split('; ')).toEqual([
        `default-src &#39;none&#39;`,
        `style-src &#39;${hash(between(page, 'style'))}&#39;`,
        `script-src &#39;${hash(between(page, 'script'))}&#39;`,
        `base-uri &#39;none&#39;`,
        `form-action &#39;none&#39;`,
      ]);
      expect(page.match(/<script|<style/g)).toHaveLength(2);
      expect(page).not.toMatch(/<[a-z][^>]*\s(?:src|style|on\w+)\s*=/i);
      expect(page.match(/\shref="(?!#)/g)).toBeNull();
    },
  );

  it.each(cases)('of %s: no character that hides or turns text, no HTML out of data', (_, report) => {
    const page = renderHtml(report);
    expect(page).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u200b-\u200f\u202a-\u202e\ufeff]/);
    expect(page).not.toMatch(/<x:xmpmeta/);
    const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(cases)('of %s: every table has a caption and headed columns', (_, report) => {
    const page = renderHtml(report);
    const tables = page.match(/<table[\s\S]*?<\/table>/g) ?? [];
    for (const table of tables) {
      expect(table).toMatch(/<caption>\s*\S/);
      expect(table.match(/<th(?=[\s>])/g)?.length).toBe(table.match(/<th scope="(?:col|row)"/g)?.length);
    }
  });

  it('says unknown and why where nothing was read', () => {
    const page = renderHtml(unknownReport);
    expect(page).toContain('unknown: the venue did not answer');
    expect(page).not.toMatch(/none: every fill/);
  });

  it('cuts a long table, says so, and names the file that has all', () => {
    const page = renderHtml(longReport(6_000));
    expect(page).toContain('The first 5,000 rows of 6,000 rows; all of them are in tables/trades.csv');
    expect(page.match(/<tr/g)?.length).toBeLessThan(6_000);
  });

  it('is the same text each time', () => {
    expect(renderHtml(thinPairReport)).toBe(renderHtml(structuredClone(thinPairReport)));
  });
});

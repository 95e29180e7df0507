import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { JournaledEvent } from '../../../src/domain/run-event.ts';
import { buildReport, readBag } from '../../../src/report/index.ts';
import { renderHtml } from '../../../src/report/html/index.ts';
import { renderMarkdown } from '../../../src/report/markdown/index.ts';
import { csvFiles } from '../../../src/report/csv/index.ts';
import { sampleFolder } from '../../support/sample.ts';

const { records, readExhibit } = await readBag(join(sampleFolder, 'bag'));
const report = buildReport({ records, readExhibit });

it('what is public is told as read with no key, in every view', () => {
  const views = [
    renderHtml(report),
    renderMarkdown(report),
    csvFiles(report)
      .map(({ text }) => text)
      .join('\n'),
  ];
  for (const view of views) expect(view).not.toMatch(/with key no key/);
  expect(views[0]).toContain('with no key (public)');
});

it('an act’s id stands whole in report.md: it is what finds the act in the journal', () => {
  const markdown = renderMarkdown(report);
  for (const { id } of report.actions) expect(markdown).toContain(`\`${id}\``);
});

it('a finding names an exhibit once', () => {
  const twice = (event: JournaledEvent): JournaledEvent =>
    event.type === 'finding.recorded'
      ? {
          ...event,
          finding: { ...event.finding, exhibits: [...event.finding.exhibits, ...event.finding.exhibits] },
        }
      : event;
  const doubled = buildReport({
    records: records.map((record) => ({ ...record, event: twice(record.event) })),
    readExhibit,
  });
  expect(doubled.findings.map(({ exhibits }) => exhibits)).toEqual(
    report.findings.map(({ exhibits }) => [...new Set(exhibits)]),
  );
});

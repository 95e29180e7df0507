import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { renderPdf, writePdf } from '../../../src/report/pdf/index.ts';
import { csvFiles } from '../../../src/report/csv/index.ts';
import { sections } from '../../../src/report/pdf/sections/index.ts';
import { verifyInstructions } from '../../../src/evidence/bag-instructions.ts';
import { known } from '../../../src/domain/known.ts';
import type { Report } from '../../../src/report/model.ts';
import { has, pagesOf, runOn } from '../../support/pdf-tools.ts';
import { thinPairReport } from '../../support/sample-report.ts';
import { emptyReport, longReport, unknownReport } from '../../support/sample-report-extremes.ts';

const poppler = ['pdftotext', 'pdfinfo', 'pdffonts'].every(has);

describe('renderPdf', () => {
  it('gives the same bytes for the same report, whatever else was drawn between', async () => {
    const first = await renderPdf(thinPairReport);
    const [second] = await Promise.all([renderPdf(thinPairReport), renderPdf(emptyReport)]);
    expect(Buffer.compare(first, second)).toBe(0);
  });

  it('gives other bytes, and another file id, when the record moved on', async () => {
    const later = {
      ...emptyReport,
      identification: { ...emptyReport.identification, asOf: '2026-11-22T00:00:00.000Z' },
    };
    const idOf = (pdf: Uint8Array): string =>
      /\/ID \[<(\w+)>/.exec(Buffer.from(pdf).toString('latin1'))?.[1] ?? 'none';
    const [before, after] = [await renderPdf(emptyReport), await renderPdf(later)];
    expect(idOf(before)).toMatch(/^\w{32}$/);
    expect(idOf(after)).not.toBe(idOf(before));
  });

  it('gives the same bytes piece by piece, to a sink that keeps none of them', async () => {
    const chunks: Buffer[] = [];
    await writePdf(emptyReport, (bytes) => {
      chunks.push(Buffer.from(bytes));
      if (bytes.length < 64 * 1024) bytes.fill(0);
    });
    expect(Buffer.compare(Buffer.concat(chunks), await renderPdf(emptyReport))).toBe(0);
  });

  it('ends with the error of a sink that can take no more', async () => {
    const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    let taken = 0;
    const sink = (): void => {
      if (++taken > 2) throw full;
    };
    await expect(writePdf(emptyReport, sink)).rejects.toBe(full);
    expect(taken).toBe(3);
  });

  it('refuses a report whose date is no date, and says where it stands', async () => {
    const broken = { ...emptyReport, identification: { ...emptyReport.identification, asOf: 'soon' } };
    await expect(renderPdf(broken)).rejects.toMatchObject({
      name: 'BadInput',
      where: 'report.json: identification.asOf',
    });
  });

  it('fails rather than hangs when a part of the report is missing', async () => {
    const broken = { ...emptyReport, exhibits: undefined } as unknown as Report;
    await expect(renderPdf(broken)).rejects.toThrow(TypeError);
  });
});

describe.skipIf(!poppler)('the thin-pair drill, as poppler reads it (needs poppler-utils)', () => {
  let pdf: Uint8Array;
  let pages: string[];
  let text: string;
  beforeAll(async () => {
    pdf = await renderPdf(thinPairReport);
    pages = pagesOf(pdf);
    text = pages.join('\n');
  });

  it('says DRILL on every page', () => {
    expect(pages.length).toBeGreaterThan(10);
    for (const page of pages) expect(page).toMatch(/^\s*DRILL\s+Simulated venues/);
  });

  it('has every action, finding and exhibit by its id, and every hash whole on one line', () => {
    for (const { id } of [...thinPairReport.actions, ...thinPairReport.findings]) expect(text).toContain(id);
    for (const { id, sha256, path } of thinPairReport.exhibits) {
      expect(text).toContain(id);
      expect(text).toContain(sha256);
      expect(text).toContain(path);
    }
    expect(text).toContain(thinPairReport.identification.playbook.sha256);
    expect(text).toContain(thinPairReport.integrity.journalHead);
  });

  it('has every fill by its id, and every probe, address and timeline entry', () => {
    const [account] = thinPairReport.accounts;
    const fills = account?.trades.first.known ? account.trades.first.value.rows : [];
    expect(fills.length).toBeGreaterThan(300);
    const words = new Set(text.split(/\s+/));
    expect(fills.filter(({ id }) => !words.has(id))).toEqual([]);
    const squeezed = text.replace(/\s+/g, ' ');
    for (const { what } of thinPairReport.timeline)
      expect(squeezed).toContain(what.split(' ').slice(0, 4).join(' '));
    for (const word of ['HX-0052', '-2015', 'TQ5NMqJjbPZ1aPn9hv3rUXQzWm1ExampleX'])
      expect(text).toContain(word);
  });

  it('shows verdict, reason, the five numbers, the head and the key on the first page', () => {
    const first = pages[0]?.replace(/\s+/g, ' ') ?? '';
    for (const said of [
      'Partly',
      'contained',
      'proven dead and no withdrawal left',
      '2 min 35 s',
      '14/15',
      'Open gaps: 3',
      'SELF-ATTESTED',
    ]) {
      expect(first).toContain(said);
    }
    expect(first).toContain('562,222.52');
    expect(first).toContain(thinPairReport.integrity.journalHead.slice(0, 32));
    expect(first).toContain(thinPairReport.integrity.journalHead.slice(32));
  });

  it('prints amounts in full in their chapter, not the rounded ones of the first page', () => {
    const { moneyLost } = thinPairReport.verdict.numbers;
    const lost = moneyLost.known ? moneyLost.value.lost : '';
    const [whole = '', fraction] = lost.split('.');
    expect(text).toContain(`${Number(whole).toLocaleString('en-US')}.${fraction}`);
    expect(fraction?.length).toBeGreaterThan(2);
  });

  it('says what is unknown with its reason, never as a blank', () => {
    const squeezed = text.replace(/\s+/g, ' ');
    for (const said of [
      'unknown: the moment of the leak is not known',
      'Not read: the responder key may not read deposits',
      'answer unknown: no answer within 10 s',
      'Unknown: it may have happened',
    ]) {
      expect(squeezed).toContain(said);
    }
  });

  it('numbers the pages "x of y", and lists each chapter with the page on which it begins', () => {
    pages.forEach((page, i) => expect(page).toMatch(new RegExp(`Page ${i + 1} of\\s+${pages.length}\\b`)));
    for (const [i, { title }] of sections.entries()) {
      const listed = new RegExp(`^\\s*${i + 1}\\s+${title}\\s.*?(\\d+)$`, 'm').exec(pages[1] ?? '');
      const page = pages[Number(listed?.[1]) - 1] ?? '';
      expect(page, `${title} on page ${listed?.[1]}`).toMatch(
        new RegExp(`^\\s*${i + 1}\\s+${title}\\s*$`, 'm'),
      );
    }
  });

  it('ends no page with a heading', () => {
    const isHeading = (line: string): boolean =>
      sections.some(({ title }, i) => line.trim().replace(/\s+/g, ' ') === `${i + 1} ${title}`);
    for (const page of pages) {
      const lines = page.split('\n').filter((line) => line.trim() !== '' && !/Page \d+ of/.test(line));
      expect(isHeading(lines.at(-1) ?? '')).toBe(false);
    }
  });

  it('gives the commands of the bag’s own instructions, word for word', () => {
    const squeezed = (of: string): string => of.replace(/\s+/g, '');
    const commands = verifyInstructions({ fingerprint: 'SHA256:x' }).matchAll(
      /^ {5}(sha256sum --check .*|ssh-keygen -Y verify .*|cut -d' ' -f3- .*)$/gm,
    );
    const told = [...commands].map(([, command = '']) => squeezed(command));
    expect(told).toHaveLength(4);
    for (const command of told) expect(squeezed(text)).toContain(command);
  });

  it('embeds every font as a subset with a Unicode map', () => {
    const fonts = runOn(pdf, 'pdffonts', ['FILE']).trim().split('\n').slice(2);
    expect(fonts).toHaveLength(3);
    for (const font of fonts) expect(font).toMatch(/IBMPlex.*TrueType.*\byes yes yes\b/);
  });

  it('is tagged, titled and dated by the record', () => {
    const info = runOn(pdf, 'pdfinfo', ['-isodates', 'FILE']);
    expect(info).toMatch(/^Tagged:\s+yes$/m);
    expect(info).toMatch(/^Metadata Stream:\s+yes$/m);
    expect(info).toMatch(/^Title:\s+DRILL report FB-20261121-0243-thin-pair: Leaked key/m);
    expect(info).toMatch(/^CreationDate:\s+2026-11-21T03:22:17Z$/m);
    expect(info).toMatch(/^Page size:\s+595\.28 x 841\.89 pts \(A4\)$/m);
  });
});

describe.skipIf(!poppler)(
  'a real case of which nothing is known, as poppler reads it (needs poppler-utils)',
  () => {
    it('says "none" or "not read" in every chapter, and DRILL nowhere', async () => {
      for (const report of [unknownReport, emptyReport]) {
        const pages = pagesOf(await renderPdf(report));
        for (const page of pages) expect(page).not.toMatch(/DRILL|drill on/);
        const text = pages.slice(2).join('\n').replace(/\s+/g, ' ');
        for (const [i, { title }] of sections.entries()) {
          const next = sections[i + 1];
          const from = text.indexOf(` ${i + 1} ${title} `);
          const chapter = text.slice(from, next ? text.indexOf(` ${i + 2} ${next.title} `) : undefined);
          expect(from, title).toBeGreaterThanOrEqual(0);
          if (['identification', 'integrity'].includes(sections[i]?.id ?? '')) continue;
          expect(chapter, title).toMatch(/\bNone\b|none|[Nn]ot (?:read|recorded)|unknown/);
        }
      }
    });

    it('says on the first page that there is no open gap, and that no number is known', async () => {
      const [first = ''] = pagesOf(await renderPdf(unknownReport));
      expect(first).toContain('Open gaps: none');
      expect(first).toMatch(/^\s*unknown\s+unknown\s+0\/15\s+0\s+none$/m);
      expect(first).toContain('Still open');
    });
  },
);

describe.skipIf(!poppler)('a very long table (needs poppler-utils)', () => {
  it('ends after 5,000 rows, says so before and after, and names the exhibit that has all', async () => {
    const text = pagesOf(await renderPdf(longReport(5_001)))
      .join('\n')
      .replace(/\s+/g, ' ');
    const table = csvFiles(longReport(5_001)).find(({ path }) => path === 'tables/trades.csv')?.text ?? '';
    const hash = createHash('sha256').update(table).digest('hex');
    const notice = `5,000 of 5,001 rows are printed here, the first ones; all of them are in EX-006, in the attached trades.csv (SHA-256 ${hash}) and in the attached report.json.`;
    const unbroken = (words: string): string => words.replaceAll(' ', '');
    expect(unbroken(text).split(unbroken(notice))).toHaveLength(3);
    expect(text).toContain(' 10004999 ');
    expect(text).not.toContain(' 10005000 ');
  });

  it('repeats the header on each page that the table takes', async () => {
    const pages = pagesOf(await renderPdf(longReport(400)));
    const withFills = pages.filter((page) => /^\s*2026-11-21 .* 1000\d{4} /m.test(page));
    expect(withFills.length).toBeGreaterThan(5);
    for (const page of withFills) expect(page).toMatch(/Time \(UTC, venue\)\s+Fill\s+Symbol\s+Side/);
  });
});

describe.skipIf(!poppler)('rows that were read twice (needs poppler-utils)', () => {
  it('prints the fills of both readings once each, in the order of time', async () => {
    const [account] = thinPairReport.accounts;
    if (!account?.trades.first.known) throw new Error('the sample has no fills');
    const { value } = account.trades.first;
    const [fill] = value.rows;
    if (!fill) throw new Error('the sample has no fills');
    const later = known({ ...value, exhibit: 'EX-099', rows: [...value.rows, { ...fill, id: '99000099' }] });
    const report = { ...thinPairReport, accounts: [{ ...account, trades: { ...account.trades, later } }] };
    const text = pagesOf(await renderPdf(report)).join('\n');
    expect(text.match(/\b99000099\b/g)).toHaveLength(1);
    expect(text.match(/\b9310000\b/g)).toHaveLength(1);
    expect(text.indexOf('99000099')).toBeLessThan(text.indexOf('9310000'));
    expect(text).toContain(`Both readings together: ${value.rows.length + 1} rows.`);
  });
});

describe.skipIf(!poppler)('a loss that is not wholly known (needs poppler-utils)', () => {
  it('says "or more" wherever the figure stands', async () => {
    const { moneyLost } = thinPairReport.verdict.numbers;
    if (!moneyLost.known) throw new Error('the sample has no loss');
    const numbers = {
      ...thinPairReport.verdict.numbers,
      moneyLost: known({ ...moneyLost.value, atLeast: true }),
    };
    const verdict = { ...thinPairReport.verdict, numbers };
    const [first = '', , third = ''] = pagesOf(await renderPdf({ ...thinPairReport, verdict }));
    expect(first).toMatch(/≥ 211,033\.63/);
    expect(first).toContain('USDT, or more');
    expect(third).toMatch(/Money lost\s+at least 211,033\.6250027 USDT/);
  });
});

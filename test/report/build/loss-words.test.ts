import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/domain/json.ts';
import { fiveNumbers } from '../../../src/report/five-numbers.ts';
import { buildReport, type Report } from '../../../src/report/index.ts';
import { renderHtml } from '../../../src/report/html/index.ts';
import { renderMarkdown } from '../../../src/report/markdown/index.ts';
import { listing, price, withdrawal } from '../../support/rows.ts';
import { thinPairCase } from '../../support/thin-pair-case.ts';

const json = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json;
const reportOf = (exhibits: Readonly<Record<string, Json>>): Report => {
  const { records, read } = thinPairCase({ exhibits });
  return buildReport({ records, readExhibit: read });
};
const lossOf = ({ verdict }: Report) => {
  const { moneyLost } = verdict.numbers;
  if (!moneyLost.known) throw new Error(moneyLost.why);
  return moneyLost.value;
};
const textOf = ({ summary }: Report): string => summary.map(({ text }) => text).join('\n');

describe('a loss of which a part left by withdrawal', () => {
  const sent = json(listing([withdrawal({ amount: '15000', asset: 'USDT' })]));
  const report = reportOf({ 'EX-008': sent, 'EX-014': sent });

  it('says how much of it the pictures and tables of fills do not show, in every view', () => {
    const said = /; of it, fills 562,570\.00 USDT and 1 withdrawal 15,0\d\d\.\d\d USDT\.?$/;
    expect(lossOf(report).method).toMatch(said);
    expect(lossOf(reportOf({})).method).not.toContain('of it');
    expect(renderHtml(report)).toContain('of it, fills 562,570.00 USDT');
    expect(renderMarkdown(report).replaceAll('\\', '')).toContain('of it, fills 562,570.00 USDT');
  });

  it('groups the digits of what left, as every other amount', () => {
    expect(textOf(report)).toContain('left main trading: 15,000 USDT.');
  });
});

describe('a loss below zero', () => {
  const dear = json(listing([price('ZRTUSDT', '100'), price('BTCUSDT', '19180'), price('ETHUSDT', '1290')]));
  const report = reportOf({ 'EX-016': dear });

  it('is told as a gain, in the summary and under the number', () => {
    expect(lossOf(report).lost).toMatch(/^-\d/);
    expect(textOf(report)).toMatch(
      /By value no money was lost: what was not ours brought [\d,.]+ USDT more than it took\./,
    );
    expect(textOf(report)).not.toMatch(/The loss was/);
    expect(fiveNumbers(report.verdict)[1]?.under).toMatch(/^USDT, negative: a gain; without the response/);
  });
});

it('a balance begins with what there was before the first move', () => {
  const [account] = reportOf({}).accounts;
  const moved = (account?.balanceHistory ?? []).flatMap(({ computed }) =>
    computed.known && computed.value.length > 0 ? [computed.value] : [],
  );
  expect(moved.length).toBeGreaterThan(0);
  for (const [before, after] of moved) {
    expect(before?.at).toBe(after?.at);
    expect(before?.total).not.toBe(after?.total);
  }
});

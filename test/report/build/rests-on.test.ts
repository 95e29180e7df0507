import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/domain/json.ts';
import { buildReport, type Report } from '../../../src/report/index.ts';
import { listing, withdrawal } from '../../support/rows.ts';
import { thinPairCase, type Twist } from '../../support/thin-pair-case.ts';

const reportOf = (twist: Twist = {}): Report => {
  const { records, read } = thinPairCase(twist);
  return buildReport({ records, readExhibit: read });
};
const sentence = ({ summary }: Report, text: string) => summary.find((one) => one.text.includes(text));
const kindsOf = ({ exhibits }: Report, restsOn: readonly string[] = []): readonly string[] => [
  ...new Set(exhibits.flatMap(({ id, kind }) => (restsOn.includes(id) ? [kind] : []))),
];

describe('what the summary says of rows that are not ours', () => {
  const report = reportOf();

  it('rests on the orders, too, where the venue leaves the client order id out of a fill', () => {
    const { restsOn } = sentence(report, 'fills on ZRTUSDT') ?? {};
    expect(kindsOf(report, restsOn)).toEqual(['trades', 'orders']);
    expect(kindsOf(report, sentence(report, 'The loss was')?.restsOn)).toContain('orders');
  });

  it('and so does the line of the timeline', () => {
    const fills = report.timeline.filter(({ lane, what }) => lane === 'attacker' && /fill/.test(what));
    expect(fills.length).toBeGreaterThan(0);
    for (const { restsOn } of fills) expect(kindsOf(report, restsOn)).toContain('orders');
  });

  it('rests on the trades alone where no order could be read', () => {
    const blind = reportOf({ exhibits: { 'EX-007': 'unreadable', 'EX-013': 'unreadable' } });
    const { restsOn } = sentence(blind, 'fills on ZRTUSDT') ?? {};
    expect(kindsOf(blind, restsOn)).toEqual(['trades']);
  });

  it('rests on what the owner’s addresses are known from, of a withdrawal to another', () => {
    const sent = JSON.parse(JSON.stringify(listing([withdrawal({})]))) as Json;
    const stolen = reportOf({ exhibits: { 'EX-008': sent, 'EX-014': sent } });
    expect(sentence(stolen, 'not known as ours left')?.restsOn).toContain('EX-001');
  });
});

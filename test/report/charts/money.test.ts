import { describe, expect, it } from 'vitest';
import { known } from '../../../src/domain/known.ts';
import { balanceCharts } from '../../../src/report/charts/balances.ts';
import { frameOf } from '../../../src/report/charts/line-chart.ts';
import { lossChart } from '../../../src/report/charts/loss.ts';
import { buildReport } from '../../../src/report/index.ts';
import type { AccountReport, StrangeFill } from '../../../src/report/model.ts';
import { renderHtml } from '../../../src/report/html/index.ts';
import { withdrawal } from '../../support/rows.ts';
import { thinPairCase } from '../../support/thin-pair-case.ts';

const { records, read } = thinPairCase();
const report = buildReport({ records, readExhibit: read });
const size = { width: 860, height: 200 };
const [account] = report.accounts;
const fills = account?.strangeFills?.known ? [...account.strangeFills.value] : [];
const fillAt = (at: string, loss = '3005'): StrangeFill => {
  const [first] = fills;
  if (!first) throw new Error('the case has no strange fill');
  return { ...first, at, loss: known(loss), recognised: 'not-ours' };
};
const withFills = (...some: StrangeFill[]): AccountReport => {
  if (!account) throw new Error('the case has no account');
  return { ...account, strangeFills: known(some) };
};
const reading = (at: string, total: string) => ({ at, total, exhibit: 'EX-003' });

describe('a picture of a balance', () => {
  const strange = withFills(fillAt('2026-03-14T02:57:40.000Z'));
  const chartOf = (computed: readonly { at: string; total: string }[], total: string) =>
    balanceCharts(
      {
        ...strange,
        balanceHistory: [
          {
            asset: 'ZRT',
            readings: [
              reading('2026-03-14T03:00:08.000Z', total),
              reading('2026-03-14T03:00:48.000Z', total),
            ],
            computed: known(computed),
          },
        ],
      },
      { ...size, most: 4 },
    )[0];

  it('begins with what there was before the first move, a minute before the first strange fill', () => {
    const chart = chartOf(
      [
        { at: '2026-03-14T02:57:40.000Z', total: '0' },
        { at: '2026-03-14T02:57:40.000Z', total: '100000' },
      ],
      '100000',
    );
    expect(chart?.way[0]).toEqual([chart?.frame.left, chart?.frame.y(0)]);
    expect(chart?.way.at(-1)?.[1]).toBe(chart?.frame.y(100_000));
  });

  it('shows a withdrawal from before the first strange fill, too', () => {
    const at = '2026-03-14T02:40:00.000Z';
    const rows = [withdrawal({ requestedAt: at }), withdrawal({ requestedAt: '2026-01-01T00:00:00.000Z' })];
    const seen = known({ at, exhibit: 'EX-007', rows, coverage: { symbols: 'all' as const, holes: [] } });
    const readings = [reading('2026-03-14T03:00:08.000Z', '5'), reading('2026-03-14T03:00:48.000Z', '5')];
    const computed = known([
      { at, total: '100' },
      { at, total: '5' },
    ]);
    const [chart] = balanceCharts(
      {
        ...strange,
        withdrawals: { first: seen, later: seen },
        balanceHistory: [{ asset: 'USDT', readings, computed }],
      },
      { ...size, most: 4 },
    );
    expect(chart?.way[0]).toEqual([chart?.frame.left, chart?.frame.y(100)]);
    expect(chart?.frame.x(Date.parse(at))).toBeGreaterThan(chart?.frame.left ?? 0);
    expect(chart?.frame.x(Date.parse(at))).toBeLessThan((chart?.frame.left ?? 0) + 80);
  });

  it('has a line where nothing moved since, and it does not lie on the axis', () => {
    const chart = chartOf([{ at: '2026-03-13T20:00:00.000Z', total: '85' }], '85');
    expect(chart?.way.length).toBeGreaterThan(1);
    const [[, y] = [0, 0]] = chart?.way ?? [];
    expect(y).toBeGreaterThan((chart?.frame.top ?? 0) + 10);
    expect(y).toBeLessThan((chart?.frame.bottom ?? 0) - 10);
  });
});

describe('the scale of values that are all the same', () => {
  it.each([0.02, 85, 561_711.9, -63_136.8])(
    'has %d near its middle, and nothing of another size',
    (value) => {
      const { yTicks, top, bottom, y } = frameOf([{ at: 0, value }], size);
      expect(Math.abs(y(value) - (top + bottom) / 2)).toBeLessThan((bottom - top) * 0.3);
      for (const tick of yTicks) expect(Math.abs(tick.value)).toBeLessThan(Math.abs(value) * 1.5);
    },
  );
});

describe('the label at the end of the loss', () => {
  it('stands right of a fill that is alone, where the axis has its values at the left', () => {
    const one = lossChart(withFills(fillAt('2026-03-14T02:57:40.000Z')), size);
    expect(one?.end).toMatchObject({ total: '3005', labelAt: 'right' });
  });

  it('stands left of the last of several', () => {
    const many = ['2026-03-14T02:57:40.000Z', '2026-03-14T03:00:40.000Z'].map((at) => fillAt(at));
    expect(lossChart(withFills(...many), size)?.end.labelAt).toBe('left');
  });
});

it('no time below a picture of report.html stands over its right edge', () => {
  const times = ['2026-03-14T02:57:40.000Z', '2026-03-14T02:57:42.000Z'].map((at) => fillAt(at));
  const page = renderHtml({ ...report, accounts: [withFills(...times)] });
  const loss = /<figure[^>]*id="loss-0"[^]*?<\/figure>/.exec(page)?.[0] ?? '';
  const last = [...loss.matchAll(/x="([\d.]+)"\s+y="[\d.]+"\s+text-anchor="(\w+)"\s*>02:57:42</g)].at(-1);
  expect(Number(last?.[1])).toBeGreaterThan(840);
  expect(last?.[2]).toBe('end');
});

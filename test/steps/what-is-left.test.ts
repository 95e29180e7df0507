import { describe, expect, it } from 'vitest';
import { joinListings, openHoles, sharedReadings } from '../../src/analysis/index.ts';
import type { Coverage, Hole, Listing } from '../../src/domain/coverage.ts';
import { describeHole, stillOpen } from '../../src/steps/still-open.ts';
import { whatIsLeft } from '../../src/steps/what-is-left.ts';

const [from, edge, to] = ['2026-01-01', '2026-02-01', '2026-03-01'].map((day) => `${day}T00:00:00.000Z`) as [
  string,
  string,
  string,
];
const hole = (more: Partial<Hole> = {}): Hole => ({ what: 'rows', why: 'KEY_UNKNOWN', ...more });
const coverage = (holes: readonly Hole[], more: Partial<Coverage> = {}): Coverage => ({
  from,
  to,
  symbols: 'not-by-symbol',
  holes,
  ...more,
});

describe('what another key has to read', () => {
  it('is the time that was lost, and no more than was asked for', () => {
    const lost = coverage([hole({ from, to: edge })], { from: edge });
    expect(whatIsLeft({ from }, lost)).toEqual({ from, to });
  });

  it('are the symbols that were lost, over all of the time', () => {
    const lost = coverage([hole({ symbol: 'B', from, to })], { symbols: ['A'] });
    expect(whatIsLeft({ symbols: ['A', 'B'] }, lost)).toEqual({ symbols: ['B'], to });
  });

  it('are the sections that were lost, also where the list has no time', () => {
    const lost = coverage([hole({ section: 'futures' })]);
    expect(whatIsLeft({}, lost)).toEqual({ sections: ['futures'] });
  });

  it.each<[string, Hole]>([
    ['may lie in any symbol', hole({ from, to })],
    ['lies in a symbol that is spelt otherwise', hole({ symbol: 'B-PERP', from, to })],
  ])('is everything where what was lost %s', (_what, lost) => {
    const query = { symbols: ['A', 'B'], from };
    expect(whatIsLeft(query, coverage([lost], { symbols: ['A'] }))).toEqual(query);
  });

  it('is nothing less for what the venue tells nobody any more', () => {
    const gone = hole({ from, to: edge, beyondReach: true });
    expect(whatIsLeft({ from }, coverage([gone, hole({ from: edge, to })]))).toEqual({ from: edge, to });
  });
});

interface Row {
  readonly id: string;
  readonly section?: string;
}

const listing = (rows: readonly Row[], more: Coverage): Listing<Row> => ({
  rows,
  coverage: more,
  pages: [],
  stop: more.holes.length > 0 ? 'failed' : 'window-end',
});

describe('the parts of a shared reading', () => {
  it('make one without a hole, and a row of both once', () => {
    const first = listing([{ id: '3' }, { id: '2' }], coverage([hole({ from, to: edge })], { from: edge }));
    const second = listing([{ id: '2' }, { id: '1' }], coverage([], { to: edge }));
    const joined = joinListings([first, second], ({ id }) => id);
    expect(joined.rows.map(({ id }) => id)).toEqual(['3', '2', '1']);
    expect(joined).toMatchObject({ coverage: { from, to, holes: [] }, stop: 'window-end' });
  });

  it('keep rows with one id apart where their section is another', () => {
    const first = listing([{ id: '1', section: 'spot' }], coverage([hole({ section: 'margin' })]));
    const second = listing([{ id: '1', section: 'margin' }], coverage([], { sections: ['margin'] }));
    expect(joinListings([first, second], ({ id }) => id).rows).toHaveLength(2);
  });

  it('keep the hole that the next key did not close', () => {
    const first = listing([], coverage([hole({ section: 'a' }), hole({ section: 'b' })]));
    const second = listing([], coverage([hole({ section: 'b' })], { sections: ['a', 'b'] }));
    const { coverage: left, stop } = joinListings([first, second], ({ id }) => id);
    expect(left.holes.map(({ section }) => section)).toEqual(['b']);
    expect(stop).toBe('failed');
  });

  it('are put together by the exhibit that each continues, however many keys there were', () => {
    const seen = [
      { exhibit: 'EX-1' },
      { exhibit: 'EX-2', continues: 'EX-1' },
      { exhibit: 'EX-3' },
      { exhibit: 'EX-4', continues: 'EX-2' },
    ];
    const parts = sharedReadings(seen).map((one) => one.map(({ exhibit }) => exhibit));
    expect(parts).toEqual([['EX-1', 'EX-2', 'EX-4'], ['EX-3']]);
  });
});

describe('a hole of one section', () => {
  const spot = hole({ what: 'rows in spot', section: 'spot', from, to });

  it('is closed by a reading that lacks another section, and by none that lacks the same or an unknown one', () => {
    const margin = hole({ what: 'rows in margin', section: 'margin', from, to });
    expect(openHoles([coverage([spot]), coverage([margin])])).toEqual([]);
    expect(openHoles([coverage([spot]), coverage([{ ...spot, why: 'other' }])])).toHaveLength(2);
    expect(openHoles([coverage([spot]), coverage([hole()])])).toHaveLength(2);
  });

  it('is closed by no reading that was asked for other sections', () => {
    expect(openHoles([coverage([spot]), coverage([], { sections: ['margin'] })])).toEqual([spot]);
    expect(openHoles([coverage([spot]), coverage([], { sections: ['spot'] })])).toEqual([]);
  });

  it('is not left where two readings close each other’s', () => {
    const margin = hole({ what: 'rows in margin', section: 'margin', from, to });
    expect(stillOpen([coverage([spot]), coverage([margin])])).toEqual([]);
  });
});

describe('what is still open', () => {
  const ahead = hole({ why: 'not yet', from: to, to: '2026-04-01T00:00:00.000Z' });

  it('is what had not come when it was asked for, also beside a whole reading of before', () => {
    expect(stillOpen([coverage([]), coverage([ahead])])).toEqual([ahead]);
    expect(describeHole(ahead)).toContain('not yet, 2026-03-01T00:00:00.000Z to 2026-04-01');
  });

  it('is nothing once a reading reaches over it', () => {
    expect(stillOpen([coverage([ahead]), coverage([], { to: '2026-04-02T00:00:00.000Z' })])).toEqual([]);
  });

  it('is nothing where one reading was whole, whatever an earlier one lacked at its older end', () => {
    expect(stillOpen([coverage([hole({ from, to: edge })]), coverage([], { from: edge })])).toEqual([]);
  });
});

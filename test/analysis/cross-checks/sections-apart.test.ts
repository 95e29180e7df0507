import { describe, expect, it } from 'vitest';
import { balancesAndFlows } from '../../../src/analysis/cross-checks/balances-and-flows.ts';
import { orderFills } from '../../../src/analysis/cross-checks/order-fills.ts';
import { rowsThatStayed } from '../../../src/analysis/cross-checks/rows-that-stayed.ts';
import { tradesAgainstLedger } from '../../../src/analysis/cross-checks/trades-against-ledger.ts';
import type { Hole } from '../../../src/domain/coverage.ts';
import { known } from '../../../src/domain/known.ts';
import type { LedgerEntry } from '../../../src/domain/trading.ts';
import {
  books,
  coverage,
  line,
  nothingRead,
  readFrom,
  reading,
  readings,
  readTo,
  snapshot,
  snapshots,
} from '../../support/readings.ts';
import { pastOrder, trade } from '../../support/rows.ts';

// The same difference stands in every case: only where a hole lies decides whether it may be said.

const lost = (section?: string): Hole => ({
  what: 'a part',
  why: 'SCOPE_MISSING',
  from: readFrom,
  to: readTo,
  ...(section === undefined ? {} : { section }),
});
const withHole = (section?: string) => ({ coverage: coverage({ holes: [lost(section)] }) });
const fill = trade({ id: '7', section: 'spot', at: '2026-11-15T00:00:00.000Z' });

/** A hole elsewhere, in the row's own section, and where nobody knows. */
const places = [
  ['of another section', 'futures', 1],
  ['of its own section', 'spot', 0],
  ['that may lie in any', undefined, 0],
] as const;

describe.each(places)('a difference beside a hole %s', (_where, section, found) => {
  it('of a row that is gone', () => {
    const trades = readings(reading('EX-1', [fill]), reading('EX-2', [], withHole(section)));
    expect(rowsThatStayed.check({ ...nothingRead, trades }).findings).toHaveLength(found);
  });

  it('of what an order filled', () => {
    const order = pastOrder({
      id: '1',
      section: 'spot',
      amount: '2',
      filled: '2',
      createdAt: '2026-11-15T00:00:00.000Z',
      updatedAt: '2026-11-15T00:00:00.000Z',
    });
    const { findings } = orderFills.check({
      ...nothingRead,
      orders: readings(reading('EX-1', [order])),
      trades: readings(reading('EX-2', [fill], withHole(section))),
    });
    expect(findings).toHaveLength(found);
  });

  it.each([
    ['trades', withHole(section), {}],
    ['the ledger', {}, withHole(section)],
  ] as const)('of a fill without its lines, in %s', (_list, ofTrades, ofLedger) => {
    const other = trade({ id: '8', section: 'spot', at: '2026-11-15T01:00:00.000Z', fee: '0' });
    const lines = [
      line({ reference: known('8'), at: other.at }),
      line({ reference: known('8'), at: other.at, asset: 'USDT', change: '-20000' }),
    ];
    const { findings } = tradesAgainstLedger.check({
      ...nothingRead,
      bookkeeping: known(books({ sectionsAreWallets: true, fillsAreIn: 'spot' })),
      trades: readings(reading('EX-1', [fill, other], ofTrades)),
      ledger: readings(reading('EX-2', lines, ofLedger)),
    });
    expect(findings).toHaveLength(found);
  });

  it('of a balance and its wallet’s ledger, where wallets are sections', () => {
    const shots = ['2026-11-10T00:00:00.000Z', '2026-11-20T00:00:00.000Z'].map((at, i) =>
      snapshot(`EX-${i}`, at, { BTC: String(i) }),
    );
    const check = (more: Parameters<typeof books>[0]) =>
      balancesAndFlows.check({
        ...nothingRead,
        bookkeeping: known(books(more)),
        balances: snapshots(...shots),
        ledger: readings(reading<LedgerEntry>('EX-3', [], withHole(section))),
      }).findings;
    expect(check({ sectionsAreWallets: true })).toHaveLength(found);
    expect(check({})).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { createBudget, readAll } from '../../src/acquisition/index.ts';
import type { Query } from '../../src/acquisition/pager.ts';
import { openHoles } from '../../src/analysis/index.ts';
import { closableHoles } from '../../src/domain/coverage.ts';
import type { Paging } from '../../src/venues/contract.ts';
import { ledgerReader, readingBy, session } from './ledger.ts';
import { steppedClock } from './stepped-clock.ts';

const now = '2026-11-21T00:00:00.000Z';
const from = '2026-11-01T00:00:00.000Z';
const later = '2026-11-22T00:00:00.000Z';
const paging: Paging = { style: 'time-window', windowMs: 30 * 86_400_000, pageSize: 10, bySymbol: false };

async function read(query: Query, more: { readonly clockOffsetMs?: number; readonly at?: string } = {}) {
  const { at = now, ...rest } = more;
  const clock = steppedClock(at);
  const books = [{ id: '1', symbol: 'A', atMs: Date.parse('2026-11-10T00:00:00.000Z') }];
  const reader = ledgerReader(books, paging, {});
  const { listing } = await readAll({
    capability: readingBy(reader),
    session,
    query,
    budget: createBudget({ limits: [], clock }),
    clock,
    signal: new AbortController().signal,
    what: 'entries',
    ...rest,
  });
  return { ...listing, requests: reader.requests.length };
}

describe('what was asked for a time that has not come', () => {
  it('stays a hole that a later reading may close, from the venue’s now on', async () => {
    const { coverage, rows } = await read({ from, to: later });
    expect(rows).toHaveLength(1);
    expect(coverage).toMatchObject({ from, to: now });
    expect(coverage.holes).toEqual([{ what: 'entries', why: 'not yet', from: now, to: later }]);
    expect(closableHoles(coverage.holes)).toHaveLength(1);
  });

  it('is measured by the clock of the venue, not by ours', async () => {
    const behind = await read({ from, to: now }, { clockOffsetMs: -60_000 });
    expect(behind.coverage.holes).toMatchObject([{ why: 'not yet', from: '2026-11-20T23:59:00.000Z' }]);
    const ahead = await read({ from, to: now }, { clockOffsetMs: 60_000 });
    expect(ahead.coverage.holes).toEqual([]);
  });

  it('is all that there is where all of it lies ahead: nothing is asked, and nothing proven', async () => {
    const { coverage, requests, stop } = await read({ from: later, to: '2026-11-23T00:00:00.000Z' });
    expect(coverage.holes).toMatchObject([{ why: 'not yet', from: later }]);
    expect([coverage.from, requests, stop]).toEqual([undefined, 0, 'failed']);
  });

  it('is no hole of a reading that asked for no end', async () => {
    expect((await read({ from })).coverage.holes).toEqual([]);
  });

  it('is closed by a reading after it, and by none before', async () => {
    const first = (await read({ from, to: later })).coverage;
    const sooner = (await read({ from }, { at: '2026-11-21T12:00:00.000Z' })).coverage;
    const after = (await read({ from }, { at: '2026-11-22T12:00:00.000Z' })).coverage;
    expect(openHoles([first, sooner])).toMatchObject([{ why: 'not yet' }]);
    expect(openHoles([first, after])).toEqual([]);
  });
});

import type { Known } from '../../../../domain/known.ts';
import type { WithdrawalAddress } from '../../../../domain/trading.ts';
import { drawCapped } from '../../capped-table.ts';
import { cellOr, moment } from '../../format.ts';
import type { Flow } from '../../layout.ts';
import type { AccountPart } from './part.ts';
import { introduce } from './seen.ts';
import { type } from '../../theme.ts';

export const whitelist: AccountPart = {
  title: 'Withdrawal address whitelist',
  draw: ({ whitelist: { now, added, removed } }, flow) => {
    drawChange(flow, added, 'Added');
    drawChange(flow, removed, 'Removed');
    const seen = introduce(flow, now.later.known ? now.later : now.first, {
      what: 'withdrawal addresses',
      when: 'once',
    });
    if (seen) drawAddresses(flow, seen.rows, seen.exhibit);
  },
};

function drawChange(flow: Flow, change: Known<readonly WithdrawalAddress[]>, word: string): void {
  if (!change.known) return flow.none(`${word}: unknown: ${change.why}.`);
  if (change.value.length === 0) return flow.none(`${word}: none.`);
  flow.paragraph(`${word}: ${change.value.length}`, { ...type.strong, size: 8.4 });
  drawAddresses(flow, change.value, 'report.json');
}

function drawAddresses(flow: Flow, rows: readonly WithdrawalAddress[], whereAll: string): void {
  drawCapped(flow, {
    columns: [
      { title: 'Asset, network', width: 'fit', face: 'bold' },
      { title: 'Address', width: 44, face: 'mono', namesRow: true },
      { title: 'Label', width: 14 },
      { title: 'Whitelisted', width: 'fit' },
      { title: 'Added (UTC, venue)', width: 'fit', face: 'mono' },
    ],
    rows,
    cells: (row) => [
      `${row.asset} ${row.network}`,
      row.tag === '' ? row.address : [{ text: row.address }, { text: `tag ${row.tag}` }],
      row.label === '' ? '—' : row.label,
      whitelisted[String(row.whitelisted)] ?? 'unknown',
      cellOr(row.addedAt, moment),
    ],
    whereAll,
    // What was added or removed is told against a baseline, which no table has.
    table: whereAll === 'report.json' ? undefined : 'withdrawal-addresses.csv',
  });
}

const whitelisted: Readonly<Record<string, string>> = { true: 'yes', false: 'no', unknown: 'unknown' };

import type { Deposit } from '../../../../domain/trading.ts';
import { depositsOnce, type EachRow } from '../../../tables/index.ts';
import { drawCapped } from '../../capped-table.ts';
import { amount, cellOr, moment } from '../../format.ts';
import type { Line } from '../../table.ts';
import { ink } from '../../theme.ts';
import type { Flow } from '../../layout.ts';
import type { AccountPart } from './part.ts';
import { drawTogether, introduce } from './seen.ts';

export const withdrawals: AccountPart = {
  title: 'Withdrawals',
  draw: ({ withdrawals: { first, later } }, flow) => {
    for (const [look, when] of [
      [first, 'first'],
      [later, 'later'],
    ] as const) {
      const seen = introduce(flow, look, { what: 'withdrawals', when });
      if (!seen) continue;
      drawCapped(flow, {
        columns: [
          { title: 'Requested, completed (UTC, venue)', width: 'fit', face: 'mono' },
          { title: 'Amount', width: 'fit', align: 'right' },
          { title: 'Fee', width: 'fit', align: 'right' },
          { title: 'Status', width: 'fit' },
          { title: 'To address, network', width: 38, face: 'mono' },
        ],
        rows: seen.rows,
        cells: (row) => [
          [{ text: moment(row.requestedAt) }, line(cellOr(row.completedAt, moment))],
          `${amount(row.amount)} ${row.asset}`,
          cellOr(row.fee, amount),
          statusLines(row.status, row.venueStatus, row.internal),
          [
            { text: row.address },
            { text: `${row.network}; withdrawal ${row.id}`, face: 'sans' },
            line(cellOr(row.txId, (id) => `transaction ${id}`)),
          ],
        ],
        whereAll: seen.exhibit,
        table: 'withdrawals.csv',
      });
    }
  },
};

export const deposits: AccountPart = {
  title: 'Deposits',
  draw: ({ deposits: seen }, flow) =>
    drawTogether(flow, seen, { what: 'deposits', eachOnce: depositsOnce, draw: drawDeposits }),
};

function drawDeposits(flow: Flow, rows: EachRow<Deposit>, exhibit: string): void {
  drawCapped(flow, {
    columns: [
      { title: 'Time (UTC, venue)', width: 'fit', face: 'mono' },
      { title: 'Amount', width: 'fit', align: 'right' },
      { title: 'Status', width: 'fit' },
      { title: 'Address, network', width: 42, face: 'mono' },
    ],
    rows,
    cells: (row) => [
      moment(row.at),
      `${amount(row.amount)} ${row.asset}`,
      statusLines(row.status, row.venueStatus, false),
      [
        { text: row.address },
        { text: `${row.network}; deposit ${row.id}`, face: 'sans' },
        line(cellOr(row.txId, (id) => `transaction ${id}`)),
      ],
    ],
    whereAll: exhibit,
    table: 'deposits.csv',
  });
}

const line = (cell: string | Line): Line => (typeof cell === 'string' ? { text: cell } : cell);

const statusLines = (status: string, venueStatus: string, internal: boolean): Line[] => [
  { text: `${status}${internal ? ', inside the venue' : ''}`, face: 'bold' },
  { text: `venue: ${venueStatus}`, ink: ink.muted },
];

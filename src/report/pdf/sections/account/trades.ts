import type { Trade } from '../../../../domain/trading.ts';
import { fillsOnce, type EachRow } from '../../../tables/index.ts';
import { drawCapped } from '../../capped-table.ts';
import { moment, shortAmount } from '../../format.ts';
import type { Flow } from '../../layout.ts';
import { dense } from '../../table.ts';
import { ink } from '../../theme.ts';
import type { AccountPart } from './part.ts';
import { drawTogether } from './seen.ts';

export const trades: AccountPart = {
  title: 'Fills',
  draw: ({ trades: seen }, flow) =>
    drawTogether(flow, seen, { what: 'fills', eachOnce: fillsOnce, draw: drawFills }),
};

function drawFills(flow: Flow, rows: EachRow<Trade>, exhibit: string): void {
  drawCapped(flow, {
    columns: [
      { title: 'Time (UTC, venue)', width: 'fit', face: 'mono' },
      { title: 'Fill', width: 'fit', face: 'mono', namesRow: true },
      { title: 'Symbol', width: 'fit' },
      { title: 'Side', width: 'fit' },
      { title: 'Price', width: 'fit', align: 'right' },
      { title: 'Amount', width: 'fit', align: 'right' },
      { title: 'In quote', width: 'fit', align: 'right' },
      { title: 'Fee', width: 'fit', align: 'right' },
      { title: 'Order', width: 'fit', face: 'mono' },
      { title: 'Client order id', width: 'fit', face: 'mono' },
    ],
    rows,
    cells: (row) => [
      moment(row.at),
      row.id,
      row.symbol,
      row.side,
      shortAmount(row.price),
      shortAmount(row.amount),
      shortAmount(row.quoteAmount),
      `${shortAmount(row.fee)} ${row.feeAsset}`,
      row.orderId,
      row.clientOrderId.known ? row.clientOrderId.value : { text: 'unknown', ink: ink.muted },
    ],
    whereAll: exhibit,
    table: 'trades.csv',
    look: dense,
  });
}

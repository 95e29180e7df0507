import { drawCapped } from '../../capped-table.ts';
import { amount, moment } from '../../format.ts';
import { dense } from '../../table.ts';
import { ink } from '../../theme.ts';
import type { AccountPart } from './part.ts';
import { introduce } from './seen.ts';

export const trades: AccountPart = {
  title: 'Fills',
  draw: ({ trades: { first } }, flow) => {
    const seen = introduce(flow, first, { what: 'fills', when: 'Read' });
    if (!seen) return;
    drawCapped(flow, {
      columns: [
        { title: 'Time (UTC)', width: 'fit', face: 'mono' },
        { title: 'Fill', width: 'fit', face: 'mono' },
        { title: 'Symbol', width: 'fit' },
        { title: 'Side', width: 'fit' },
        { title: 'Price', width: 'fit', align: 'right' },
        { title: 'Amount', width: 'fit', align: 'right' },
        { title: 'In quote', width: 'fit', align: 'right' },
        { title: 'Fee', width: 'fit', align: 'right' },
        { title: 'Order', width: 'fit', face: 'mono' },
        { title: 'Client order id', width: 'fit', face: 'mono' },
      ],
      rows: seen.rows,
      cells: (row) => [
        moment(row.at),
        row.id,
        row.symbol,
        row.side,
        amount(row.price),
        amount(row.amount),
        amount(row.quoteAmount),
        `${amount(row.fee)} ${row.feeAsset}`,
        row.orderId,
        row.clientOrderId.known ? row.clientOrderId.value : { text: 'unknown', ink: ink.muted },
      ],
      whereAll: seen.exhibit,
      look: dense,
    });
  },
};

import type { OpenOrder } from '../../../../domain/trading.ts';
import { amount, moment } from '../../format.ts';
import { drawCapped } from '../../capped-table.ts';
import type { Flow } from '../../layout.ts';
import type { Seen } from '../../../model.ts';
import type { AccountPart } from './part.ts';
import { introduce } from './seen.ts';

export const openOrders: AccountPart = {
  title: 'Open orders',
  draw: ({ openOrders: { first, later } }, flow) => {
    drawLook(flow, first, 'first');
    drawLook(flow, later, 'later');
  },
};

function drawLook(flow: Flow, look: Seen<OpenOrder>['first'], when: 'first' | 'later'): void {
  const seen = introduce(flow, look, { what: 'open orders', when });
  if (!seen) return;
  drawCapped(flow, {
    columns: [
      { title: 'Order', width: 'fit', face: 'mono' },
      { title: 'Client order id', width: 'fit', face: 'mono' },
      { title: 'Symbol', width: 'fit' },
      { title: 'Side, type', width: 'fit' },
      { title: 'Price', width: 'fit', align: 'right' },
      { title: 'Amount', width: 'fit', align: 'right' },
      { title: 'Filled', width: 'fit', align: 'right' },
      { title: 'Created (UTC, venue)', width: 'fit', face: 'mono' },
    ],
    rows: seen.rows,
    cells: (order) => [
      order.id,
      order.clientOrderId === '' ? '—' : order.clientOrderId,
      order.symbol,
      `${order.side} ${order.type}`,
      amount(order.price),
      amount(order.amount),
      amount(order.filled),
      moment(order.createdAt),
    ],
    whereAll: seen.exhibit,
    table: 'open-orders.csv',
  });
}

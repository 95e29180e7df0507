import type { UnrecognisedTrades } from '../../../model.ts';
import { amount, count, moment } from '../../format.ts';
import type { Flow } from '../../layout.ts';
import { drawLoss, drawOffMarket } from '../../pictures/index.ts';
import { drawTable } from '../../table.ts';
import { type } from '../../theme.ts';
import type { AccountPart } from './part.ts';

export const unrecognised: AccountPart = {
  title: 'Fills that are not ours',
  beginsWithPicture: true,
  draw: (account, flow) => {
    const { unrecognised: found } = account;
    if (!found.known) return flow.none(`Unknown: ${found.why}.`);
    if (found.value.bySymbol.length === 0)
      return flow.none('None: every fill that was read is recognised as ours.');
    drawTotal(flow, found.value);
    drawLoss(flow, account);
    drawSymbols(flow, found.value);
    drawOffMarket(flow, account);
  },
};

function drawTotal(flow: Flow, { bySymbol, totalLoss, asset, method }: UnrecognisedTrades): void {
  const fills = bySymbol.reduce((total, row) => total + row.fills, 0);
  flow.paragraph(
    `${count(fills, 'fill')} in ${count(bySymbol.length, 'symbol')} ${fills === 1 ? 'is' : 'are'} not recognised. Loss by ${fills === 1 ? 'it' : 'them'}: ${amount(totalLoss)} ${asset}.`,
    type.strong,
  );
  flow.paragraph(`Method: ${method}`, type.note);
}

function drawSymbols(flow: Flow, { bySymbol }: UnrecognisedTrades): void {
  drawTable(flow, {
    columns: [
      { title: 'Symbol', width: 'fit', face: 'bold' },
      { title: 'Fills', width: 'fit', align: 'right' },
      { title: 'Bought', width: 'fit', align: 'right' },
      { title: 'Sold', width: 'fit', align: 'right' },
      { title: 'Fees', width: 'fit', align: 'right' },
      { title: 'Loss', width: 'fit', align: 'right' },
      { title: 'First and last (UTC, venue)', width: 'fit', face: 'mono' },
      { title: 'Why not ours', width: 20 },
    ],
    rows: bySymbol.map((row) => [
      row.symbol,
      amount(String(row.fills)),
      amount(row.bought),
      amount(row.sold),
      amount(row.fees),
      { text: `${amount(row.loss)} ${row.asset}`, face: 'bold' },
      [{ text: moment(row.first) }, { text: moment(row.last) }],
      row.why,
    ]),
  });
}

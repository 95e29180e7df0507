import type { AccountReport } from '../model.ts';
import { balanceCharts, hasChanged, type BalanceChart } from '../charts/balances.ts';
import { lossChart } from '../charts/loss.ts';
import { offMarketCharts, type OffMarketChart, type OffMarketMark } from '../charts/off-market.ts';
import { capped } from '../spelled.ts';
import { amount, count, moment, rounded } from '../words.ts';
import { inTurn, markup, passage, type Markup, type Passage } from './markup.ts';
import { axes, figure, polyline } from './svg.ts';

const size = { width: 860, height: 256 };

/** Loss, balances and off-market fills of one account; `n` makes the ids of several accounts differ. */
export const moneyPictures = (account: AccountReport, n: number): Passage =>
  inTurn([lossPicture, balancePictures, offMarketPictures], (draw) => draw(account, n));

function lossPicture(account: AccountReport, n: number): Markup | Passage {
  const asset = account.unrecognised.known ? capped(account.unrecognised.value.asset, 24) : '';
  const chart = lossChart(account, size);
  if (!chart)
    return markup`<p class="none">No picture of the loss: no fill that is not ours has a known loss.</p>`;
  const { frame, way, end, fills, withoutValue } = chart;
  const isLeft = end.labelAt === 'left';
  const title = `Loss by fills over time, ${asset}`;
  const total = `${amount(end.total)} ${asset}`;
  const left = withoutValue > 0 ? ` ${count(withoutValue, 'fill')} without a known loss are not in it.` : '';
  return figure({
    id: `loss-${n}`,
    title,
    text: `The loss grew over ${count(fills, 'fill')} that are not ours to ${total}.`,
    ...size,
    body: passage`${axes(frame, `Loss by fills so far, ${asset}`)} ${polyline(way, 'line loss')}
      <circle class="dot" cx="${end.x}" cy="${end.y}" r="3.5" />
      <text class="value" x="${isLeft ? end.x - 8 : end.x + 8}" y="${Math.max(end.y - 9, 12)}" text-anchor="${isLeft ? 'end' : 'start'}"
        >${rounded(end.total)}</text
      >`,
    caption: markup`<b>${title}</b>, by the venue’s clock. Each step is a fill that is not ours, valued at the market price, fee
      included; ${count(fills, 'fill')}, in the end ${total}.${left}`,
  });
}

function balancePictures(account: AccountReport, n: number): Markup | Passage {
  const changed = (account.balanceHistory ?? []).filter(hasChanged).length;
  const charts = balanceCharts(account, { ...size, height: 216, most: 6 });
  if (charts.length === 0) {
    return markup`<p class="none">
      No picture of the balances: no asset’s total changed between the readings, or none was read.
    </p>`;
  }
  const rest =
    changed > charts.length
      ? markup`<p class="none">
          ${count(changed - charts.length, 'more asset')} changed; the table “Balances” has them.
        </p>`
      : markup``;
  const pictures = inTurn(charts.entries(), ([i, chart]) => balancePicture(chart, `balance-${n}-${i}`), '\n');
  return passage`${pictures}${rest}`;
}

function balancePicture({ asset, frame, readings, way, why, late }: BalanceChart, id: string): Passage {
  const name = capped(asset, 24);
  const said = readings
    .map(({ at, total, exhibit }) => `${amount(total)} at ${moment(at)} (host; ${exhibit})`)
    .join('; ');
  const between =
    why === undefined
      ? 'The line between them is computed through fills, withdrawals and deposits, and meets every reading.'
      : `No line between them: ${capped(why, 200)}.`;
  const later = late > 0 ? ` ${count(late, 'later reading')} at the right edge, out of scale.` : '';
  return figure({
    id,
    title: `Balance over time, ${name}`,
    text: `Total of ${name} when it was read: ${said}.`,
    ...size,
    height: 216,
    body: passage`${axes(frame, `Total, ${name}`)} ${way.length > 1 && polyline(way, 'line balance')}
    ${readings.map(({ x, y, at, total, exhibit }) => markup`<g class="reading"><title>${amount(total)} ${name}, read at ${moment(at)} (host; ${exhibit})</title><circle cx="${x}" cy="${y}" r="5" /></g>`)}`,
    caption: markup`<b>Balance over time, ${name}.</b> Rings are readings: ${said}. ${between}${later}`,
  });
}

function offMarketPictures(account: AccountReport, n: number): Markup | Passage {
  const charts = offMarketCharts(account, { ...size, height: 236, most: 4 });
  if (charts.length === 0)
    return markup`<p class="none">
      No picture of fills against the market: no symbol has two or more fills that are not ours.
    </p>`;
  return inTurn(charts.entries(), ([i, chart]) => offMarketPicture(chart, `market-${n}-${i}`), '\n');
}

function offMarketPicture({ symbol, frame, fills, bought, market }: OffMarketChart, id: string): Passage {
  const name = capped(symbol, 24);
  const price = market ? `market price ${amount(market.price)}` : 'the market price is not known';
  return figure({
    id,
    title: `Fills against the market price, ${name}`,
    text: `${count(bought, 'buy')} and ${count(fills.length - bought, 'sell')} that are not ours; ${price}.`,
    ...size,
    height: 236,
    body: passage`${axes(frame, `Price of ${name}, in its quote asset`)}
    ${market && markup`<line class="market" x1="${frame.left}" x2="${frame.right}" y1="${market.y}" y2="${market.y}" /><text class="value quiet-mark" x="${frame.right}" y="${market.y - 6}" text-anchor="end">market price</text>`}
    ${inTurn(fills, fillMark)}`,
    caption: markup`<b>Fills against the market price, ${name}.</b>
      <span class="key buy-key">▲ bought: ${count(bought, 'fill')}</span>; <span class="key sell-key">▽ sold: ${count(fills.length - bought, 'fill')}</span>; dashed: ${price}, as
      the loss was computed with. Bought above it or sold below it is a loss.`,
  });
}

function fillMark({ x, y, side, fill }: OffMarketMark): Markup {
  const { amount: many = '', price = '', at = '', id = '' } = fill() ?? {};
  const corner = side === 'buy' ? `M${x} ${y - 5}l5 8.5h-10z` : `M${x} ${y + 5}l5 -8.5h-10z`;
  return markup`<g class="${side}"><title>${side} ${many} at ${price}, ${moment(at)} (venue), fill ${id}</title><path d="${corner}" /></g>`;
}

import { balanceCharts, hasChanged, type BalanceChart } from '../../charts/balances.ts';
import { lossChart } from '../../charts/loss.ts';
import { offMarketCharts, type OffMarketChart } from '../../charts/off-market.ts';
import { noPictureInCopy } from '../../copy-notice.ts';
import type { AccountReport } from '../../model.ts';
import { amount, count, moment, rounded } from '../format.ts';
import type { Flow } from '../layout.ts';
import { capped } from '../text.ts';
import { ink } from '../theme.ts';
import { drawAxes } from './axes.ts';
import { drawPicture, tinyBold, unitsAcross } from './picture.ts';

const size = { width: unitsAcross, height: 206 };
const mostBalances = 4;
const mostSymbols = 4;

/** The loss as it grew; says why when there is nothing to draw. */
export function drawLoss(flow: Flow, account: AccountReport): void {
  if (flow.isCopy) return flow.none(noPictureInCopy('Picture of the loss'));
  const chart = lossChart(account, size);
  if (!chart) return flow.none('No picture of the loss: no fill that is not ours has a known loss.');
  const { frame, way, end, fills, withoutValue } = chart;
  const asset = account.unrecognised.known ? capped(account.unrecognised.value.asset, 24) : '';
  const total = `${amount(end.total)} ${asset}`;
  const left = withoutValue > 0 ? ` ${count(withoutValue, 'fill')} without a known loss are not in it.` : '';
  drawPicture(
    flow,
    {
      height: size.height,
      alt: `Loss by fills over time. It grew over ${count(fills, 'fill')} that are not ours to ${total}.`,
      caption: `Loss by fills over time, ${asset}, by the venue’s clock. Each step is a fill that is not ours, at the market price, fee included; ${count(fills, 'fill')}, in the end ${total}.${left}`,
    },
    (picture) => {
      drawAxes(picture, frame, `Loss by fills so far, ${asset}`);
      picture.way(way, ink.bad, 1.2);
      picture.dot([end.x, end.y], 2, ink.bad);
      const isLeft = end.labelAt === 'left';
      const at = [end.x + (isLeft ? -8 : 8), Math.max(end.y - 8, 12)] as const;
      picture.text(rounded(end.total), at, { style: tinyBold, align: isLeft ? 'right' : 'left' });
    },
  );
}

/** Fills that are not ours against the market price, a picture a symbol. */
export function drawOffMarket(flow: Flow, account: AccountReport): void {
  if (flow.isCopy) return flow.none(noPictureInCopy('Pictures of fills against the market price'));
  const charts = offMarketCharts(account, { ...size, height: 196, most: mostSymbols });
  if (charts.length === 0)
    flow.none('No picture of fills against the market: no symbol has two or more fills that are not ours.');
  for (const chart of charts) drawFills(flow, chart);
}

function drawFills(flow: Flow, { symbol, frame, fills, bought, market }: OffMarketChart): void {
  const name = capped(symbol, 24);
  const price = market ? `market price ${amount(market.price)}` : 'the market price is not known';
  const sides = `${count(bought, 'fill')} bought, ${count(fills.length - bought, 'fill')} sold`;
  drawPicture(
    flow,
    {
      height: 196,
      alt: `Fills against the market price, ${name}: ${sides}, none of them ours; ${price}.`,
      caption: `Fills against the market price, ${name}. Filled, upright: bought (${bought}); hollow, on its head: sold (${fills.length - bought})${market ? `; dashed: ${price}, as the loss was computed with` : `; ${price}`}. Bought above it or sold below it is a loss.`,
    },
    (picture) => {
      drawAxes(picture, frame, `Price of ${name}, in its quote asset`);
      if (market) {
        picture.dashed([frame.left, market.y], [frame.right, market.y], ink.text);
        picture.text('market price', [frame.right, market.y - 5], { align: 'right' });
      }
      const drawn = new Set<string>();
      for (const { x, y, side } of fills) {
        // A point apart is one mark on paper.
        const place = `${side} ${Math.round(picture.x(x))} ${Math.round(picture.y(y))}`;
        if (drawn.has(place)) continue;
        drawn.add(place);
        picture.triangle([x, y], side === 'buy', side === 'buy' ? ink.bad : ink.text);
      }
    },
  );
}

/** The total of each asset that changed while the case was open; says why when there is nothing to draw. */
export function drawBalances(flow: Flow, account: AccountReport): void {
  if (flow.isCopy) return flow.none(noPictureInCopy('Pictures of the balances'));
  const changed = (account.balanceHistory ?? []).filter(hasChanged).length;
  const charts = balanceCharts(account, { ...size, height: 166, most: mostBalances });
  if (charts.length === 0)
    return flow.none(
      'No picture of the balances: no asset’s total changed between the readings, or none was read.',
    );
  for (const chart of charts) drawBalance(flow, chart);
  if (changed > charts.length) flow.none(`${count(changed - charts.length, 'more asset')} changed.`);
}

function drawBalance(flow: Flow, { asset, frame, readings, way, why, late }: BalanceChart): void {
  const name = capped(asset, 24);
  const said = readings
    .slice(0, 6)
    .map(({ at, total, exhibit }) => `${amount(total)} at ${moment(at)} (host; ${exhibit})`);
  const more = readings.length > said.length ? `; ${readings.length - said.length} more` : '';
  const list = `${said.join('; ')}${more}`;
  const between =
    why === undefined
      ? 'The line between is computed through fills, withdrawals and deposits, and meets every reading.'
      : `No line between: ${capped(why, 200)}.`;
  const later = late > 0 ? ` ${count(late, 'later reading')} at the right edge, out of scale.` : '';
  drawPicture(
    flow,
    {
      height: 166,
      alt: `Balance over time, ${name}. Its total when it was read: ${list}.`,
      caption: `Balance over time, ${name}. Rings are readings: ${list}. ${between}${later}`,
    },
    (picture) => {
      drawAxes(picture, frame, `Total, ${name}`);
      if (way.length > 1) picture.way(way, ink.drill, 1.2);
      for (const { x, y } of readings) picture.ring([x, y], 2.4, ink.text);
    },
  );
}

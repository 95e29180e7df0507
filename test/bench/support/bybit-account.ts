import { begin } from '../../contract/world.ts';
import type { AccountTask } from './jobs.ts';

const dayMs = 86_400_000;
const weeksAtFull = 104;
const spotAWeek = 40;
/** In every tenth week, more than two pages. */
const busyWeek = 230;

/** Two years of a bot on spot and on a perpetual contract, with a busy week now and then. */
export function bybitTask(scale: number): AccountTask {
  const weeks = Math.ceil(weeksAtFull * scale);
  const from = Date.parse(begin) - weeks * 7 * dayMs;
  return {
    symbols: [],
    from,
    change: (opening) => ({
      ...opening,
      trades: Array.from({ length: weeks }, (_, week) => week).flatMap((week) =>
        fillsOf(week, { opening, from }),
      ),
    }),
  };
}

function fillsOf(
  week: number,
  { opening: { markets }, from }: { readonly opening: Opening; readonly from: number },
): Opening['trades'] {
  const perpetual = markets.find(({ kind }) => kind === 'linear');
  const spot = markets[0];
  if (spot === undefined || perpetual === undefined) throw new Error('the books have no such markets');
  const fills = week % 10 === 0 ? busyWeek : spotAWeek;
  // Every fifth on the contract; spread over the week, in order.
  return Array.from({ length: fills }, (_, nth) => {
    const { symbol, price } = nth % 5 === 0 ? perpetual : spot;
    return {
      symbol,
      side: nth % 2 === 0 ? ('buy' as const) : ('sell' as const),
      price,
      amount: `0.${String(100_000 + week * 300 + nth)}`,
      clientOrderId: `w${week}n${nth}`,
      at: new Date(from + week * 7 * dayMs + Math.floor(((nth + 1) / (fills + 1)) * 7 * dayMs)).toISOString(),
    };
  });
}

type Opening = Parameters<AccountTask['change']>[0];

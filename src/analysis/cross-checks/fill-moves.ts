import type { Bookkeeping } from '../../domain/bookkeeping.ts';
import { add, compare, isZero, negate, subtract } from '../../domain/money.ts';
import type { LedgerEntry, Trade } from '../../domain/trading.ts';
import { isAmount } from '../amounts.ts';
import { splitSymbol } from '../symbols.ts';
import { isSame, type Exactness } from './rounding.ts';

/** Asset → signed change. */
export type Moves = ReadonlyMap<string, string>;

/** What a fill moves, and its fee apart. */
export interface FillMoves {
  readonly gross: Moves;
  readonly fee: Moves;
}

/** What a fill should have moved; undefined where the row does not tell it: assets, amounts, the fee's asset. */
export function movesOf(fill: Trade): FillMoves | undefined {
  const pair = splitSymbol(fill.symbol);
  const { amount, quoteAmount, fee, feeAsset, side } = fill;
  if (!pair.known || ![amount, quoteAmount, fee].every(isAmount)) return undefined;
  if (feeAsset === '' && !isZero(fee)) return undefined;
  const { base, quote } = pair.value;
  const isBuy = side === 'buy';
  return {
    gross: new Map([
      [base, isBuy ? amount : negate(amount)],
      [quote, isBuy ? negate(quoteAmount) : quoteAmount],
    ]),
    fee: new Map(isZero(fee) ? [] : [[feeAsset, negate(fee)]]),
  };
}

/** The sum of several. */
export function allMoves(moves: Iterable<Moves>): Moves {
  const total = new Map<string, string>();
  for (const each of moves)
    for (const [asset, change] of each) total.set(asset, add(total.get(asset) ?? '0', change));
  return total;
}

export const changesOf = (lines: readonly LedgerEntry[]): Moves =>
  allMoves(lines.map(({ asset, change }) => new Map([[asset, change]])));

/** What lines name as a fee beside their change. */
const feesBeside = (lines: readonly LedgerEntry[]): Moves =>
  allMoves(
    lines.flatMap(({ asset, fee }) =>
      fee.known && isAmount(fee.value) && !isZero(fee.value) ? [new Map([[asset, negate(fee.value)]])] : [],
    ),
  );

/** What the lines of some fills may say, each with what they do say: where no document settles it, either is right. */
export interface Reckoning {
  readonly wanted: Moves;
  readonly found: Moves;
}

export function reckonings(
  fills: readonly FillMoves[],
  lines: readonly LedgerEntry[],
  fee: Bookkeeping['fee'],
): readonly Reckoning[] {
  const gross = allMoves(fills.map((fill) => fill.gross));
  const fees = allMoves(fills.map((fill) => fill.fee));
  const found = changesOf(lines);
  const net = { wanted: allMoves([gross, bookedOf(fees, gross, found)]), found };
  switch (fee) {
    case 'in-change':
      return [net];
    case 'not-told':
      return [net, { wanted: gross, found }];
    case 'beside':
      return [beside({ gross, fees, found, told: feesBeside(lines) })];
  }
}

/** A fee in a third asset (points, the venue's own coin) may be booked with other lines, or nowhere. */
const bookedOf = (fees: Moves, gross: Moves, found: Moves): Moves =>
  new Map([...fees].filter(([asset]) => gross.has(asset) || found.has(asset)));

/** A venue may tell all fees in one asset and take them in another: then only what was traded is compared. */
function beside(moves: Readonly<Record<'gross' | 'fees' | 'found' | 'told', Moves>>): Reckoning {
  const { gross, fees, found, told } = moves;
  const isTakenElsewhere = [...told.keys()].some((asset) => !fees.has(asset));
  return isTakenElsewhere
    ? { wanted: gross, found }
    : { wanted: allMoves([gross, fees]), found: allMoves([found, told]) };
}

/** The assets in which two sides differ by more than rounding, with by how much. */
export function differences({ wanted, found }: Reckoning, exactness: (asset: string) => Exactness): Moves {
  const assets = new Set([...wanted.keys(), ...found.keys()]);
  return new Map(
    [...assets].flatMap((asset) => {
      const [want, is] = [wanted.get(asset) ?? '0', found.get(asset) ?? '0'];
      return isSame(want, is, exactness(asset)) ? [] : [[asset, subtract(is, want)] as const];
    }),
  );
}

/** "−1.5 BTC" and the like, the signs written as people do. */
export const showMoves = (moves: Moves): readonly string[] =>
  [...moves].map(([asset, change]) => `${compare(change, '0') > 0 ? '+' : ''}${change} ${asset}`);

/** A moment's line and the width of the text beside it, in points. */
export interface Pole {
  readonly x: number;
  readonly width: number;
}

export interface Flag {
  /** The text stands left of the line, because there is no room on the right. */
  readonly leftwards: boolean;
  /** Counted upwards from the chart. */
  readonly row: number;
  /** What the text covers. */
  readonly from: number;
  readonly to: number;
}

/**
 * Finds for each flag a side and a row, so that no two texts touch and no flag's line, which goes
 * down from its row, runs through another's text. `poles` from left to right; `right` is the edge
 * that no text may cross.
 */
export function placeFlags(poles: readonly Pole[], right: number): Flag[] {
  const sides = sidesOf(poles, right);
  const flags = poles.map(({ x, width }, i) => {
    const leftwards = sides[i] ?? false;
    return { leftwards, row: 0, from: leftwards ? x - width : x, to: leftwards ? x : x + width };
  });
  // A text runs over the lines that stand beyond it, so of those to the right the leftmost is the
  // highest, of those to the left the rightmost; and the latter stand above the former.
  const rightwards = flags.filter(({ leftwards }) => !leftwards).reverse();
  const upwards = [...rightwards, ...flags.filter(({ leftwards }) => leftwards)];
  upwards.forEach((flag, i) => {
    const below = upwards.slice(0, i).filter((other) => other.from <= flag.to && flag.from <= other.to);
    flag.row = below.reduce((row, other) => Math.max(row, other.row + 1), 0);
  });
  return flags;
}

/** To the left when the text would cross the edge, or the line of a flag that went to the left. */
function sidesOf(poles: readonly Pole[], right: number): boolean[] {
  let limit = right;
  const sides: boolean[] = [];
  for (const { x, width } of poles.toReversed()) {
    const leftwards = x + width > limit;
    if (leftwards) limit = x;
    sides.unshift(leftwards);
  }
  return sides;
}

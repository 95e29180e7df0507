import type { Loss, Verdict } from './model.ts';
import { duration, rounded } from './words.ts';

export interface FiveNumber {
  readonly label: string;
  readonly figure: string;
  /** What it means, or why it is not known. */
  readonly under: string;
}

export const verdictWords: Readonly<Record<Verdict['is'], string>> = {
  contained: 'Contained',
  'partly-contained': 'Partly contained',
  'not-contained': 'Not contained',
  open: 'Still open',
};

/** The five numbers by which a response is judged, in words; what is not known says why. */
export function fiveNumbers({ numbers }: Verdict): readonly FiveNumber[] {
  const { timeToKeyDead: time, evidenceComplete, unknowns, harm } = numbers;
  return [
    time.known
      ? {
          label: 'Time to key dead',
          figure: duration(time.value),
          under: 'from the first action until the last key was proven dead',
        }
      : { label: 'Time to key dead', figure: 'unknown', under: time.why },
    moneyLost(numbers.moneyLost),
    {
      label: 'Evidence complete',
      figure: `${evidenceComplete.present}/${evidenceComplete.required}`,
      under: 'exhibits present of those that the steps were to give',
    },
    {
      label: 'Unknowns',
      figure: String(unknowns),
      under: unknowns === 0 ? 'no step or fact ended unknown' : 'steps or facts that ended unknown',
    },
    {
      label: 'Harm by the response',
      figure: harm.length === 0 ? 'none' : String(harm.length),
      under: harm.length === 0 ? 'no harm was recorded' : harm.join('; '),
    },
  ];
}

function moneyLost(money: Verdict['numbers']['moneyLost']): FiveNumber {
  const label = 'Money lost';
  if (!money.known) return { label, figure: 'unknown', under: money.why };
  const { lost, atLeast } = money.value;
  return { label, figure: `${atLeast ? '≥ ' : ''}${rounded(lost)}`, under: moneyMeans(money.value) };
}

/** What stands under the money lost: in what, and what it would have been. A minus sign alone is overlooked. */
export function moneyMeans({ lost, asset, avoidable, atLeast }: Loss): string {
  const bound = atLeast ? ', or more' : '';
  const gain = lost.startsWith('-') ? ', negative: a gain' : '';
  const without = avoidable.known
    ? `without the response it would have been ${rounded(avoidable.value)} ${asset}`
    : `without the response: unknown, ${avoidable.why}`;
  return `${asset}${bound}${gain}; ${without}`;
}

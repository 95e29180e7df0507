import type { OutcomeName } from '../domain/outcome.ts';

/** What colour is for. It is only ever added to words: NO_COLOR loses nothing. */
export type Tone = 'drill' | 'real' | 'good' | 'warn' | 'bad' | 'unsure' | 'strong' | 'quiet';

export type Paint = (tone: Tone, text: string) => string;

/** Returns the painter; without colour it returns the text as it is. */
export function createPaint(color: boolean): Paint {
  if (!color) return (_tone, text) => text;
  return (tone, text) => (text === '' ? '' : `\u001b[${codes[tone]}m${text}\u001b[0m`);
}

/**
 * Whether to use colour: never on what is not a terminal, on a dumb one, or against NO_COLOR
 * (no-color.org: any value but the empty one).
 */
export function wantsColor(stream: { isTTY?: boolean | undefined }, environment: Environment): boolean {
  if (stream.isTTY !== true || environment['TERM'] === 'dumb') return false;
  return (environment['NO_COLOR'] ?? '') === '';
}

type Environment = Readonly<Record<string, string | undefined>>;

export function toneOf(outcome: OutcomeName): Tone {
  return tones[outcome];
}

/** Removes what `createPaint` added. For measuring our own lines, not for cleaning hostile text. */
export function unpainted(line: string): string {
  return line.replaceAll(paintCode, '');
}

// The sixteen basic colours only: every terminal has them and its owner chose how they look.
const codes: Readonly<Record<Tone, string>> = {
  drill: '1;30;46',
  real: '1;37;41',
  good: '32',
  warn: '33',
  bad: '1;31',
  unsure: '1;35',
  strong: '1',
  quiet: '2',
};

const tones: Readonly<Record<OutcomeName, Tone>> = {
  verified: 'good',
  waived: 'warn',
  skipped: 'warn',
  unverified: 'warn',
  failed: 'bad',
  unknown: 'unsure',
};

const paintCode = /\u001b\[[0-9;]*m/g;

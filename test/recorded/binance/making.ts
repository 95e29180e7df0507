import { isZero } from '../../../src/domain/money.ts';

// What a raw leaf must have become, and the reasons that several lists share.

export const utc = (ms: unknown): string => new Date(Number(ms)).toISOString();
export const asUtc = (text: unknown): string => new Date(`${String(text).replace(' ', 'T')}Z`).toISOString();
export const lower = (text: unknown): string => String(text).toLowerCase();
export const unlessEmpty = (text: unknown): string | undefined => (text === '' ? undefined : String(text));
export const unlessZero = (text: unknown): string | undefined =>
  isZero(String(text)) ? undefined : String(text);

export const whole = (body: unknown): readonly unknown[] => body as unknown[];
export const asList = (body: unknown): unknown => [body];
export const listAt =
  (name: string) =>
  (body: unknown): readonly unknown[] =>
    (body as Readonly<Record<string, unknown[]>>)[name] ?? [];

/** Of lists between two moments: nothing here looks at which. */
export const window = { from: '2026-02-27T00:00:00.000Z', to: '2026-02-28T00:00:00.000Z' };

export const notNeeded = 'not needed to recognise or cancel an order';
export const ofFills = 'the fills are read as trades, each with its own price and value';
export const selfTrade = 'self-trade prevention is not analysed';
export const margin = 'margin is counted for the account';
export const estimate = 'an estimate of the venue, not an amount held';
export const ofThePosition = 'the position is a row of its own';

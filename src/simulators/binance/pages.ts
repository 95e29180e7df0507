import { refuseAccount } from './account-codes.ts';
import { refuse } from './codes.ts';
import { moment, whole } from './parameters.ts';
import type { Parameters } from './parameters.ts';

export const dayMs = 24 * 3_600_000;

/** Both ends included, milliseconds. */
export interface Window {
  readonly startMs: number;
  readonly endMs: number;
}

export interface WindowRules {
  readonly nowMs: number;
  /** The longest that may be asked for, in days. */
  readonly most: number;
  /** "less than" is written, not "no longer than": the longest itself is refused. */
  readonly shorter?: boolean;
  /** What is given without a start, in days; absent: the longest. */
  readonly usual?: number;
  /** What lies further back is not there, in days. */
  readonly kept?: number;
  readonly tooLong: (days: number) => Error;
}

/**
 * The window that `startTime` and `endTime` ask for. A start alone lasts as long as is allowed, until
 * now at most; an end alone reaches back as far as is usual (assumed, where a page does not say so).
 */
export function windowOf(parameters: Parameters, rules: WindowRules): Window {
  const { nowMs, most, kept } = rules;
  const start = moment(parameters, 'startTime');
  const end = moment(parameters, 'endTime');
  const longestMs = most * dayMs - (rules.shorter === true ? 1 : 0);
  const usualMs = Math.min(longestMs, (rules.usual ?? most) * dayMs);
  const endMs = end ?? (start === undefined ? nowMs : Math.max(start, Math.min(nowMs, start + longestMs)));
  const startMs = start ?? endMs - usualMs;
  if (startMs > endMs) throw refuseAccount.startAfterEnd();
  if (endMs - startMs > longestMs) throw rules.tooLong(most);
  return { startMs: Math.max(startMs, kept === undefined ? startMs : nowMs - kept * dayMs), endMs };
}

export const isIn = (atMs: number, { startMs, endMs }: Window): boolean => atMs >= startMs && atMs <= endMs;

export const tooManyHours = (days: number): Error => refuseAccount.longerThanHours(days * 24);
export const tooManyDays = (days: number): Error => refuseAccount.longerThanDays(days);
/** Where no code is written for it. */
export const badInterval = (): Error => refuse.badCombination();

interface PageNames {
  readonly page: string;
  readonly size: string;
  readonly usual: number;
  /** Absent: none is written, and none is kept to. */
  readonly most?: number;
}

/** Numbered pages, from 1. A page beyond the last is empty. */
export function pageOf<Row>(rows: readonly Row[], parameters: Parameters, names: PageNames): readonly Row[] {
  const page = whole(parameters, names.page) ?? 1;
  const size = whole(parameters, names.size) ?? names.usual;
  if (page < 1) throw refuse.invalid(names.page);
  if (size < 1 || size > (names.most ?? Number.MAX_SAFE_INTEGER)) throw refuse.invalid(names.size);
  return rows.slice((page - 1) * size, page * size);
}

/** `current` and `size`: 10, and 100 at most, on nearly every page of the wallet half that has them. */
export const numbered = { page: 'current', size: 'size', usual: 10, most: 100 } as const;

/** The newest first. */
export const newestFirst = <Row extends { readonly atMs: number }>(rows: readonly Row[]): readonly Row[] =>
  [...rows].sort((a, b) => b.atMs - a.atMs);

interface IdRow {
  readonly id: number;
}

/**
 * Up to `limit` rows that ascend by id: the oldest from an id or from a start, otherwise the newest.
 * Throws the refusal of a limit that is out of range.
 */
export function cut<Row extends IdRow>(
  rows: readonly Row[],
  parameters: Parameters,
  rules: { readonly idName: string; readonly usual: number; readonly most: number },
): readonly Row[] {
  const limit = whole(parameters, 'limit') ?? rules.usual;
  if (limit < 1 || limit > rules.most) throw refuse.invalid('limit');
  const fromId = whole(parameters, rules.idName);
  const fits = fromId === undefined ? rows : rows.filter(({ id }) => id >= fromId);
  const isForward = fromId !== undefined || parameters.has('startTime');
  return isForward ? fits.slice(0, limit) : fits.slice(-limit);
}

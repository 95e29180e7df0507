import { permissionScopes, type Grant, type KeyReport } from '../domain/api-key.ts';
import type { Known } from '../domain/known.ts';
import { listWords } from './amounts.ts';
import { bareIp, sameAllowlist } from './scope-check.ts';

/** One fact about a key, in the baseline and as found. */
export interface KeyChange {
  readonly what: string;
  readonly before: string;
  readonly now: string;
  /** `wider`: an attacker gains by it. `unknown`: one of the two readings does not say. */
  readonly change: 'same' | 'wider' | 'narrower' | 'different' | 'unknown';
}

/** Compares two reports of a key, fact by fact. `lastUsedAt` is left out: it changes by being used. */
export function diffKeyReports(input: {
  readonly baseline: KeyReport;
  readonly found: KeyReport;
}): readonly KeyChange[] {
  const { baseline, found } = input;
  return [
    ...permissionScopes.map((scope) =>
      diffGrant(scope, baseline.scopes[scope], found.scopes[scope], 'granted'),
    ),
    diffGrant('IP restriction', baseline.ipRestricted, found.ipRestricted, 'denied'),
    diffAllowlist(baseline.ipAllowlist, found.ipAllowlist),
    diffText('label', baseline.label, found.label),
    diffText('created', baseline.createdAt, found.createdAt),
    diffText('expires', baseline.expiresAt, found.expiresAt),
  ];
}

/** The changes that an attacker gains by or that say it is another key. */
export const changesOf = (diff: readonly KeyChange[]): readonly KeyChange[] =>
  diff.filter(({ change }) => change === 'wider' || change === 'narrower' || change === 'different');

function diffGrant(what: string, before: Grant, now: Grant, wide: Grant): KeyChange {
  const line = { what, before, now };
  if (before === 'unknown' || now === 'unknown') return { ...line, change: 'unknown' };
  if (before === now) return { ...line, change: 'same' };
  return { ...line, change: now === wide ? 'wider' : 'narrower' };
}

function diffAllowlist(before: Known<readonly string[]>, now: Known<readonly string[]>): KeyChange {
  const line = { what: 'IP allowlist', before: showList(before), now: showList(now) };
  if (!before.known || !now.known) return { ...line, change: 'unknown' };
  if (sameAllowlist(before.value, now.value)) return { ...line, change: 'same' };
  // An empty allowlist allows every address.
  if (now.value.length === 0) return { ...line, change: 'wider' };
  const allowed = new Set(before.value.map(bareIp));
  const hasNew = before.value.length > 0 && now.value.some((address) => !allowed.has(bareIp(address)));
  return { ...line, change: hasNew ? 'wider' : 'narrower' };
}

function diffText(what: string, before: Known<string>, now: Known<string>): KeyChange {
  const line = { what, before: show(before), now: show(now) };
  if (!before.known || !now.known) return { ...line, change: 'unknown' };
  return { ...line, change: before.value === now.value ? 'same' : 'different' };
}

const show = (fact: Known<string>): string => (fact.known ? fact.value : `unknown: ${fact.why}`);

const showList = (fact: Known<readonly string[]>): string =>
  fact.known ? listWords([...fact.value].sort(), 20) || 'none' : `unknown: ${fact.why}`;

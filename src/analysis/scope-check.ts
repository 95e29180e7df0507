import { permissionScopes, type KeyReport, type PermissionScope } from '../domain/api-key.ts';
import { listWords } from './amounts.ts';
import { millisOf } from './moments.ts';
import { scopesExpected } from './task-scopes.ts';

/** One line of the check: what was expected of a key and what the venue says. */
export interface ScopeLine {
  readonly what: string;
  readonly expected: string;
  readonly found: string;
  readonly ok: boolean | 'unknown';
}

/**
 * Compares what a key should be able to do with what the venue says it can. A scope that the venue
 * hands out only together with an expected one is not a fault. What the venue does not say is
 * `unknown`, never ok.
 */
export function checkScope(input: {
  readonly task: string;
  /** The owner's own list; empty = what the task needs. */
  readonly expectedScopes: readonly string[];
  readonly expectedIpAllowlist: readonly string[];
  readonly report: KeyReport;
  /** For a new key: it must have been made after this moment (ISO). */
  readonly createdAfter?: string;
}): readonly ScopeLine[] {
  const expected = scopesExpected(input.task, input.expectedScopes);
  return [
    ...permissionScopes.map((scope) => checkGrant(scope, expected, input.report)),
    checkIpRestriction(input.expectedIpAllowlist, input.report),
    ...checkIpAllowlist(input.expectedIpAllowlist, input.report),
    ...checkCreated(input.createdAfter, input.report),
  ];
}

/** Scopes granted that nobody expected, those that come bundled with an expected one left out. */
export function scopesTooWide(
  expected: readonly PermissionScope[],
  report: KeyReport,
): readonly PermissionScope[] {
  return permissionScopes.filter(
    (scope) =>
      report.scopes[scope] === 'granted' &&
      !expected.includes(scope) &&
      bundledWith(scope, expected, report) === undefined,
  );
}

function checkGrant(
  scope: PermissionScope,
  expected: readonly PermissionScope[],
  report: KeyReport,
): ScopeLine {
  const grant = report.scopes[scope];
  const partner = bundledWith(scope, expected, report);
  const isWanted = expected.includes(scope);
  const line = { what: scope, expected: isWanted ? 'granted' : 'denied', found: grant };
  if (grant === 'unknown') return { ...line, found: 'the venue does not say', ok: 'unknown' };
  if (isWanted) return { ...line, ok: grant === 'granted' };
  if (grant === 'denied') return { ...line, ok: true };
  return partner === undefined
    ? { ...line, ok: false }
    : { ...line, found: `granted: this venue bundles it with ${partner}`, ok: true };
}

function bundledWith(
  scope: PermissionScope,
  expected: readonly PermissionScope[],
  report: KeyReport,
): PermissionScope | undefined {
  const bundle = report.bundled.find((scopes) => scopes.includes(scope));
  return bundle?.find((other) => other !== scope && expected.includes(other));
}

function checkIpRestriction(expected: readonly string[], report: KeyReport): ScopeLine {
  const wanted = expected.length > 0 ? 'restricted' : 'restricted (no address is configured)';
  const line = { what: 'IP restriction', expected: wanted };
  if (report.ipRestricted === 'unknown') return { ...line, found: 'the venue does not say', ok: 'unknown' };
  const isRestricted = report.ipRestricted === 'granted';
  return { ...line, found: isRestricted ? 'restricted' : 'works from any address', ok: isRestricted };
}

function checkIpAllowlist(expected: readonly string[], report: KeyReport): readonly ScopeLine[] {
  if (expected.length === 0) return [];
  const line = { what: 'IP allowlist', expected: listWords([...expected].sort(), 20) };
  const { ipAllowlist } = report;
  if (!ipAllowlist.known) return [{ ...line, found: ipAllowlist.why, ok: 'unknown' }];
  const found = ipAllowlist.value.length === 0 ? 'none' : listWords([...ipAllowlist.value].sort(), 20);
  return [{ ...line, found, ok: sameAllowlist(expected, ipAllowlist.value) }];
}

/** Whether two allowlists hold the same addresses; a single address may be written as a /32 or /128. */
export function sameAllowlist(a: readonly string[], b: readonly string[]): boolean {
  const left = new Set(a.map(bareIp));
  const right = new Set(b.map(bareIp));
  return left.size === right.size && [...left].every((address) => right.has(address));
}

const bareIp = (address: string): string => {
  const trimmed = address.trim().toLowerCase();
  return trimmed.includes(':') ? trimmed.replace(/\/128$/, '') : trimmed.replace(/\/32$/, '');
};

function checkCreated(after: string | undefined, report: KeyReport): readonly ScopeLine[] {
  if (after === undefined) return [];
  const line = { what: 'created', expected: `after ${after}` };
  if (!report.createdAt.known) return [{ ...line, found: report.createdAt.why, ok: 'unknown' }];
  const created = millisOf(report.createdAt.value);
  const bound = millisOf(after);
  const ok = created === undefined || bound === undefined ? 'unknown' : created >= bound;
  return [{ ...line, found: report.createdAt.value, ok }];
}

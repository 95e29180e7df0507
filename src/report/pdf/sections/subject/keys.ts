import { permissionScopes } from '../../../../domain/api-key.ts';
import type { Grant, KeyReport } from '../../../../domain/api-key.ts';
import type { Known } from '../../../../domain/known.ts';
import type { Subject } from '../../../model.ts';
import { cellOr, moment } from '../../format.ts';
import type { Flow } from '../../layout.ts';
import { drawTable } from '../../table.ts';
import type { Cell, Line } from '../../table.ts';
import { ink } from '../../theme.ts';

/** Prints what the owner expected of the key, what the leaked one had, and what the new one has. */
export function drawKeys(flow: Flow, subject: Subject): void {
  drawTable(flow, {
    columns: [
      { title: 'Property', width: 18, face: 'bold' },
      { title: 'Expected by the owner', width: 24 },
      { title: 'Suspect key as first found', width: 29 },
      { title: 'Replacement key', width: 29 },
    ],
    rows: [...scopeRows(subject), ...addressRows(subject), ...dateRows(subject)],
  });
}

const scopeRows = ({ account, before, replacement }: Subject): Cell[][] =>
  permissionScopes.map((scope) => {
    const expected = account.expectedScopes.includes(scope) ? 'granted' : 'denied';
    const found = (report: Known<KeyReport>): Cell =>
      ofKey(report, ({ scopes, bundled }) => {
        const partner = bundled
          .find((group) => group.includes(scope))
          ?.find((one) => account.expectedScopes.includes(one));
        return scopes[scope] === 'granted' && expected === 'denied' && partner !== undefined
          ? `granted; this venue gives it only with ${partner}`
          : grantLine(scopes[scope], expected);
      });
    return [scope, expected, found(before), found(replacement)];
  });

/** What differs from what was expected stands out without colour, too. */
function grantLine(grant: Grant, expected: 'granted' | 'denied'): Line {
  if (grant === 'unknown') return { text: 'unknown: the venue does not say', ink: ink.muted };
  if (grant === expected) return { text: grant };
  const but = grant === 'granted' ? 'granted, not expected' : 'denied, but expected';
  return { text: but, face: 'bold', ink: ink.bad };
}

function addressRows({ account, before, replacement }: Subject): Cell[][] {
  const expected = account.expectedIpAllowlist;
  const restricted = ({ ipRestricted }: KeyReport): Cell => {
    if (ipRestricted !== 'denied') return ipRestricted === 'granted' ? 'yes' : 'unknown';
    return expected.length > 0 ? { text: 'no, but expected', face: 'bold', ink: ink.bad } : 'no';
  };
  const list = ({ ipAllowlist }: KeyReport): Cell =>
    ipAllowlist.known && ipAllowlist.value.length > 0
      ? listed(ipAllowlist.value)
      : cellOr(ipAllowlist, () => 'empty');
  return [
    [
      'Bound to addresses',
      expected.length > 0 ? 'yes' : 'not stated',
      ofKey(before, restricted),
      ofKey(replacement, restricted),
    ],
    ['IP allowlist', listed(expected), ofKey(before, list), ofKey(replacement, list)],
  ];
}

function dateRows({ account, before, replacement }: Subject): Cell[][] {
  const row = (what: string, expected: string, say: (report: KeyReport) => Cell): Cell[] => [
    what,
    expected,
    ofKey(before, say),
    ofKey(replacement, say),
  ];
  return [
    row('Label', account.keyLabel, ({ label }) => cellOr(label, String)),
    row('Created (UTC, venue)', '—', ({ createdAt }) => cellOr(createdAt, moment)),
    row('Last used (UTC, venue)', '—', ({ lastUsedAt }) => cellOr(lastUsedAt, moment)),
    row('Expires (UTC, venue)', '—', ({ expiresAt }) => cellOr(expiresAt, moment)),
    row(
      'Granted only together',
      '—',
      ({ bundled }) => bundled.map((scopes) => scopes.join(' + ')).join('; ') || 'none',
    ),
  ];
}

const ofKey = (report: Known<KeyReport>, say: (value: KeyReport) => Cell): Cell =>
  report.known ? say(report.value) : { text: `unknown: ${report.why}`, ink: ink.muted };

const listed = (texts: readonly string[]): Cell =>
  texts.length === 0 ? 'none stated' : texts.map((text): Line => ({ text, face: 'mono' }));

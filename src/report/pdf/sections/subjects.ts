import { permissionScopes } from '../../../domain/api-key.ts';
import type { KeyReport } from '../../../domain/api-key.ts';
import type { DeathProof, Probe } from '../../../domain/death-proof.ts';
import type { Known } from '../../../domain/known.ts';
import type { Report, Subject } from '../../model.ts';
import { cellOr, count, moment } from '../format.ts';
import { facts } from '../facts.ts';
import type { Flow } from '../layout.ts';
import { drawTable } from '../table.ts';
import type { Cell, Line } from '../table.ts';
import { ink } from '../theme.ts';
import type { Section } from './section.ts';

export const subjects: Section = {
  id: 'subjects',
  title: 'Subjects: the keys in scope',
  extent: ({ subjects: all }) => (all.length === 0 ? 'none' : count(all.length, 'account')),
  draw: ({ subjects: all }: Report, flow) => {
    if (all.length === 0) return flow.none('None: no account was in scope when this report was made.');
    for (const subject of all) {
      const { keyLabel, id, venueName } = subject.account;
      flow.part(`${keyLabel}, account ${id} at ${venueName}`, () => drawSubject(flow, subject));
    }
  },
};

function drawSubject(flow: Flow, subject: Subject): void {
  drawIdentity(flow, subject);
  flow.heading('detail', 'Suspect key and replacement');
  drawKeys(flow, subject);
  flow.heading('detail', 'Death proof of the suspect key');
  drawDeathProof(flow, subject.deathProof);
  flow.heading('detail', 'Scope check of the replacement key');
  drawScopeCheck(flow, subject);
}

function drawIdentity(flow: Flow, { account, exposure }: Subject): void {
  facts(flow, [
    ['Account', `${account.label} (${account.id}), ${account.venueName}`],
    ['Task of the key', account.task],
    ['Suspect key', [{ text: account.keyLabel }, { text: account.keyId, face: 'mono' }]],
    ['Exposed from', cellOr(exposure.from, moment)],
    ['Exposed to', cellOr(exposure.to, moment)],
    [
      'Separate responder key',
      account.hasResponderKey ? 'yes' : 'no: what was read after the key died was read with another key',
    ],
    ['Our client order ids begin with', listed(account.clientOrderIdPrefixes, 'mono')],
    ['Usual symbols', listed(account.usualSymbols)],
    ['Usual fills a minute', account.usualFillsPerMinute ?? 'not stated'],
    ['Goes dark without the key', listed(account.dependents)],
  ]);
}

const listed = (texts: readonly string[], face: 'sans' | 'mono' = 'sans'): Cell =>
  texts.length === 0 ? 'none stated' : texts.map((text): Line => ({ text, face }));

function drawKeys(flow: Flow, { account, before, replacement }: Subject): void {
  const key = (report: Known<KeyReport>, say: (value: KeyReport) => Cell): Cell =>
    report.known ? say(report.value) : { text: `unknown: ${report.why}`, ink: ink.muted };
  const both = (what: string, expected: Cell, say: (value: KeyReport) => Cell): Cell[] => [
    what,
    expected,
    key(before, say),
    key(replacement, say),
  ];
  drawTable(flow, {
    columns: [
      { title: 'Property', width: 18, face: 'bold' },
      { title: 'Expected by the owner', width: 24 },
      { title: 'Suspect key as first found', width: 29 },
      { title: 'Replacement key', width: 29 },
    ],
    rows: [
      ...permissionScopes.map((scope) =>
        both(
          scope,
          account.expectedScopes.includes(scope) ? 'granted' : 'denied',
          ({ scopes }) => scopes[scope],
        ),
      ),
      both(
        'IP restricted',
        account.expectedIpAllowlist.length > 0 ? 'granted' : 'not stated',
        ({ ipRestricted }) => ipRestricted,
      ),
      both('IP allowlist', listed(account.expectedIpAllowlist), ({ ipAllowlist }) =>
        ipAllowlist.known && ipAllowlist.value.length > 0
          ? listed(ipAllowlist.value)
          : cellOr(ipAllowlist, () => 'empty'),
      ),
      both('Label', account.keyLabel, ({ label }) => cellOr(label, String)),
      both('Created', '', ({ createdAt }) => cellOr(createdAt, moment)),
      both('Last used', '', ({ lastUsedAt }) => cellOr(lastUsedAt, moment)),
      both('Expires', '', ({ expiresAt }) => cellOr(expiresAt, moment)),
      both(
        'Only granted together',
        '',
        ({ bundled }) => bundled.map((scopes) => scopes.join(' + ')).join('; ') || 'none',
      ),
    ],
  });
}

function drawDeathProof(flow: Flow, proof: Known<DeathProof>): void {
  if (!proof.known) return flow.none(`Not proven dead: ${proof.why}.`);
  const { verdict, why, probes } = proof.value;
  facts(flow, [['Verdict', [verdictLine(verdict), { text: why }]]]);
  if (probes.length === 0) return flow.none('None: no probe was recorded.');
  drawTable(flow, {
    columns: [
      { title: 'Time (UTC)', width: 'fit', face: 'mono' },
      { title: 'Probe', width: 18 },
      { title: 'What the answer says', width: 24 },
      { title: 'HTTP', width: 'fit', align: 'right' },
      { title: 'Venue code', width: 'fit', face: 'mono' },
      { title: 'From address', width: 'fit', face: 'mono' },
      { title: 'Exchange', width: 'fit', face: 'mono' },
    ],
    rows: probes.map(probeRow),
  });
}

const probeRow = ({ at, role, says, httpStatus, venueCode, egress, exchange }: Probe): Cell[] => [
  moment(at),
  roleWord[role],
  says.replaceAll('-', ' '),
  String(httpStatus ?? '—'),
  venueCode ?? '—',
  egress,
  exchange ?? '—',
];

const roleWord: Readonly<Record<Probe['role'], string>> = {
  before: 'positive control',
  negative: 'negative probe',
  'live-control': 'live control after',
  clock: 'clock check',
};

function verdictLine(verdict: DeathProof['verdict']): Line {
  if (verdict === 'dead') return { text: 'Dead', face: 'bold', ink: ink.good };
  if (verdict === 'alive') return { text: 'ALIVE', face: 'bold', ink: ink.bad };
  return { text: 'Not proven', face: 'bold', ink: ink.doubtful };
}

function drawScopeCheck(flow: Flow, { scopeCheck, replacement }: Subject): void {
  if (scopeCheck.length === 0) {
    const why = replacement.known ? 'no line was compared' : replacement.why;
    return flow.none(`None: the replacement key was not checked (${why}).`);
  }
  drawTable(flow, {
    columns: [
      { title: 'What', width: 20, face: 'bold' },
      { title: 'Asked for', width: 32 },
      { title: 'The venue says', width: 32 },
      { title: 'Agrees', width: 16 },
    ],
    rows: scopeCheck.map(({ what, expected, found, ok }) => [what, expected, found, agrees(ok)]),
  });
}

function agrees(ok: boolean | 'unknown'): Line {
  if (ok === 'unknown') return { text: 'unknown', face: 'bold', ink: ink.doubtful };
  return ok ? { text: 'yes', ink: ink.good } : { text: 'NO', face: 'bold', ink: ink.bad };
}

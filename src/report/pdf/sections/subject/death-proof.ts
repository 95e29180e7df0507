import type { DeathProof, Probe } from '../../../../domain/death-proof.ts';
import type { Known } from '../../../../domain/known.ts';
import { facts } from '../../facts.ts';
import { moment } from '../../format.ts';
import type { Flow } from '../../layout.ts';
import { drawTable } from '../../table.ts';
import type { Cell, Line } from '../../table.ts';
import { ink } from '../../theme.ts';

/** Prints the proof that a key is dead, probe by probe, or why there is none. */
export function drawDeathProof(flow: Flow, proof: Known<DeathProof>): void {
  if (!proof.known) return flow.none(`Not proven dead: ${proof.why}.`);
  const { verdict, why, endedBy, probes } = proof.value;
  facts(flow, [
    ['Verdict', [verdictLine(verdict), { text: why }]],
    ...(endedBy === undefined ? [] : [['Ended by', [{ text: enders[endedBy] }]] as const]),
  ]);
  if (probes.length === 0) return flow.none('None: no probe was recorded.');
  drawTable(flow, {
    columns: [
      { title: 'Time (UTC, host)', width: 'fit', face: 'mono' },
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

const enders: Readonly<Record<NonNullable<DeathProof['endedBy']>, string>> = {
  us: 'us: the key answered until we acted, and not after',
  venue: 'the venue itself: its code says so',
  'not-known': 'not known: the key was dead before we acted, or nothing tells',
};

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

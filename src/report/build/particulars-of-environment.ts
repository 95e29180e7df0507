import { known, unknown, type Known } from '../../domain/known.ts';
import type { Particular } from '../model.ts';
import { recordId, type CaseView } from './case-view.ts';
import { openingRecordId, pointsOf, stated } from './particular.ts';

const point = pointsOf('environment');

/** With what, where and how it was run. */
export function environmentOf(view: CaseView): readonly Particular[] {
  const { tool, environment, mode, about, playbook, scenario } = view.opened;
  const from = [openingRecordId(view)];
  const way = egressOf(view);
  return [
    point('Tool', known(`${tool.name} ${tool.version}`), from),
    point('SHA-256 of the program', programOf(view), from),
    point('SHA-256 of firebreak.yaml', configOf(view), from),
    point('Playbook', known(`${playbook.id} ${playbook.version}, SHA-256 ${playbook.sha256}`), from),
    point('Command line', stated(about?.command, 'the operator'), from),
    point(
      'Real or drill',
      known(
        mode === 'real'
          ? 'a real incident on real venues'
          : `a drill on simulated venues${scenario ? `, ${scenario.speed} times as fast as life` : ''}`,
      ),
      from,
    ),
    point('Node and system', known(`Node ${environment.node}, ${environment.os}`), from),
    point('Host and user', known(`host ${environment.host}, user ${environment.user}`), from),
    point('Address that probes left from', way.value, way.restsOn),
    point('Time zone', known('UTC in every record; the zone of the host was not recorded'), from),
  ];
}

/** How it was made is said with it: a stranger can make it again from the package. */
function programOf({ opened: { about } }: CaseView): Known<string> {
  const hash = stated(about?.programSha256, 'whoever keeps the machine');
  return hash.known
    ? known(`${hash.value}; of what sha256sum lists for package.json and each file of src, sorted by name`)
    : hash;
}

/** A drill reads no configuration. */
const configOf = ({ opened: { mode, about } }: CaseView): Known<string> =>
  mode === 'drill'
    ? known('none: a drill reads no firebreak.yaml')
    : stated(about?.configSha256, 'the operator');

function egressOf(view: CaseView): { readonly value: Known<string>; readonly restsOn: readonly string[] } {
  const proofs = view.observations.filter(({ event }) => event.deathProof !== undefined);
  const ways = new Set(
    proofs.flatMap(({ event }) => event.deathProof?.probes.map(({ egress }) => egress) ?? []),
  );
  return {
    value:
      ways.size === 0
        ? unknown('no probe was made')
        : known(`${[...ways].join(', ')}, as this machine saw it; no venue tells the address that it saw`),
    restsOn: proofs.map(({ seq }) => recordId(seq)),
  };
}

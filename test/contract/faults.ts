import type { FailureCode } from '../../src/domain/failure.ts';
import type { FaultKind } from '../../src/simulators/index.ts';
import type { Venue } from '../../src/venues/index.ts';
import type { OpenWorld } from './world.ts';

/** Something that is no answer of the venue, and what a read or an act that meets it must end with. */
export interface Fault {
  readonly name: string;
  readonly kind: FaultKind;
  readonly read: FailureCode;
  readonly act: FailureCode;
}

const html = '<html><body><h1>Please sign in</h1></body></html>';

const notUnderstood = (name: string, body: string): Fault => ({
  name: `${name} under 200`,
  kind: { kind: 'body-200', body },
  read: 'REPLY_NOT_UNDERSTOOD',
  act: 'REPLY_NOT_UNDERSTOOD',
});

const unanswered = (name: string, kind: 'reset' | 'stall' | 'body-stall' | 'lost-reply'): Fault => ({
  name,
  kind: { kind },
  read: 'VENUE_DOWN',
  act: 'OUTCOME_UNKNOWN',
});

/** A bare status means the same everywhere, unless the venue's table says otherwise of it. */
const status = (venue: Venue, number: number, usual: FailureCode, body: string): Fault => {
  const meant = venue.failures[`http:${number}`]?.code ?? usual;
  return {
    name: `${number} ${body === '' ? 'without a body' : body.startsWith('<') ? 'with HTML' : `with ${body}`}`,
    kind: { kind: 'status', status: number, body },
    read: meant === 'OUTCOME_UNKNOWN' ? 'VENUE_DOWN' : meant,
    act: number >= 500 ? 'OUTCOME_UNKNOWN' : meant,
  };
};

/** Met by the next thousand requests, whatever their path. */
export const faultsAt = (venue: Venue): readonly Fault[] => [
  notUnderstood('HTML', html),
  notUnderstood('nothing', ''),
  notUnderstood('null', 'null'),
  notUnderstood('a text', '"OK"'),
  notUnderstood('a number', '0'),
  notUnderstood('an object of nothing', '{}'),
  notUnderstood('a list of nothing', '[]'),
  notUnderstood('a list of nonsense', '[{"nonsense":true}]'),
  notUnderstood('a torn object', '{"code":0,"data":[{"id":"1'),
  notUnderstood('a torn list', '[{"symbol":'),
  status(venue, 403, 'BLOCKED_BY_GATEWAY', html),
  status(venue, 418, 'BANNED', html),
  status(venue, 429, 'RATE_LIMITED', html),
  status(venue, 451, 'REGION_BLOCKED', html),
  status(venue, 500, 'VENUE_DOWN', '{}'),
  status(venue, 502, 'VENUE_DOWN', html),
  status(venue, 503, 'VENUE_DOWN', ''),
  unanswered('a reset', 'reset'),
  unanswered('a stall', 'stall'),
  unanswered('a body that stalls', 'body-stall'),
  unanswered('a reply that is lost', 'lost-reply'),
];

export const inject = ({ simulator }: OpenWorld, kind: FaultKind, path = '/'): void =>
  simulator.faults.inject(kind, { path, times: 1_000 });

/** A session that waits no longer than it must for what never comes; real time, and this machine is shared. */
export const patienceFor = ({ kind }: Fault) =>
  kind.kind === 'stall' || kind.kind === 'body-stall'
    ? { timeouts: { connectMs: 5_000, headersMs: 60, bodyMs: 60, totalMs: 5_000 } }
    : {};

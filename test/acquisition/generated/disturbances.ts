import fc from 'fast-check';
import type { FailureCode } from '../../../src/domain/failure.ts';
import type { FaultKind } from '../../../src/simulators/index.ts';
import { home } from '../../contract/world.ts';
import { historiesAt, type History } from './grid.ts';
import type { OpenedAccount } from './opened.ts';
import type { BeforeCall } from './reading.ts';
import type { Pair } from '../../contract/world.ts';

/** Something that happens before one request of a reading. */
export interface Disturbance {
  /** Where in the reading, in thousandths of the requests that it takes when nothing disturbs it. */
  readonly at: number;
  readonly what: FaultKind | 'key death' | 'a fill meanwhile';
  /** So many requests meet a fault. */
  readonly times: number;
}

/** One reading of one list, with all that goes wrong in it. */
export interface Trouble {
  readonly name: History;
  readonly disturbances: readonly Disturbance[];
  readonly isShuffled: boolean;
  /** The host's clock goes wrong by so much, and whether somebody measured it. */
  readonly skewMs: number;
  readonly isSkewMeasured: boolean;
}

// A refusal that is about what was asked ("no such account") is an answer, and believed: never injected.
const notAboutTheRows: ReadonlySet<FailureCode> = new Set([
  'RATE_LIMITED',
  'BANNED',
  'VENUE_DOWN',
  'CLOCK_SKEW',
  'SIGNATURE_REJECTED',
  'KEY_UNKNOWN',
  'KEY_EXPIRED',
  'KEY_IP_OR_SCOPE',
  'IP_NOT_ALLOWED',
  'ACCOUNT_FROZEN',
  'BLOCKED_BY_GATEWAY',
]);

const html = '<html><body><h1>502 Bad Gateway</h1></body></html>';

const wrongBodies: readonly FaultKind[] = [
  { kind: 'html-200' },
  { kind: 'empty-200' },
  ...['null', '{}', '0', '"OK"', '[{"nonsense":true}]', '{"code":0,"data":[{"id":"1'].map(
    (body): FaultKind => ({ kind: 'body-200', body }),
  ),
];

const statuses: readonly FaultKind[] = [429, 500, 502, 503, 504].map((status) => ({
  kind: 'status',
  status,
  body: html,
}));

/** A stall is waited for in real time, so there are few. */
const faultsAt = (refusals: readonly string[]): fc.Arbitrary<Disturbance['what']> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...statuses) },
    { weight: 4, arbitrary: fc.constantFrom<FaultKind>({ kind: 'reset' }, { kind: 'lost-reply' }) },
    { weight: 3, arbitrary: fc.constantFrom(...wrongBodies) },
    {
      weight: 5,
      arbitrary: fc.constantFrom(...refusals).map((code) => ({ kind: 'refusal', code }) as const),
    },
    { weight: 2, arbitrary: fc.nat({ max: 8_000 }).map((ms) => ({ kind: 'delay', ms }) as const) },
    { weight: 1, arbitrary: fc.constantFrom<FaultKind>({ kind: 'stall' }, { kind: 'body-stall' }) },
    { weight: 2, arbitrary: fc.constant('key death' as const) },
    { weight: 2, arbitrary: fc.constant('a fill meanwhile' as const) },
  );

/** Draws trouble for a venue; shrinks to fewer disturbances, and to earlier ones. */
export function troublesAt(pair: Pair, documented: readonly string[]): fc.Arbitrary<Trouble> {
  const meanings = pair.venue.failures;
  const refusals = documented.filter((code) => {
    const meant = meanings[code]?.code;
    return meant !== undefined && notAboutTheRows.has(meant);
  });
  const disturbance = fc.record({
    at: fc.nat({ max: 999 }),
    what: faultsAt(refusals),
    times: fc.integer({ min: 1, max: 4 }),
  });
  return fc.record({
    name: fc.constantFrom(...historiesAt(pair.venue)),
    disturbances: fc.array(disturbance, { maxLength: 5 }),
    isShuffled: fc.boolean(),
    skewMs: fc.oneof(
      { weight: 6, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.integer({ min: -120_000, max: 120_000 }) },
    ),
    isSkewMeasured: fc.boolean(),
  });
}

/** Lets the disturbances happen, each before the request that it is meant for. */
export function disturb(
  { world }: OpenedAccount,
  { disturbances }: Trouble,
  callsUndisturbed: number,
): BeforeCall {
  const { simulator, keys, symbols } = world;
  let fills = 0;
  return (call) => {
    for (const { at, what, times } of disturbances) {
      if (Math.floor((at / 1_000) * callsUndisturbed) + 1 !== call) continue;
      if (what === 'key death') simulator.website.deleteKey(keys.mighty.keyId);
      else if (what === 'a fill meanwhile') {
        fills += 1;
        // Refused once the key is dead: then nothing happens.
        simulator.asKeyHolder({ keyId: keys.mighty.keyId, sourceIp: home }).trade({
          symbol: symbols.BTC,
          side: 'buy',
          price: '60000',
          amount: `0.000${5000 + fills}`,
          clientOrderId: `meanwhile${fills}`,
        });
      } else simulator.faults.inject(what, { path: '/', times: what.kind.includes('stall') ? 1 : times });
    }
  };
}

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fixturesFolder } from './fixtures.ts';

/** A reply of a venue as somebody recorded or printed it. */
export interface Example {
  /** "ccxt-static fetchMyTrades "Spot private trade"". */
  readonly from: string;
  readonly body: unknown;
}

/** Of a recording: ccxt's method, and its description where only some of the method are meant. */
export interface RecordedCase {
  readonly method: string;
  readonly description: string;
  readonly body: unknown;
}

/** An example that the venue prints in its own client. */
export interface OfficialCase {
  readonly client: string;
  readonly call: string;
  readonly body: unknown;
}

/** Every recorded reply of a venue, by ccxt's static tests; none where there is no such file. */
export function recordedOf(venue: string, folder = fixturesFolder): readonly RecordedCase[] {
  const file = path.join(folder, 'ccxt-static/response', `${venue}.json`);
  if (!existsSync(file)) return [];
  const { methods } = JSON.parse(readFileSync(file, 'utf8')) as {
    methods: Record<string, { description: string; httpResponse: unknown }[]>;
  };
  return Object.entries(methods).flatMap(([method, cases]) =>
    cases.map(({ description, httpResponse }) => ({ method, description, body: httpResponse })),
  );
}

/**
 * Every example of every file in `<venue>-connector/` that has the form `{calls: [{client, call, response}]}`:
 * a further file is picked up by lying there.
 */
export function officialOf(venue: string, folder = fixturesFolder): readonly OfficialCase[] {
  const connector = path.join(folder, `${venue}-connector`);
  if (!existsSync(connector)) return [];
  return readdirSync(connector)
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .flatMap((name) => callsIn(path.join(connector, name)));
}

function callsIn(file: string): readonly OfficialCase[] {
  const { calls } = JSON.parse(readFileSync(file, 'utf8')) as {
    calls?: { client: string; call: string; response: unknown }[];
  };
  if (calls === undefined) throw new Error(`${path.basename(file)} holds no calls`);
  return calls.map(({ client, call, response }) => ({ client, call, body: response }));
}

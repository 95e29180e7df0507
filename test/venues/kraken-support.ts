import { afterEach } from 'vitest';
import { Secret } from '../../src/domain/secret.ts';
import type { Credential } from '../../src/domain/account.ts';
import { kraken } from '../../src/venues/kraken/index.ts';
import type { ByApi, Capability, Session } from '../../src/venues/index.ts';
import { krakenVectors } from '../vectors/kraken.ts';
import { sessionTo, startScriptedVenue } from './scripted-venue.ts';
import type { Scripted, ScriptedVenue, SeenRequest } from './scripted-venue.ts';

// A server that answers as each test says, and a session with a key of Kraken's form.

const open: ScriptedVenue[] = [];
afterEach(async () => {
  for (const venue of open.splice(0)) await venue.close();
});

export async function started(answer: (request: SeenRequest) => Scripted): Promise<ScriptedVenue> {
  const venue = await startScriptedVenue(answer);
  open.push(venue);
  return venue;
}

export const credential: Credential = {
  holder: 'suspect',
  label: 'tradebot-1',
  parts: Object.fromEntries(
    Object.entries(krakenVectors.signatures[1]?.parts ?? {}).map(([name, part]) => [
      name,
      new Secret(part, 'test'),
    ]),
  ),
};

export async function at(
  answer: (request: SeenRequest) => Scripted,
): Promise<{ venue: ScriptedVenue; session: Session }> {
  const venue = await started(answer);
  const { session } = await sessionTo(venue.port, { venue: kraken, credential });
  return { venue, session };
}

export const json = (body: unknown): Scripted => ({
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

/** A success of Kraken. */
export const success = (result: unknown): Scripted => json({ error: [], result });
export const replying = (result: unknown) => at(() => success(result));
export const refusal = (...error: string[]): Scripted => json({ error });

export const form = ({ body }: SeenRequest): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(body));

/** A capability that must be by API. */
export function api<Run>(capability: Capability<Run>): ByApi<Run> {
  if (capability.by !== 'api') throw new Error('not by API');
  return capability;
}

const { capabilities } = kraken;

export const reads = {
  listOpenOrders: api(capabilities.listOpenOrders).run,
  listBalances: api(capabilities.listBalances).run,
  listPositions: api(capabilities.listPositions).run,
  listTrades: api(capabilities.listTrades).run,
  listOrders: api(capabilities.listOrders).run,
  listWithdrawals: api(capabilities.listWithdrawals).run,
  listDeposits: api(capabilities.listDeposits).run,
  listTransfers: api(capabilities.listTransfers).run,
  listLedger: api(capabilities.listLedger).run,
  listWithdrawalAddresses: api(capabilities.listWithdrawalAddresses).run,
  listMarketPrices: api(capabilities.listMarketPrices).run,
};

export const introspect = api(capabilities.introspectKey).run;

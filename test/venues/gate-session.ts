import { Secret } from '../../src/domain/secret.ts';
import type { Credential } from '../../src/domain/account.ts';
import { gate } from '../../src/venues/gate/index.ts';
import type { Capability, PageRequest, ReadPages, Session } from '../../src/venues/index.ts';
import { sessionTo, startScriptedVenue, testCredential } from './scripted-venue.ts';
import type { Scripted, ScriptedVenue, SeenRequest } from './scripted-venue.ts';

/** The run of a capability that must be by API. */
export function byApi<Run>(capability: Capability<Run>): Run {
  if (capability.by !== 'api') throw new Error('not by API');
  return capability.run;
}

const { capabilities } = gate;

export const reads = {
  listOpenOrders: byApi(capabilities.listOpenOrders),
  listBalances: byApi(capabilities.listBalances),
  listPositions: byApi(capabilities.listPositions),
  listTrades: byApi(capabilities.listTrades),
  listOrders: byApi(capabilities.listOrders),
  listWithdrawals: byApi(capabilities.listWithdrawals),
  listDeposits: byApi(capabilities.listDeposits),
  listTransfers: byApi(capabilities.listTransfers),
  listLedger: byApi(capabilities.listLedger),
  listWithdrawalAddresses: byApi(capabilities.listWithdrawalAddresses),
  listMarketPrices: byApi(capabilities.listMarketPrices),
  listSubAccounts: byApi(capabilities.listSubAccounts),
  listSubAccountKeys: byApi(capabilities.listSubAccountKeys),
};

export type ReadName = keyof typeof reads;

export const read = (name: ReadName, session: Session, request: PageRequest) =>
  reads[name].page(session, request);

/** Sections that the venue is asked for first: what it might say. */
const told: Readonly<Partial<Record<ReadName, readonly string[]>>> = {
  listTrades: ['spot', 'futures/usdt', 'futures/btc', 'delivery/usdt', 'options/BTC_USDT'],
  listMarketPrices: ['spot', 'futures/usdt', 'futures/btc', 'delivery/usdt', 'options/BTC_USDT'],
  listWithdrawalAddresses: ['every currency', 'USDT'],
  listSubAccountKeys: ['10001'],
};

/** Every list in every section that it has. */
export const everySection: readonly (readonly [ReadName, string | undefined])[] = (
  Object.keys(reads) as ReadName[]
).flatMap((name) => {
  const { sections } = reads[name] as ReadPages<unknown>;
  const names = typeof sections === 'function' ? (told[name] ?? []) : (sections ?? [undefined]);
  return names.map((section) => [name, section] as const);
});

export const inSection = (section: string | undefined, request: PageRequest = {}): PageRequest =>
  section === undefined ? request : { ...request, section };

const open: ScriptedVenue[] = [];

export async function closeAll(): Promise<void> {
  for (const venue of open.splice(0)) await venue.close();
}

export async function at(
  answer: (request: SeenRequest) => Scripted,
  credential: Credential = testCredential(),
): Promise<{ venue: ScriptedVenue; session: Session }> {
  const venue = await startScriptedVenue(answer);
  open.push(venue);
  const { session } = await sessionTo(venue.port, { venue: gate, credential });
  return { venue, session };
}

export const json = (body: unknown): Scripted => ({
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
export const no = (label: string, status = 400, message = 'no'): Scripted => ({
  status,
  body: JSON.stringify({ label, message }),
});
export const replying = (body: unknown) => at(() => json(body));

/** Answers by method and path, without the root: "DELETE /spot/orders". Anything else is not there. */
export const answering = (replies: Readonly<Record<string, unknown>>) =>
  at(({ method, path }) => {
    const asked = `${method} ${path.replace('/api/v4', '')}`;
    const reply = Object.hasOwn(replies, asked) ? replies[asked] : undefined;
    if (reply === undefined) return no('NOT_FOUND', 404);
    return isScripted(reply) ? reply : json(reply);
  });

const isScripted = (reply: unknown): reply is Scripted =>
  typeof reply === 'object' && reply !== null && 'status' in reply && 'body' in reply;

export const noContent: Scripted = { status: 204, body: '' };

export const credentialOf = (apiKey: string): Credential => ({
  ...testCredential(),
  parts: { apiKey: new Secret(apiKey, 'test'), secret: new Secret('CANARYsecret', 'test') },
});

import { z } from 'zod';
import { defineStep } from '../playbook/step-kind.ts';
import type { Account, KeyHolder } from '../domain/account.ts';
import type { KeyReport } from '../domain/api-key.ts';
import type { Json } from '../domain/json.ts';
import { accountsHere } from './accounts-here.ts';
import { ended } from './ended.ts';
import { orReason } from './reading.ts';
import { withSession } from './with-session.ts';
import type { CaseWorld } from './world.ts';

/** Asks the venue, with each suspect key, what that key may do. */
export const introspectKeys = defineStep({
  id: 'introspect-keys',
  summary: 'asks the venue what each suspect key may do',
  args: z.strictObject({}),
  checks: false,
  changes: false,
  facts: ['reports', 'canWithdraw'],

  async perform(_args, world: CaseWorld) {
    const reports: Record<string, Json> = {};
    const unread: string[] = [];
    for (const account of accountsHere(world)) {
      const report = await introspect(account, 'suspect', world);
      if ('why' in report) unread.push(`${account.label}: ${report.why}`);
      else reports[account.id] = report as unknown as Json;
    }
    const grants = Object.values(reports).map((report) => (report as unknown as KeyReport).scopes.withdraw);
    // A withdraw scope that nobody could read counts as there.
    const canWithdraw = unread.length > 0 || grants.some((grant) => grant !== 'denied');
    const facts = { reports, canWithdraw };
    if (unread.length > 0) return ended('unknown', unread.join('; '), facts);
    return { outcome: { is: 'verified' }, summary: `withdraw ${canWithdraw ? 'granted' : 'denied'}`, facts };
  },
});

/** One key's report, kept as an exhibit; or why it could not be read. */
export async function introspect(
  account: Account,
  holder: KeyHolder,
  world: CaseWorld,
): Promise<KeyReport | { readonly why: string }> {
  const { introspectKey } = world.venueOf(account).capabilities;
  if (introspectKey.by !== 'api') return { why: introspectKey.why };
  const before = exchangesSoFar(world);
  const report = await orReason(world, () =>
    withSession(account, holder, world, (session) => introspectKey.run(session), introspectKey),
  );
  if ('why' in report) return report;
  const exhibit = await world.acquire({
    kind: 'key-report',
    title: `${holder} key of ${account.label}`,
    content: report as unknown as Json,
    source: {
      from: 'venue',
      venue: account.venue,
      account: account.id,
      capability: 'introspectKey',
      acquiredWith: world.keyring.masked(account, holder),
      exchanges: exchangesSoFar(world).slice(before.length),
    },
  });
  await world.observe({
    account: account.id,
    holder,
    what: 'key-report',
    when: wasReported(account, holder, world) ? 'later' : 'first',
    exhibit: exhibit.id,
    keyReport: report,
  });
  return report;
}

/** Ids of the exchanges captured so far, in order. */
export const exchangesSoFar = (world: CaseWorld): readonly string[] =>
  world.events().flatMap((e) => (e.type === 'exchange.captured' ? [e.exchange] : []));

const wasReported = (account: Account, holder: KeyHolder, world: CaseWorld): boolean =>
  world
    .events()
    .some(
      (e) =>
        e.type === 'observation.made' &&
        e.account === account.id &&
        e.holder === holder &&
        e.what === 'key-report',
    );

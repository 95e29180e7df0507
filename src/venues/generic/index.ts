import type { RateLimit, Venue, ViewMethod, ViewRules } from '../contract.ts';
import { capabilitiesOf } from './capabilities.ts';
import { deathProofOf, failuresOf, readRefusal } from './failures.ts';
import { dryRun, dryRunOf, surveyedReads, type SurveyedVenue } from './facts.ts';
import { harmless } from './harmless.ts';
import { surveyed } from './surveyed.ts';

export { closed, renamed } from './names.ts';

/** What is known of a venue before anything of ccxt is loaded: enough for a configuration. */
export const genericFacts: readonly { readonly id: string; readonly credentialParts: readonly string[] }[] =
  Object.entries(surveyed).map(([id, { credentialParts }]) => ({ id, credentialParts }));

const built = new Map<string, Venue>();

/**
 * Returns the declaration of a venue that firebreak knows through ccxt only, undefined when ccxt has no
 * such venue. Reads go as far as a dry run of ccxt showed; keys are a person's business; a death is
 * proven only beside another key.
 */
export function genericVenue(id: string): Venue | undefined {
  const facts = Object.hasOwn(surveyed, id) ? surveyed[id] : undefined;
  if (facts === undefined) return undefined;
  const venue = built.get(id) ?? declare(id, facts);
  built.set(id, venue);
  return venue;
}

function declare(id: string, facts: SurveyedVenue): Venue {
  const capabilities = capabilitiesOf(id, facts);
  const authCodes = facts.authCodes ?? [];
  return {
    id,
    name: facts.name,
    ccxtId: id,
    hosts: facts.hosts,
    credentialParts: facts.credentialParts,
    ccxtOptions: {
      // Numbers as the venue wrote them: a double would lose digits of an amount.
      number: String,
      options: { ...harmless[id], adjustForTimeDifference: false, warnOnFetchOpenOrdersWithoutSymbol: false },
    },
    capture,
    failures: failuresOf(authCodes),
    limits: [paceOf(facts)],
    readRefusal,
    nonce: { unit: 'ccxt', source: dryRun },
    views: viewsOf(facts),
    deathProof: deathProofOf(authCodes, capabilities.introspectKey.by === 'api'),
    deadlines: [],
    notVerified: notVerifiedOf(facts),
    capabilities,
  };
}

const plainHeaders = [
  'accept',
  'accept-encoding',
  'connection',
  'content-length',
  'content-type',
  'host',
  'user-agent',
];

/** What no venue hides a secret in; everything else is closed. */
const capture: Venue['capture'] = {
  openRequestHeaders: plainHeaders,
  openResponseHeaders: [
    'connection',
    'content-encoding',
    'content-length',
    'content-type',
    'date',
    'retry-after',
    'server',
    'transfer-encoding',
    'via',
  ],
  openParameters: [
    'currency',
    'currency_pair',
    'endTime',
    'from',
    'limit',
    'market',
    'offset',
    'page',
    'recvWindow',
    'startTime',
    'symbol',
    'timestamp',
    'to',
    'type',
  ],
};

/** Half of the pace that ccxt keeps: a view may send more than one request, and bots of the owner run too. */
function paceOf({ paceMs }: SurveyedVenue): RateLimit {
  const windowMs = 10_000;
  return { id: 'pace', limit: Math.max(1, Math.floor(windowMs / Math.max(1, paceMs) / 2)), windowMs };
}

function viewsOf({ reads, cancels }: SurveyedVenue): ViewRules {
  const notGets = (requests: readonly string[]): readonly string[] =>
    requests.filter((request) => !request.startsWith('GET '));
  const views: Partial<Record<ViewMethod, readonly string[]>> = {};
  for (const read of surveyedReads) {
    const line = reads[read];
    if (line !== undefined) views[read] = notGets(dryRunOf(line).requests);
  }
  return cancels === undefined ? views : { ...views, cancelOrder: [cancels] };
}

function notVerifiedOf(facts: SurveyedVenue): readonly string[] {
  return [
    'Everything: firebreak knows this venue through ccxt 4.5.84 only, and no document of it was read.',
    'Which code a dead key gets. None counts as proof by itself: without another key of the account that works beside it, the verdict is "not proven".',
    'How its lists turn their pages: histories are one reply each and always leave a hole.',
    'Conditional orders, bots, margin, earn, sub-accounts: not read. A fee or amount that ccxt does not read counts as 0 in a row; the exchange shows it.',
    ...(facts.marketsWithKey === undefined
      ? []
      : [
          `Given a key, ccxt sends ${facts.marketsWithKey.join(' and ')} with the list of markets; firebreak loads that list without one.`,
        ]),
    ...(facts.open === undefined
      ? []
      : ['Reads here need no secret: that they work says nothing about the key.']),
  ];
}

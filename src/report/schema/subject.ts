import { z } from 'zod';
import { flag, grant, knownOf, scope, text, hostTime, venueTime, whole } from './words.ts';

const accountInCase = z.strictObject({
  id: text,
  venue: text,
  venueName: text,
  label: text,
  task: text,
  keyLabel: text,
  keyId: text,
  hasResponderKey: z.boolean(),
  expectedScopes: z.array(text),
  expectedIpAllowlist: z.array(text),
  clientOrderIdPrefixes: z.array(text),
  usualSymbols: z.array(text),
  usualFillsPerMinute: text.exactOptional(),
  dependents: z.array(text),
});

const keyReport = z.strictObject({
  scopes: z.record(scope, grant),
  bundled: z.array(z.array(scope)),
  ipRestricted: grant,
  ipAllowlist: knownOf(z.array(text)),
  label: knownOf(text),
  createdAt: knownOf(venueTime),
  lastUsedAt: knownOf(venueTime),
  expiresAt: knownOf(venueTime),
  modifiedAt: knownOf(venueTime).exactOptional(),
  seesFrom: venueTime.exactOptional(),
  seesTo: venueTime.exactOptional(),
  accountKind: knownOf(z.enum(['main', 'sub'])).exactOptional(),
  venueAccountId: text.exactOptional(),
  notes: z.array(text).exactOptional(),
});

const probe = z.strictObject({
  at: hostTime,
  role: z.enum(['before', 'negative', 'live-control', 'clock']),
  says: z.enum(['works', 'dead-code', 'refused-but-exists', 'inconclusive']),
  httpStatus: whole.exactOptional(),
  venueCode: text.exactOptional(),
  exchange: text.exactOptional(),
  egress: text,
});

const deathProof = z.strictObject({
  verdict: z.enum(['dead', 'alive', 'not-proven']),
  why: text,
  endedBy: z.enum(['us', 'venue', 'not-known']).exactOptional(),
  probes: z.array(probe),
});

export const subject = z.strictObject({
  account: accountInCase,
  exposure: z.strictObject({ from: knownOf(venueTime), to: knownOf(hostTime) }),
  before: knownOf(keyReport),
  deathProof: knownOf(deathProof),
  replacement: knownOf(keyReport),
  scopeCheck: z.array(z.strictObject({ what: text, expected: text, found: text, ok: flag })),
});

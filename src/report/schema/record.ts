import { z } from 'zod';
import { attachmentKinds } from '../../domain/exhibit.ts';
import { phases } from '../../domain/phase.ts';
import { basis, knownOf, restsOn, text, hostTime, venueTime, namedTime, whole, lane } from './words.ts';

export const timelineEntry = z.strictObject({
  at: namedTime,
  lane,
  what: text,
  clock: z.enum(['host', 'venue']),
  account: text.exactOptional(),
  restsOn,
});

export const action = z.strictObject({
  id: text,
  at: hostTime,
  account: text,
  what: text,
  target: text,
  by: z.enum(['api', 'hand']),
  approvedBy: text,
  why: text,
  undo: text,
  exchanges: z.array(z.strictObject({ method: text, url: text, status: knownOf(whole), warcOffset: whole })),
  result: z.enum(['done', 'not-done', 'unknown', 'no-result']),
  verification: text,
  finishedAt: knownOf(hostTime),
});

const outcome = z.union([
  z.strictObject({ is: z.literal('verified') }),
  z.strictObject({ is: z.literal('unverified'), why: text }),
  z.strictObject({ is: z.literal('failed'), why: text }),
  z.strictObject({ is: z.literal('unknown'), why: text }),
  z.strictObject({ is: z.literal('skipped'), why: text, by: text }),
  z.strictObject({ is: z.literal('waived'), why: text, by: text }),
  z.strictObject({ is: z.literal('not-reached') }),
]);

export const step = z.strictObject({
  phase: z.enum(phases),
  lane: text,
  step: text,
  title: text,
  attempts: whole,
  outcome,
  summary: text,
  startedAt: knownOf(hostTime),
  finishedAt: knownOf(hostTime),
});

export const finding = z.strictObject({
  id: text,
  rule: text,
  title: text,
  detail: text,
  severity: z.enum(['note', 'low', 'high', 'critical']),
  basis,
  account: text.exactOptional(),
  exhibits: z.array(text),
  about: z.array(text).exactOptional(),
});

const source = z.union([
  z.strictObject({
    from: z.literal('venue'),
    venue: text,
    account: text,
    capability: text,
    acquiredWith: text,
    exchanges: z.array(text),
  }),
  z.strictObject({ from: z.literal('operator'), why: text }),
  z.strictObject({ from: z.literal('firebreak'), why: text }),
]);

const exhibitKind = z.enum([
  'key-report',
  'open-orders',
  'balances',
  'trades',
  'orders',
  'withdrawals',
  'deposits',
  'withdrawal-addresses',
  'market-prices',
  'positions',
  'transfers',
  'ledger',
  'sub-accounts',
  'sub-account-keys',
  'death-proof',
  'reading-plan',
  'scope-check',
  'baseline',
  'playbook',
  'attachment',
]);

export const exhibit = z.strictObject({
  id: text,
  kind: exhibitKind,
  title: text,
  path: text,
  mediaType: text,
  bytes: whole,
  sha256: text,
  acquiredAt: hostTime,
  clockOffsetMs: whole.exactOptional(),
  acquiredBy: text,
  source,
  attachment: z
    .strictObject({
      what: z.enum(attachmentKinds),
      fileName: text,
      cameFrom: text.exactOptional(),
      claims: z.array(z.strictObject({ by: text, says: text })),
    })
    .exactOptional(),
  takenBack: z.strictObject({ at: hostTime, by: text, why: text }).exactOptional(),
});

/** A list that keys had to share: which rows came by which. */
export const sharedList = z.strictObject({
  account: text,
  kind: exhibitKind,
  parts: z.array(
    z.strictObject({
      exhibit: text,
      continues: text.exactOptional(),
      key: text,
      holder: z.enum(['suspect', 'responder', 'replacement', 'manager']),
      at: hostTime,
      rows: whole,
      first: venueTime.exactOptional(),
      last: venueTime.exactOptional(),
      proven: z.strictObject({ from: venueTime, to: venueTime }).exactOptional(),
      missing: z.array(text),
    }),
  ),
});

import { z } from 'zod';
import { finding } from './record.ts';
import { knownOf, restsOn, text, whole } from './words.ts';

const level = z.enum(['high', 'medium', 'low']);

export const particular = z.strictObject({
  topic: z.enum(['report', 'people', 'scope', 'environment', 'notification']),
  what: text,
  value: knownOf(text),
  restsOn,
});

export const acquisition = z.strictObject({
  exhibit: text,
  account: text,
  venue: text,
  capability: text,
  readWith: text,
  requests: z.array(
    z.strictObject({
      method: text,
      endpoint: text,
      parameters: z.array(text),
      times: whole,
      answers: z.array(text),
      firstWarcOffset: whole,
      lastWarcOffset: whole,
    }),
  ),
  failed: whole,
  rows: knownOf(whole),
  completeness: knownOf(text),
});

export const reportedFinding = finding.extend({
  confidence: level.exactOptional(),
  confidenceBecause: text.exactOptional(),
  otherwise: z.array(text).exactOptional(),
});

export const recommendation = z.strictObject({
  id: text,
  what: text,
  because: text,
  priority: knownOf(level),
  owner: knownOf(text),
  due: knownOf(text),
  status: z.enum(['recorded', 'proposed']),
  restsOn,
});

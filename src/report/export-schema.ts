import { z } from 'zod';
import type { JsonObject } from '../domain/json.ts';
import { reportSchema } from './schema/index.ts';

/** The file's name beside report.json, which names it as its `$schema`. */
export const schemaFile = 'report.schema.json';

/** The JSON Schema of report.json, draft 7: what other people's programs may rely on. */
export function exportReportSchema(): JsonObject {
  const file = reportSchema.extend({ $schema: z.literal(schemaFile).optional() });
  const schema = z.toJSONSchema(file, { target: 'draft-7', io: 'output', reused: 'ref' });
  // A JSON Schema is JSON; zod types it as an interface of its own.
  return {
    ...(schema as JsonObject),
    title: 'firebreak report.json, version 1',
    description:
      'Amounts are decimal strings, times ISO 8601 UTC. A fact that may not be known is {known: true, value} or {known: false, why}: unknown never means no.',
  };
}

export const schemaText = (): string => `${JSON.stringify(exportReportSchema(), null, 2)}\n`;

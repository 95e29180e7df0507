import { z } from 'zod';
import type { VenueFacts } from './config.ts';
import { configSchema } from './config-schema.ts';

/** Returns the JSON Schema (draft 2020-12) of firebreak.yaml, for editors: names, choices, descriptions. */
export function configJsonSchema(venues: readonly VenueFacts[]): Record<string, unknown> {
  return {
    ...z.toJSONSchema(configSchema(venues), { io: 'input', target: 'draft-2020-12' }),
    title: 'firebreak.yaml: the accounts and keys of an owner',
  };
}

import { z } from 'zod';
import { permissionScopes } from '../../domain/api-key.ts';

export const text = z.string();
// Every time says whose clock it is by: a test walks the schema.
export const hostTime = z.string().describe('ISO 8601 UTC, by the clock of the host that ran firebreak');
export const venueTime = z.string().describe('ISO 8601 UTC, by the venue’s clock');
export const namedTime = z.string().describe('ISO 8601 UTC, by the clock that `clock` names');
export const amount = z.string().describe('A decimal number as the venue wrote it');
export const whole = z.number();

/** A fact, or that it is not known and why. */
export const knownOf = <T extends z.ZodType>(value: T) =>
  z.union([
    z.strictObject({ known: z.literal(true), value }),
    z.strictObject({ known: z.literal(false), why: text }),
  ]);

export const restsOn = z
  .array(text)
  .describe('Ids of exhibits (EX-), findings (FD-) and journal records (J-)');
export const basis = z.enum(['fact', 'inference', 'assumption']);
export const lane = z.enum(['attacker', 'responder', 'venue', 'firebreak']);
export const grant = z.enum(['granted', 'denied', 'unknown']);
export const scope = z.enum(permissionScopes);
export const flag = z.union([z.boolean(), z.literal('unknown')]);

import { z } from 'zod';

/**
 * An id: digits or text, never empty. The session keeps a number only where it prints as it stood in the
 * reply, so one beyond 2^53 is as exact as any other: Convert and funding fees have such
 * (binance-connector-js, 2026-07-24: orderId 940708407462087200).
 */
export const id = z
  .union([z.string().min(1), z.number().refine(Number.isInteger, 'expected whole digits')])
  .transform(String);

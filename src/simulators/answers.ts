import type { Json } from '../domain/json.ts';
import type { Answer } from './shell.ts';
import type { VenueRefusal } from './venue-refusal.ts';

export const jsonAnswer = (
  status: number,
  body: Json,
  headers: Readonly<Record<string, string>> = {},
): Answer => ({
  status,
  headers: { 'content-type': 'application/json;charset=UTF-8', ...headers },
  body: JSON.stringify(body),
});

/** The refusal on the wire, with Retry-After where the venue gives it. */
export function answerRefusal(refusal: VenueRefusal, headers: Readonly<Record<string, string>> = {}): Answer {
  const { httpStatus, body, retryAfterS } = refusal;
  const wait = retryAfterS === undefined ? {} : { 'retry-after': String(retryAfterS) };
  return jsonAnswer(httpStatus, body, { ...headers, ...wait });
}

import type { Json } from '../../domain/json.ts';
import { jsonAnswer } from '../answers.ts';
import type { Answer } from '../shell.ts';
import type { VenueRefusal } from '../venue-refusal.ts';

type Headers = Readonly<Record<string, string>>;

const asPrinted: Headers = { 'content-type': 'application/json; charset=utf-8' };

/**
 * "Common response parameters" (guide): the words of a success are "OK", "success" or nothing, each
 * endpoint's own.
 */
export type Said = 'OK' | 'ok' | 'success' | '';

interface Reply {
  readonly said: Said;
  readonly result: Json;
  /** Of batches: a code for each order. */
  readonly retExtInfo?: Json;
}

export const answerReply = (
  { said, result, retExtInfo = {} }: Reply,
  nowMs: number,
  headers: Headers,
): Answer =>
  jsonAnswer(
    200,
    { retCode: 0, retMsg: said, result, retExtInfo, time: nowMs },
    { ...headers, ...asPrinted },
  );

/** Refusals have the same envelope, with an empty result; a bare status has only its text. */
export function answerRefused(refused: VenueRefusal, nowMs: number, headers: Headers = {}): Answer {
  const { httpStatus, code, message } = refused;
  if (code.startsWith('http:')) {
    return { status: httpStatus, headers: { ...headers, 'content-type': 'text/plain' }, body: message };
  }
  const body = { retCode: Number(code), retMsg: message, result: {}, retExtInfo: {}, time: nowMs };
  return jsonAnswer(httpStatus, body, { ...headers, ...asPrinted });
}

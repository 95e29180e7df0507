import type { Json } from '../../domain/json.ts';
import { jsonAnswer } from '../answers.ts';
import type { Answer } from '../shell.ts';
import type { VenueRefusal } from '../venue-refusal.ts';
import { bareNumber } from './ids.ts';
import { noBody } from './route.ts';

type Headers = Readonly<Record<string, string>>;

const asPrinted: Headers = { 'content-type': 'application/json' };

/** "API Gateway in/out time": in microseconds, on every reply. */
export const gatewayHeaders = (nowMs: number): Headers => ({
  'X-In-Time': `${nowMs}000`,
  'X-Out-Time': `${nowMs}000`,
});

const marked = new RegExp(`"${bareNumber}(\\d+)"`, 'g');

export function answerReply(status: number, body: Json | typeof noBody, headers: Headers): Answer {
  if (body === noBody) return { status: 204, headers, body: '' };
  const answer = jsonAnswer(status, body, { ...headers, ...asPrinted });
  return { ...answer, body: answer.body.replace(marked, '$1') };
}

/** A label and a message; a bare status has only its text. */
export function answerRefused({ httpStatus, code, body, message }: VenueRefusal, headers: Headers): Answer {
  if (!code.startsWith('http:')) return jsonAnswer(httpStatus, body, { ...headers, ...asPrinted });
  const type = message.startsWith('<') ? 'text/html' : 'text/plain';
  return { status: httpStatus, headers: { ...headers, 'content-type': type }, body: message };
}

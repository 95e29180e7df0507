import type { Json, JsonObject } from '../../domain/json.ts';
import { jsonAnswer } from '../answers.ts';
import type { Answer, Incoming } from '../shell.ts';
import type { VenueRefusal } from '../venue-refusal.ts';
import { refusal } from './codes.ts';

/** One order of a request that names several: done, or refused by itself. */
export interface Outcome {
  /** Its members beside `sCode` and `sMsg`. */
  readonly row: JsonObject;
  /** Absent: done. */
  readonly refused?: VenueRefusal;
}

/** What comes back for each order apart: the envelope's own code tells whether all, some or none failed. */
export class Outcomes {
  readonly outcomes: readonly Outcome[];

  constructor(outcomes: readonly Outcome[]) {
    this.outcomes = outcomes;
  }
}

interface Reply {
  readonly said: readonly Json[] | Outcomes;
  /** "inTime", "outTime": gateway times in microseconds, which some endpoints print. */
  readonly isTimed: boolean;
}

export function answerReply({ said, isTimed }: Reply, nowMs: number): Answer {
  const envelope = said instanceof Outcomes ? tellOutcomes(said) : { code: '0', data: said, msg: '' };
  const times = isTimed ? { inTime: `${nowMs}000`, outTime: `${nowMs}000` } : {};
  return jsonAnswer(200, { ...envelope, ...times });
}

/** "1": all of them failed; "2": some did. */
function tellOutcomes({ outcomes }: Outcomes): JsonObject {
  const data = outcomes.map(({ row, refused }) => ({
    ...row,
    sCode: refused?.code ?? '0',
    sMsg: refused?.message ?? '',
  }));
  const failed = outcomes.filter(({ refused }) => refused !== undefined).length;
  if (failed === 0) return { code: '0', data, msg: '' };
  // The words as clients report them; the table has them shorter.
  if (failed === outcomes.length) return { code: '1', data, msg: 'All operations failed' };
  return { code: '2', data, msg: 'Bulk operation partially succeeded.' };
}

/**
 * What is refused at the gate comes as `{"msg":…,"code":…}` alone (reports), anything after it with an
 * empty list; a bare status has only its page.
 */
export function answerRefused({ httpStatus, code, message }: VenueRefusal): Answer {
  if (code.startsWith('http:')) {
    return { status: httpStatus, headers: { 'content-type': 'text/html' }, body: message };
  }
  return jsonAnswer(
    httpStatus,
    isAtTheGate(code) ? { msg: message, code } : { code, data: [], msg: message },
  );
}

const isAtTheGate = (code: string): boolean => /^50(01[13]|1\d\d|026|001)$/.test(code);

/** Endpoints that answer for each order apart. */
const byOrder =
  /^\/api\/v5\/(trade\/(order|batch-orders|cancel-order|cancel-batch-orders|cancel-algos)|tradingBot\/\w+\/stop(-order-algo)?)$/;

/** An injected refusal, in the form in which this endpoint would say it. */
export function answerInjected(code: string, { method, path }: Incoming): Answer {
  const refused = refusal(code);
  const isOfOrder = method === 'POST' && byOrder.test(path) && refused.httpStatus === 200;
  if (!isOfOrder || !/^51\d{3}$/.test(code)) return answerRefused(refused);
  const data = [{ ordId: '', clOrdId: '', sCode: code, sMsg: refused.message }];
  return jsonAnswer(200, { code: '1', data, msg: 'All operations failed' });
}

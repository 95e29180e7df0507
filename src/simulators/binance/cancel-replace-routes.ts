import type { Json, JsonObject } from '../../domain/json.ts';
import { VenueRefusal } from '../venue-refusal.ts';
import { refuse } from './codes.ts';
import { cancelOne, placeNames, placeOrder } from './order-routes.ts';
import { mandatory } from './parameters.ts';
import { api } from './route.ts';
import type { Call, Route } from './route.ts';

/** What cancels, under its name here and under that of a plain cancel. */
const cancelNames: Readonly<Record<string, string>> = {
  cancelOrderId: 'orderId',
  cancelOrigClientOrderId: 'origClientOrderId',
  cancelNewClientOrderId: 'newClientOrderId',
  cancelRestrictions: 'cancelRestrictions',
};

/** An order for another, in one call (rest-api.md "Cancel an Existing Order and Send a New Order"). */
export const cancelReplaceRoutes: readonly Route[] = [
  api('POST', 'order/cancelReplace', 'spot-trade', {
    weight: 1,
    reads: [...placeNames, 'cancelReplaceMode', ...Object.keys(cancelNames)],
    placesOrder: true,
    answer: cancelReplace,
  }),
];

interface Part {
  readonly result: 'SUCCESS' | 'FAILURE' | 'NOT_ATTEMPTED';
  readonly response: Json;
}

function cancelReplace(call: Call): Json {
  const mode = mandatory(call.parameters, 'cancelReplaceMode');
  if (mode !== 'STOP_ON_FAILURE' && mode !== 'ALLOW_FAILURE') throw refuse.invalid('cancelReplaceMode');
  const cancelled = attempt(() => cancelOne({ ...call, parameters: cancelParameters(call) }));
  const goesOn = cancelled.result === 'SUCCESS' || mode === 'ALLOW_FAILURE';
  const placed: Part = goesOn ? attempt(() => placeOrder(call)) : { result: 'NOT_ATTEMPTED', response: null };
  const parts = {
    cancelResult: cancelled.result,
    newOrderResult: placed.result,
    cancelResponse: cancelled.response,
    newOrderResponse: placed.response,
  };
  const done = [cancelled, placed].filter(({ result }) => result === 'SUCCESS').length;
  if (done === 2) return parts;
  throw done === 0
    ? failed(400, -2022, 'Order cancel-replace failed.', parts)
    : failed(409, -2021, 'Order cancel-replace partially failed.', parts);
}

function attempt(part: () => Json): Part {
  try {
    return { result: 'SUCCESS', response: part() };
  } catch (problem) {
    if (!(problem instanceof VenueRefusal)) throw problem;
    return { result: 'FAILURE', response: problem.body };
  }
}

function cancelParameters({ parameters }: Call): ReadonlyMap<string, string> {
  const named = Object.entries(cancelNames).flatMap(([name, plain]) => {
    const value = parameters.get(name);
    return value === undefined ? [] : [[plain, value] as const];
  });
  return new Map([['symbol', mandatory(parameters, 'symbol')], ...named]);
}

const failed = (httpStatus: number, code: number, message: string, parts: JsonObject): VenueRefusal =>
  new VenueRefusal({
    httpStatus,
    code: String(code),
    message,
    body: { code, msg: message, data: parts },
  });

import { Outcomes } from './answer.ts';
import { refusal } from './codes.ts';
import { perTwoSeconds } from './limits.ts';
import { mandatory, oneOf } from './parameters.ts';
import type { Parameters } from './parameters.ts';
import { get, post, trading } from './route.ts';
import type { Call, Route } from './route.ts';
import { pageOf } from './paging.ts';

const limit = perTwoSeconds(20);

/**
 * Trading bots (order-book-trading: grid, signal, recurring buy, DCA). The books have none: the lists are
 * empty, and whatever is to be stopped does not exist.
 */
export const botRoutes: readonly Route[] = [
  get('tradingBot/grid/orders-algo-pending', limit, (call) => noBots(call, ['grid', 'contract_grid'])),
  get('tradingBot/grid/orders-algo-history', limit, (call) => noBots(call, ['grid', 'contract_grid'])),
  get('tradingBot/signal/orders-algo-pending', limit, (call) => noBots(call, ['contract'])),
  get('tradingBot/signal/orders-algo-history', limit, (call) => noBots(call, ['contract'])),
  get('tradingBot/recurring/orders-algo-pending', limit, (call) => noBots(call)),
  get('tradingBot/recurring/orders-algo-history', limit, (call) => noBots(call)),
  get('tradingBot/dca/ongoing-list', limit, (call) => noBots(call, ['contract_dca', 'spot_dca'])),
  get('tradingBot/dca/history-list', limit, (call) => noBots(call, ['contract_dca', 'spot_dca'])),
  post('tradingBot/grid/stop-order-algo', trading, limit, (call) => stop(call, gridStop), asList()),
  post('tradingBot/signal/stop-order-algo', trading, limit, (call) => stop(call), asList()),
  post('tradingBot/recurring/stop-order-algo', trading, limit, (call) => stop(call), asList()),
  post('tradingBot/dca/stop', trading, limit, (call) => stop(call, dcaStop)),
];

function asList(): Partial<Route> {
  return { takesList: true };
}

function noBots({ parameters }: Call, types?: readonly string[]): readonly never[] {
  if (types !== undefined) {
    mandatory(parameters, 'algoOrdType');
    oneOf(parameters, 'algoOrdType', types);
  }
  pageOf<string>([], parameters, String);
  return [];
}

function gridStop(item: Parameters): void {
  mandatory(item, 'instId');
  mandatory(item, 'algoOrdType');
  oneOf(item, 'algoOrdType', ['grid', 'contract_grid']);
  mandatory(item, 'stopType');
}

function dcaStop(item: Parameters): void {
  mandatory(item, 'algoOrdType');
  oneOf(item, 'algoOrdType', ['contract_dca', 'spot_dca']);
  mandatory(item, 'stopType');
}

/** "A maximum of 10 orders can be stopped per request." */
const mostStopped = 10;

function stop({ items }: Call, check: (item: Parameters) => void = () => undefined): Outcomes {
  if (items.length === 0) throw refusal('50014', 'algoId');
  if (items.length > mostStopped) throw refusal('51406', String(mostStopped));
  const ids = items.map((item) => {
    check(item);
    return mandatory(item, 'algoId');
  });
  return new Outcomes(
    ids.map((algoId) => ({ row: { algoClOrdId: '', algoId, tag: '' }, refused: refusal('51291') })),
  );
}

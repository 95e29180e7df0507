import type { Json } from '../../domain/json.ts';
import { notSimulated, refusal } from './codes.ts';
import { otherLimit } from './limits.ts';
import { mandatory, oneOf, oneOfMandatory, whole } from './parameters.ts';
import type { Call, Method, Route } from './route.ts';

const route = (method: Method, path: string, answer: (call: Call) => Json): Route => ({
  method,
  path: `/bot/${path}`,
  // Not among the models' permissions: a client that makes such keys names it "quant".
  group: 'quant',
  limit: otherLimit,
  answer,
});

/** Trading bots (BotApi.md, 2026-06-25): the books hold none. */
export const botRoutes: readonly Route[] = [
  route('GET', 'portfolio/running', running),
  route('GET', 'portfolio/detail', namedBot),
  // "Only one policy is allowed to be terminated per request".
  route('POST', 'portfolio/stop', namedBot),
  ...[
    'spot-grid',
    'margin-grid',
    'infinite-grid',
    'futures-grid',
    'spot-martingale',
    'contract-martingale',
  ].map((kind) => route('POST', `${kind}/create`, create)),
];

const strategies = [
  'spot_grid',
  'margin_grid',
  'infinite_grid',
  'futures_grid',
  'spot_martingale',
  'contract_martingale',
] as const;

/** "Page number, default 1", "Paging size, default 20, maximum 50". */
function running(call: Call): Json {
  const { parameters } = call;
  oneOf(parameters, 'strategy_type', strategies);
  const page = whole(parameters, 'page', { least: 1, most: Number.MAX_SAFE_INTEGER }) ?? 1;
  const pageSize = whole(parameters, 'page_size', { least: 1, most: 50 }) ?? 20;
  return {
    code: 0,
    message: 'success',
    data: { items: [], page, page_size: pageSize, total: 0 },
    trace_id: traceIdOf(call),
  };
}

/** "can be generated uniformly by APIv4"; the form is not written. */
const traceIdOf = ({ nowMs }: Call): string => nowMs.toString(16).padStart(32, '0');

/** "Both `strategy_id` and `strategy_type` must be passed". How an unknown one is refused is not written. */
function namedBot({ parameters }: Call): never {
  mandatory(parameters, 'strategy_id');
  oneOfMandatory(parameters, 'strategy_type', strategies);
  throw refusal('NOT_FOUND', 'strategy not found');
}

function create({ parameters }: Call): never {
  mandatory(parameters, 'market');
  throw notSimulated();
}

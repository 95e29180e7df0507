import type { Action, RequestGroup } from './model.ts';
import { knownText } from './tables/table.ts';

/** Reasons can differ in every request; nobody reads more of them here. */
const mostAnswers = 6;

type Exchange = Action['exchanges'][number];

/**
 * Puts requests to one address together: a hundred pages of a list are one line to a reader, and each
 * of them is in the WARC file. The addresses come from the record and are never followed.
 */
export function groupRequests(exchanges: readonly Exchange[]): readonly RequestGroup[] {
  const groups = new Map<string, Exchange[]>();
  for (const exchange of exchanges) {
    const key = JSON.stringify([exchange.method, endpointOf(exchange.url)]);
    const group = groups.get(key);
    if (group) group.push(exchange);
    else groups.set(key, [exchange]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first ? [groupOf(first, group)] : [];
  });
}

function groupOf(first: Exchange, group: readonly Exchange[]): RequestGroup {
  const offsets = group.map(({ warcOffset }) => warcOffset);
  return {
    method: first.method,
    endpoint: endpointOf(first.url),
    parameters: [...new Set(group.flatMap(({ url }) => parametersOf(url)))].toSorted(),
    times: group.length,
    answers: [...new Set(group.map(({ status }) => knownText(status)))].slice(0, mostAnswers),
    // Not Math.min(...): a list of a hundred thousand pages is more than a call takes.
    firstWarcOffset: offsets.reduce((least, offset) => Math.min(least, offset)),
    lastWarcOffset: offsets.reduce((most, offset) => Math.max(most, offset)),
  };
}

/** "https://api.example/v3/order?symbol=…" → "api.example/v3/order"; what is no address stays as it is, uncut. */
function endpointOf(url: string): string {
  const [address = ''] = url.split('?', 1);
  return address.replace(/^https?:\/\//, '');
}

/** Names only. A redacted value may hold any character, so nothing is decoded. */
function parametersOf(url: string): readonly string[] {
  const at = url.indexOf('?');
  if (at < 0) return [];
  return url
    .slice(at + 1)
    .split('&')
    .flatMap((pair) => pair.split('=', 1))
    .filter((name) => name !== '');
}

/** "GET api.example/v3/myTrades, 12 times: answered 200, 429; answer unknown: no answer within 10 s". */
export function requestLine({ method, endpoint, times, answers }: RequestGroup): string {
  const often = times === 1 ? '' : times === 2 ? ', twice' : `, ${times} times`;
  const statuses = answers.filter((answer) => !answer.startsWith('unknown'));
  const said = [
    ...(statuses.length > 0 ? [`answered ${statuses.join(', ')}`] : []),
    ...answers.filter((answer) => answer.startsWith('unknown')).map((answer) => `answer ${answer}`),
  ];
  return `${method} ${endpoint}${often}: ${said.join('; ')}`;
}

/** "parameters limit, symbol; WARC records from byte 12 to byte 890". */
export function requestPlace({
  parameters,
  firstWarcOffset: first,
  lastWarcOffset: last,
}: RequestGroup): string {
  const named = parameters.length === 0 ? 'no parameters' : `parameters ${parameters.join(', ')}`;
  const where =
    first === last ? `WARC record at byte ${first}` : `WARC records from byte ${first} to byte ${last}`;
  return `${named}; ${where}`;
}

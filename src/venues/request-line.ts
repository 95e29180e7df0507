/**
 * Names a request by what tells it from others: "POST api.host/path#command". Several venues take every
 * command at one path and name it in the body. What is `named` is taken out where it stands in the path.
 */
export function requestLine(method: string, url: string, body?: string, named: Named = {}): string {
  const { host, pathname } = new URL(url);
  const known = [
    [named.orderId, '{id}'],
    [named.symbol, '{symbol}'],
  ] as const;
  const segments = pathname
    .split('/')
    .map((segment) => known.find(([text]) => text === segment)?.[1] ?? segment);
  const path = segments.join('/');
  const command = commandIn(body);
  return `${method} ${host}${path}${command === undefined ? '' : `#${command}`}`;
}

interface Named {
  readonly orderId?: string | undefined;
  readonly symbol?: string | undefined;
}

const commandNames = ['method', 'tapi_method', 'type'];

function commandIn(body: string | undefined): string | undefined {
  if (body === undefined || body === '') return undefined;
  const fields = body.startsWith('{') ? fieldsOf(body) : Object.fromEntries(new URLSearchParams(body));
  const command = commandNames.map((name) => fields[name]).find((value) => value !== undefined);
  // Markets and wallets are named so too: those are no commands.
  return typeof command === 'string' && /^[\w/.-]{6,60}$/.test(command) ? command : undefined;
}

function fieldsOf(body: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(body) as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
}

import { createHmac } from 'node:crypto';
import http from 'node:http';

/** A reply as it was parsed: what is in it is for the test to say. */
export type Parsed = ReturnType<typeof JSON.parse>;

export interface OkxReply {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
  /** Undefined when the body is not JSON. */
  readonly body: {
    readonly code: string;
    readonly msg: string;
    readonly data: Parsed;
    readonly [more: string]: Parsed;
  };
}

export interface OkxCall {
  readonly port: number;
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  /** As it goes out: nothing is encoded. */
  readonly query?: string;
  /** Sent as JSON; a text as it is. */
  readonly json?: object | string;
  readonly key?:
    { readonly keyId: string; readonly secret: string; readonly passphrase?: string } | undefined;
  readonly at: number;
  readonly from?: string;
  /** Instead of, or beside, those that are made here. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A client of the venue, written from its overview with node:crypto and nothing else. */
export function callOkx(call: OkxCall): Promise<OkxReply> {
  const { query = '', json } = call;
  const method = call.method ?? (json === undefined ? 'GET' : 'POST');
  const body = json === undefined ? '' : typeof json === 'string' ? json : JSON.stringify(json);
  const path = query === '' ? call.path : `${call.path}?${query}`;
  const options: http.RequestOptions = {
    host: '127.0.0.1',
    port: call.port,
    method,
    path,
    headers: {
      ...signed(call, `${method}${path}${body}`),
      ...(body === ''
        ? {}
        : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }),
      ...call.headers,
    },
    agent: false,
    ...(call.from === undefined ? {} : { localAddress: call.from }),
  };
  return new Promise((resolve, reject) => {
    const request = http.request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, body: parsed(text) });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

function signed({ key, at }: OkxCall, request: string): Readonly<Record<string, string>> {
  if (key === undefined) return {};
  const timestamp = new Date(at).toISOString();
  return {
    'OK-ACCESS-KEY': key.keyId,
    'OK-ACCESS-PASSPHRASE': key.passphrase ?? '',
    'OK-ACCESS-TIMESTAMP': timestamp,
    'OK-ACCESS-SIGN': createHmac('sha256', key.secret).update(`${timestamp}${request}`).digest('base64'),
  };
}

function parsed(text: string): OkxReply['body'] {
  try {
    return JSON.parse(text) as OkxReply['body'];
  } catch {
    return undefined as unknown as OkxReply['body'];
  }
}

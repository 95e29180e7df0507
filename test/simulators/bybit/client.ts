import { createHmac } from 'node:crypto';
import http from 'node:http';

/** A reply as it was parsed: what is in it is for the test to say. */
export type Parsed = ReturnType<typeof JSON.parse>;

export interface BybitReply {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
  /** Undefined when the body is not JSON. */
  readonly body: {
    readonly retCode: number;
    readonly retMsg: string;
    readonly result: Parsed;
    readonly [more: string]: Parsed;
  };
}

export interface BybitCall {
  readonly port: number;
  readonly method?: 'GET' | 'POST';
  readonly path: string;
  /** As it goes out: nothing is encoded. */
  readonly query?: string;
  /** Sent as JSON; a text as it is. */
  readonly json?: object | string;
  readonly key?: { readonly keyId: string; readonly secret: string } | undefined;
  readonly at: number;
  readonly recvWindow?: string;
  readonly from?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A client of the venue, written from its guide with node:crypto and nothing else. */
export function callBybit(call: BybitCall): Promise<BybitReply> {
  const { query = '', json, key, recvWindow = '5000' } = call;
  const method = call.method ?? (json === undefined ? 'GET' : 'POST');
  const body = json === undefined ? '' : typeof json === 'string' ? json : JSON.stringify(json);
  const payload = `${call.at}${key?.keyId ?? ''}${recvWindow}${method === 'POST' ? body : query}`;
  const signed =
    key === undefined
      ? {}
      : {
          'X-BAPI-API-KEY': key.keyId,
          'X-BAPI-TIMESTAMP': String(call.at),
          'X-BAPI-RECV-WINDOW': recvWindow,
          'X-BAPI-SIGN': createHmac('sha256', key.secret).update(payload).digest('hex'),
        };
  const options: http.RequestOptions = {
    host: '127.0.0.1',
    port: call.port,
    method,
    path: query === '' ? call.path : `${call.path}?${query}`,
    headers: {
      ...signed,
      ...(body === '' ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
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

function parsed(text: string): BybitReply['body'] {
  try {
    return JSON.parse(text) as BybitReply['body'];
  } catch {
    return undefined as unknown as BybitReply['body'];
  }
}

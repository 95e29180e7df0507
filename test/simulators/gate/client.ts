import { createHash, createHmac } from 'node:crypto';
import http from 'node:http';

/** A reply as it was parsed: what is in it is for the test to say. */
export type Parsed = ReturnType<typeof JSON.parse>;

export interface GateReply {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
  /** Undefined when the body is not JSON. */
  readonly body: Parsed;
}

export interface GateCall {
  readonly port: number;
  readonly method: string;
  readonly path: string;
  /** As it goes out: nothing is encoded. */
  readonly query?: string;
  /** Sent as JSON; a text as it is. */
  readonly json?: object | string;
  readonly key?: { readonly keyId: string; readonly secret: string } | undefined;
  /** Seconds. */
  readonly at: number | string;
  readonly from?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A client of the venue, written from its page with node:crypto and nothing else. */
export function callGate(call: GateCall): Promise<GateReply> {
  const { method, path, query = '', json, key, at } = call;
  const body = json === undefined ? '' : typeof json === 'string' ? json : JSON.stringify(json);
  const digest = createHash('sha512').update(body).digest('hex');
  const payload = `${method}\n${path}\n${decodeURIComponent(query)}\n${digest}\n${at}`;
  const signed =
    key === undefined
      ? {}
      : {
          KEY: key.keyId,
          Timestamp: String(at),
          SIGN: createHmac('sha512', key.secret).update(payload).digest('hex'),
        };
  const options: http.RequestOptions = {
    host: '127.0.0.1',
    port: call.port,
    method,
    path: query === '' ? path : `${path}?${query}`,
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

function parsed(text: string): Parsed {
  try {
    return JSON.parse(text) as Parsed;
  } catch {
    return undefined;
  }
}

import { createHmac } from 'node:crypto';
import http from 'node:http';

export interface BinanceReply {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
  /** Undefined when the body is not JSON. */
  readonly body: unknown;
}

export interface BinanceCall {
  readonly port: number;
  readonly method?: string;
  readonly path: string;
  /** In this order, in the query. */
  readonly params?: Readonly<Record<string, string | number>>;
  /** In this order, in a form body. */
  readonly form?: Readonly<Record<string, string | number>>;
  readonly key?: { readonly keyId: string; readonly secret?: string };
  /** Given, the request is signed and stamped. */
  readonly at?: number;
  /** Source address. */
  readonly from?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is, instead of params. */
  readonly rawQuery?: string;
  readonly agent?: http.Agent;
}

const encoded = (params: object): string =>
  Object.entries(params)
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
    .join('&');

/** A client of the venue, written from its document of signatures with node:crypto and nothing else. */
export function callBinance(call: BinanceCall): Promise<BinanceReply> {
  const form = encoded(call.form ?? {});
  let query = call.rawQuery ?? encoded({ ...call.params, ...(call.at ? { timestamp: call.at } : {}) });
  if (call.at !== undefined && call.rawQuery === undefined && call.key?.secret !== undefined) {
    const payload = query + form;
    query += `&signature=${createHmac('sha256', call.key.secret).update(payload).digest('hex')}`;
  }
  const options: http.RequestOptions = {
    host: '127.0.0.1',
    port: call.port,
    method: call.method ?? 'GET',
    path: query === '' ? call.path : `${call.path}?${query}`,
    headers: {
      ...(call.key ? { 'X-MBX-APIKEY': call.key.keyId } : {}),
      ...(form === '' ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      ...call.headers,
    },
    agent: call.agent ?? false,
    ...(call.from === undefined ? {} : { localAddress: call.from }),
  };
  return new Promise((resolve, reject) => {
    const request = http.request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, body: parsed(text) });
      });
    });
    request.on('error', reject);
    request.end(form);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import { createHash, createHmac } from 'node:crypto';
import http from 'node:http';

/** A reply as it was parsed: what is in it is for the test to say. */
export type Parsed = ReturnType<typeof JSON.parse>;

export interface KrakenReply {
  readonly status: number;
  readonly text: string;
  /** Undefined when the body is not JSON. */
  readonly body: { readonly error: readonly string[]; readonly result: Parsed };
}

export interface KrakenCall {
  readonly port: number;
  readonly method?: string;
  readonly path: string;
  /** Sent as a form, after the nonce. A text goes out as it is. */
  readonly form?: Readonly<Record<string, string | number | boolean>> | string;
  /** Sent as JSON instead, with the nonce as its first member. */
  readonly json?: object;
  readonly key?: { readonly keyId: string; readonly secret: string } | undefined;
  readonly nonce?: string;
  readonly from?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** base64(HMAC-SHA512(base64decode(secret), path + SHA256(nonce + body))): the authentication guide. */
export function signatureOf(
  path: string,
  signed: {
    readonly nonce: string;
    readonly body: string;
    readonly secret: string;
  },
): string {
  const hash = createHash('sha256').update(signed.nonce).update(signed.body).digest();
  const secret = Buffer.from(signed.secret, 'base64');
  return createHmac('sha512', secret).update(path).update(hash).digest('base64');
}

/** A client of the venue, written from its guide with node:crypto and nothing else. */
export function callKraken(call: KrakenCall): Promise<KrakenReply> {
  const { key, nonce = '1', json, form = {} } = call;
  const method = call.method ?? (key === undefined ? 'GET' : 'POST');
  const body = bodyOf({ key, nonce, json, form });
  const signed =
    key === undefined
      ? {}
      : {
          'API-Key': key.keyId,
          'API-Sign': signatureOf(call.path, {
            nonce,
            body,
            secret: key.secret,
          }),
        };
  const isQuery = method === 'GET' && body !== '';
  const options: http.RequestOptions = {
    host: '127.0.0.1',
    port: call.port,
    method,
    path: isQuery ? `${call.path}?${body}` : call.path,
    headers: {
      ...signed,
      'content-type': json === undefined ? 'application/x-www-form-urlencoded' : 'application/json',
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
        resolve({ status: response.statusCode ?? 0, text, body: parsed(text) });
      });
    });
    request.on('error', reject);
    request.end(isQuery ? '' : body);
  });
}

function bodyOf({
  key,
  nonce,
  json,
  form,
}: {
  readonly key: KrakenCall['key'];
  readonly json: object | undefined;
  readonly nonce: string;
  readonly form: NonNullable<KrakenCall['form']>;
}): string {
  // Written by hand: a nonce of nanoseconds is more than a JSON number holds.
  if (json !== undefined) return JSON.stringify(json).replace('{', `{"nonce":${nonce},`).replace(',}', '}');
  if (typeof form === 'string') return form;
  const pairs = Object.entries(form).map(([name, value]) => [name, String(value)] as [string, string]);
  return new URLSearchParams(key === undefined ? pairs : [['nonce', nonce], ...pairs]).toString();
}

function parsed(text: string): KrakenReply['body'] {
  try {
    return JSON.parse(text) as KrakenReply['body'];
  } catch {
    return undefined as unknown as KrakenReply['body'];
  }
}

import { createPrivateKey, randomBytes, sign } from 'node:crypto';
import http from 'node:http';

/** A reply as it was parsed: what is in it is for the test to say. */
export type Parsed = ReturnType<typeof JSON.parse>;

export interface CoinbaseReply {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
  /** Undefined when the body is not JSON. */
  readonly body: Parsed;
}

export interface CoinbaseCall {
  readonly port: number;
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  /** As it goes out: nothing is encoded. */
  readonly query?: string;
  readonly json?: object | string;
  /** Undefined: nothing is signed. */
  readonly key?: { readonly keyId: string; readonly secret: string } | undefined;
  readonly atMs: number;
  readonly from?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** What of the token is otherwise than documented. */
  readonly header?: Readonly<Record<string, unknown>>;
  readonly claims?: Readonly<Record<string, unknown>>;
}

const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A client of the venue, written from its documents with node:crypto and nothing else. */
export function callCoinbase(call: CoinbaseCall): Promise<CoinbaseReply> {
  const { query = '', json } = call;
  const method = call.method ?? (json === undefined ? 'GET' : 'POST');
  const body = json === undefined ? '' : typeof json === 'string' ? json : JSON.stringify(json);
  const options: http.RequestOptions = {
    host: '127.0.0.1',
    port: call.port,
    method,
    path: query === '' ? call.path : `${call.path}?${query}`,
    headers: {
      ...(call.key === undefined
        ? {}
        : { authorization: `Bearer ${tokenFor(call.key, method, call.path, call)}` }),
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

/** "CDP API keys": a token for one request, good for two minutes. */
export function tokenFor(
  key: { readonly keyId: string; readonly secret: string },
  method: string,
  path: string,
  { atMs, header, claims }: Pick<CoinbaseCall, 'atMs' | 'header' | 'claims'>,
): string {
  const isPem = key.secret.startsWith('-----BEGIN');
  const nowS = Math.floor(atMs / 1_000);
  const parts = [
    base64url({
      alg: isPem ? 'ES256' : 'EdDSA',
      typ: 'JWT',
      kid: key.keyId,
      nonce: randomBytes(16).toString('hex'),
      ...header,
    }),
    base64url({
      iss: 'cdp',
      sub: key.keyId,
      nbf: nowS,
      exp: nowS + 120,
      uri: `${method} api.coinbase.com${path}`,
      ...claims,
    }),
  ];
  const text = parts.join('.');
  return `${text}.${isPem ? signEc(key.secret, text) : signEd(key.secret, text)}`;
}

const signEc = (pem: string, text: string): string =>
  sign('sha256', Buffer.from(text), { key: pem, dsaEncoding: 'ieee-p1363' }).toString('base64url');

/** The secret is base64 of the seed and the public key, 32 bytes each. */
function signEd(secret: string, text: string): string {
  const raw = Buffer.from(secret, 'base64');
  const jwk = {
    kty: 'OKP',
    crv: 'Ed25519',
    d: raw.subarray(0, 32).toString('base64url'),
    x: raw.subarray(32).toString('base64url'),
  };
  return sign(null, Buffer.from(text), createPrivateKey({ key: jwk, format: 'jwk' })).toString('base64url');
}

function parsed(text: string): Parsed {
  try {
    return JSON.parse(text) as Parsed;
  } catch {
    return undefined;
  }
}

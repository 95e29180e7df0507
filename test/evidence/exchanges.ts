import type { CaptureRules, HttpExchange } from '../../src/domain/http-exchange.ts';

export const apiKey = 'vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A';
export const apiSecret = 'NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j';
export const salt = Buffer.from('0123456789abcdef0123456789abcdef', 'hex');

export const rules: CaptureRules = {
  openRequestHeaders: ['accept', 'user-agent'],
  openResponseHeaders: ['date', 'x-mbx-used-weight-1m', 'vary'],
  openParameters: ['symbol', 'limit', 'timestamp', 'recvWindow', 'side'],
};

const signature = 'c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71';

/** A signed read as it goes over the wire, with the key and signature published in Binance's own docs. */
export const exchange = (changes: Partial<HttpExchange> = {}): HttpExchange => ({
  id: 'X-00007',
  venue: 'binance',
  purpose: 'listing trades',
  startedAt: '2026-11-21T03:04:05.678Z',
  durationMs: 42,
  request: {
    method: 'GET',
    url: `https://api.binance.com/api/v3/myTrades?symbol=LTCBTC&limit=1000&timestamp=1499827319559&signature=${signature}`,
    headers: [
      ['Host', 'api.binance.com'],
      ['X-MBX-APIKEY', apiKey],
      ['Accept', 'application/json'],
    ],
    body: new Uint8Array(),
  },
  response: {
    status: 200,
    statusText: 'OK',
    headers: [
      ['Content-Type', 'application/json;charset=UTF-8'],
      ['Set-Cookie', 'session=8f2ba60c'],
      ['Set-Cookie', 'region=eu'],
      ['Vary', 'Accept-Encoding'],
      ['Vary', 'Origin'],
    ],
    body: Buffer.from('[{"symbol":"LTCBTC","id":28457,"price":"0.00400000"}]'),
  },
  peer: { address: '192.0.2.10', tls: 'TLSv1.3' },
  ...changes,
});

export const withResponse = (
  body: Uint8Array | string,
  headers: readonly (readonly [string, string])[] = [],
) => exchange({ response: { status: 200, statusText: 'OK', headers, body: Buffer.from(body) } });

export const withRequest = (request: Partial<HttpExchange['request']>) =>
  exchange({ request: { ...exchange().request, ...request } });

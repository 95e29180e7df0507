import http from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { HttpExchange } from '../../src/domain/http-exchange.ts';
import { Secret } from '../../src/domain/secret.ts';
import type { Credential, KeyHolder } from '../../src/domain/account.ts';
import { openSession } from '../../src/venues/index.ts';
import type { Session } from '../../src/venues/index.ts';
import type { SessionRequest } from '../../src/venues/session.ts';
import { binance } from '../../src/venues/binance/index.ts';
import { listenOnLoopback, type Listening } from '../support/loopback-server.ts';
import { machineClock } from './clocks.ts';

/** What the scripted server does with a request. Bodies are sent as they stand. */
export type Scripted =
  | {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string | Buffer;
      readonly afterMs?: number;
    }
  /** The connection is reset without an answer. */
  | { readonly does: 'reset' }
  /** No headers ever. */
  | { readonly does: 'stall' }
  /** Headers and the first bytes, then silence. */
  | { readonly does: 'body-stall' }
  /** Headers that promise more than comes. */
  | { readonly does: 'cut-off' };

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly rawQuery: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
  readonly from: string;
  /** Counts connections from 1. */
  readonly connection: number;
}

export interface ScriptedVenue extends Listening {
  readonly seen: SeenRequest[];
}

/** A server on loopback that answers as the test says: no signatures, no rules, no adapter inside. */
export async function startScriptedVenue(answer: (request: SeenRequest) => Scripted): Promise<ScriptedVenue> {
  const seen: SeenRequest[] = [];
  const connections = new WeakMap<object, number>();
  let count = 0;
  const serve = async (request: http.IncomingMessage, response: http.ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? '/', 'https://api.binance.com');
    const entry: SeenRequest = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      rawQuery: url.search.slice(1),
      headers: request.headers,
      body: Buffer.concat(chunks).toString('utf8'),
      from: request.socket.remoteAddress ?? '',
      connection: connections.get(request.socket) ?? 0,
    };
    seen.push(entry);
    await play(answer(entry), response);
  };
  const server = http.createServer((request, response) => void serve(request, response));
  server.on('connection', (socket) => connections.set(socket, ++count));
  return { ...(await listenOnLoopback(server)), seen };
}

async function play(scripted: Scripted, response: http.ServerResponse): Promise<void> {
  if ('does' in scripted) {
    if (scripted.does === 'reset') response.socket?.resetAndDestroy();
    if (scripted.does === 'stall' || scripted.does === 'reset') return;
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '1000' });
    response.write('[{"symbol":');
    if (scripted.does === 'cut-off') setTimeout(() => response.socket?.destroy(), 20);
    return;
  }
  if (scripted.afterMs !== undefined) await wait(scripted.afterMs);
  const body = scripted.body ?? '';
  response.writeHead(scripted.status ?? 200, {
    'Content-Type': 'application/json;charset=UTF-8',
    'Content-Length': String(Buffer.byteLength(body)),
    ...scripted.headers,
  });
  response.end(body);
}

// Generated, belonging to nobody. 64 characters like the venue's own.
export const apiKey = 'CANARYkeyCANARYkeyCANARYkeyCANARYkeyCANARYkeyCANARYkeyCANARYkey1';
export const apiSecret = 'CANARYsecretCANARYsecretCANARYsecretCANARYsecretCANARYsecretCAN2';

export const testCredential = (holder: KeyHolder = 'suspect'): Credential => ({
  holder,
  label: 'tradebot-1',
  parts: { apiKey: new Secret(apiKey, 'env:TEST_KEY'), secret: new Secret(apiSecret, 'env:TEST_SECRET') },
});

export interface TestSession {
  readonly session: Session;
  readonly captured: HttpExchange[];
}

/**
 * A session on the drill wire to the scripted server, with short timeouts and a capture in memory.
 * `change.venue` makes it another venue's; give it a credential of that venue's form then.
 */
export async function sessionTo(
  port: number,
  change: Partial<SessionRequest> & { readonly keyless?: boolean } = {},
): Promise<TestSession> {
  const captured: HttpExchange[] = [];
  const { keyless, credential = testCredential(), venue = binance, ...rest } = change;
  const session = await openSession({
    venue,
    ...(keyless === true ? {} : { credential }),
    wire: { mode: 'drill', ports: new Map([[venue.id, port]]), sourceIp: '127.0.0.7' },
    capture: async (exchange) => void captured.push(exchange),
    clock: machineClock,
    timeouts: { connectMs: 1_000, headersMs: 300, bodyMs: 300, totalMs: 2_000 },
    ...rest,
  });
  return { session, captured };
}

/** What a captive portal answers, with status 200, to anything. */
export const html = '<html><body><h1>Please sign in to the Wi-Fi</h1></body></html>';

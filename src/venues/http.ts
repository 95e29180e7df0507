import http from 'node:http';
import type { Duplex } from 'node:stream';
import { isoNow, type Clock } from '../domain/clock.ts';
import type { HttpExchange } from '../domain/http-exchange.ts';
import { isSystemError } from '../domain/system-error.ts';
import { maxBodyBytes } from './body.ts';
import { WireRefusal } from './wire.ts';
import type { Connect, Peer } from './wire.ts';

/** Milliseconds of real time: the network does not speed up with a drill's clock. */
export interface Timeouts {
  /** Until a connection stands: DNS, proxy and TLS together. */
  readonly connectMs: number;
  /** From the request until the reply's headers. */
  readonly headersMs: number;
  /** The longest silence inside the body. */
  readonly bodyMs: number;
  /** The whole exchange, however lively. */
  readonly totalMs: number;
}

export const defaultTimeouts: Timeouts = {
  connectMs: 10_000,
  headersMs: 15_000,
  bodyMs: 15_000,
  totalMs: 60_000,
};

export interface Outgoing {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** Reads may use a kept-alive connection; a write gets its own, so that a reset says more. */
  readonly isWrite: boolean;
}

/** One exchange as bytes, and how it failed if it did. Nothing here is interpreted. */
export interface Transfer {
  readonly startedAt: string;
  readonly durationMs: number;
  readonly endedAt: string;
  readonly request: HttpExchange['request'];
  /** What came back, also when it stopped half way: then `error` says so. */
  readonly response?: NonNullable<HttpExchange['response']>;
  readonly peer?: Peer;
  readonly error?: Error;
  /** False only when no byte of the request can have left this machine. */
  readonly mayHaveArrived: boolean;
  /** The venue closed a kept-alive connection before it answered: a read may go again. */
  readonly wasStale: boolean;
}

/** Connections to one venue over one wire. */
export interface Line {
  /**
   * Never follows a redirect. A failure on the way is part of the transfer; rejects only when the
   * URL is no https URL, before anything is opened.
   */
  send(outgoing: Outgoing): Promise<Transfer>;
  close(): void;
}

/** A stall that we ended ourselves. */
class TimedOut extends Error {
  override readonly name = 'TimedOut';
}

export function openLine(options: {
  readonly connect: Connect;
  readonly clock: Clock;
  readonly timeouts: Timeouts;
}): Line {
  const { connect, clock, timeouts } = options;
  const kept = new WireAgent(connect, timeouts.connectMs, true);
  const single = new WireAgent(connect, timeouts.connectMs, false);
  return {
    send: (outgoing) => transfer(outgoing, outgoing.isWrite ? single : kept, clock, timeouts),
    close: () => {
      kept.destroy();
      single.destroy();
    },
  };
}

/** Hands node:http sockets that the wire opened: TLS and proxy are the wire's business. */
class WireAgent extends http.Agent {
  readonly #connect: Connect;
  readonly #connectMs: number;
  readonly #peers = new WeakMap<Duplex, Peer>();

  constructor(connect: Connect, connectMs: number, keepAlive: boolean) {
    // 4 s idle is below the 5 s after which many servers close; what still races is `wasStale`.
    super({ keepAlive, timeout: keepAlive ? 4_000 : undefined, maxSockets: 64 });
    this.#connect = connect;
    this.#connectMs = connectMs;
  }

  override createConnection(
    options: http.ClientRequestArgs,
    created?: (error: Error | null, socket: Duplex) => void,
  ): undefined {
    const target = { host: String(options.host), port: Number(options.port) };
    const timeout = new AbortController();
    const timer = setTimeout(
      () => timeout.abort(new TimedOut(`no connection after ${this.#connectMs} ms`)),
      this.#connectMs,
    );
    this.#connect(target, timeout.signal)
      .then(
        (connection) => {
          this.#peers.set(connection.socket, connection.peer);
          created?.(null, connection.socket);
        },
        // node:http reads no socket when there is an error; its type has no form for that.
        (error: unknown) => created?.(asError(error), undefined as unknown as Duplex),
      )
      .finally(() => clearTimeout(timer));
  }

  peerOf(socket: Duplex): Peer | undefined {
    return this.#peers.get(socket);
  }
}

async function transfer(
  outgoing: Outgoing,
  agent: WireAgent,
  clock: Clock,
  timeouts: Timeouts,
): Promise<Transfer> {
  const startedAt = isoNow(clock);
  const startedMs = clock.monotonicMs();
  const body = Buffer.from(outgoing.body ?? '', 'utf8');
  const request = http.request(requestOptions(outgoing, agent, body));
  const seen: { peer?: Peer; head?: http.IncomingMessage; sent: boolean; chunks: Buffer[] } = {
    sent: false,
    chunks: [],
  };
  return new Promise((resolve) => {
    const watch = new Watch(timeouts.totalMs, (error) => finish(error));
    let finished = false;
    const finish = (error?: Error): void => {
      if (finished) return;
      finished = true;
      watch.stop();
      // Only a failed request is destroyed: a good one's socket is already back in the pool.
      if (error !== undefined) request.destroy();
      resolve({
        startedAt,
        durationMs: Math.max(0, Math.round(clock.monotonicMs() - startedMs)),
        endedAt: isoNow(clock),
        request: { method: outgoing.method, url: outgoing.url, headers: headersSent(request), body },
        ...(seen.head === undefined ? {} : { response: asResponse(seen.head, seen.chunks) }),
        ...(seen.peer === undefined ? {} : { peer: seen.peer }),
        ...(error === undefined ? {} : { error }),
        mayHaveArrived: seen.sent,
        wasStale: error !== undefined && request.reusedSocket && seen.head === undefined && isReset(error),
      });
    };
    request.once('socket', (socket) => {
      seen.sent = true;
      const peer = agent.peerOf(socket);
      if (peer !== undefined) seen.peer = peer;
      watch.expect(timeouts.headersMs, 'no reply');
    });
    request.once('response', (response) => {
      seen.head = response;
      watch.expect(timeouts.bodyMs, 'the body stopped');
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        seen.chunks.push(chunk);
        bytes += chunk.length;
        watch.expect(timeouts.bodyMs, 'the body stopped');
        if (bytes > maxBodyBytes) finish(new Error(`a body of more than ${maxBodyBytes} bytes`));
      });
      // Without `complete` the connection closed before the length that the headers promised.
      response.once('end', () => finish(response.complete ? undefined : new Error('the body was cut off')));
      response.once('error', finish);
    });
    // Stays on after `finish`: destroying a request emits once more, to nobody.
    request.on('error', finish);
    request.end(body);
  });
}

function requestOptions(outgoing: Outgoing, agent: WireAgent, body: Buffer): http.RequestOptions {
  const url = new URL(outgoing.url);
  // Plain HTTP has no place here: TLS is what the wire puts under it, or loopback in a drill.
  if (url.protocol !== 'https:') throw new WireRefusal(`${url.protocol} is not https`);
  return {
    agent,
    method: outgoing.method,
    host: url.hostname,
    port: url.port === '' ? 443 : Number(url.port),
    path: url.pathname + url.search,
    setHost: false,
    headers: {
      Host: url.host,
      ...outgoing.headers,
      'Accept-Encoding': 'gzip',
      // Node would add it unseen: what is captured is what was sent.
      Connection: outgoing.isWrite ? 'close' : 'keep-alive',
      ...(body.length === 0 ? {} : { 'Content-Length': String(body.length) }),
    },
  };
}

const headersSent = (request: http.ClientRequest): (readonly [string, string])[] =>
  request.getRawHeaderNames().map((name) => [name, String(request.getHeader(name))] as const);

function asResponse(
  head: http.IncomingMessage,
  chunks: readonly Buffer[],
): NonNullable<HttpExchange['response']> {
  const headers: (readonly [string, string])[] = [];
  for (let i = 0; i + 1 < head.rawHeaders.length; i += 2) {
    headers.push([head.rawHeaders[i] ?? '', head.rawHeaders[i + 1] ?? '']);
  }
  return {
    status: head.statusCode ?? 0,
    statusText: head.statusMessage ?? '',
    headers,
    body: Buffer.concat(chunks),
  };
}

/** Ends the exchange when what is expected does not come in time. */
class Watch {
  readonly #late: (error: Error) => void;
  readonly #total: NodeJS.Timeout;
  #next: NodeJS.Timeout | undefined;

  constructor(totalMs: number, late: (error: Error) => void) {
    this.#late = late;
    this.#total = setTimeout(() => late(new TimedOut(`not finished after ${totalMs} ms`)), totalMs);
  }

  expect(withinMs: number, otherwise: string): void {
    clearTimeout(this.#next);
    this.#next = setTimeout(() => this.#late(new TimedOut(`${otherwise} for ${withinMs} ms`)), withinMs);
  }

  stop(): void {
    clearTimeout(this.#total);
    clearTimeout(this.#next);
  }
}

const isReset = (error: Error): boolean => isSystemError(error, ['ECONNRESET', 'EPIPE']);

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

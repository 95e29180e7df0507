import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../domain/clock.ts';
import type { FaultKind } from './contract.ts';
import type { FaultQueue } from './faults.ts';
import { plainIp } from './gate.ts';

/** A request as a venue sees it: text as it was on the wire, nothing decoded. */
export interface Incoming {
  readonly method: string;
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  readonly body: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly sourceIp: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface Shell {
  readonly port: number;
  requests(): readonly { readonly path: string; readonly status: number; readonly sourceIp: string }[];
  close(): Promise<void>;
}

/**
 * Starts a plain HTTP/1.1 server on a free port of 127.0.0.1. It can be reached from every address
 * in 127.0.0.0/8: the caller's own choice of source address is what an IP allowlist is tested with.
 * `answer` is synchronous, so requests take effect one after the other.
 */
export async function startShell(venue: {
  readonly clock: Clock;
  readonly faults: FaultQueue;
  readonly answer: (incoming: Incoming) => Answer;
  /** What the venue says when it breaks inside: the world log's disk is full. */
  readonly whenBroken: Answer;
  readonly refusalAnswer: (code: string, incoming: Incoming) => Answer;
}): Promise<Shell> {
  const served: { path: string; status: number; sourceIp: string }[] = [];
  const server = createServer((request, response) => {
    // The only awaits are the body and a delay; a client that goes away meanwhile is no error here.
    serve(venue, request, response, served).catch(() => response.destroy());
  });
  server.keepAliveTimeout = 30_000;
  await listen(server);
  return {
    port: (server.address() as AddressInfo).port,
    requests: () => served,
    close: () => close(server),
  };
}

type Venue = Parameters<typeof startShell>[0];

async function serve(
  venue: Venue,
  request: IncomingMessage,
  response: ServerResponse,
  served: { path: string; status: number; sourceIp: string }[],
): Promise<void> {
  const incoming = await read(request);
  const note = (status: number): void => {
    served.push({ path: incoming.path, status, sourceIp: incoming.sourceIp });
  };
  const fault = venue.faults.take(incoming.path);
  if (fault?.kind === 'delay') await venue.clock.sleep(fault.ms);
  const instead = fault === undefined ? undefined : answerInstead(venue, fault, incoming);
  if (instead !== undefined) {
    note(instead.status);
    return send(venue, response, instead);
  }
  if (fault?.kind === 'reset' || fault?.kind === 'stall') {
    note(0);
    // A stalled request keeps its socket open without a byte until the client or `close` ends it.
    if (fault.kind === 'reset') request.socket.resetAndDestroy();
    return;
  }
  const answer = answerOrBreak(venue, incoming);
  note(fault?.kind === 'lost-reply' ? 0 : answer.status);
  if (fault?.kind === 'lost-reply') request.socket.destroy();
  else if (fault?.kind === 'body-stall') sendHead(venue, response, answer);
  else send(venue, response, answer);
}

// Faults that answer in the venue's place: the request has no effect.
function answerInstead(venue: Venue, fault: FaultKind, incoming: Incoming): Answer | undefined {
  switch (fault.kind) {
    case 'status':
      return bare(fault.status, fault.body ?? '');
    case 'html-200':
      return bare(200, '<html><body><h1>Sign in to the network</h1></body></html>');
    case 'empty-200':
      return bare(200, '');
    case 'body-200':
      return bare(200, fault.body);
    case 'refusal':
      return venue.refusalAnswer(fault.code, incoming);
    default:
      return undefined;
  }
}

const bare = (status: number, body: string): Answer => ({
  status,
  headers: {
    'content-type': body.startsWith('<') ? 'text/html; charset=utf-8' : 'application/json;charset=UTF-8',
  },
  body,
});

function answerOrBreak(venue: Venue, incoming: Incoming): Answer {
  try {
    return venue.answer(incoming);
  } catch (problem) {
    // The venue's words never say why; a test or a drill that meets it must be able to see it.
    const why = String(problem)
      .replace(/[^\x20-\x7e]/g, '?')
      .slice(0, 200);
    return { ...venue.whenBroken, headers: { ...venue.whenBroken.headers, 'x-simulator-error': why } };
  }
}

function send(venue: Venue, response: ServerResponse, answer: Answer): void {
  sendHead(venue, response, answer);
  response.end(answer.body);
}

function sendHead(venue: Venue, response: ServerResponse, answer: Answer): void {
  // The venue's clock is the drill's, so its Date header is too.
  response.sendDate = false;
  response.writeHead(answer.status, {
    ...answer.headers,
    date: venue.clock.now().toHTTP() ?? '',
    'content-length': String(Buffer.byteLength(answer.body)),
  });
  response.flushHeaders();
}

// More than any signed form of this venue; a longer body is a client's mistake and is cut short.
const longestBody = 64 * 1024;

async function read(request: IncomingMessage): Promise<Incoming> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > longestBody) throw new Error(`a request body of more than ${longestBody} bytes`);
    chunks.push(chunk);
  }
  const url = request.url ?? '/';
  const mark = url.indexOf('?');
  return {
    method: request.method ?? 'GET',
    path: mark < 0 ? url : url.slice(0, mark),
    query: mark < 0 ? '' : url.slice(mark + 1),
    // Latin-1 keeps every byte: what is signed is compared byte for byte.
    body: Buffer.concat(chunks).toString('latin1'),
    headers: request.headers,
    sourceIp: plainIp(request.socket.remoteAddress ?? ''),
  };
}

const listen = (server: Server): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

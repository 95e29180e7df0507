import https from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { listenOnLoopback, type Listening } from './loopback-server.ts';

export interface TlsStandIn extends Listening {
  /** Names that clients asked for in their TLS hello. */
  readonly serverNames: string[];
}

/** A TLS server on loopback that stands in for a venue's host; only a proxy leads a client here. */
export async function startTlsStandIn(
  certificate: { readonly key: string; readonly cert: string },
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<TlsStandIn> {
  const serverNames: string[] = [];
  const server = https.createServer({ key: certificate.key, cert: certificate.cert }, answer);
  server.on('secureConnection', (socket: TLSSocket) => serverNames.push(String(socket.servername)));
  server.on('tlsClientError', () => undefined);
  return { ...(await listenOnLoopback(server)), serverNames };
}

import { once } from 'node:events';
import https from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';

export interface TlsStandIn {
  readonly port: number;
  /** Names that clients asked for in their TLS hello. */
  readonly serverNames: string[];
  close(): Promise<void>;
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
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    serverNames,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

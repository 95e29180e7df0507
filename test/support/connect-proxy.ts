import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import type { AddressInfo } from 'node:net';

export interface TestProxy {
  readonly url: string;
  readonly port: number;
  /** What was asked of it: "CONNECT api.binance.com:443". */
  readonly asked: string[];
  close(): Promise<void>;
}

/** Where a tunnel really ends, by the name that was asked for; undefined = refused. */
export type Route = (target: string) => { readonly port: number } | undefined;

/**
 * An HTTP CONNECT proxy on loopback whose tunnels end at test servers, whatever name was asked for.
 * With `login` it wants Basic authentication and answers 407 otherwise.
 */
export async function startConnectProxy(
  route: Route,
  login?: { readonly user: string; readonly password: string },
): Promise<TestProxy> {
  const asked: string[] = [];
  const sockets = new Set<net.Socket>();
  const server = http.createServer((_request, response) => response.writeHead(405).end());
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  });
  server.on('connect', (request, client: net.Socket) => {
    asked.push(`${request.method} ${request.url}`);
    if (!isLetIn(request.headers['proxy-authorization'], login)) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n');
      return;
    }
    const end = route(request.url ?? '');
    if (end === undefined) return void client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    const upstream = net.connect({ host: '127.0.0.1', port: end.port }, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    sockets.add(upstream);
    upstream.on('error', () => client.destroy()).on('close', () => client.destroy());
    client.on('close', () => upstream.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const userInfo =
    login === undefined ? '' : `${encodeURIComponent(login.user)}:${encodeURIComponent(login.password)}@`;
  return {
    port,
    url: `http://${userInfo}127.0.0.1:${port}`,
    asked,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function isLetIn(
  header: string | undefined,
  login: { readonly user: string; readonly password: string } | undefined,
): boolean {
  if (login === undefined) return true;
  return header === `Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}`;
}

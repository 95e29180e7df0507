import http from 'node:http';
import type net from 'node:net';
import { startProxy, tunnel, type Login, type Route, type TestProxy } from './test-proxy.ts';

export type { Route, TestProxy } from './test-proxy.ts';

/**
 * An HTTP CONNECT proxy on loopback whose tunnels end at test servers, whatever name was asked for.
 * With `login` it wants Basic authentication and answers 407 otherwise.
 */
export async function startConnectProxy(route: Route, login?: Login): Promise<TestProxy> {
  const asked: string[] = [];
  const server = http.createServer((_request, response) => response.writeHead(405).end());
  server.on('connect', (request, client: net.Socket) => {
    asked.push(`${request.method} ${request.url}`);
    if (!isLetIn(request.headers['proxy-authorization'], login)) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n');
      return;
    }
    const end = route(request.url ?? '');
    if (end === undefined) return void client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    tunnel(client, end, () => client.write('HTTP/1.1 200 Connection established\r\n\r\n'));
  });
  return startProxy(server, { scheme: 'http', login, asked });
}

function isLetIn(header: string | undefined, login: Login | undefined): boolean {
  if (login === undefined) return true;
  return header === `Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}`;
}

import net from 'node:net';
import type { Duplex } from 'node:stream';
import { listenOnLoopback } from './loopback-server.ts';

export interface TestProxy {
  readonly url: string;
  readonly port: number;
  /** What was asked of it: "CONNECT api.binance.com:443". */
  readonly asked: string[];
  close(): Promise<void>;
}

/** Where a tunnel really ends, by the name that was asked for; undefined = refused. */
export type Route = (target: string) => { readonly port: number } | undefined;

export interface Login {
  readonly user: string;
  readonly password: string;
}

/** Starts the server as a proxy; `asked` is filled by it. */
export async function startProxy(
  server: net.Server,
  {
    scheme,
    login,
    asked,
  }: { readonly scheme: string; readonly login?: Login | undefined; readonly asked: string[] },
): Promise<TestProxy> {
  const { port, close } = await listenOnLoopback(server);
  const userInfo =
    login === undefined ? '' : `${encodeURIComponent(login.user)}:${encodeURIComponent(login.password)}@`;
  return { port, url: `${scheme}://${userInfo}127.0.0.1:${port}`, asked, close };
}

/** Joins the client to the tunnel's end, once `accept` has told the client so; they end together. */
export function tunnel(client: Duplex, end: { readonly port: number }, accept: () => void): void {
  const upstream = net.connect({ host: '127.0.0.1', port: end.port }, () => {
    accept();
    upstream.pipe(client).pipe(upstream);
  });
  upstream.on('error', () => client.destroy()).on('close', () => client.destroy());
  client.on('close', () => upstream.destroy());
}

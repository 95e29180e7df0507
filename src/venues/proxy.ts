import http from 'node:http';
import net from 'node:net';
import type tls from 'node:tls';
import { SocksClient } from 'socks';
import { BadInput } from '../domain/failure.ts';
import type { Secret } from '../domain/secret.ts';

/** The account's proxy, read. Its password stays in here and never enters an error. */
interface Proxy {
  readonly speaks: 'connect' | 'socks5';
  readonly host: string;
  readonly port: number;
  readonly user: string | undefined;
  readonly password: string | undefined;
}

const defaultPorts = { connect: 80, socks5: 1080 } as const;

/** Reads a proxy URL. Throws BadInput that names the reference, never the URL: it may hold a password. */
export function readProxy(secret: Secret): Proxy {
  // URL.parse, not `new URL`: the error of the latter carries the whole text as `input`.
  const url = URL.parse(secret.reveal());
  const speaks =
    url?.protocol === 'http:'
      ? 'connect'
      : url?.protocol === 'socks5:' || url?.protocol === 'socks5h:'
        ? 'socks5'
        : undefined;
  const user = url === null ? undefined : percentDecoded(url.username);
  const password = url === null ? undefined : percentDecoded(url.password);
  const complete = url !== null && url.hostname !== '' && user !== undefined && password !== undefined;
  if (!complete || speaks === undefined) {
    throw new BadInput(`the proxy from ${secret.reference} is no http:// or socks5:// URL`, {
      hint: 'write http://user:password@host:port or socks5://host:port',
    });
  }
  return {
    speaks,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? defaultPorts[speaks] : Number(url.port),
    user: user === '' ? undefined : user,
    password: password === '' ? undefined : password,
  };
}

function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/**
 * Opens a TCP tunnel to the target through the proxy; the proxy resolves the name. Rejects with an
 * error that says what the proxy answered and holds no credential.
 */
export function dialThroughProxy(
  proxy: Proxy,
  target: { readonly host: string; readonly port: number },
  signal: AbortSignal,
): Promise<net.Socket> {
  return proxy.speaks === 'connect'
    ? dialByConnect(proxy, target, signal)
    : dialBySocks(proxy, target, signal);
}

// RFC 9110 §9.3.6.
function dialByConnect(
  proxy: Proxy,
  target: { readonly host: string; readonly port: number },
  signal: AbortSignal,
): Promise<net.Socket> {
  const authority = `${target.host}:${target.port}`;
  const request = http.request({
    host: proxy.host,
    port: proxy.port,
    method: 'CONNECT',
    path: authority,
    headers: { Host: authority, Connection: 'keep-alive', ...authorization(proxy) },
    agent: false,
    signal,
  });
  return new Promise((resolve, reject) => {
    request.once('error', (error: NodeJS.ErrnoException) => {
      reject(proxyError(`no connection through the proxy: ${error.code ?? error.name}`));
    });
    request.once('connect', (response, socket: net.Socket, head) => {
      if (response.statusCode === 200 && head.length === 0) return resolve(socket);
      socket.destroy();
      const said =
        head.length === 0 ? `status ${String(response.statusCode)}` : 'bytes before TLS: no plain tunnel';
      reject(proxyError(`the proxy answered CONNECT ${authority} with ${said}`));
    });
    request.end();
  });
}

function authorization(proxy: Proxy): Record<string, string> {
  if (proxy.user === undefined) return {};
  const pair = Buffer.from(`${proxy.user}:${proxy.password ?? ''}`, 'utf8').toString('base64');
  return { 'Proxy-Authorization': `Basic ${pair}` };
}

// RFC 1928; the target goes as a domain name (ATYP 3), so nothing is looked up here.
async function dialBySocks(
  proxy: Proxy,
  target: { readonly host: string; readonly port: number },
  signal: AbortSignal,
): Promise<net.Socket> {
  const socket = net.connect({ host: proxy.host, port: proxy.port });
  await whenReady(socket, 'connect', signal);
  const abort = (): void => void socket.destroy();
  signal.addEventListener('abort', abort, { once: true });
  try {
    const established = await SocksClient.createConnection({
      proxy: { host: proxy.host, port: proxy.port, type: 5, ...socksLogin(proxy) },
      command: 'connect',
      destination: { host: target.host, port: target.port },
      existing_socket: socket,
    });
    return established.socket;
  } catch (error) {
    socket.destroy();
    // The library's error carries its options, the password among them: only its words are kept.
    throw proxyError(
      `the SOCKS5 proxy did not connect: ${error instanceof Error ? error.message : 'unknown'}`,
    );
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

const socksLogin = (proxy: Proxy): { userId?: string; password?: string } =>
  proxy.user === undefined ? {} : { userId: proxy.user, password: proxy.password ?? '' };

const proxyError = (message: string): Error => Object.assign(new Error(message), { code: 'EPROXY' });

/** Resolves when the socket is ready; destroys it and rejects on error, early close or abort. */
export function whenReady(
  socket: net.Socket | tls.TLSSocket,
  ready: 'connect' | 'secureConnect',
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: Error): void => {
      socket.off(ready, onReady).off('error', settle).off('close', onClose);
      signal.removeEventListener('abort', onAbort);
      if (error === undefined) return resolve();
      // A late error on a socket that nobody listens to any more would end the process.
      socket.on('error', () => undefined).destroy();
      reject(error);
    };
    const onReady = (): void => settle();
    const onClose = (): void => settle(new Error('the connection closed before it was ready'));
    const onAbort = (): void => settle(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    socket.once(ready, onReady).once('error', settle).once('close', onClose);
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
  });
}

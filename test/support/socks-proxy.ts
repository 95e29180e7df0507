import { once } from 'node:events';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Route, TestProxy } from './connect-proxy.ts';

const noAcceptableMethod = 0xff;

/**
 * A SOCKS5 proxy on loopback (RFC 1928, RFC 1929) whose tunnels end at test servers. It takes domain
 * names only: a client that resolved the name itself is refused with "address type not supported".
 */
export async function startSocksProxy(
  route: Route,
  login?: { readonly user: string; readonly password: string },
): Promise<TestProxy> {
  const asked: string[] = [];
  const sockets = new Set<net.Socket>();
  const server = net.createServer((client) => {
    sockets.add(client);
    client.on('error', () => undefined).on('close', () => sockets.delete(client));
    serve(client, { route, login, asked, sockets }).catch(() => client.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const userInfo =
    login === undefined ? '' : `${encodeURIComponent(login.user)}:${encodeURIComponent(login.password)}@`;
  return {
    port,
    url: `socks5://${userInfo}127.0.0.1:${port}`,
    asked,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

interface Serving {
  readonly route: Route;
  readonly login: { readonly user: string; readonly password: string } | undefined;
  readonly asked: string[];
  readonly sockets: Set<net.Socket>;
}

async function serve(client: net.Socket, { route, login, asked, sockets }: Serving): Promise<void> {
  const [, methodCount = 0] = await take(client, 2);
  const methods = await take(client, methodCount);
  const wanted = login === undefined ? 0 : 2;
  if (!methods.includes(wanted)) return void client.end(Buffer.from([5, noAcceptableMethod]));
  client.write(Buffer.from([5, wanted]));
  if (login !== undefined && !(await isLetIn(client, login))) return void client.end(Buffer.from([1, 1]));

  const [, command, , addressType] = await take(client, 4);
  if (addressType !== 3) return void client.end(reply(8));
  const [length = 0] = await take(client, 1);
  const name = (await take(client, length)).toString('latin1');
  const port = (await take(client, 2)).readUInt16BE();
  asked.push(`${command === 1 ? 'CONNECT' : `command ${command}`} ${name}:${port}`);

  const end = command === 1 ? route(`${name}:${port}`) : undefined;
  if (end === undefined) return void client.end(reply(2));
  const upstream = net.connect({ host: '127.0.0.1', port: end.port }, () => {
    client.write(reply(0));
    upstream.pipe(client).pipe(upstream);
  });
  sockets.add(upstream);
  upstream.on('error', () => client.destroy()).on('close', () => client.destroy());
  client.on('close', () => upstream.destroy());
}

async function isLetIn(
  client: net.Socket,
  login: { readonly user: string; readonly password: string },
): Promise<boolean> {
  const [, userLength = 0] = await take(client, 2);
  const user = (await take(client, userLength)).toString('utf8');
  const [passwordLength = 0] = await take(client, 1);
  const password = (await take(client, passwordLength)).toString('utf8');
  if (user !== login.user || password !== login.password) return false;
  client.write(Buffer.from([1, 0]));
  return true;
}

const reply = (status: number): Buffer => Buffer.from([5, status, 0, 1, 0, 0, 0, 0, 0, 0]);

async function take(socket: net.Socket, bytes: number): Promise<Buffer> {
  for (;;) {
    const chunk = socket.read(bytes) as Buffer | null;
    if (chunk !== null && chunk.length === bytes) return chunk;
    if (socket.readableEnded) throw new Error('the client hung up');
    await once(socket, 'readable');
  }
}

import { once } from 'node:events';
import net from 'node:net';
import { startProxy, tunnel, type Login, type Route, type TestProxy } from './test-proxy.ts';

const noAcceptableMethod = 0xff;

/**
 * A SOCKS5 proxy on loopback (RFC 1928, RFC 1929) whose tunnels end at test servers. It takes domain
 * names only: a client that resolved the name itself is refused with "address type not supported".
 */
export async function startSocksProxy(route: Route, login?: Login): Promise<TestProxy> {
  const asked: string[] = [];
  const server = net.createServer((client) => {
    serve(client, { route, login, asked }).catch(() => client.destroy());
  });
  return startProxy(server, { scheme: 'socks5', login, asked });
}

interface Serving {
  readonly route: Route;
  readonly login: Login | undefined;
  readonly asked: string[];
}

async function serve(client: net.Socket, { route, login, asked }: Serving): Promise<void> {
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
  tunnel(client, end, () => client.write(reply(0)));
}

async function isLetIn(client: net.Socket, login: Login): Promise<boolean> {
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

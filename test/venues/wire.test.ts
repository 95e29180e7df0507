import net from 'node:net';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { BadInput } from '../../src/domain/failure.ts';
import { Secret } from '../../src/domain/secret.ts';
import { WireRefusal, connectOver } from '../../src/venues/wire.ts';
import type { Wire } from '../../src/venues/wire.ts';
import { listenOnLoopback, type Listening } from '../support/loopback-server.ts';

const venue = { id: 'binance', hosts: ['api.binance.com'] };
const never = new AbortController().signal;
const servers: Listening[] = [];
afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));

async function listen(onClient: (socket: net.Socket) => void): Promise<number> {
  const server = await listenOnLoopback(net.createServer(onClient));
  servers.push(server);
  return server.port;
}

const drill = (ports: [string, number][], sourceIp = '127.0.0.77'): Wire => ({
  mode: 'drill',
  ports: new Map(ports),
  sourceIp,
});

describe('the drill wire', () => {
  it.each(['api.binance.com', 'withdraw.evil.example', '203.0.113.9', 'fapi.binance.com'])(
    'lands on the simulator, in plain TCP from the chosen address, when the URL says %s',
    async (host) => {
      const from = Promise.withResolvers<string>();
      const port = await listen((socket) => {
        from.resolve(String(socket.remoteAddress));
        socket.end();
      });
      const { socket } = await connectOver(drill([['binance', port]]), venue)({ host, port: 443 }, never);
      expect(await from.promise).toBe('127.0.0.77');
      expect((socket as net.Socket).remotePort).toBe(port);
      socket.destroy();
    },
  );

  it('refuses a venue that has no simulator, although others have', () => {
    expect(() => connectOver(drill([['kraken', 1]]), venue)).toThrow(WireRefusal);
  });

  it.each(['203.0.113.7', '0.0.0.0', '128.0.0.1', '127.0.0', 'localhost', '::1', '127.evil.example', ''])(
    'refuses the source address %j',
    (sourceIp) => {
      expect(() => connectOver(drill([['binance', 1]], sourceIp), venue)).toThrow(BadInput);
    },
  );
});

describe('the real wire', () => {
  it.each([
    ['another host', 'evil.example', 443],
    ['a host of the same venue that is not declared', 'fapi.binance.com', 443],
    ['a host that only ends alike', 'xapi.binance.com', 443],
    ['another port', 'api.binance.com', 8443],
    ['loopback', '127.0.0.1', 443],
  ])('refuses %s before a socket opens', async (_name, host, port) => {
    let opened = 0;
    const proxyPort = await listen(() => opened++);
    const proxied: Wire = {
      mode: 'real',
      proxy: { url: new Secret(`http://127.0.0.1:${proxyPort}`, 'env:PROXY') },
    };
    for (const wire of [{ mode: 'real' } as const, proxied]) {
      await expect(connectOver(wire, venue)({ host, port }, never)).rejects.toThrow(WireRefusal);
    }
    expect(opened).toBe(0);
  });

  it.each([
    'ftp://127.0.0.1',
    'https://127.0.0.1:1',
    'not a url',
    '127.0.0.1:3128',
    'http://',
    'http://u:%zz@h:1',
    '',
  ])('refuses the proxy %j and shows where it came from, not what it says', (text) => {
    const url = new Secret(text.replace('127.0.0.1', 'user:CANARYpassword@127.0.0.1'), 'env:MY_PROXY');
    let thrown: unknown;
    try {
      connectOver({ mode: 'real', proxy: { url } }, venue);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(BadInput);
    expect((thrown as BadInput).message).toContain('env:MY_PROXY');
    expect(inspect(thrown, { depth: 20, showHidden: true })).not.toContain('CANARY');
  });

  it('gives up at the deadline on a proxy that accepts and says nothing', async () => {
    const port = await listen(() => undefined);
    for (const scheme of ['http', 'socks5']) {
      const wire: Wire = {
        mode: 'real',
        proxy: { url: new Secret(`${scheme}://127.0.0.1:${port}`, 'env:P') },
      };
      const deadline = AbortSignal.timeout(150);
      await expect(
        connectOver(wire, venue)({ host: 'api.binance.com', port: 443 }, deadline),
      ).rejects.toThrow(Error);
    }
  });

  it('gives up at the deadline on a tunnel that never speaks TLS', async () => {
    const port = await listen((socket) => {
      socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
    });
    const wire: Wire = { mode: 'real', proxy: { url: new Secret(`http://127.0.0.1:${port}`, 'env:P') } };
    const connecting = connectOver(wire, venue)(
      { host: 'api.binance.com', port: 443 },
      AbortSignal.timeout(150),
    );
    await expect(connecting).rejects.toThrow(/timeout|aborted/i);
  });
});

it('has no third mode to fall through to', () => {
  expect(() => connectOver({ mode: 'practice' } as unknown as Wire, venue)).toThrow(WireRefusal);
});

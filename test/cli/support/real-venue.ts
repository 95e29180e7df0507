import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { onTestFinished } from 'vitest';
import type { Clock } from '../../../src/domain/clock.ts';
import { deriveKeyParts, simulateBinance, type Simulator } from '../../../src/simulators/index.ts';
import { startTlsStandIn } from '../../support/tls-stand-in.ts';
import { makeThrowawayCa, type ThrowawayCa } from '../../support/throwaway-ca.ts';
import type { Route } from '../../support/connect-proxy.ts';

/** The address that a proxy of the tests shows to the venue: keys are bound to it. */
export const exitAddress = '127.0.0.9';

/** api.binance.com as the program meets it in real mode: TLS, a certificate, the simulated venue behind. */
export interface RealVenue {
  readonly ca: ThrowawayCa;
  readonly simulator: Simulator;
  readonly keys: { readonly suspect: Key; readonly responder: Key };
  /** For a proxy: whoever asks for the venue is led to the stand-in, everything else is refused. */
  readonly route: Route;
  /** For the child's JUMP_FILE: the venue's clock goes along. */
  readonly jumpFile: string;
  /** In front of the venue: from now on each request is answered with this page, status 200. */
  gateway(html: string | undefined): void;
  /** The proxy shows the venue another address from now on. */
  leaveBy(address: string): void;
}

export interface Key {
  readonly keyId: string;
  readonly secret: string;
}

/** Opens the venue; it is closed when the test ends, or when `atEnd` is called back. */
export async function openRealVenue(
  options: { readonly suspectAllowlist?: readonly string[] } = {},
  atEnd: (close: () => Promise<void>) => void = onTestFinished,
): Promise<RealVenue> {
  const folder = mkdtempSync(join(tmpdir(), 'firebreak-venue-'));
  const jumpFile = join(folder, 'jumped-ms');
  writeFileSync(jumpFile, '0');
  const clock = jumpingClock(jumpFile);
  const keys = { suspect: deriveKeyParts('cli', 'suspect'), responder: deriveKeyParts('cli', 'responder') };
  const simulator = await simulateBinance({
    clock,
    seed: 'cli',
    opening: openingAt(clock, keys, options.suspectAllowlist ?? []),
  });
  // What the leak was used for: half a bitcoin, bought from the thief's own order.
  const thief = simulator.asKeyHolder({
    keyId: keys.suspect.keyId,
    sourceIp: options.suspectAllowlist?.[0] ?? '198.51.100.23',
  });
  thief.trade({ symbol: 'BTCUSDT', side: 'buy', price: '23000', amount: '0.5', clientOrderId: 'web_77' });
  const ca = makeThrowawayCa(['api.binance.com']);
  let page: string | undefined;
  let localAddress = exitAddress;
  const standIn = await startTlsStandIn(ca, (request, response) => {
    if (page === undefined) return forward(request, response, { port: simulator.port, localAddress });
    request.resume();
    response.setHeader('Content-Type', 'text/html; charset=utf-8').end(page);
  });
  atEnd(async () => {
    await standIn.close();
    await simulator.close();
    ca.remove();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    ca,
    simulator,
    keys,
    jumpFile,
    route: (target) => (target === 'api.binance.com:443' ? { port: standIn.port } : undefined),
    gateway: (html) => {
      page = html;
    },
    leaveBy: (address) => {
      localAddress = address;
    },
  };
}

/** The machine's time, and what the child has skipped of it. */
const jumpingClock = (jumpFile: string): Clock => ({
  now: () => DateTime.utc().plus(Number(readFileSync(jumpFile, 'utf8'))),
  monotonicMs: () => performance.now() + Number(readFileSync(jumpFile, 'utf8')),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
});

function forward(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  way: { readonly port: number; readonly localAddress: string },
): void {
  const { method, url, headers } = request;
  const onward = http.request({ host: '127.0.0.1', ...way, method, path: url, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  request.pipe(onward);
}

function openingAt(clock: Clock, keys: RealVenue['keys'], suspectAllowlist: readonly string[]) {
  const ago = (hours: number): string => clock.now().minus({ hours }).toISO() ?? '';
  const treasury = '0x1111111111111111111111111111111111111111';
  return {
    uid: 354_937_868,
    keys: [
      {
        ...keys.suspect,
        label: 'mm1-prod',
        scopes: ['read', 'spot-trade'] as const,
        ipAllowlist: suspectAllowlist,
        createdAt: ago(2000),
      },
      {
        ...keys.responder,
        label: 'ir-readonly',
        scopes: ['read'] as const,
        ipAllowlist: [exitAddress],
        createdAt: ago(1000),
      },
    ],
    balances: [
      { asset: 'BTC', free: '2.5' },
      { asset: 'USDT', free: '40000' },
    ],
    markets: [{ symbol: 'BTCUSDT', base: 'BTC', quote: 'USDT', price: '19180', depth: '4000000' }],
    openOrders: [
      {
        clientOrderId: 'mm1-1',
        symbol: 'BTCUSDT',
        side: 'buy' as const,
        price: '18000',
        amount: '0.5',
        at: ago(2),
      },
    ],
    trades: [
      {
        symbol: 'BTCUSDT',
        side: 'buy' as const,
        price: '19000',
        amount: '0.1',
        clientOrderId: 'mm1-h1',
        at: ago(30),
      },
    ],
    addresses: [{ coin: 'USDT', network: 'ETH', address: treasury, label: 'treasury', whitelisted: true }],
    withdrawals: [
      {
        coin: 'USDT',
        amount: '900',
        fee: '1',
        address: treasury,
        network: 'ETH',
        txId: '0xaa',
        at: ago(900),
      },
    ],
    deposits: [],
    feeRate: '0.001',
    sessions: [{ id: 's1', device: 'Firefox on Linux', ip: '192.0.2.10', at: ago(9) }],
  };
}

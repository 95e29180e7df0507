import { execFile } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startConnectProxy } from '../support/connect-proxy.ts';
import type { TestProxy } from '../support/connect-proxy.ts';
import { startSocksProxy } from '../support/socks-proxy.ts';
import { makeThrowawayCa } from '../support/throwaway-ca.ts';
import type { ThrowawayCa } from '../support/throwaway-ca.ts';
import { startTlsStandIn } from '../support/tls-stand-in.ts';
import type { TlsStandIn } from '../support/tls-stand-in.ts';

// The real wire, in a process of its own: TLS with the machine's rules, a CA from NODE_EXTRA_CA_CERTS.

const login = { user: 'ops', password: 'CANARY proxy:pass/word' };
let ca: ThrowawayCa;
let otherCa: ThrowawayCa;
let standIn: TlsStandIn;
let connectProxy: TestProxy;
let socksProxy: TestProxy;
let authorised: TestProxy;
let authorisedSocks: TestProxy;
const requests: string[] = [];

beforeAll(async () => {
  ca = makeThrowawayCa(['api.binance.com']);
  otherCa = makeThrowawayCa(['api.binance.com']);
  standIn = await startTlsStandIn(ca, (request, response) => {
    requests.push(`${request.method} ${request.headers.host}${request.url?.split('?')[0]}`);
    response.setHeader('Content-Type', 'application/json').end('[]');
  });
  const route = (): { port: number } => ({ port: standIn.port });
  connectProxy = await startConnectProxy(route);
  socksProxy = await startSocksProxy(route);
  authorised = await startConnectProxy(route, login);
  authorisedSocks = await startSocksProxy(route, login);
});

afterAll(async () => {
  for (const each of [connectProxy, socksProxy, authorised, authorisedSocks, standIn]) await each?.close();
  for (const each of [ca, otherCa]) each?.remove();
});

beforeEach(() => {
  requests.length = 0;
  standIn.serverNames.length = 0;
  for (const proxy of [connectProxy, socksProxy, authorised, authorisedSocks]) proxy.asked.length = 0;
});

interface ChildReport {
  readonly body?: unknown;
  readonly failure?: { readonly code: string; readonly detail?: string };
  readonly shown?: string;
  readonly peer?: { readonly address: string; readonly tls?: string; readonly certificateSha256?: string };
  readonly url?: string;
  readonly exchanges: number;
}

async function inChild(
  proxyUrl: string,
  options: { readonly caFile?: string; readonly hosts?: string; readonly env?: Record<string, string> } = {},
): Promise<ChildReport> {
  const here = import.meta.dirname;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      '--import',
      path.join(here, '../support/loopback-only.mjs'),
      path.join(here, 'real-wire-child.ts'),
      proxyUrl,
      options.hosts ?? '',
    ],
    { env: { NODE_EXTRA_CA_CERTS: options.caFile ?? ca.caFile, ...options.env }, timeout: 15_000 },
  );
  return JSON.parse(stdout) as ChildReport;
}

describe.each([
  ['CONNECT', () => connectProxy, () => authorised, 'status 407'],
  ['SOCKS5', () => socksProxy, () => authorisedSocks, 'Authentication failed'],
])('through a %s proxy', (_name, open, closed, refusal) => {
  it('asks the proxy for the venue by name, speaks TLS with it, and records whom it met', async () => {
    const report = await inChild(open().url);
    expect(report).toMatchObject({ body: [], exchanges: 1 });
    expect(open().asked).toEqual(['CONNECT api.binance.com:443']);
    expect(standIn.serverNames).toEqual(['api.binance.com']);
    expect(requests).toEqual(['GET api.binance.com/api/v3/openOrders']);
    expect(report.url).toMatch(/^https:\/\/api\.binance\.com\/api\/v3\/openOrders\?/);
    expect(report.peer).toEqual({
      address: '127.0.0.1',
      from: '127.0.0.1',
      tls: 'TLSv1.3',
      certificateSha256: createHash('sha256').update(new X509Certificate(ca.cert).raw).digest('hex'),
    });
  });

  it('sends the proxy’s password, with its odd characters', async () => {
    expect(await inChild(closed().url)).toMatchObject({ body: [] });
  });

  it('says UNREACHABLE when the proxy refuses the password, and never shows it', async () => {
    const wrong = closed().url.replace('ops', 'someone');
    const report = await inChild(wrong);
    expect(report.failure).toMatchObject({ code: 'UNREACHABLE', detail: expect.stringContaining(refusal) });
    expect(JSON.stringify(report)).not.toContain('CANARY');
    expect(requests).toEqual([]);
  });

  it('refuses a certificate of another CA, sends nothing, and says UNREACHABLE', async () => {
    const report = await inChild(open().url, { caFile: otherCa.caFile });
    expect(report.failure?.code).toBe('UNREACHABLE');
    expect(requests).toEqual([]);
  });

  it('refuses it also when the environment says that certificates do not matter', async () => {
    const report = await inChild(open().url, {
      caFile: otherCa.caFile,
      env: { NODE_TLS_REJECT_UNAUTHORIZED: '0', NODE_NO_WARNINGS: '1' },
    });
    expect(report.failure?.code).toBe('UNREACHABLE');
    expect(requests).toEqual([]);
  });

  it('refuses a host that the venue does not declare before it asks the proxy', async () => {
    const report = await inChild(open().url, { hosts: 'api1.binance.com' });
    expect(report.failure).toMatchObject({
      code: 'UNREACHABLE',
      detail: expect.stringContaining('api.binance.com:443 is not one of this venue'),
    });
    expect(open().asked).toEqual([]);
  });
});

it('without a proxy goes to the venue itself: here the guard stops it, and nothing else is tried', async () => {
  const report = await inChild('-');
  expect(report.failure).toMatchObject({
    code: 'UNREACHABLE',
    detail: expect.stringContaining('api.binance.com'),
  });
  expect(connectProxy.asked).toEqual([]);
});

it('ignores proxy variables of the environment: the account’s own setting is the only one', async () => {
  const report = await inChild('-', { env: { HTTPS_PROXY: connectProxy.url, ALL_PROXY: connectProxy.url } });
  expect(report.failure?.code).toBe('UNREACHABLE');
  expect(connectProxy.asked).toEqual([]);
});

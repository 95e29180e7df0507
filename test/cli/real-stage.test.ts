import { describe, expect, it } from 'vitest';
import { watchEgress } from '../../src/cli/egress.ts';
import { openRealStage } from '../../src/cli/real-stage.ts';
import { loadConfig } from '../../src/config/index.ts';
import { venues } from '../../src/venues/index.ts';

const config = (more: string): string => `accounts:
  - id: main
    venue: binance
    label: Main
    task: trading-bot
    credentials: { apiKey: env:KEY, secret: env:SECRET }
${more}`;
const sources = {
  env: { KEY: 'k', SECRET: 's', PROXY: 'http://ops:p%40ss@proxy.example:3128' },
  readFile: () => Promise.reject(new Error('no file is read here')),
};
const stageOf = (more: string) => openRealStage(loadConfig('firebreak.yaml', config(more), venues), sources);

describe('the real stage', () => {
  it('offers the place where the configuration says that the new key will lie', async () => {
    const stage = await stageOf('    replacement: { apiKey: env:KEY_NEXT, secret: env:SECRET_NEXT }\n');
    const hands = stage.handsFor(() => undefined);
    expect(hands.newestKey?.('main', '2026-11-21T03:12:00.000Z')).toEqual({
      apiKey: 'env:KEY_NEXT',
      secret: 'env:SECRET_NEXT',
    });
    expect(
      (await stageOf('')).handsFor(() => undefined).newestKey?.('main', '2026-11-21T03:12:00.000Z'),
    ).toBeUndefined();
  });

  it('knows the proxy’s password as a secret, and tells the way out without it', async () => {
    const stage = await stageOf('    proxy: env:PROXY\n');
    expect(stage.secrets.map((secret) => secret.reveal())).toEqual(['p@ss']);
    const [account] = stage.accounts;
    if (!account) throw new Error('no account');
    expect(stage.egressOf(account)).toBe('unknown');
    stage.met?.(account, { address: '192.0.2.8', from: '192.0.2.77' });
    expect(stage.egressOf(account)).toBe('192.0.2.77 by proxy proxy.example:3128 (192.0.2.8)');
    expect(JSON.stringify(stage.secrets)).not.toContain('p@ss');
  });
});

describe('the way out', () => {
  it('without a proxy is our own address alone: a venue has many, and they change', () => {
    const egress = watchEgress(() => undefined);
    egress.note('main', { address: '203.0.113.1', from: '192.0.2.77' });
    const first = egress.of('main');
    egress.note('main', { address: '203.0.113.2', from: '192.0.2.77' });
    expect([first, egress.of('main')]).toEqual(['192.0.2.77', '192.0.2.77']);
    egress.note('main', { address: '203.0.113.2', from: '192.0.2.78' });
    expect(egress.of('main')).toBe('192.0.2.78');
  });

  it('is another when the proxy’s name leads to another address', () => {
    const egress = watchEgress(() => 'proxy.example:1080');
    egress.note('main', { address: '192.0.2.8', from: '192.0.2.77' });
    const first = egress.of('main');
    egress.note('main', { address: '192.0.2.9', from: '192.0.2.77' });
    expect(egress.of('main')).not.toBe(first);
  });

  it('is each account’s own, and stays what it was when a request found no connection', () => {
    const egress = watchEgress(() => undefined);
    egress.note('main', { address: '203.0.113.1', from: '192.0.2.77' });
    egress.note('main', undefined);
    expect([egress.of('main'), egress.of('other')]).toEqual(['192.0.2.77', 'unknown']);
  });
});

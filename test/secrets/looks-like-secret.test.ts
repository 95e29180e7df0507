import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hideSecrets, looksLikeSecret } from '../../src/secrets/index.ts';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const base62 = (length: number): string =>
  [...randomBytes(length)].map((byte) => letters[byte % letters.length]).join('');

const shapes: readonly (readonly [string, () => string])[] = [
  ['64 letters and digits (Binance)', () => base62(64)],
  ['36 letters and digits (Bybit)', () => base62(36)],
  ['32 hexadecimal digits (OKX)', () => randomBytes(16).toString('hex')],
  ['88 characters of base64 (Kraken)', () => randomBytes(64).toString('base64')],
  ['128 hexadecimal digits (Bitvavo)', () => randomBytes(64).toString('hex')],
  ['a UUID (OKX, Coinbase)', () => randomUUID()],
  ['43 characters of base64url', () => randomBytes(32).toString('base64url')],
];

describe('looksLikeSecret', () => {
  it.each(shapes)('finds %s, at least 98 times of 100', (_shape, generate) => {
    const found = Array.from({ length: 1000 }, generate).filter(looksLikeSecret).length;
    expect(found).toBeGreaterThanOrEqual(980);
  });

  it('finds a private key in PEM', () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    expect(looksLikeSecret(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())).toBe(true);
  });

  it('finds a key in the middle of a sentence', () => {
    expect(looksLikeSecret(`the old one was ${base62(64)}, revoked`)).toBe(true);
  });

  it.each([
    'tradebot-binance-production-main-1',
    'bot-host-eu-central-1a.example',
    '2026-11-21T03:12:00.000Z',
    'market making on thin pairs, nightly',
    'vault:secret/trading/binance-main-2026-q4#apiKey',
    'file:/run/secrets/firebreak/binance_main_api_secret',
    '/home/operator/.config/firebreak/firebreak.yaml',
    '2001:db8:85a3::8a2e:370:7334/64',
    'socks5://proxy.example:1080',
    'i-0abc123def4567890',
    'FirebreakResponderReadOnlyKey',
    'x-firebreak-order-prefix-2026',
    'a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1',
    '00000000000000000000000000000000',
    'BTCUSDT,ETHUSDT,SOLUSDT,XRPUSDT,ADAUSDT',
  ])('takes %s for what it is', (text) => {
    expect(looksLikeSecret(text)).toBe(false);
  });
});

describe('hideSecrets', () => {
  it('leaves nothing of the key, and every other character where it was', () => {
    const key = base62(64);
    const text = `accounts:\n  - id: main # ${key}\n    label: ${randomUUID()}\n`;
    const hidden = hideSecrets(text);
    expect(hidden).toHaveLength(text.length);
    expect(hidden).toBe(`accounts:\n  - id: main # ${'•'.repeat(64)}\n    label: ${'•'.repeat(36)}\n`);
  });

  it('hides a PEM block over its lines, whole or cut off', () => {
    const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const cut = pem.slice(0, pem.indexOf('-----END'));
    for (const text of [pem, cut]) {
      expect(hideSecrets(`secret: |\n${text}`)).toMatch(/^secret: \|\n[•\n]+$/);
    }
  });
});

import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/index.ts';
import { BadFile } from '../../src/domain/file-problem.ts';
import { refusalBy } from '../support/refused-file.ts';
import { venues } from './venues.ts';

const load = (signing: string) =>
  loadConfig(
    'firebreak.yaml',
    `accounts:
  - { id: main, venue: binance, task: screener, credentials: { apiKey: env:K, secret: env:S } }
${signing}`,
    venues,
  ).pdfSigning;

describe('signing.pdf', () => {
  it('may be left out: then nobody signs the PDF', () => {
    expect(load('')).toBeUndefined();
    expect(load('signing: {}\n')).toBeUndefined();
  });

  it('names a certificate, and where what opens it lies', () => {
    expect(load('signing: { pdf: { certificate: me.p12, passphrase: env:P12 } }\n')).toEqual({
      certificate: 'me.p12',
      passphrase: 'env:P12',
    });
    expect(load('signing: { pdf: { certificate: me.pem, key: file:~/me.key } }\n')).toEqual({
      certificate: 'me.pem',
      key: 'file:~/me.key',
    });
  });

  it.each(['key', 'passphrase'])('refuses a %s in clear, and does not repeat it', (part) => {
    const refusal: BadFile = refusalBy(() =>
      load(`signing: { pdf: { certificate: me.p12, ${part}: correct-horse-battery } }\n`),
    );
    expect(refusal).toBeInstanceOf(BadFile);
    expect(refusal.message).not.toContain('correct-horse');
  });

  it('refuses a name that it does not know', () => {
    expect(() => load('signing: { pdf: { certificate: me.p12, password: env:P } }\n')).toThrow(/password/);
  });
});

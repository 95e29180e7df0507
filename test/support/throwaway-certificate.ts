import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A signer's certificate from an authority of its own, which lives as long as the test. */
export interface ThrowawayCertificate {
  /** Holds ca.pem, signer.pem, signer.key and signer.p12. */
  readonly folder: string;
  /** The signer's certificate, then the authority's. */
  readonly chain: string;
  readonly key: string;
  readonly pkcs12: Uint8Array;
  readonly passphrase: string;
}

const prime256v1 = ['ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'] as const;

/** Keys of the signer and of the authority: of a curve where RSA is not what is tested, for that takes far longer to make. */
const keys = {
  rsa: { signer: ['rsa:2048'], authority: ['rsa:2048'] },
  'rsa-1024': { signer: ['rsa:1024'], authority: ['rsa:2048'] },
  ec: { signer: prime256v1, authority: prime256v1 },
  ed25519: { signer: ['ed25519'], authority: prime256v1 },
} as const;

/** For one test: gone when it has ended. */
export function makeThrowawayCertificate(kind: keyof typeof keys): ThrowawayCertificate {
  const made = makeCertificate(kind);
  onTestFinished(() => rmSync(made.folder, { recursive: true }));
  return made;
}

/** The caller removes its folder. */
export function makeCertificate(kind: keyof typeof keys): ThrowawayCertificate {
  const folder = mkdtempSync(join(tmpdir(), 'firebreak-signer-'));
  const openssl = (line: string, ...more: readonly string[]): void =>
    void execFileSync('openssl', [...line.split(' '), ...more], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  const passphrase = 'open-sesame-4711';
  openssl(
    'req -x509 -nodes -days 2 -keyout ca.key -out ca.pem -subj',
    '/CN=throwaway CA',
    '-newkey',
    ...keys[kind].authority,
  );
  openssl(
    'req -new -nodes -keyout signer.key -out signer.csr -subj',
    '/CN=throwaway signer',
    '-newkey',
    ...keys[kind].signer,
  );
  openssl('x509 -req -in signer.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -out signer.pem');
  openssl(
    'pkcs12 -export -in signer.pem -inkey signer.key -certfile ca.pem -out signer.p12 -passout',
    `pass:${passphrase}`,
  );
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  return {
    folder,
    chain: read('signer.pem') + read('ca.pem'),
    key: read('signer.key'),
    pkcs12: readFileSync(join(folder, 'signer.p12')),
    passphrase,
  };
}

import { join } from 'node:path';
import { Secret } from '../../src/domain/secret.ts';
import { collectCaseFiles, loadSigningKey } from '../../src/evidence/index.ts';
import type { Sealing } from '../../src/evidence/bag.ts';
import { apiSecret } from './exchanges.ts';

export const secrets = [new Secret(apiSecret, 'env:BINANCE_SECRET')];

// RFC 8410 §10.3: the Ed25519 private key printed there. A fixed key gives a bag of fixed bytes.
export const signer = loadSigningKey(
  '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n',
);

/** What sealing a case takes; the bag's folder stands beside the case. */
export async function sealingOf(caseFolder: string, changes: Partial<Sealing> = {}): Promise<Sealing> {
  return {
    source: { files: await collectCaseFiles(caseFolder) },
    into: join(caseFolder, '..', 'bag'),
    bagInfo: { 'External-Identifier': 'FB-2026-0001', 'Source-Organization': 'Example Ltd' },
    signer,
    at: '2026-11-21T06:00:00.000Z',
    secrets,
    ...changes,
  };
}

import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { buildRequest } from '../../../src/evidence/trusted-time/request.ts';

/** Tokens made by openssl: good ones by `openssl ts`, ones that it would refuse to make by `openssl cms`. */
export const digest = createHash('sha256').update('the stamped text').digest();

// It stays to the end of the run: files of tests that share a process share this module.
const folder = mkdtempSync(join(inject('runFolder'), 'tokens-'));
const file = (name: string): string => join(folder, name);
const openssl = (...args: string[]): Buffer =>
  execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });

export const read = (name: string): Buffer => readFileSync(file(name));
const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** A root of its own: `<name>.pem`, `<name>.key`. */
export function makeRoot(name: string, subject = `/CN=${name}`, newKey: readonly string[] = key): void {
  const about = ['-days', '3650', '-subj', subject, '-addext', 'keyUsage=critical,keyCertSign,cRLSign'];
  openssl('req', '-x509', ...newKey, '-keyout', `${name}.key`, '-out', `${name}.pem`, ...about);
}

/** A signer's certificate: `<name>.pem`, `<name>.key`. */
export function makeSigner(
  name: string,
  {
    root = 'root',
    usage = 'critical,timeStamping',
    subject = '/CN=TSA',
    more = '',
    days = ['-days', '3650'],
    newKey = key,
  }: Partial<Record<'root' | 'usage' | 'subject' | 'more', string>> & {
    days?: string[];
    newKey?: string[];
  } = {},
): void {
  openssl('req', ...newKey, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', subject);
  const lines = [
    ...(usage === '' ? [] : [`extendedKeyUsage=${usage}`]),
    'basicConstraints=critical,CA:FALSE',
    more,
  ];
  writeFileSync(file(`${name}.cnf`), `${lines.join('\n')}\n`);
  openssl(
    ...[
      'x509',
      '-req',
      '-in',
      `${name}.csr`,
      '-CA',
      `${root}.pem`,
      '-CAkey',
      `${root}.key`,
      '-CAcreateserial',
    ],
    ...[...days, '-extfile', `${name}.cnf`, '-out', `${name}.pem`],
  );
}

/** A certificate for the same key and name whose days are over: `openssl x509` dates only from now on. */
export function makeExpiredSigner(name: string): void {
  openssl('req', ...key, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', '/CN=TSA');
  writeFileSync(file('index.txt'), '');
  writeFileSync(file('serial-ca'), '77\n');
  const ca = ['[ca]', 'default_ca=a', '[a]', 'database=index.txt', 'serial=serial-ca', 'new_certs_dir=.'];
  const rules = ['default_md=sha256', 'policy=p', 'x509_extensions=e', '[p]', 'commonName=supplied'];
  const usage = ['[e]', 'extendedKeyUsage=critical,timeStamping', 'basicConstraints=critical,CA:FALSE'];
  writeFileSync(file('ca.cnf'), `${[...ca, ...rules, ...usage].join('\n')}\n`);
  openssl(
    ...[
      'ca',
      '-batch',
      '-config',
      'ca.cnf',
      '-cert',
      'root.pem',
      '-keyfile',
      'root.key',
      '-in',
      `${name}.csr`,
    ],
    ...['-startdate', '20200101000000Z', '-enddate', '20210101000000Z', '-notext', '-out', `${name}.pem`],
  );
}

/** The request whose answer the tokens are, and a token by `openssl ts`. */
export function askOpenssl(
  signer: string,
  { over = digest, root = 'root', accuracy = 'secs:1, millisecs:500', more = '' } = {},
): { readonly token: Buffer; readonly reply: Buffer; readonly nonce: Uint8Array } {
  const request = buildRequest(over, { random: randomBytes(16) });
  writeFileSync(file('q.tsq'), request.der);
  writeFileSync(file('serial'), '0A\n');
  const lines = ['[tsa]', 'default_tsa=t', '[t]', 'serial=serial', 'crypto_device=builtin'];
  const who = [
    `signer_cert=${signer}.pem`,
    `certs=${root}.pem`,
    `signer_key=${signer}.key`,
    'signer_digest=sha256',
  ];
  const how = [
    'default_policy=1.2.3.4.1',
    'digests=sha256',
    `accuracy=${accuracy}`,
    'clock_precision_digits=3',
  ];
  const text = [...lines, ...who, ...how, 'tsa_name=yes', 'ess_cert_id_alg=sha256', more].join('\n');
  writeFileSync(file('tsa.cnf'), `${text}\n`);
  openssl('ts', '-reply', '-config', 'tsa.cnf', '-queryfile', 'q.tsq', '-out', 'r.tsr');
  openssl('ts', '-reply', '-config', 'tsa.cnf', '-in', 'r.tsr', '-token_out', '-out', 'r.tst');
  return { token: read('r.tst'), reply: read('r.tsr'), nonce: request.nonce };
}

/** The TSTInfo of a token, as bytes. */
export function infoOf(token: Uint8Array): Buffer {
  writeFileSync(file('in.tst'), token);
  return openssl('cms', '-verify', '-noverify', '-nosigs', '-in', 'in.tst', '-inform', 'DER');
}

/** Signs a TSTInfo as whoever is named, whether `openssl ts` would let him or not. */
export function signInfo(
  info: Uint8Array,
  signers: readonly string[],
  { cades = true, type = '1.2.840.113549.1.9.16.1.4', md = 'sha256', certs = [] as readonly string[] } = {},
): Buffer {
  writeFileSync(file('info.der'), info);
  const who = signers.flatMap((name) => ['-signer', `${name}.pem`, '-inkey', `${name}.key`]);
  openssl(
    ...['cms', '-sign', '-binary', '-nodetach', '-nosmimecap', '-in', 'info.der', ...who, '-md', md],
    ...[
      '-econtent_type',
      type,
      ...(cades ? ['-cades'] : []),
      ...certs.flatMap((name) => ['-certfile', `${name}.pem`]),
    ],
    ...['-outform', 'DER', '-out', 'made.tst'],
  );
  return read('made.tst');
}

/** The same bytes with one run of them put in the place of another of the same length. */
export function swap(bytes: Buffer, from: Uint8Array, to: Uint8Array): Buffer {
  const at = bytes.indexOf(from);
  if (at < 0 || from.length !== to.length) throw new Error('nothing to swap');
  return Buffer.concat([bytes.subarray(0, at), to, bytes.subarray(at + from.length)]);
}

export const certificateDer = (name: string): Buffer =>
  openssl('x509', '-in', `${name}.pem`, '-outform', 'DER');

/** Another certificate for the same name, key and serial number. */
export function makeTwin(of: string, name: string, root: string): void {
  const serial =
    openssl('x509', '-in', `${of}.pem`, '-noout', '-serial').toString().trim().split('=')[1] ?? '';
  openssl(
    ...[
      'x509',
      '-req',
      '-in',
      `${of}.csr`,
      '-CA',
      `${root}.pem`,
      '-CAkey',
      `${root}.key`,
      '-set_serial',
      `0x${serial}`,
    ],
    ...['-days', '3651', '-extfile', `${of}.cnf`, '-out', `${name}.pem`],
  );
}

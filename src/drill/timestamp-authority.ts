import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { access, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A time-stamp authority of our own on loopback: real tokens (RFC 3161) that prove nothing. */
export interface LocalAuthority {
  readonly url: string;
  /** Its root certificate, PEM. */
  readonly ca: string;
  close(): Promise<void>;
}

/** Its policy: a number set aside for examples (RFC 5612). */
export const drillPolicy = '1.3.6.1.4.1.32473.1.1';

const run = promisify(execFile);

/** Whether this machine has an openssl that can make tokens. */
export const hasOpenssl = (): Promise<boolean> =>
  run('openssl', ['ts', '-help']).then(
    () => true,
    () => false,
  );

/**
 * Starts an authority made of `openssl ts`. Keys and certificates lie in the folder (0700) and are made at
 * the first start; a drill that goes on later has the same authority again. Whatever it signs says DRILL:
 * the names in its certificates do. Its time is this machine's, not the drill's.
 */
export async function openLocalAuthority({
  folder,
  name,
}: {
  readonly folder: string;
  readonly name: string;
}): Promise<LocalAuthority> {
  await makeOnce(folder, name);
  let last: Promise<unknown> = Promise.resolve();
  const server = createServer((request, response) => {
    // One at a time: openssl counts serial numbers in a file.
    last = last.then(() => answer(folder, request, response)).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port on loopback');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    ca: await readFile(join(folder, 'ca.pem'), 'utf8'),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await last;
    },
  };
}

/** A kill in between leaves no `ready`, and all is made anew. */
async function makeOnce(folder: string, name: string): Promise<void> {
  const ready = join(folder, 'ready');
  const isReady = await access(ready).then(
    () => true,
    () => false,
  );
  if (isReady) return;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await makeCertificates(folder, name);
  await writeFile(join(folder, 'serial'), '01\n', { mode: 0o600 });
  await writeFile(join(folder, 'tsa.cnf'), configuration, { mode: 0o600 });
  await writeFile(ready, '', { mode: 0o600 });
}

async function makeCertificates(folder: string, name: string): Promise<void> {
  const openssl = (...args: string[]) => run('openssl', args, { cwd: folder });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const subject = (role: string): string => `/O=firebreak DRILL/CN=DRILL ${role} ${name} (proves nothing)`;
  const days = ['-days', '3650'];
  await openssl(
    ...['req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', ...days, '-subj', subject('root of')],
    ...['-addext', 'keyUsage=critical,keyCertSign,cRLSign'],
  );
  await openssl('req', ...key, '-keyout', 'tsa.key', '-out', 'tsa.csr', '-subj', subject('time stamps of'));
  await writeFile(join(folder, 'usage.cnf'), usage);
  await openssl(
    ...['x509', '-req', '-in', 'tsa.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', ...days],
    ...['-extfile', 'usage.cnf', '-out', 'tsa.pem'],
  );
}

// RFC 3161 §2.3; openssl refuses to stamp without the first line.
const usage = `extendedKeyUsage = critical,timeStamping
keyUsage = critical,digitalSignature
basicConstraints = critical,CA:FALSE
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
`;

const configuration = `[ tsa ]
default_tsa = drill
[ drill ]
serial = serial
crypto_device = builtin
signer_cert = tsa.pem
certs = ca.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = ${drillPolicy}
digests = sha256
accuracy = secs:1
clock_precision_digits = 3
tsa_name = yes
ess_cert_id_alg = sha256
`;

async function answer(folder: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const query = await readBody(request);
  const id = randomUUID();
  const [asked, made] = [join(folder, `${id}.tsq`), join(folder, `${id}.tsr`)];
  try {
    // By files: openssl cannot read a request from the pipe that Node would give it.
    await writeFile(asked, query, { mode: 0o600 });
    await run('openssl', ['ts', '-reply', '-config', 'tsa.cnf', '-queryfile', asked, '-out', made], {
      cwd: folder,
    });
    const reply = await readFile(made);
    response.writeHead(200, { 'Content-Type': 'application/timestamp-reply' }).end(reply);
  } catch {
    response.writeHead(500, { 'Content-Type': 'text/plain' }).end('openssl ts failed\n');
  } finally {
    await rm(asked, { force: true });
    await rm(made, { force: true });
  }
}

// A request is about 100 bytes.
const longestQuery = 64 * 1024;

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > longestQuery) throw new Error('a time-stamp request this long is none');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WARCParser } from 'warcio';
import { describe, expect, it } from 'vitest';
import type { HttpExchange } from '../../src/domain/http-exchange.ts';
import { Secret } from '../../src/domain/secret.ts';
import {
  createRedactor,
  createSigningKey,
  openWarc,
  readJournal,
  sha256Hex,
} from '../../src/evidence/index.ts';
import { verifySshSignature } from '../../src/evidence/ssh-signature.ts';
import {
  apiKey,
  apiSecret,
  exchange,
  rules,
  salt,
  withRequest,
  withResponse,
} from '../evidence/exchanges.ts';
import { freshFolder } from '../evidence/folder.ts';
import { signer } from '../evidence/sealing.ts';
import { smallBag } from '../evidence/small-case.ts';

/** Other people's tools on what we wrote. A tool that is absent skips its test by name. */
const has = (tool: string): boolean => spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0;

const run = (command: string, cwd: string) => {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command], { cwd, encoding: 'utf8' });
  return { status, said: `${stdout}${stderr}` };
};

describe('conformance/bag', () => {
  it.skipIf(!has('sha256sum') || !has('sha512sum'))(
    'passes sha256sum and sha512sum, and fails when a byte changed',
    async () => {
      const bag = await smallBag();
      for (const algorithm of ['sha256', 'sha512']) {
        for (const manifest of ['manifest', 'tagmanifest']) {
          const command = `${algorithm}sum --check --strict ${manifest}-${algorithm}.txt`;
          expect(run(command, bag)).toMatchObject({ status: 0 });
        }
      }
      await writeFile(join(bag, 'data/playbook.yaml'), 'id: leaked-api-keY\n');
      expect(run('sha256sum --check --quiet manifest-sha256.txt', bag)).toMatchObject({ status: 1 });
    },
  );

  it.skipIf(!has('ssh-keygen'))(
    'passes ssh-keygen -Y verify and check-novalidate, and fails when the signed file changed',
    async () => {
      const bag = await smallBag();
      const signature = 'seal/tagmanifest-sha256.txt.sig';
      const verify = `ssh-keygen -Y verify -f seal/allowed_signers -I firebreak -n evidence@firebreak -s ${signature} < tagmanifest-sha256.txt`;
      const check = (name: string) =>
        `ssh-keygen -Y check-novalidate -n ${name} -s ${signature} < tagmanifest-sha256.txt`;
      expect(run(verify, bag).said).toContain(
        `Good "evidence@firebreak" signature for firebreak with ED25519 key ${signer.fingerprint}`,
      );
      expect(run(check('evidence@firebreak'), bag).said).toContain(signer.fingerprint);
      expect(run(check('other@tool'), bag).status).not.toBe(0);
      const signed = join(bag, 'tagmanifest-sha256.txt');
      await writeFile(signed, `${await readFile(signed, 'utf8')}\n`);
      expect(run(verify, bag).status).not.toBe(0);
    },
  );

  it.skipIf(!has('ssh-keygen') || !has('sha256sum'))(
    'can be checked with the commands of its own VERIFY.txt, word for word',
    async () => {
      const bag = await smallBag();
      const text = await readFile(join(bag, 'seal/VERIFY.txt'), 'utf8');
      const commands = text
        .split('\n')
        .flatMap((line) => (/^ {5}\S/.test(line) && !line.includes('SHA256:') ? [line.trim()] : []));
      expect(commands).toHaveLength(19);
      const said = commands.map((command) => run(command, bag));
      // grep, which leaves out what no list names, ends with 1 when nothing else is there: uniq ends with 0.
      expect(said.map(({ status }) => status)).toEqual(commands.map(() => 0));
      const [, , , , odd, added, tags, links, empty, verify, print, journal, chain, head, , all, stamps] =
        said.map((one) => one.said);
      expect([odd, added, tags, links, empty]).toEqual(['', '', '', '', '']);
      expect(verify).toMatch(/^Good/);
      expect(print).toContain(signer.fingerprint);
      const read = readJournal(await readFile(join(bag, 'data/journal/journal.jsonl')));
      expect(journal).toContain(read.records[0]?.hash);
      expect(head).toBe(`Firebreak-Journal-Head: ${chain}`);
      expect(all).toMatch(/^ok +files/);
      expect(`${all}${stamps}`).not.toContain('FAILED');
      expect(stamps).toMatch(/^ok +time stamps +no stamps/);

      await writeFile(join(bag, 'data/extra.txt'), 'x');
      expect(run(commands[5] ?? '', bag).said).toBe('data/extra.txt\n');
      await writeFile(join(bag, 'seal/extra.txt'), 'x');
      await writeFile(join(bag, 'tagmanifest-md5.txt'), 'x');
      expect(run(commands[6] ?? '', bag).said).toBe('seal/extra.txt\ntagmanifest-md5.txt\n');
      expect(run(`ln -s /etc/hostname data/link && ${commands[7]}`, bag).said).toBe('./data/link\n');
      expect(run(`mkdir data/new && ${commands[8]}`, bag).said).toBe('./data/new\n');
      const records = join(bag, 'data/journal/journal.jsonl');
      await writeFile(records, (await readFile(records, 'utf8')).replace('all quiet', 'all quieT'));
      expect(run(commands[12] ?? '', bag).said).toMatch(/^BROKEN at line 6\n6 [0-9a-f]{64}\n$/);
    },
  );

  it.skipIf(!has('sha256sum') || !has('sed'))(
    'has a journal whose every link sed and sha256sum confirm',
    async () => {
      const bag = await smallBag();
      // Reads nothing of ours but the README's description: strip the hash field, prefix the domain line.
      const script = `prev=${'0'.repeat(64)}; n=0
      while IFS= read -r line; do
        bare=$(printf '%s' "$line" | sed 's/\\(.*\\),"hash":"[0-9a-f]*","prev":/\\1,"prev":/')
        hash=$(printf 'firebreak-journal/v1\\n%s' "$bare" | sha256sum | cut -c1-64)
        case "$line" in *",\\"hash\\":\\"$hash\\",\\"prev\\":\\"$prev\\",\\"seq\\":$((n+1))}") ;; *) echo "broken at $((n+1))"; exit 1;; esac
        prev=$hash; n=$((n+1))
      done < data/journal/journal.jsonl; echo "$n records, head $prev"`;
      const read = readJournal(await readFile(join(bag, 'data/journal/journal.jsonl')));
      const head = read.ok ? read.head : undefined;
      expect(run(script, bag)).toEqual({ status: 0, said: `${head?.seq} records, head ${head?.hash}\n` });
    },
  );
});

describe('conformance/signing key', () => {
  it.skipIf(!has('ssh-keygen'))('is verified here when ssh-keygen signed', async () => {
    const folder = await freshFolder();
    await writeFile(join(folder, 'message'), 'any bytes\0\n');
    const sign =
      'ssh-keygen -q -t ed25519 -N "" -f key && ssh-keygen -q -Y sign -f key -n evidence@firebreak message';
    expect(run(sign, folder)).toMatchObject({ status: 0 });
    const signature = await readFile(join(folder, 'message.sig'), 'utf8');
    const found = verifySshSignature(signature, Buffer.from('any bytes\0\n'));
    const printed = run('ssh-keygen -lf key.pub', folder).said;
    expect(found.ok && printed.includes(` ${found.fingerprint} `)).toBe(true);
  });

  it.skipIf(!has('openssl'))(
    'is a PKCS#8 file that openssl reads, with and without a passphrase',
    async () => {
      const folder = await freshFolder();
      await writeFile(join(folder, 'plain.pem'), createSigningKey().pem);
      await writeFile(join(folder, 'locked.pem'), createSigningKey('correct horse').pem);
      expect(run('openssl pkey -in plain.pem -noout -text', folder).said).toMatch(/^ED25519 Private-Key/);
      expect(
        run('openssl pkey -in locked.pem -passin "pass:correct horse" -noout -text', folder).said,
      ).toMatch(/^ED25519/);
      expect(run('openssl pkey -in locked.pem -passin pass:wrong -noout', folder).status).not.toBe(0);
    },
  );
});

describe('conformance/warc', () => {
  it('is read by warcio: every record, its headers with repeats, bodies byte for byte', async () => {
    const binary = Buffer.from([...Array(256).keys()]);
    const { response: _, ...unanswered } = exchange({ id: 'X-4', error: 'ETIMEDOUT' });
    const written: HttpExchange[] = [
      exchange(),
      {
        ...withResponse(binary, [
          ['Transfer-Encoding', 'chunked'],
          ['Content-Type', 'application/octet-stream'],
        ]),
        id: 'X-2',
      },
      {
        ...withRequest({
          method: 'POST',
          headers: [['Content-Type', 'application/json']],
          body: Buffer.from('{"symbol":"BTC"}'),
        }),
        id: 'X-3',
      },
      unanswered,
    ];
    const { path, redacted } = await warcOf(written);
    const records = await readWithWarcio(path);
    expect(records.map(({ type }) => type)).toEqual([
      'warcinfo',
      ...['request', 'response', 'metadata'],
      ...['request', 'response', 'metadata'],
      ...['request', 'response', 'metadata'],
      ...['request', 'metadata'],
    ]);

    const responses = records.filter(({ type }) => type === 'response');
    for (const [i, record] of responses.entries()) {
      expect(record.payload).toEqual(Buffer.from(redacted[i]?.response?.body ?? []));
      expect(record.status).toBe(redacted[i]?.response?.status);
      expect(record.payloadDigest).toBe(`sha256:${sha256Hex(record.payload)}`);
    }
    const requests = records.filter(({ type }) => type === 'request');
    expect(requests.map(({ uri }) => uri)).toEqual(redacted.map(({ request }) => request.url));
    expect(requests[2]?.payload.toString()).toBe('{"symbol":"BTC"}');
    const named = (wanted: string) => responses[0]?.headers.filter(([name]) => name.toLowerCase() === wanted);
    expect(named('set-cookie')).toHaveLength(2);
    // warcio joins other repeats, as RFC 9110 §5.3 allows a reader to.
    expect(named('vary')?.map(([, value]) => value)).toEqual(['Accept-Encoding, Origin']);
    expect(new Set(records.map(({ id }) => id)).size).toBe(records.length);
    for (const record of records.filter(({ type }) => type === 'metadata')) {
      expect(requests.map(({ id }) => id)).toContain(record.concurrentTo);
      expect(JSON.parse(record.payload.toString())).toMatchObject({
        venue: 'binance',
        redactions: expect.anything() as unknown,
      });
    }
    expect(JSON.stringify(records)).not.toContain(apiSecret);
  });

  it.skipIf(!has('zcat'))('is unpacked by zcat, with no secret in it', async () => {
    const { path } = await warcOf([withResponse(`{"secret":"${apiSecret}","key":"${apiKey}"}`)]);
    const { status, said } = run(`zcat ${path}`, '/');
    expect(status).toBe(0);
    expect(said).toMatch(/^WARC\/1\.1\r\n/);
    expect(said).not.toContain(apiSecret);
    expect(said).not.toContain(apiKey);
  });
});

async function warcOf(exchanges: readonly HttpExchange[]) {
  const path = join(await freshFolder(), 'exchanges.warc.gz');
  const about = { at: '2026-11-21T03:00:00.000Z', caseId: 'FB-2026-0001', software: 'firebreak/0.1.0' };
  const { warc } = await openWarc(path, about);
  const redactor = createRedactor({
    salt,
    secrets: [new Secret(apiSecret, 'env:S')],
    keyIds: [new Secret(apiKey, 'env:K')],
  });
  const redacted = [];
  for (const one of exchanges) {
    const clean = redactor.redactExchange(one, rules);
    await warc.write(clean.exchange, clean);
    redacted.push(clean.exchange);
  }
  await warc.close();
  return { path, redacted };
}

async function readWithWarcio(path: string) {
  const bytes = await readFile(path);
  const records = [];
  for await (const record of new WARCParser([new Uint8Array(bytes)])) {
    records.push({
      type: record.warcType,
      id: record.warcHeader('WARC-Record-ID'),
      uri: record.warcTargetURI,
      concurrentTo: record.warcHeader('WARC-Concurrent-To'),
      payloadDigest: record.warcPayloadDigest,
      payload: Buffer.from(await record.readFully(false)),
      status: record.httpHeaders?.statusCode,
      headers: record.httpHeaders ? [...record.httpHeaders.headers] : [],
    });
  }
  return records;
}

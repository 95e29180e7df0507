import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WARCParser } from 'warcio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JournaledEvent } from '../../src/domain/run-event.ts';
import { readJournal, sha256Hex } from '../../src/evidence/index.ts';
import { firebreak } from '../cli/support/command.ts';
import { sealDrill, type SealedDrill } from '../cli/support/sealed-drill.ts';
import { signatureOf } from '../support/pdf-signature.ts';
import { has } from '../support/pdf-tools.ts';
import { makeCertificate, type ThrowawayCertificate } from '../support/throwaway-certificate.ts';

/**
 * A whole drill, from the first record to what leaves the house, through the command line: signed with an SSH key,
 * its report with a certificate, stamped by two authorities, counter-signed, handed over, sealed for a recipient. Nothing but other people's tools
 * judges it; each is skipped by name where it is absent.
 */
let drill: SealedDrill;
let work: string;
let certificate: ThrowawayCertificate;

const run = (command: string, cwd: string) => {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command], {
    ...{ cwd, encoding: 'utf8', maxBuffer: 2 ** 28 },
    env: { PATH: process.env['PATH'], HOME: work, LC_ALL: 'C.UTF-8' },
  });
  return { status, said: `${stdout}${stderr}` };
};

const changedAt = (bytes: Buffer, place: number): Buffer =>
  Buffer.from(bytes.map((byte, at) => (at === place ? byte ^ 1 : byte)));

const keyOf = (name: string, passphrase = ''): string => {
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-f', join(work, name)]);
  return join(work, name);
};

const eventsOf = <T extends JournaledEvent['type']>(type: T): Extract<JournaledEvent, { type: T }>[] =>
  readJournal(readFileSync(join(drill.bag, 'data/journal/journal.jsonl'))).records.flatMap(({ event }) =>
    event.type === type ? [event as Extract<JournaledEvent, { type: T }>] : [],
  );

describe.runIf(has('ssh-keygen') && has('openssl'))('conformance/a sealed drill', () => {
  beforeAll(async () => {
    work = mkdtempSync(join(tmpdir(), 'firebreak-sealed-drill-'));
    certificate = makeCertificate('ec');
    const key = keyOf('custodian', 'correct horse battery');
    const secrets = { KEY: 'correct horse battery', CERTIFICATE: certificate.passphrase };
    drill = await sealDrill(
      [
        ...['--sign-with-ssh', key, '--key-passphrase-from', 'env:KEY'],
        ...['--sign-pdf-with', join(certificate.folder, 'signer.p12')],
        ...['--pdf-passphrase-from', 'env:CERTIFICATE'],
      ],
      { env: secrets },
    );
    const { place, id } = drill;
    for (const args of [
      ['countersign', id, '--as', 'b.witness', '--sign-with-ssh', keyOf('witness')],
      ['hand-over', id, '--to', 'José Counsel', '--why', 'police report', '--sign-with-ssh', keyOf('first')],
      ['hand-over', id, '--to', 'Police', '--why', 'asked for', '--sign-with-ssh', keyOf('second')],
    ]) {
      const { code, stderr } = await firebreak(args, place);
      if (code !== 0) throw new Error(stderr);
    }
  });
  afterAll(() => {
    for (const folder of [work, certificate.folder]) rmSync(folder, { recursive: true, force: true });
  });

  it.runIf(has('sha256sum'))('is checked by the commands of VERIFY.txt, each as it is written', () => {
    const text = readFileSync(join(drill.bag, 'seal/VERIFY.txt'), 'utf8');
    const commands = text
      .split('\n')
      .flatMap((line) => (/^ {5}(?!SHA256:)\S/.test(line) ? [line.trim()] : []));
    const said = new Map(commands.map((command) => [command, run(command, drill.bag)]));
    for (const [command, { status }] of said) expect([command, status]).toEqual([command, 0]);
    const saidBy = (start: RegExp): readonly string[] =>
      [...said].flatMap(([command, { said: words }]) => (start.test(command) ? [words] : []));
    expect(saidBy(/^sha(?:256|512)sum/)).toEqual(['', '', '', '']);
    expect(saidBy(/^(?:LC_ALL=C |\()?find/)).toEqual(['', '', '', '', '']);
    expect(saidBy(/^ssh-keygen/)[0]).toMatch(/^Good "evidence@firebreak" signature for firebreak/);
    // Two authorities: over the head at the opening, at containment and at the close, the list, the signature.
    expect(saidBy(/^openssl ts/)).toHaveLength(10);
    for (const words of saidBy(/^openssl ts/)) expect(words).toContain('Verification: OK');
    expect(saidBy(/^grep/)).toEqual(saidBy(/^n=0; p=/).map((end) => `Firebreak-Journal-Head: ${end}`));
    const [all, stamps] = saidBy(/^node/);
    expect(all).toMatch(/^ok +files/);
    expect(all).toMatch(/^not checked +time stamps +6 that the journal names, 8 files over the seal/m);
    expect(stamps?.match(/^ok +.*\.tst +20\d\d-/gm)).toHaveLength(10);
    const [[second], [handOvers]] = [saidBy(/^for s/), saidBy(/^n=0; test /)];
    expect(second).toMatch(/^Good "countersign@firebreak" signature for b\.witness with [^\n]+\n$/);
    expect(handOvers?.match(/^Good "handover@firebreak" signature for handover/gm)).toHaveLength(2);
  });

  it.runIf(has('shasum'))('is checked on macOS with the program that VERIFY.txt names for it', () => {
    for (const [manifest, bits] of [
      ['tagmanifest', 256],
      ['tagmanifest', 512],
      ['manifest', 256],
      ['manifest', 512],
    ] as const) {
      const command = `shasum -a ${bits} --check --strict --quiet ${manifest}-sha${bits}.txt`;
      expect(run(command, drill.bag)).toEqual({ status: 0, said: '' });
    }
  });

  it.runIf(has('python3'))(
    'has a journal that python’s own library follows to the head of bag-info.txt',
    () => {
      // RFC 8785 by json.dumps: sorted keys, no blanks; the same as ours for ASCII keys and whole numbers.
      const script = `
import hashlib, json, sys
prev, seq = '0' * 64, 0
for line in open('data/journal/journal.jsonl', encoding='utf-8', newline='\\n'):
    record = json.loads(line)
    seq += 1
    found = record.pop('hash')
    text = json.dumps(record, sort_keys=True, separators=(',', ':'), ensure_ascii=False)
    real = hashlib.sha256(('firebreak-journal/v1\\n' + text).encode()).hexdigest()
    if (found, record['prev'], record['seq']) != (real, prev, seq):
        sys.exit('broken at %d' % seq)
    prev = real
info = dict(line.rstrip('\\n').split(': ', 1) for line in open('bag-info.txt', encoding='utf-8'))
sys.exit(0 if info['Firebreak-Journal-Head'] == '%d %s' % (seq, prev) else 'it ends elsewhere')
`;
      writeFileSync(join(work, 'chain.py'), script);
      expect(run(`python3 ${join(work, 'chain.py')}`, drill.bag)).toEqual({ status: 0, said: '' });
    },
  );

  it.runIf(has('gzip'))(
    'has an HTTP record that gzip and warcio read: what the journal names, as digested',
    async () => {
      const path = join(drill.bag, 'data/http/exchanges.warc.gz');
      expect(run(`gzip -t ${path}`, work)).toEqual({ status: 0, said: '' });
      const types: Record<string, number> = {};
      const named = new Set<string>();
      for await (const record of new WARCParser([new Uint8Array(readFileSync(path))])) {
        const type = record.warcType ?? '';
        types[type] = (types[type] ?? 0) + 1;
        const payload = Buffer.from(await record.readFully(false));
        if (type === 'response') expect(record.warcPayloadDigest).toBe(`sha256:${sha256Hex(payload)}`);
        if (type !== 'metadata') continue;
        named.add((JSON.parse(payload.toString()) as { exchange: string }).exchange);
      }
      const captured = eventsOf('exchange.captured');
      expect([...named]).toEqual(captured.map(({ exchange }) => exchange));
      expect(types).toMatchObject({ warcinfo: 1, request: captured.length, metadata: captured.length });
    },
  );

  it.runIf(has('qpdf') && has('pdfinfo'))(
    'has a report.pdf that is sound, tagged, PDF/A-3a, with its fonts',
    () => {
      const folder = join(drill.bag, 'data/report');
      expect(run('qpdf --check report.pdf', folder)).toMatchObject({
        status: 0,
        said: expect.stringContaining('No syntax or stream encoding errors') as unknown,
      });
      const info = run('pdfinfo report.pdf', folder).said;
      expect(info).toMatch(/^Tagged: +yes$/m);
      expect(info).toMatch(/^PDF subtype: +PDF\/A-3a:2012$/m);
      const fonts = run('pdffonts report.pdf', folder).said.split('\n').slice(2, -1);
      expect(fonts.length).toBeGreaterThan(0);
      for (const font of fonts) expect(font).toMatch(/ yes (?:yes|no) (?:yes|no) +\d+ +\d+$/);
    },
  );

  it.runIf(has('pdfdetach'))('has the record in its report.pdf, as it lies in the bag', () => {
    const [folder, out] = [join(drill.bag, 'data/report'), join(work, 'attached')];
    mkdirSync(out);
    const listed = run('pdfdetach -list report.pdf', folder).said;
    expect(run(`pdfdetach -saveall -o ${out} report.pdf`, folder)).toMatchObject({ status: 0 });
    const files = readdirSync(out);
    expect(listed).toMatch(new RegExp(`^${files.length} embedded files`));
    expect(files).toContain('report.json');
    const tables = readdirSync(join(folder, 'tables'));
    // The tables lie in a folder of their own, and one of them is what explains the others.
    const placeOf = (name: string): string =>
      tables.includes(name) ? `tables/${name}` : name === 'tables.md' ? 'tables/README.md' : name;
    for (const name of files) {
      const inBag = join(folder, placeOf(name));
      expect([name, readFileSync(join(out, name)).equals(readFileSync(inBag))]).toEqual([name, true]);
    }
  });

  it.runIf(has('pdfsig') && has('certutil'))(
    'has a report.signed.pdf that pdfsig finds valid and whole, by the certificate that was named',
    () => {
      const folder = certificate.folder;
      run(
        'mkdir nss && certutil -N -d sql:nss --empty-password && certutil -A -d sql:nss -n ca -t C,C,C -i ca.pem',
        folder,
      );
      const signed = join(drill.bag, 'data/report/report.signed.pdf');
      const { said } = run(`pdfsig -nssdir nss ${signed} && qpdf --check ${signed}`, folder);
      expect(said).toContain('Signature Validation: Signature is Valid.');
      expect(said).toContain('Certificate Validation: Certificate is Trusted.');
      expect(said).toContain('Signer Certificate Common Name: throwaway signer');
      expect(said).toContain('Total document signed');
      expect(said).toContain('No syntax or stream encoding errors');
    },
  );

  it('has a report.signed.pdf that openssl cms verifies, and not one that was changed', () => {
    const { folder } = certificate;
    const parts = signatureOf(readFileSync(join(drill.bag, 'data/report/report.signed.pdf')));
    writeFileSync(join(folder, 'sig.der'), parts.cms);
    writeFileSync(join(folder, 'signed'), parts.signed);
    const command =
      'openssl cms -verify -cades -inform DER -in sig.der -content signed -binary -CAfile ca.pem -purpose any -out /dev/null';
    expect(run(command, folder)).toMatchObject({
      status: 0,
      said: expect.stringMatching(/verification successful/i) as unknown,
    });
    writeFileSync(join(folder, 'signed'), changedAt(parts.signed, parts.signed.length >> 1));
    expect(run(command, folder).status).not.toBe(0);
  });

  it('is sealed by the SSH key that was named, and its report says so', () => {
    const [, fingerprint] = run('ssh-keygen -l -f custodian', work).said.split(' ');
    expect(readFileSync(join(drill.bag, 'bag-info.txt'), 'utf8')).toContain(
      `Firebreak-Signing-Key: ${fingerprint ?? ''}\n`,
    );
    expect(readFileSync(join(drill.bag, 'data/report/report.json'), 'utf8')).toContain(
      `"${fingerprint ?? ''}"`,
    );
    expect(drill.ran.stdout).toContain(`Signed with        ${fingerprint ?? ''}`);
    expect(drill.ran.stdout).toContain('report.signed.pdf is signed; drill-1 confirms when');
  });

  it.runIf(has('age') && has('tar'))('comes out of its .age as it went in, and holds', async () => {
    const age = join(work, 'age');
    mkdirSync(age);
    run('age-keygen -o key.txt', age);
    const recipient = run('age-keygen -y key.txt', age).said.trim();
    const { place, id, exports } = drill;
    expect(await firebreak(['seal', id, '--to', recipient], place)).toMatchObject({ code: 0 });
    const [parcel = ''] = readdirSync(exports).filter((name) => name.endsWith('.age'));
    expect(run(`sha256sum --check --strict --quiet ${parcel}.sha256`, exports)).toEqual({
      status: 0,
      said: '',
    });
    expect(run(`age -d -i key.txt ${join(exports, parcel)} | tar x`, age)).toEqual({ status: 0, said: '' });
    const [top = ''] = readdirSync(age).filter((name) => name !== 'key.txt');
    expect(run(`diff -r ${top} ${drill.bag}`, age)).toEqual({ status: 0, said: '' });
    expect(await firebreak(['verify', join(age, top)], place)).toMatchObject({ code: 0, stderr: '' });
  });

  // Not in Debian, so absent from most machines: registered only where it is, for a skipped test fails the stage.
  if (has('verapdf')) {
    it.each(['3a', 'ua1'])('has a report.pdf that veraPDF finds conformant: %s', (flavour) => {
      const command = `verapdf --flavour ${flavour} --format text data/report/report.pdf`;
      expect(run(command, drill.bag).said).toMatch(/^PASS /m);
    });
  }
});

import { execFileSync, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { isEncryptedKey, readJournal, verifyBag } from '../../src/evidence/index.ts';
import { examine } from '../../src/evidence/stranger/verify.mjs';
import { has } from '../support/pdf-tools.ts';
import { filesUnder, firebreak, newPlace, treeOf, type Place } from './support/command.ts';
import type { SealedDrill } from './support/sealed-drill.ts';
import { sharedDrill } from './support/shared-drill.ts';

describe.runIf(has('ssh-keygen') && has('age'))('what is done with a sealed bag', () => {
  let drill: SealedDrill;
  beforeAll(async () => {
    drill = await sharedDrill();
  });

  /** The drill's place anew: state, reports, and a second person's key. */
  function derivedFrom(): { place: Place; bag: string } {
    const place = newPlace();
    cpSync(drill.place.home, place.home, { recursive: true });
    cpSync(drill.place.cwd, place.cwd, { recursive: true });
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(place.cwd, 'second')]);
    return { place, bag: join(place.cwd, 'reports', drill.id, 'bag') };
  }

  it('is refused for a bag that does not hold, and nothing is written', async () => {
    const { place, bag } = derivedFrom();
    appendFileSync(join(bag, 'data/journal/journal.jsonl'), ' ');
    const before = treeOf(place.cwd);
    for (const args of [
      ['seal', drill.id, '--to', 'age1adh2npdhcqfv4zxama7yjjpg2htapdgefxt8raqz6c6nsl6s4v4qw98sns'],
      ['seal', drill.id, '--share', 'strict'],
      ['countersign', drill.id, '--as', 'w', '--sign-with-ssh', 'second'],
    ]) {
      const { code } = await firebreak(args, place);
      expect([args[0], code]).toEqual([args[0], 5]);
    }
    expect(treeOf(place.cwd)).toEqual(before);
  });

  it.each<[string, readonly string[], RegExp]>([
    ['nothing to do', ['seal', 'CASE'], /say what is to be done/],
    ['no such bag', ['seal', 'nowhere', '--share', 'strict'], /neither a sealed bag nor a case/],
    ['a recipient that is none', ['seal', 'CASE', '--to', 'bob'], /not an age recipient/],
    ['a passphrase nobody can be asked for', ['seal', 'CASE', '--passphrase'], /nobody can be asked/],
    ['both locks', ['seal', 'CASE', '--to', 'age1x', '--passphrase'], /not both/],
    ['nothing left', ['seal', 'CASE', '--share', 'strict', '--plain', 'remove'], /nothing would be left/],
    ['no key of the second person', ['countersign', 'CASE', '--as', 'w'], /a key of his own/],
    [
      'a key that is not there',
      ['countersign', 'CASE', '--as', 'w', '--sign-with-ssh', 'no'],
      /no key at no/,
    ],
    ['an escape sequence', ['hand-over', 'CASE', '--to', '\u001b[2J', '--why', 'x'], /plain text/],
  ])('is refused with exit 2: %s', async (_, args, why) => {
    const { place } = derivedFrom();
    const before = treeOf(place.cwd);
    const { code, stderr, stdout } = await firebreak(
      args.map((arg) => arg.replace('CASE', drill.id)),
      place,
    );
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(why);
    expect(treeOf(place.cwd)).toEqual(before);
  });

  it('counter-signs and hands over; verify names all of them', async () => {
    const { place, bag } = derivedFrom();
    const signed = await firebreak(
      ['countersign', drill.id, '--as', 'b.witness', '--sign-with-ssh', 'second'],
      place,
    );
    expect([signed.code, signed.stderr]).toEqual([0, '']);
    const handed = await firebreak(
      ['hand-over', bag, '--to', 'José Counsel', '--why', 'police report'],
      place,
    );
    expect([handed.code, handed.stderr]).toEqual([0, '']);
    const { code, stdout } = await firebreak(['verify', bag], place);
    expect(code).toBe(0);
    // By its case too, as every command takes it.
    expect(await firebreak(['verify', drill.id, '--no-report'], place)).toMatchObject({
      code: 0,
      stderr: '',
    });
    const told = stdout.replace(/\s+/g, ' ');
    expect(told).toContain('COUNTER-SIGNED by b.witness with SHA256:');
    expect(told).toMatch(/HANDED OVER \S+ \S+ to José Counsel, police report: all checks hold/);
    const again = await firebreak(
      ['countersign', bag, '--as', 'b.witness', '--sign-with-ssh', 'second'],
      place,
    );
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('signed this bag already')]);
  });

  it('hands a damaged bag over with exit 5, and the record says what is wrong', async () => {
    const { place, bag } = derivedFrom();
    appendFileSync(join(bag, 'data/playbook.yaml'), '#\n');
    const { code, stdout } = await firebreak(['hand-over', bag, '--to', 'B', '--why', 'x', '--json'], place);
    expect(code).toBe(5);
    expect(JSON.parse(stdout)).toMatchObject({
      checked: { ok: false, result: expect.stringContaining('playbook.yaml') as unknown },
    });
  });

  it('encrypts for a recipient; age and tar give back the same bag', async () => {
    const { place, bag } = derivedFrom();
    execFileSync('age-keygen', ['-o', join(place.cwd, 'id.txt')], { stdio: 'ignore' });
    const recipient = execFileSync('age-keygen', ['-y', join(place.cwd, 'id.txt')], {
      encoding: 'utf8',
    }).trim();
    const { code, stderr } = await firebreak(['seal', drill.id, '--to', recipient], place);
    expect([code, stderr]).toEqual([0, '']);
    const folder = join(bag, '..');
    const shell = (command: string) => spawnSync('sh', ['-ec', command], { cwd: folder, encoding: 'utf8' });
    expect(shell(`sha256sum --check --strict ${drill.id}.tar.age.sha256`).status).toBe(0);
    expect(
      shell(`age -d -i ../../id.txt ${drill.id}.tar.age | tar x && diff -r ${drill.id} bag`),
    ).toMatchObject({
      status: 0,
      stdout: '',
    });
    const twice = await firebreak(['seal', drill.id, '--to', recipient], place);
    expect([twice.code, twice.stderr]).toEqual([2, expect.stringContaining('already')]);
  });

  describe('shared', () => {
    let place: Place;
    let share: string;
    let bag: string;
    beforeAll(async () => {
      ({ place, bag } = derivedFrom());
      const { code, stderr } = await firebreak(['seal', drill.id, '--share', 'strict'], place);
      expect([code, stderr]).toEqual([0, '']);
      share = `${bag}-share`;
    });

    it('is a bag that both checkers find nothing wrong with, and names the first by its root', async () => {
      expect(await verifyBag(share)).toMatchObject({ ok: true });
      expect((await examine(share)).flatMap(([, problems]) => problems)).toEqual([]);
      const root = execFileSync('sha256sum', [join(bag, 'tagmanifest-sha256.txt')], {
        encoding: 'utf8',
      }).slice(0, 64);
      expect(readFileSync(join(share, 'bag-info.txt'), 'utf8')).toContain(
        `Firebreak-Derived-From: sha256:${root}`,
      );
      expect(readFileSync(join(share, 'seal/VERIFY.txt'), 'utf8')).toContain(root);
      expect(readFileSync(join(share, 'data/WITHHELD.txt'), 'utf8')).toContain('data/playbook.yaml');
      const { stdout } = await firebreak(['verify', share], place);
      const told = stdout.replace(/\s+/g, ' ');
      expect(told).toMatch(/^HOLDS This copy of a DRILL, with stand-ins in it, is as it was sealed/);
      expect(told).toContain('This is a pseudonymised copy for sharing, not the evidence');
      expect(told).toContain(root);
    });

    it('holds none of the amounts, addresses, transactions, ids and names of the first', () => {
      const words = new Set(everythingIn(join(share, 'data')).split(/[^A-Za-z0-9._@-]+/));
      // "main" and "root" are words of any page: what is called so is looked for in the records, as a value.
      const plain = valuesIn(share);
      const secrets = tellingValuesIn(bag);
      expect(secrets.size).toBeGreaterThan(50);
      const stays = (value: string) => (/^[a-z]+$/.test(value) ? plain.has(value) : words.has(value));
      expect([...secrets].filter(stays)).toEqual([]);
    });

    it('has the report in all its forms, and each says what it is', async () => {
      const read = (path: string) => readFileSync(join(share, 'data/report', path), 'utf8');
      const root = (await verifyBag(share)).derivedFrom ?? 'none';
      for (const path of ['report.html', 'report.md', 'tables/README.md']) {
        expect(read(path)).toContain('This is a copy for sharing, not the evidence');
        expect(read(path)).toContain(root);
      }
      for (const name of readdirSync(join(share, 'data/report/tables')).filter((path) =>
        path.endsWith('.csv'),
      )) {
        const [head, ...rows] = read(`tables/${name}`).split('\r\n').slice(0, -1);
        expect(head).toMatch(/,pseudonymised_copy_of$/);
        expect(rows.every((row) => row.endsWith(root))).toBe(true);
      }
      expect(JSON.parse(read('report.json'))).toMatchObject({ copy: { of: root } });
      expect(read('report.html')).toContain('not in this copy');
      expect(read('report.html').match(/<polyline class="line/g)).toBeNull();
    });

    it.runIf(has('pdftotext') && has('pdfdetach'))(
      'says so on every page of the PDF, and holds nothing of the first',
      () => {
        const pdf = join(share, 'data/report/report.pdf');
        const folder = mkdtempSync(join(place.cwd, 'detached-'));
        execFileSync('pdfdetach', ['-saveall', '-o', folder, pdf]);
        const text = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' });
        const pages = text.split('\f').slice(0, -1);
        expect(pages.filter((page) => !page.includes('PSEUDONYMISED COPY'))).toEqual([]);
        expect(text).toContain('not in this copy');
        const all = [
          text,
          readFileSync(pdf, 'latin1'),
          ...filesUnder(folder).map((path) => readFileSync(path, 'utf8')),
        ];
        const words = new Set(all.join('\n').split(/[^A-Za-z0-9._@-]+/));
        const telling = [...tellingValuesIn(bag)].filter((value) => !/^[a-z]+$/.test(value));
        expect(telling.filter((value) => words.has(value))).toEqual([]);
        expect(text).not.toMatch(/\d,\d{3}\.\d/);
      },
    );

    it('is not copied again, and travels under its own name', async () => {
      const refused = await firebreak(['seal', share, '--share', 'strict'], place);
      expect([refused.code, refused.stderr]).toEqual([
        2,
        expect.stringContaining('is a copy for sharing itself'),
      ]);
      const args = ['seal', share, '--passphrase-from', 'env:P', '--json'];
      const packed = await firebreak(args, place, { env: { P: 'correct horse battery' } });
      expect(JSON.parse(packed.stdout)).toMatchObject({
        encrypted: { path: expect.stringMatching(/-share\.tar\.age$/) as unknown, plain: 'kept' },
      });
    });

    it('has the same stand-in for the same value in exhibit, HTTP record and report', () => {
      const [withdrawal] = rowsOf(bag, 'withdrawals');
      const [shared] = rowsOf(share, 'withdrawals');
      expect(withdrawal?.['address']).toBeTypeOf('string');
      const standIn = String(shared?.['address']);
      expect(standIn).toMatch(/^(?:ID|VALUE)-[0-9a-f]{12}$/);
      expect(readFileSync(join(share, 'data/report/report.json'), 'utf8')).toContain(standIn);
      expect(gunzipSync(readFileSync(join(share, 'data/http/exchanges.warc.gz'))).toString()).toContain(
        standIn,
      );
    });

    it('tells record by record what happened, when and how it ended', () => {
      const [first, copy] = [bag, share].map((folder) =>
        readJournal(readFileSync(join(folder, 'data/journal/journal.jsonl'))),
      );
      expect(copy?.records.map(({ at }) => at)).toEqual(first?.records.map(({ at }) => at));
      for (const [at, { event }] of (first?.records ?? []).entries()) {
        const other = copy?.records[at]?.event;
        if (event.type === 'step.finished')
          expect(other).toMatchObject({
            type: event.type,
            step: event.step,
            outcome: { is: event.outcome.is },
          });
      }
    });

    it('travels without its plain form, and the first bag stays', async () => {
      const at = derivedFrom();
      const passphrase = { env: { SHARE_PASSPHRASE: 'correct horse battery' } };
      const args = ['seal', drill.id, '--share', 'strict', '--passphrase-from', 'env:SHARE_PASSPHRASE'];
      expect(await firebreak(args, at.place, passphrase)).toMatchObject({ code: 0 });
      expect([existsSync(at.bag), existsSync(`${at.bag}-share`)]).toEqual([true, false]);
      expect(readdirSync(join(at.bag, '..'))).toContain(`${drill.id}-share.tar.age`);
    });
  });

  it('signs the own key’s passphrase away: a key that lay in clear is encrypted, and stays the same', async () => {
    const { place, bag } = derivedFrom();
    const key = join(place.home, 'drills/signing-key.pem');
    const around = { env: { KEY_PASSPHRASE: 'correct horse battery' } };
    const args = ['hand-over', bag, '--to', 'B', '--why', 'x', '--json'];
    const [before, encrypting, missing, wrong] = [
      await firebreak(args, place),
      await firebreak([...args, '--key-passphrase-from', 'env:KEY_PASSPHRASE'], place, around),
      await firebreak(args, place),
      await firebreak([...args, '--key-passphrase-from', 'env:KEY_PASSPHRASE'], place, {
        env: { KEY_PASSPHRASE: 'another' },
      }),
    ];
    expect(isEncryptedKey(readFileSync(key, 'utf8'))).toBe(true);
    const keyOf = ({ stdout }: { stdout: string }) => (JSON.parse(stdout) as { key: string }).key;
    expect(keyOf(encrypting)).toBe(keyOf(before));
    expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining('no passphrase was named')]);
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('wrong or missing passphrase')]);
    writeFileSync(key, 'hello');
    expect((await firebreak(args, place)).code).toBe(2);
  });
});

const everythingIn = (folder: string): string =>
  filesUnder(folder)
    .map((path) =>
      (path.endsWith('.gz') ? gunzipSync(readFileSync(path)) : readFileSync(path)).toString('utf8'),
    )
    .join('\n');

const valuesIn = (bag: string): ReadonlySet<string> =>
  new Set(
    filesUnder(join(bag, 'data'))
      .filter((path) => /(?:\.jsonl|\/EX-[^/]*\.json)$/.test(path))
      .flatMap((path) => readFileSync(path, 'utf8').match(/"[^"\\]*"(?!:)/g) ?? [])
      .map((text) => text.slice(1, -1)),
  );

type Row = Readonly<Record<string, unknown>>;

function rowsOf(bag: string, kind: string): readonly Row[] {
  const folder = join(bag, 'data/exhibits');
  return readdirSync(folder)
    .filter((name) => name.endsWith(`-${kind}.json`))
    .flatMap((name) => (JSON.parse(readFileSync(join(folder, name), 'utf8')) as { rows?: Row[] }).rows ?? []);
}

/** What a reader of the first bag would learn of its owner, found by the names that firebreak's rows have. */
function tellingValuesIn(bag: string): ReadonlySet<string> {
  const found = new Set<string>();
  const kinds = {
    balances: ['free'],
    withdrawals: ['address', 'id', 'amount'],
    deposits: ['address', 'id'],
    trades: ['id', 'orderId', 'amount'],
    orders: ['id'],
  };
  for (const [kind, names] of Object.entries(kinds))
    for (const row of rowsOf(bag, kind))
      for (const name of names) {
        const value = row[name];
        if (typeof value === 'string' && value.length >= 5 && !/^0\.0*$/.test(value)) found.add(value);
      }
  const opened = readJournal(readFileSync(join(bag, 'data/journal/journal.jsonl'))).records[0]?.event;
  if (opened?.type === 'case.opened') {
    found.add(opened.environment.host);
    for (const { id, keyLabel } of opened.accounts) found.add(id).add(keyLabel);
  }
  return found;
}

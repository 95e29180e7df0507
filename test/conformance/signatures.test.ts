import { spawnSync } from 'node:child_process';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/domain/secret.ts';
import { countersignBag, createSigningKey, handOverBag, packBag } from '../../src/evidence/index.ts';
import { freshFolder } from '../evidence/folder.ts';
import { signer } from '../evidence/sealing.ts';
import { smallBag } from '../evidence/small-case.ts';
import { has } from '../support/pdf-tools.ts';

const run = (command: string, cwd: string, env: Readonly<Record<string, string>> = {}) => {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command], {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], ...env },
  });
  return { status, said: `${stdout}${stderr}` };
};

const at = '2026-11-21T07:00:00.000Z';
const hand = { to: 'José Counsel', why: 'for the police report', at };

describe.runIf(has('ssh-keygen'))('conformance/signatures after sealing', () => {
  it('are confirmed by ssh-keygen with the commands of VERIFY.txt, word for word, and a change is not', async () => {
    const bag = await smallBag();
    const witness = createSigningKey().signer;
    await countersignBag(bag, { as: 'b.witness', signer: witness });
    await handOverBag(bag, { ...hand, from: 'A. Operator', signer });
    await handOverBag(bag, { ...hand, from: 'José Counsel', to: 'Police', signer: witness });
    const text = await readFile(join(bag, 'seal/VERIFY.txt'), 'utf8');
    const commands = text.split('\n').filter((line) => /^ {5}(?:for s in |n=0; test )/.test(line));
    expect(commands).toHaveLength(2);
    const [second = '', log = ''] = commands;
    expect(run(second, bag).said).toBe(
      `Good "countersign@firebreak" signature for b.witness with ED25519 key ${witness.fingerprint}\n`,
    );
    expect(run(log, bag).said.match(/^Good "handover@firebreak" signature for handover/gm)).toHaveLength(2);
    const path = join(bag, 'seal/handover.jsonl');
    await writeFile(path, (await readFile(path, 'utf8')).replace('A. Operator', 'A. Nobody  '));
    expect(run(log, bag).said).not.toMatch(/^Good/m);
  });

  it.each<[string, (text: string) => string]>([
    ['a hand-over that nobody signed', (text) => `${text}${text.split('\n')[0]}\n`],
    ['the same without its line end', (text) => `${text}to: somebody else`],
  ])('show, by the commands of VERIFY.txt, %s', async (_, change) => {
    const bag = await smallBag();
    await handOverBag(bag, { ...hand, from: 'A. Operator', signer });
    const text = await readFile(join(bag, 'seal/VERIFY.txt'), 'utf8');
    const command = text.split('\n').find((line) => line.startsWith('     n=0; test ')) ?? '';
    expect(run(command, bag)).toMatchObject({
      status: 0,
      said: expect.stringMatching(/^Good .*\n$/) as string,
    });
    const path = join(bag, 'seal/handover.jsonl');
    await writeFile(path, change(await readFile(path, 'utf8')));
    expect(run(command, bag).status).not.toBe(0);
  });

  it('leave the commands over the sealed files as they were', async () => {
    const bag = await smallBag();
    await countersignBag(bag, { as: 'w', signer: createSigningKey().signer });
    await handOverBag(bag, { ...hand, from: 'A', signer });
    for (const name of ['manifest-sha256', 'tagmanifest-sha256'])
      expect(run(`sha256sum --check --strict --quiet ${name}.txt`, bag)).toEqual({ status: 0, said: '' });
  });
});

const canPack = has('age') && has('age-keygen') && has('tar') && has('sha256sum');

describe.runIf(canPack)('conformance/transport', () => {
  it('is opened by age -d with the recipient’s identity, and tar gives the bag back', async () => {
    const bag = await smallBag();
    const work = await freshFolder();
    run('age-keygen -o one.txt 2>/dev/null; age-keygen -o two.txt 2>/dev/null', work);
    const recipients = ['one', 'two'].map((name) => run(`age-keygen -y ${name}.txt`, work).said.trim());
    await packBag(bag, { into: join(work, 'FB-1.tar.age'), top: 'FB-1', at, lock: { recipients } });
    expect(run('sha256sum --check --strict FB-1.tar.age.sha256', work)).toMatchObject({ status: 0 });
    for (const name of ['one', 'two']) {
      expect(run(`age -d -i ${name}.txt FB-1.tar.age > FB-1.tar && tar xf FB-1.tar`, work)).toMatchObject({
        status: 0,
      });
      expect(run(`diff -r FB-1 ${bag}`, work)).toEqual({ status: 0, said: '' });
      await rm(join(work, 'FB-1'), { recursive: true });
    }
    expect(
      run('age-keygen -o three.txt 2>/dev/null; age -d -i three.txt FB-1.tar.age', work).status,
    ).not.toBe(0);
  });

  // age asks for a passphrase at a terminal and nowhere else: `script` gives it one.
  it.runIf(has('script'))('is opened by age -d with the passphrase', async () => {
    const bag = await smallBag();
    const into = join(dirname(bag), 'FB-2.tar.age');
    const passphrase = new Secret('correct horse', 'env:P');
    await packBag(bag, { into, top: 'FB-2', at, lock: { passphrase, workFactor: 10 } });
    await rename(into, join(dirname(bag), 'parcel.age'));
    const command = `(sleep 1; echo 'correct horse'; sleep 2) | script -qec 'age -d -o out.tar parcel.age' /dev/null`;
    expect(run(command, dirname(bag), { TERM: 'dumb' })).toMatchObject({ status: 0 });
    expect(run('tar tf out.tar', dirname(bag)).said).toContain('FB-2/bagit.txt\n');
  });
});

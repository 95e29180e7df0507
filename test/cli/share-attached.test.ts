import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { exportCase } from '../../src/cli/export-case.ts';
import { createSigningKey, readSigningIdentity, verifyBag } from '../../src/evidence/index.ts';
import { examine } from '../../src/evidence/stranger/verify.mjs';
import { openCaseToAdd } from '../../src/run/index.ts';
import { manualClock } from '../support/manual-clock.ts';
import { has } from '../support/pdf-tools.ts';
import { png } from '../support/pictures.ts';
import { makeCertificate } from '../support/throwaway-certificate.ts';
import { filesUnder, firebreak, newPlace, type Place } from './support/command.ts';

/** What people of the first bag wrote and are called: none of it may stand in the copy. */
const theirs = {
  organisation: 'Quillfeather Trading',
  contact: 'ir@quillfeather.example',
  reviewer: 'Ottoline Marchbanks',
  authority: 'resolution 47 of the Quillfeather board',
  outOfScope: 'the beekeeping accounts',
  label: 'Zanzibar desk',
  operator: 'Peregrine Vole',
  picture: 'marchbanks-desktop.png',
  why: 'shows Ottoline at her desk',
  source: 'phone of Ottoline',
  mail: 'dearest-ottoline.eml',
  gone: 'vole-passwords.txt',
  goneWhy: 'holds Peregrines passwords',
  note: 'Ottoline rang from Skegness',
} as const;
const env = { KEY: 'the-key-that-leaked', SECRET: 'and+its/secret=of-the-key-0123456789' };

const config = `report:
  organisation: ${theirs.organisation}
  contact: ${theirs.contact}
  reviewer: ${theirs.reviewer}
  authority: ${theirs.authority}
  outOfScope: [${theirs.outOfScope}]
accounts:
  - { id: main, venue: kraken, label: ${theirs.label}, task: trading-bot, credentials: { label: k, apiKey: env:KEY, secret: env:SECRET } }
`;

/** A real case that stops at its first question: with a picture, a mail, a note, and a file that was taken back. */
async function caseWithAttachments(place: Place): Promise<string> {
  const write = (name: string, content: string | Uint8Array): void =>
    writeFileSync(join(place.cwd, name), content);
  write('answers.yaml', JSON.stringify({ operator: theirs.operator, answers: {} }));
  write('firebreak.yaml', config);
  write(theirs.picture, png(2, 1, [8, 2], [[0, 10, 20, 30, 40, 50, 60]]));
  write(theirs.mail, `From: ${theirs.contact}\n\n${theirs.note}\n`);
  write(theirs.gone, 'hunter2 and more');
  await firebreak(['respond', '--answers', 'answers.yaml'], place, { env });
  for (const args of [
    [theirs.picture, '--kind', 'screenshot', '--why', theirs.why, '--source', theirs.source],
    [theirs.mail, '--kind', 'mail', '--why', theirs.why],
    [theirs.gone, '--why', theirs.why],
    ['--take-back', 'EX-003', '--why', theirs.goneWhy],
  ]) {
    const ran = await firebreak(['attach', ...args], place, { env });
    if (ran.code !== 0) throw new Error(ran.stderr);
  }
  return readdirSync(place.home).find((name) => name.startsWith('FB-')) ?? '';
}

async function seal(place: Place, id: string): Promise<string> {
  const clock = manualClock('2026-12-01T00:00:00.000Z');
  const files = await openCaseToAdd({ folder: join(place.home, id), clock, salt: new Uint8Array(32) });
  const { folder, chain, key } = makeCertificate('ec');
  const now = (): Date => new Date(Date.now() + 60_000);
  try {
    await files.append({ type: 'note.added', text: theirs.note, by: theirs.operator });
    const identity = await readSigningIdentity(Buffer.from(chain), { key, at: now() });
    const { bag, signed } = await exportCase({
      ...{ files, clock, folder: join(place.cwd, 'reports', id), by: theirs.operator, emit: () => undefined },
      ...{ signer: createSigningKey().signer, secrets: [], pdfSigning: { identity, secrets: [], now } },
    });
    if (signed?.ok !== true) throw new Error('report.pdf was not signed');
    return bag;
  } finally {
    await files.close();
    execFileSync('rm', ['-r', folder]);
  }
}

describe.runIf(has('ssh-keygen') && has('openssl'))('a copy of a bag with all that people add', () => {
  let place: Place;
  let bag: string;
  let copy: string;
  beforeAll(async () => {
    place = newPlace();
    mkdirSync(join(place.cwd, 'reports'));
    bag = await seal(place, await caseWithAttachments(place));
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(place.cwd, 'second')]);
    for (const args of [
      ['countersign', bag, '--as', 'o.marchbanks', '--sign-with-ssh', 'second'],
      ['hand-over', bag, '--from', theirs.operator, '--to', theirs.reviewer, '--why', theirs.why],
      ['seal', bag, '--share', 'strict'],
    ]) {
      const ran = await firebreak(args, place);
      if (ran.code !== 0) throw new Error(`${args[0] ?? ''}: ${ran.stderr}`);
    }
    copy = `${bag}-share`;
  });

  it('verifies, as the first does, for both checkers', async () => {
    for (const folder of [bag, copy]) {
      expect((await verifyBag(folder)).checks.filter(({ ok }) => !ok)).toEqual([]);
      expect((await examine(folder)).flatMap(([, problems]) => problems)).toEqual([]);
      const ran = await firebreak(['verify', folder], place);
      expect([ran.code, ran.stderr]).toEqual([0, '']);
    }
  });

  it('names what it withholds: attached files, the signed PDF; and what neither bag has', () => {
    const text = readFileSync(join(copy, 'data/WITHHELD.txt'), 'utf8');
    expect(text).toContain('data/report/report.signed.pdf\n');
    expect(text).toMatch(/in the first bag:\n\ndata\/exhibits\/EX-001-\S+\ndata\/exhibits\/EX-002-\S+\n\n/);
    expect(text).toMatch(/neither bag has them:\n\ndata\/exhibits\/EX-003-\S+\n/);
    expect(existsSync(join(copy, 'data/report/report.signed.pdf'))).toBe(false);
    // Who signed and took the first bag is no business of whoever gets the copy.
    expect(readdirSync(join(copy, 'seal')).filter((name) => /^(?:countersign|handover)/.test(name))).toEqual(
      [],
    );
    const events = readFileSync(join(copy, 'data/journal/journal.jsonl'), 'utf8');
    expect(events).toContain('"takenBack":"EX-003"');
  });

  it('holds nothing that people of the first wrote or are called, in none of its files', () => {
    const words = Object.values(theirs).flatMap((text) => [text, ...text.split(/[^A-Za-z]+/)]);
    const own = new Set(
      [
        'the',
        'of',
        'from',
        'more',
        'her',
        'at',
        'shows',
        'holds',
        'accounts',
        'board',
        'desk',
        'desktop',
        'phone',
      ].concat(['resolution', 'passwords', 'png', 'txt', 'eml', 'ir', 'example', 'Trading', 'rang']),
    );
    const sought = [...new Set(words)].filter((word) => word.length > 2 && !own.has(word));
    expect(sought).toContain('Skegness');
    const found = filesUnder(copy).flatMap((path) => {
      const text = readFileSync(path, 'latin1') + (path.endsWith('.pdf') ? drawn(path) : '');
      return sought
        .filter((word) => text.includes(word))
        .map((word) => `${path.slice(copy.length)}: ${word}`);
    });
    expect(found).toEqual([]);
  });

  it('stays readable: ids, counts, times, and the sentences of rules', () => {
    const read = (folder: string) =>
      readFileSync(join(folder, 'data/report/report.md'), 'utf8').replaceAll(/\s+/g, ' ');
    for (const text of ['EX-003', 'Never in scope', 'J-1', 'not in the record'])
      expect([text, read(copy).includes(text)]).toEqual([text, read(bag).includes(text)]);
    expect(read(copy)).toContain('took it back before sealing');
  });
});

const drawn = (path: string): string =>
  has('pdftotext') ? spawnSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' }).stdout : '';

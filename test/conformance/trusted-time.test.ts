import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createTimestampPost } from '../../src/cli/post-timestamp.ts';
import type { JournaledEvent, JournalRecord } from '../../src/domain/run-event.ts';
import { openLocalAuthority } from '../../src/drill/index.ts';
import {
  createStamper,
  openJournal,
  readRoots,
  sealBag,
  type Authorities,
} from '../../src/evidence/index.ts';
import { freshFolder } from '../evidence/folder.ts';
import { sealingOf } from '../evidence/sealing.ts';
import { smallCase } from '../evidence/small-case.ts';
import { has } from '../support/pdf-tools.ts';

const run = (command: string, cwd: string) => {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command], { cwd, encoding: 'utf8' });
  return { status, said: `${stdout}${stderr}` };
};

async function twoAuthorities(): Promise<Authorities> {
  const folder = await freshFolder();
  const list = [];
  for (const name of ['first', 'second']) {
    const local = await openLocalAuthority({ folder: join(folder, name), name });
    onTestFinished(() => local.close());
    list.push({ name, url: local.url, roots: readRoots(local.ca) });
  }
  return { list, post: createTimestampPost(list.map(({ url }) => url)), random: randomBytes };
}

/** A sealed bag whose journal's head at the close, manifest and signature both authorities stamped. */
async function stampedBag(): Promise<string> {
  const folder = await smallCase();
  const authorities = await twoAuthorities();
  const { journal, records: before } = await openJournal(join(folder, 'journal/journal.jsonl'));
  const records: JournalRecord[] = [...before];
  const events: JournaledEvent[] = before.map(({ event }) => event);
  const append = async (event: JournaledEvent) => {
    records.push(await journal.append('2026-11-21T05:00:00.000Z', event));
    events.push(event);
  };
  const files = { folder, records, events, append };
  await createStamper({ files, open: () => Promise.resolve(authorities), isContained: () => false }).close();
  await journal.close();
  return (await sealBag(await sealingOf(folder, { authorities }))).folder;
}

const commandsIn = async (bag: string): Promise<readonly string[]> =>
  (await readFile(join(bag, 'seal/VERIFY.txt'), 'utf8'))
    .split('\n')
    .flatMap((line) => (/^ {5}openssl ts /.test(line) ? [line.trim()] : []));

describe.runIf(has('openssl'))('conformance/time stamps', () => {
  it('pass openssl ts -verify with the commands of VERIFY.txt, word for word', async () => {
    const bag = await stampedBag();
    const commands = await commandsIn(bag);
    // The head at the close, the tag manifest, the signature: by each of the two.
    expect(commands).toHaveLength(6);
    for (const command of commands) {
      expect(run(command, bag)).toMatchObject({
        status: 0,
        said: expect.stringContaining('Verification: OK') as unknown,
      });
    }
  }, 60_000);

  it('fail openssl ts -verify when what they are over changed', async () => {
    const bag = await stampedBag();
    const commands = await commandsIn(bag);
    for (const path of ['tagmanifest-sha256.txt', 'seal/tagmanifest-sha256.txt.sig']) {
      await writeFile(join(bag, path), `${await readFile(join(bag, path), 'utf8')}\n`);
    }
    const journal = join(bag, 'data/journal/journal.jsonl');
    await writeFile(journal, (await readFile(journal, 'utf8')).replaceAll(/"hash":"[0-9a-f]/g, '"hash":"_'));
    for (const command of commands) expect(run(command, bag).status).not.toBe(0);
  }, 60_000);
});

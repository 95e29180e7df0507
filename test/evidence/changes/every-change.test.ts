import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { verifyBag, type Authorities } from '../../../src/evidence/index.ts';
import { has } from '../../support/pdf-tools.ts';
import { complaintsAbout, unnamedBy } from './checkers.ts';
import { changeAt, kinds, lineChanges, placesOf, randomFrom, type ContentChange } from './content-changes.ts';
import { filesIn, fullBag, localAuthorities } from './full-bag.ts';
import { additionsTo, fileChanges, lookalikes, type StructureChange } from './structure-changes.ts';

/**
 * Whatever is changed in a sealed bag, each of the two checkers says so and names what was changed. By default a
 * sample, the same each time; with FIREBREAK_EVERY_CHANGE=1 every byte of every file, which takes an hour.
 */
const isExhaustive = process.env['FIREBREAK_EVERY_CHANGE'] === '1';
// The same for each test and each time it is run: what was not found once is not found by chance the next time.
let random = randomFrom(1);
beforeEach(() => void (random = randomFrom(20261121)));
const made = new Map<string, number>();
vi.setConfig({ testTimeout: isExhaustive ? 4 * 3_600_000 : 120_000 });

/** Tag files that no manifest lists; the rest is listed, and named one by one however many are changed at once. */
const isListed = (path: string): boolean =>
  path.startsWith('data/') ||
  ['bagit.txt', 'bag-info.txt'].includes(path) ||
  ['VERIFY.txt', 'allowed_signers', 'verify.mjs', 'verify-stamps.mjs'].includes(path.replace(/^seal\//, ''));
const isSealToken = (path: string): boolean => /^seal\/.*\.(?:tst|pem)$/.test(path);

function sampleOf<T>(all: readonly T[], count: number): readonly T[] {
  if (isExhaustive || all.length <= count) return all;
  const rest = Array.from({ length: count - 2 }, () => all[Math.floor(random() * all.length)] as T);
  return [all[0] as T, ...rest, all.at(-1) as T];
}

/** Changes of every kind at some bytes, or at every byte, and of lines. */
function* changesOf(bytes: Uint8Array, count: number): Generator<ContentChange> {
  for (const [n, kind] of kinds.entries()) {
    // Of the largest file, the checker itself, each byte is changed in one way; of the others in each.
    const isTurn = (at: number): boolean => bytes.length < 20_000 || at % kinds.length === n;
    const places = [...Array(placesOf(kind, bytes)).keys()].filter(isTurn);
    for (const at of sampleOf(places, count)) {
      counted(kind);
      yield changeAt(kind, bytes, at, random());
    }
  }
  for (const change of sampleOf(lineChanges(bytes), 2 * count)) {
    counted('lines');
    yield change;
  }
}

function counted(what: string): void {
  made.set(what, (made.get(what) ?? 0) + 1);
  const all = [...made.values()].reduce((sum, count) => sum + count, 0);
  if (isExhaustive && all % 10_000 === 0) tell();
}

const tell = (): unknown =>
  process.stderr.write(`changes made: ${JSON.stringify(Object.fromEntries(made))}\n`);

/** Changes some files at once, again and again, until each has had all its changes. */
async function expectNamed(bag: string, paths: readonly string[], count: number): Promise<void> {
  const original = new Map<string, Buffer>();
  for (const path of paths) original.set(path, await readFile(join(bag, path)));
  const todo = new Map([...original].map(([path, bytes]) => [path, changesOf(bytes, count)]));
  while (todo.size > 0) {
    const round: string[] = [];
    for (const [path, changes] of todo) {
      const { value: change, done } = changes.next();
      if (done) {
        todo.delete(path);
        await writeFile(join(bag, path), original.get(path) ?? '');
        continue;
      }
      await writeFile(join(bag, path), change.bytes);
      round.push(`${path} ${change.what}`);
    }
    const touched = round.map((one) => one.slice(0, one.indexOf(' ')));
    expect(await unnamedBy(bag, touched), round.join(', ')).toEqual([]);
  }
  expect(await complaintsAbout(bag)).toEqual(['', '']);
}

async function expectEachNamed(bag: string, changes: readonly StructureChange[]): Promise<void> {
  for (const { what, touched, apply } of changes) {
    counted('files and folders');
    const copy = `${bag}.changed`;
    await cp(bag, copy, { recursive: true });
    await apply(copy);
    expect(await unnamedBy(copy, touched), what).toEqual([]);
    await rm(copy, { recursive: true });
  }
}

describe('every change of a sealed bag is found and named by both checkers', () => {
  it('in the files that a manifest lists, several at once', async () => {
    const bag = await fullBag();
    await expectNamed(bag, (await filesIn(bag)).filter(isListed), 24);
  });

  it('in one file that a manifest lists', async () => {
    const bag = await fullBag();
    // Each byte of them was changed above, beside others: alone, a few are enough.
    for (const path of (await filesIn(bag)).filter(isListed)) {
      const bytes = await readFile(join(bag, path));
      const kind = kinds[Math.floor(random() * kinds.length)] ?? 'bit flipped';
      for (const at of [0, bytes.length >> 1, bytes.length - 1]) {
        await writeFile(join(bag, path), changeAt(kind, bytes, at, random()).bytes);
        expect(await unnamedBy(bag, [path]), `${path} ${kind} at ${at}`).toEqual([]);
      }
      await writeFile(join(bag, path), bytes);
    }
  });

  it('in a manifest, a signature, or what was added after sealing', async () => {
    const bag = await fullBag();
    for (const path of (await filesIn(bag)).filter((one) => !isListed(one)))
      await expectNamed(bag, [path], 2);
  });

  it('of which files and folders there are', async () => {
    const bag = await fullBag();
    const paths = await filesIn(bag);
    await expectEachNamed(bag, sampleOf(await changesOfFiles(bag, paths), 50));
    const folders = new Set(paths.map((path) => dirname(path)));
    await expectEachNamed(bag, sampleOf([...folders].flatMap(additionsTo), 25));
    await expectEachNamed(bag, lookalikes(paths));
  });
});

describe.runIf(has('openssl'))('every change of the time stamps of a seal is found and named by both', () => {
  let folder: string;
  let local: { readonly authorities: Authorities; close(): Promise<void> };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'firebreak-authorities-'));
    local = await localAuthorities(folder);
  });
  afterAll(async () => {
    await local.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('in a token, or in the certificates beside it', async () => {
    const { list, ...rest } = local.authorities;
    const bag = await fullBag({ ...rest, list: list.slice(0, 1) });
    const tokens = (await filesIn(bag)).filter(isSealToken);
    expect(tokens).toHaveLength(4);
    // Two of the four at once, and no token with its own certificates: each is named for itself.
    for (const half of [/tagmanifest.*tst$|signature.*pem$/, /tagmanifest.*pem$|signature.*tst$/]) {
      const two = tokens.filter((path) => half.test(path));
      await expectNamed(bag, two, 8);
    }
  });

  it('in the certificates beside a token, also for who brings roots of his own', async () => {
    const bag = await fullBag(local.authorities);
    const [first, second] = local.authorities.list;
    const anchors = [first, second].flatMap((one) => one?.roots.anchors ?? []);
    const options = { timestampRoots: { anchors, between: [] } };
    expect((await verifyBag(bag, options)).ok).toBe(true);
    const path = join(bag, 'seal/tagmanifest.first.pem');
    const bytes = await readFile(path);
    for (const at of [0, 40, bytes.length >> 1, bytes.length - 1]) {
      await writeFile(path, changeAt('byte replaced', bytes, at, random()).bytes);
      expect((await verifyBag(bag, options)).firstProblem?.problem).toContain('seal/tagmanifest.first.pem');
    }
  });

  it('of which of them there are', async () => {
    const bag = await fullBag(local.authorities);
    const paths = (await filesIn(bag)).filter(isSealToken);
    const changes = await changesOfFiles(bag, paths);
    await expectEachNamed(bag, [...sampleOf(changes, 20), ...lookalikes(paths)]);
  });
});

afterAll(() => {
  if (isExhaustive) tell();
});

async function changesOfFiles(bag: string, paths: readonly string[]): Promise<readonly StructureChange[]> {
  const changes: StructureChange[] = [];
  for (const [i, path] of paths.entries()) {
    const bytes = await readFile(join(bag, path));
    const others = isExhaustive ? paths.slice(i + 1) : [...paths.slice(i + 1), ...paths].slice(0, 3);
    for (const [n, next] of others.entries()) {
      // Two with the same content: to exchange them changes nothing.
      const isSame = bytes.equals(await readFile(join(bag, next)));
      const possible = fileChanges(path, next).filter(({ what }) => !(isSame && what.endsWith('exchanged')));
      changes.push(...possible.filter(({ what }) => n === 0 || what.endsWith('exchanged')));
    }
  }
  return changes;
}

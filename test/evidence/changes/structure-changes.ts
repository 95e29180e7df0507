import { copyFile, link, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** A change of which files there are. */
export interface StructureChange {
  readonly what: string;
  /** Paths that must be named. */
  readonly touched: readonly string[];
  apply(bag: string): Promise<unknown>;
}

/** What can be done to one file as a whole. */
function fileChanges(path: string): readonly StructureChange[] {
  const [folder, name] = [dirname(path), basename(path)];
  const within = (other: string): string => join(folder, other);
  const moved = path.startsWith('data/') ? join('seal', name) : join('data', name);
  const otherCase = within(name === name.toUpperCase() ? name.toLowerCase() : name.toUpperCase());
  const to = (into: string, what: string): StructureChange => ({
    what: `${path} ${what}`,
    touched: [path, into],
    apply: (bag) => rename(join(bag, path), join(bag, into)),
  });
  return [
    { what: `${path} deleted`, touched: [path], apply: (bag) => rm(join(bag, path)) },
    { what: `${path} emptied`, touched: [path], apply: (bag) => writeFile(join(bag, path), '') },
    to(within(`${name}x`), 'renamed'),
    to(within(`.${name}`), 'hidden'),
    to(otherCase, 'renamed to another case'),
    to(moved, 'moved to the other side'),
    { what: `${path} linked to its copy`, touched: [path], apply: (bag) => linkAway(bag, path) },
    {
      what: `${path} made a folder`,
      touched: [path],
      apply: async (bag) => {
        await rm(join(bag, path));
        await mkdir(join(bag, path));
      },
    },
    {
      what: `${path} also under another name, the same file`,
      touched: [within(`${name}-2`)],
      apply: (bag) => link(join(bag, path), join(bag, within(`${name}-2`))),
    },
  ];
}

/** What can be laid into a folder of a bag. */
export function additionsTo(folder: string): readonly StructureChange[] {
  const inside = (name: string): string => join(folder, name);
  const file = (name: string, content = ''): StructureChange => ({
    what: `file ${inside(name)}`,
    touched: [inside(name)],
    apply: (bag) => writeFile(join(bag, inside(name)), content),
  });
  return [
    ...['.DS_Store', '.hidden', 'Thumbs.db', 'desktop.ini', '._bagit.txt', '~', 'a b', 'ä'].map((name) =>
      file(name),
    ),
    file('more.txt', 'x'),
    {
      what: `empty folder in ${folder}`,
      touched: [inside('new')],
      apply: (bag) => mkdir(join(bag, inside('new'))),
    },
    {
      what: `empty folders in ${folder}`,
      touched: [inside('new/er')],
      apply: (bag) => mkdir(join(bag, inside('new/er')), { recursive: true }),
    },
    {
      what: `link in ${folder} to nowhere`,
      touched: [inside('link')],
      apply: (bag) => symlink('/nowhere/at/all', join(bag, inside('link'))),
    },
    {
      what: `link in ${folder} to the bag itself`,
      touched: [inside('loop')],
      apply: (bag) => symlink(bag, join(bag, inside('loop'))),
    },
  ];
}

/** Files whose names a bag may hold, and which no manifest lists: copies of what is there, and what is nothing. */
export function lookalikes(paths: readonly string[]): readonly StructureChange[] {
  const copies = [
    ['seal/countersign.b.witness.sig', 'seal/countersign.c.sig'],
    ['seal/countersign.b.witness.allowed_signers', 'seal/countersign.c.allowed_signers'],
    ['seal/tagmanifest-sha256.txt.sig', 'seal/countersign.c.sig'],
    ['seal/handover.2.sig', 'seal/handover.3.sig'],
    ['seal/handover.2.allowed_signers', 'seal/handover.3.allowed_signers'],
    ['seal/handover.1.sig', 'seal/handover.01.sig'],
    ['seal/tagmanifest-sha256.txt.sig', 'seal/tagmanifest-sha512.txt.sig'],
    ['seal/tagmanifest.first.tst', 'seal/tagmanifest.third.tst'],
    ['seal/tagmanifest.first.pem', 'seal/tagmanifest.third.pem'],
    ['seal/signature.first.tst', 'seal/signature.first.tst.tst'],
    ['tagmanifest-sha256.txt', 'tagmanifest-sha224.txt'],
    ['manifest-sha256.txt', 'manifest-sha224.txt'],
    ['manifest-sha256.txt', 'fetch.txt'],
    ['bagit.txt', 'data/bagit.txt'],
    ['data/exhibits/EX-001-open-orders.json', 'data/exhibits/EX-003-open-orders.json'],
  ] as const;
  return copies
    .filter(([from]) => paths.includes(from))
    .map(([from, to]) => ({
      what: `${from} copied to ${to}`,
      touched: [to],
      apply: (bag) => copyFile(join(bag, from), join(bag, to)),
    }));
}

const exchangeOf = (path: string, next: string): StructureChange => ({
  what: `${path} and ${next} exchanged`,
  touched: [path, next],
  apply: (bag) => exchange(bag, path, next),
});

async function exchange(bag: string, one: string, other: string): Promise<void> {
  const [first, second] = [await readFile(join(bag, one)), await readFile(join(bag, other))];
  await writeFile(join(bag, one), second);
  await writeFile(join(bag, other), first);
}

async function linkAway(bag: string, path: string): Promise<void> {
  const copy = `${bag}.copy`;
  await copyFile(join(bag, path), copy);
  await rm(join(bag, path));
  await symlink(copy, join(bag, path));
}

/** What can be done to these files of a bag as wholes, and each two exchanged. */
export async function changesOfFiles(
  bag: string,
  paths: readonly string[],
): Promise<readonly StructureChange[]> {
  const changes: StructureChange[] = [];
  for (const [i, path] of paths.entries()) {
    const bytes = await readFile(join(bag, path));
    for (const next of paths.slice(i + 1)) {
      // Two with the same content: to exchange them changes nothing.
      if (bytes.equals(await readFile(join(bag, next)))) continue;
      changes.push(exchangeOf(path, next));
    }
    changes.push(...fileChanges(path));
  }
  return changes;
}

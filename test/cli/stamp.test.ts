import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTimestampPost } from '../../src/cli/post-timestamp.ts';
import { openLocalAuthority, type LocalAuthority } from '../../src/drill/index.ts';
import { collectCaseFiles, createJournal, readRoots, sealBag, stampSeal } from '../../src/evidence/index.ts';
import { examineStamps } from '../../src/evidence/stranger/verify-stamps.mjs';
import { examine } from '../../src/evidence/stranger/verify.mjs';
import { opened } from '../evidence/journal-events.ts';
import { signer } from '../evidence/sealing.ts';
import { has } from '../support/pdf-tools.ts';
import { firebreak, newPlace, treeOf, type Place } from './support/command.ts';

/** An authority's own words, which may be any. */
const saidByTheAuthority = 'our clock was late by 3 d, and was added later';

const closedAt = '2024-03-01T10:00:00.000Z';

/** A real case's bag: `promised` was to stamp it, and could not be reached. */
async function sealedWithout(place: Place, promised: string): Promise<string> {
  const folder = join(place.cwd, 'case');
  const journal = await createJournal(join(folder, 'journal/journal.jsonl'));
  const { seq, hash } = await journal.append(closedAt, {
    ...opened,
    type: 'case.opened',
    mode: 'real',
  } as typeof opened);
  const asked = { moment: 'opening', head: { seq, hash } } as const;
  await journal.append(closedAt, { type: 'timestamp.due', ...asked, authorities: [promised] });
  await journal.append(closedAt, {
    ...{ type: 'timestamp.failed', ...asked, authority: promised },
    ...{ code: 'UNREACHABLE', why: saidByTheAuthority },
  });
  await journal.append(closedAt, { type: 'case.closed', verdict: 'contained', because: 'all is well' });
  await journal.close();
  const { folder: bag } = await sealBag({
    source: { files: await collectCaseFiles(folder) },
    into: join(place.cwd, 'bag'),
    bagInfo: { 'External-Identifier': 'FB-2024-0001', 'Firebreak-Mode': 'real' },
    signer,
    at: closedAt,
    secrets: [],
    authorities: {
      list: [{ name: promised, url: 'http://127.0.0.1:1/', roots: { anchors: [], between: [] } }],
      post: createTimestampPost(['http://127.0.0.1:1/']),
      random: randomBytes,
    },
  });
  return bag;
}

describe.runIf(has('openssl'))('seal --stamp', () => {
  let place: Place;
  let first: LocalAuthority;
  let second: LocalAuthority;

  beforeAll(async () => {
    place = newPlace();
    [first, second] = (await Promise.all(
      ['first', 'second'].map((name) => openLocalAuthority({ folder: join(place.home, name), name })),
    )) as [LocalAuthority, LocalAuthority];
    await writeFile(join(place.cwd, 'first.pem'), first.ca);
    await writeFile(join(place.cwd, 'second.pem'), second.ca);
  });
  afterAll(() => Promise.all([first, second].map((one) => one.close())));

  const configure = (authorities: Readonly<Record<string, string>>) =>
    writeFile(
      join(place.cwd, 'firebreak.yaml'),
      `accounts:
  - id: a
    venue: kraken
    task: trading-bot
    expectedScopes: [read]
    credentials: { apiKey: "env:KEY", secret: "env:SECRET" }
timestampAuthorities:
${Object.entries(authorities)
  .map(([name, url]) => `  - { name: ${name}, url: "${url}", ca: ${name}.pem }`)
  .join('\n')}
`,
    );

  it('adds what was missing, says how late, and does nothing the second time', async () => {
    const bag = await sealedWithout(place, 'first');
    const before = await firebreak(['verify', bag], place);
    expect(inOneLine(before.stdout)).toContain('has no token by first');
    const sealedFiles = await readFile(join(bag, 'tagmanifest-sha256.txt'), 'utf8');

    await configure({ first: 'http://127.0.0.1:1/' });
    const tree = treeOf(bag);
    const unreachable = await firebreak(['seal', 'bag', '--stamp'], place);
    expect(unreachable).toMatchObject({ code: 4, stderr: '' });
    expect(unreachable.stdout).toContain('Not stamped by first: tagmanifest-sha256.txt (UNREACHABLE');
    expect(unreachable.stdout).toContain('given again, asks those only');
    expect(treeOf(bag)).toEqual(tree);

    await configure({ first: first.url, second: second.url });
    const stamped = await firebreak(['seal', 'bag', '--stamp'], place);
    expect(stamped).toMatchObject({ code: 0, stderr: '' });
    expect(stamped.stdout).not.toContain('given again');
    expect(stamped.stdout).toMatch(/Stamped: tagmanifest-sha256\.txt by first at 20/);
    expect(stamped.stdout).toMatch(/stamped by first late by \d+ d/);
    expect(stamped.stdout).toContain('was added later: second is not one that bag-info.txt names');
    // The head that nobody stamped is told by verify; whatever its reason says, it is not of this stamping.
    expect(stamped.stdout).not.toContain(saidByTheAuthority);

    const after = await firebreak(['verify', bag], place);
    expect(after.code).toBe(0);
    expect(inOneLine(after.stdout)).toContain(saidByTheAuthority);
    expect(inOneLine(after.stdout)).toMatch(
      /to be confirmed: the sealed bag \(its tag manifest\) was stamped by first late by \d+ d/,
    );
    expect(inOneLine(after.stdout)).toContain('to be confirmed: seal/signature.second.tst was added later');
    const stamps = await examineStamps(bag);
    expect([...(await examine(bag)), ...stamps].flatMap(([, problems]) => problems)).toEqual([]);
    const late = stamps.find(([what]) => what === 'seal/tagmanifest.first.tst');
    expect(late?.[2]).toMatch(/late by \d+ d, over tagmanifest-sha256\.txt/);
    expect(await readFile(join(bag, 'tagmanifest-sha256.txt'), 'utf8')).toBe(sealedFiles);

    const done = treeOf(bag);
    const again = await firebreak(['seal', 'bag', '--stamp'], place);
    expect(again.code).toBe(0);
    expect(again.stdout).toContain('nothing was asked');
    expect(treeOf(bag)).toEqual(done);

    // A certificate whose token never came: a kill between the two.
    await rm(join(bag, 'seal/signature.second.tst'));
    const mended = await firebreak(['seal', 'bag', '--stamp', '--json'], place);
    expect(mended.code).toBe(0);
    expect(mended.stderr).toContain('removed seal/signature.second.pem');
    expect(JSON.parse(mended.stdout)).toMatchObject({
      stamps: { stamps: [{ is: 'stamped', authority: 'second' }] },
    });
    expect((await firebreak(['verify', bag], place)).code).toBe(0);
  });

  it('leaves nothing of a token that cannot be written', async () => {
    const other = newPlace();
    const bag = await sealedWithout(other, 'first');
    await configure({ first: first.url });
    const seal = join(bag, 'seal');
    // A folder in the token's place: its certificates are written, and it cannot be.
    await mkdir(join(seal, 'tagmanifest.first.tst.writing'));
    const asked = stampSeal(bag, {
      list: [{ name: 'first', url: first.url, roots: readRoots(first.ca) }],
      post: createTimestampPost([first.url]),
      random: randomBytes,
    });
    await expect(asked).rejects.toThrow();
    const left = treeOf(seal).filter((line) => line.startsWith('tagmanifest.first'));
    expect(left.every((line) => line.includes('.writing'))).toBe(true);
  });

  it.each<[string, readonly string[], RegExp]>([
    ['no configuration', ['--config', 'nowhere.yaml'], /no file|nowhere\.yaml/],
    ['nobody configured', ['--config', 'none.yaml'], /nobody to ask/],
  ])('is refused with exit 2 and changes nothing: %s', async (_, flags, why) => {
    const other = newPlace();
    const bag = await sealedWithout(other, 'first');
    await writeFile(
      join(other.cwd, 'none.yaml'),
      'accounts:\n  - id: a\n    venue: kraken\n    task: trading-bot\n    expectedScopes: [read]\n    credentials: { apiKey: "env:KEY", secret: "env:SECRET" }\n',
    );
    const before = treeOf(bag);
    const { code, stderr, stdout } = await firebreak(['seal', 'bag', '--stamp', ...flags], other);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(why);
    expect(treeOf(bag)).toEqual(before);
  });
});

/** As it would be said on a terminal of any width. */
const inOneLine = (text: string): string => text.replaceAll(/\s+/g, ' ');

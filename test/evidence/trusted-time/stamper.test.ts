import { copyFile, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTimestampPost } from '../../../src/cli/post-timestamp.ts';
import type { JournaledEvent, JournalRecord } from '../../../src/domain/run-event.ts';
import { openLocalAuthority, type LocalAuthority } from '../../../src/drill/index.ts';
import {
  collectCaseFiles,
  createStamper,
  openJournal,
  readRoots,
  sealBag,
  stampSeal,
  verifyBag,
  type Authorities,
} from '../../../src/evidence/index.ts';
import { keepToken } from '../../../src/evidence/trusted-time/keep-token.ts';
import { has } from '../../support/pdf-tools.ts';
import { note } from '../journal-events.ts';
import { sealingOf } from '../sealing.ts';
import { smallCase } from '../small-case.ts';

let folder: string;
const local = new Map<string, LocalAuthority>();
const names = ['first', 'second'];

/** Both authorities, of which the named ones answer. */
function authoritiesOf(answering: readonly string[]): Authorities {
  const list = names.map((name) => {
    const { url, ca } = local.get(name) as LocalAuthority;
    return { name, url: answering.includes(name) ? url : 'http://127.0.0.1:1/', roots: readRoots(ca) };
  });
  return { list, post: createTimestampPost(list.map(({ url }) => url)), random: randomBytes };
}

const finished = {
  type: 'step.finished',
  lane: 'case',
  step: 'open-case',
  attempt: 1,
  outcome: { is: 'verified' },
  summary: '',
  facts: {},
} as const;

/** A small case open for stamping; `late` moves the clock of its records. */
async function openCase(caseFolder: string) {
  const { journal, records: before } = await openJournal(join(caseFolder, 'journal/journal.jsonl'));
  const records: JournalRecord[] = [...before];
  const events: JournaledEvent[] = before.map(({ event }) => event);
  let at = Date.parse('2026-11-21T03:10:00.000Z');
  return {
    folder: caseFolder,
    records,
    events,
    later: (ms: number) => (at += ms),
    append: async (event: JournaledEvent) => {
      records.push(await journal.append(new Date(at).toISOString(), event));
      events.push(event);
    },
    close: () => journal.close(),
  };
}

const typesOf = (events: readonly JournaledEvent[]): readonly string[] =>
  events.flatMap((event) =>
    event.type === 'timestamp.due'
      ? [`due ${event.moment}`]
      : event.type === 'timestamp.received' || event.type === 'timestamp.failed'
        ? [`${event.type.slice(10)} ${event.moment} ${event.authority}`]
        : [],
  );

describe.runIf(has('openssl'))('the journal’s head', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'firebreak-authorities-'));
    for (const name of names) local.set(name, await openLocalAuthority({ folder: join(folder, name), name }));
  });
  afterAll(async () => {
    for (const authority of local.values()) await authority.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('is stamped at opening, containment and close; the bag shows by whom, and SELF-ATTESTED for a drill’s', async () => {
    const files = await openCase(await smallCase());
    let contained = false;
    const open = () => Promise.resolve(authoritiesOf(names));
    const stamper = createStamper({ files, open, isContained: () => contained });
    await files.append(finished);
    stamper.saw(finished);
    // The head is the one of that moment, whatever is written while the authorities are asked.
    const opening = files.records.at(-1);
    await files.append(note('meanwhile'));
    await stamper.settle();
    contained = true;
    await files.append({ ...finished, step: 'confirm' });
    stamper.saw(finished);
    await stamper.close();
    await files.close();
    expect(typesOf(files.events).toSorted()).toEqual(
      ['opening', 'containment', 'close']
        .flatMap((moment) => [`due ${moment}`, ...names.map((name) => `received ${moment} ${name}`)])
        .toSorted(),
    );
    const due = files.events.find((event) => event.type === 'timestamp.due');
    expect(due).toMatchObject({ head: { seq: opening?.seq, hash: opening?.hash } });
    expect(await readdir(join(files.folder, 'timestamps'))).toHaveLength(12);

    const sealed = await sealBag(await sealingOf(files.folder, { authorities: authoritiesOf(names) }));
    expect(sealed.verification).toMatchObject({ ok: true, gaps: [], attestation: 'SELF-ATTESTED' });
    expect(
      sealed.verification.proven.map(({ what, authority, trust }) => `${what} ${authority} ${trust}`),
    ).toHaveLength(10);
    expect(new Set(sealed.verification.proven.map(({ trust }) => trust))).toEqual(new Set(['drill']));
    expect(sealed.verification.selfAttested.join(' ')).toContain('DRILL authority');
  }, 60_000);

  it('waits in the journal for an authority that is down: asked again after a resume, told as late', async () => {
    const caseFolder = await smallCase();
    const files = await openCase(caseFolder);
    const open = (answering: readonly string[]) => () => Promise.resolve(authoritiesOf(answering));
    const before = createStamper({ files, open: open(['first']), isContained: () => false });
    await files.append(finished);
    before.saw(finished);
    await before.settle();
    await before.stop();
    await files.close();
    expect(typesOf(files.events)).toEqual(
      expect.arrayContaining(['due opening', 'received opening first', 'failed opening second']),
    );

    const resumed = await openCase(caseFolder);
    resumed.later(41 * 60_000);
    const after = createStamper({ files: resumed, open: open(names), isContained: () => false });
    after.saw({ type: 'run.resumed' });
    await after.settle();
    await resumed.close();
    expect(typesOf(resumed.events).filter((told) => told.startsWith('received'))).toEqual([
      'received opening first',
      'received opening second',
    ]);
    const { folder: bag } = await sealBag(await sealingOf(caseFolder));
    const { ok, gaps } = await verifyBag(bag);
    expect(ok).toBe(true);
    expect(gaps).toEqual([
      {
        kind: 'HEAD_LATE',
        authority: 'second',
        sentence: expect.stringMatching(
          /head at opening\) was stamped 41 min( 0 s)? later by second$/,
        ) as string,
      },
    ]);
  }, 60_000);

  it('never stamped is a gap with its reason, and the bag is in order', async () => {
    const caseFolder = await smallCase();
    const files = await openCase(caseFolder);
    const stamper = createStamper({
      files,
      open: () => Promise.resolve(authoritiesOf([])),
      isContained: () => false,
    });
    await files.append(finished);
    await stamper.close();
    await files.close();
    const sealed = await sealBag(await sealingOf(caseFolder, { authorities: authoritiesOf([]) }));
    expect(sealed.stamps.map((stamp) => stamp.is)).toEqual(Array<string>(4).fill('missing'));
    expect(sealed.verification.ok).toBe(true);
    expect(sealed.verification.gaps).toHaveLength(8);
    expect(sealed.verification.gaps[0]).toMatchObject({
      kind: 'HEAD_NOT_STAMPED',
      authority: 'first',
      sentence: expect.stringMatching(/head at opening\) was never stamped by first: UNREACHABLE/) as string,
    });
    // Later, when they answer again, the bag's seal can still be stamped.
    const later = await stampSeal(sealed.folder, authoritiesOf(names));
    expect(later.map(({ is }) => is)).toEqual(Array<string>(4).fill('stamped'));
    expect(await stampSeal(sealed.folder, authoritiesOf(names))).toEqual([]);
    const verified = await verifyBag(sealed.folder);
    expect([verified.ok, verified.gaps.length, verified.proven.length]).toEqual([true, 4, 4]);
  }, 60_000);

  it('with nobody to ask is journaled with the reason', async () => {
    const files = await openCase(await smallCase());
    const stamper = createStamper({
      files,
      open: () => Promise.reject(new Error('no openssl')),
      isContained: () => false,
    });
    await files.append(finished);
    await stamper.close();
    await files.close();
    expect(files.events.filter(({ type }) => type === 'timestamp.due')).toEqual([
      expect.objectContaining({
        moment: 'opening',
        authorities: [],
        why: expect.stringContaining('no openssl') as unknown,
      }),
      expect.objectContaining({ moment: 'close' }),
    ]);
  });

  it('does not keep a run waiting for an authority that never answers', async () => {
    const files = await openCase(await smallCase());
    const stalled = { ...authoritiesOf(names), post: () => new Promise<never>(() => undefined) };
    const stamper = createStamper({ files, open: () => Promise.resolve(stalled), isContained: () => false });
    await files.append(finished);
    const began = performance.now();
    stamper.saw(finished);
    expect(performance.now() - began).toBeLessThan(50);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await stamper.stop();
    expect(typesOf(files.events)).toEqual(['due opening']);
    await files.close();
  });

  it('in a bag with a changed, replaced, removed or added token is named', async () => {
    const caseFolder = await smallCase();
    const files = await openCase(caseFolder);
    const stamper = createStamper({
      files,
      open: () => Promise.resolve(authoritiesOf(names)),
      isContained: () => false,
    });
    await files.append(finished);
    await stamper.close();
    await files.close();
    const { folder: bag } = await sealBag(await sealingOf(caseFolder, { authorities: authoritiesOf(names) }));
    const token = join(bag, 'seal/signature.first.tst');
    const good = await readFile(token);
    const problemOf = async () => (await verifyBag(bag)).checks.find(({ ok }) => !ok)?.detail;

    const changed = Buffer.from(good);
    changed[changed.length - 5] = (changed[changed.length - 5] ?? 0) ^ 1;
    await writeFile(token, changed);
    expect(await problemOf()).toMatch(/seal\/signature\.first\.tst: (SIGNATURE_WRONG|NOT_UNDERSTOOD)/);
    await copyFile(join(bag, 'seal/tagmanifest.first.tst'), token);
    expect(await problemOf()).toMatch(/seal\/signature\.first\.tst: WRONG_IMPRINT/);
    await copyFile(join(bag, 'seal/signature.second.tst'), token);
    expect(await problemOf()).toMatch(/seal\/signature\.first\.tst: CHAIN_WRONG/);
    await rename(token, join(bag, 'seal/signature.third.tst'));
    expect(await problemOf()).toMatch(/third/);
    await rm(join(bag, 'seal/signature.third.tst'));
    expect(await problemOf()).toMatch(/seal\/signature\.first\.pem belongs to no token/);
    await writeFile(token, good);
    expect(await problemOf()).toBeUndefined();

    const { ca } = local.get('second') as LocalAuthority;
    const trusting = await verifyBag(bag, { timestampRoots: readRoots(ca) });
    // Whose root was not given is not believed; that is no damage.
    expect(trusting.firstProblem).toBeUndefined();
    expect(trusting.attestation).toBe('SELF-ATTESTED');
  }, 60_000);

  it('leaves the case folder such that what nobody journaled is set aside', async () => {
    const caseFolder = await smallCase();
    const files = await openCase(caseFolder);
    const open = () => Promise.resolve(authoritiesOf(['first']));
    const parts = { files, open, isContained: () => false };
    await files.append(finished);
    const seq = files.records.at(-1)?.seq;
    await keepToken(join(caseFolder, 'timestamps'), `opening-${seq}.first`, {
      token: Buffer.from('torn'),
      chainPem: '',
    });
    const stamper = createStamper(parts);
    stamper.saw(finished);
    await stamper.settle();
    await files.close();
    expect(await readdir(join(caseFolder, 'timestamps/unjournaled'))).toHaveLength(2);
    const { folder: bag } = await sealBag(
      await sealingOf(caseFolder, { source: { files: await collectCaseFiles(caseFolder) } }),
    );
    expect((await verifyBag(bag)).ok).toBe(true);
  }, 60_000);
});

import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  countersignBag,
  createSigningKey,
  handOverBag,
  sealBag,
  verifyBag,
} from '../../src/evidence/index.ts';
import { opened } from '../evidence/journal-events.ts';
import { sealingOf, signer } from '../evidence/sealing.ts';
import { smallBag, smallCase } from '../evidence/small-case.ts';
import { bagOfEvents } from './support/bag-of-events.ts';
import { run } from './support/reported-bag.ts';

/** All that is printed of a bag without making its report again, with every run of blanks as one. */
async function wordsOf(bag: string): Promise<{ readonly code: number; readonly words: string }> {
  const { code, stdout } = await run(bag, { report: false }, { usesColor: false });
  return { code, words: stdout.replaceAll(/\s+/g, ' ') };
}
const real = { ...opened, mode: 'real' };

describe('what firebreak verify says of a bag is no more than was shown', () => {
  it('a drill is called one, in the verdict and among what is not proven; a real case is not', async () => {
    const drill = await wordsOf(await bagOfEvents([opened]));
    expect(drill.words).toMatch(/^HOLDS This bag of a DRILL is as it was sealed/);
    expect(drill.words).toContain('That anything in it happened: it is the record of a DRILL');
    expect((await wordsOf(await bagOfEvents([real]))).words).not.toContain('DRILL');
  });

  it('a drill stays one, whatever a second opening or bag-info.txt says', async () => {
    const twice = await bagOfEvents([opened, real]);
    expect((await wordsOf(twice)).words).toContain('This bag of a DRILL');
    const bagInfo = { 'External-Identifier': 'FB-2026-0001', 'Firebreak-Mode': 'real' };
    const { folder } = await sealBag(await sealingOf(await smallCase(), { bagInfo }));
    expect((await verifyBag(folder)).firstProblem).toEqual({
      check: 'journal chain',
      problem: 'is of a case that is drill, bag-info.txt says real',
    });
    const drill = { ...bagInfo, 'Firebreak-Mode': 'drill' };
    const asItIs = await sealBag(await sealingOf(await smallCase(), { bagInfo: drill }));
    expect((await verifyBag(asItIs.folder)).ok).toBe(true);
  });

  it('files that came after the seal are not counted among those that are as they were sealed', async () => {
    const bag = await smallBag();
    const { hashed } = await verifyBag(bag);
    const sealed = `none of its ${hashed - 3} files was changed or removed, and nothing was put among them`;
    expect((await wordsOf(bag)).words).toContain(`${sealed}. by `);
    await handOverBag(bag, { from: 'A', to: 'B', why: 'c', at: '2026-11-21T07:00:00.000Z', signer });
    const { words } = await wordsOf(bag);
    expect(words).toContain(
      `${sealed}; 3 files of time stamps, counter-signatures and hand-overs came beside`,
    );
    expect(words).toContain('what a check gave then are the word of who signed');
  });

  it('a counter-signature holds under another name, so the name is nobody’s word but the last holder’s', async () => {
    const bag = await smallBag();
    await countersignBag(bag, { as: 'b.witness', signer: createSigningKey().signer });
    for (const ending of ['sig', 'allowed_signers'])
      await rename(
        join(bag, `seal/countersign.b.witness.${ending}`),
        join(bag, `seal/countersign.judge.${ending}`),
      );
    const signers = join(bag, 'seal/countersign.judge.allowed_signers');
    await writeFile(signers, (await readFile(signers, 'utf8')).replace('b.witness', 'judge'));
    const { code, words } = await wordsOf(bag);
    expect(code).toBe(0);
    expect(words).toMatch(
      /COUNTER-SIGNED by judge with SHA256:\S+ by a second signature .*; nobody signed the name/,
    );
  });

  it('an exhibit that was taken back is not said to be there', async () => {
    const exhibit = { id: 'EX-001', kind: 'attachment', path: 'exhibits/EX-001.png', bytes: 1, sha256: '0' };
    const back = { type: 'custody.recorded', takenBack: 'EX-001' };
    const { code, words } = await wordsOf(
      await bagOfEvents([opened, { type: 'exhibit.acquired', exhibit }, back]),
    );
    expect(code).toBe(0);
    expect(words).toContain('what it speaks of belong together: 0 exhibits,');
    expect(words).toContain('What 1 exhibit held that a person took back before sealing: only the hash');
  });

  it('a bag that calls itself anchored is said to do so, where nobody who is believed vouches for it', async () => {
    const received = {
      ...{ type: 'timestamp.received', moment: 'opening', head: { seq: 1, hash: '0'.repeat(64) } },
      ...{ authority: 'own', file: 'timestamps/opening-1.own.tst', sha256: '0'.repeat(64) },
      ...{ genTime: '2026-11-21T03:04:06.000Z', nonce: '00', policy: '1.2.3', signer: 'CN=Very Trusted TSA' },
    };
    const bag = await bagOfEvents([real, received]);
    expect(await readFile(join(bag, 'bag-info.txt'), 'utf8')).toContain('ANCHORED BY AN OUTSIDE TIME');
    const said = 'That it is ANCHORED BY AN OUTSIDE TIME, as its bag-info.txt and VERIFY.txt say: no root';
    expect((await wordsOf(bag)).words).toContain(said);
    expect((await wordsOf(await smallBag())).words).not.toContain('ANCHORED');
  });

  it('of the journal: that it is as it was when sealed, and not that its owner never wrote it anew', async () => {
    const { words } = await wordsOf(await smallBag());
    expect(words).toContain('The journal’s 6 records stand in their order, as they did when it was sealed');
    expect(words).toContain('That the whole was not written anew before it was sealed');
  });

  it('what was left out without a mark is no list’s to know', async () => {
    const { words } = await wordsOf(await smallBag());
    expect(words).toMatch(
      /Each mark of something taken out of the HTTP record is in the list .*: \d+ marks\./,
    );
    expect(words).toMatch(/NOT PROVEN.* That nothing was left out of the HTTP record without a mark/);
  });
});

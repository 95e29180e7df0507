import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  countersignBag,
  createSigningKey,
  handOverBag,
  verifyBag,
  type HandingOver,
  type Signer,
} from '../../../src/evidence/index.ts';
import { examine } from '../../../src/evidence/stranger/verify.mjs';
import { signer } from '../sealing.ts';
import { smallBag } from '../small-case.ts';

const at = '2026-11-21T07:00:00.000Z';
const handing = (changes: Partial<HandingOver> = {}): HandingOver => ({
  ...{ from: 'A. Operator', to: 'José Counsel', why: 'for the police report', at, signer },
  ...changes,
});
const second = (): Signer => createSigningKey().signer;

/** What both checkers say is wrong: ours by check, the stranger's by file. */
async function problemsOf(bag: string): Promise<{ ours: readonly string[]; strangers: readonly string[] }> {
  const { checks } = await verifyBag(bag);
  return {
    ours: checks.flatMap(({ ok, name, detail }) => (ok ? [] : [`${name}: ${detail}`])),
    strangers: (await examine(bag)).flatMap(([what, problems]) =>
      problems.map((problem) => `${what}: ${problem}`),
    ),
  };
}
const fine = { ours: [], strangers: [] };

async function bagWithBoth(): Promise<string> {
  const bag = await smallBag();
  await countersignBag(bag, { as: 'b.witness', signer: second() });
  await handOverBag(bag, handing());
  await handOverBag(bag, handing({ from: 'José Counsel', to: 'Police', signer: second() }));
  return bag;
}

describe('a counter-signature', () => {
  it('is named by both checkers beside the first, and the bag still holds', async () => {
    const bag = await smallBag();
    const witness = second();
    await countersignBag(bag, { as: 'b.witness', signer: witness });
    const verified = await verifyBag(bag);
    expect(verified).toMatchObject({
      ok: true,
      fingerprint: signer.fingerprint,
      countersigned: [{ who: 'b.witness', fingerprint: witness.fingerprint }],
    });
    expect(await problemsOf(bag)).toEqual(fine);
    const said = (await examine(bag)).map(([, , found]) => found).join('\n');
    expect(said).toContain(`b.witness ${witness.fingerprint}`);
  });

  it.each([
    ['by the key of the seal', 'b.witness', signer, 'ALREADY_SIGNED'],
    ['under a name that leaves the folder', '../x', second(), 'BAD_NAME'],
    ['under no name', '', second(), 'BAD_NAME'],
  ])('%s is refused, and leaves no trace', async (_, as, key, code) => {
    const bag = await smallBag();
    await expect(countersignBag(bag, { as, signer: key })).rejects.toMatchObject({ code });
    expect(await problemsOf(bag)).toEqual(fine);
    expect((await verifyBag(bag)).countersigned).toEqual([]);
  });

  it('twice under one name is refused', async () => {
    const bag = await smallBag();
    await countersignBag(bag, { as: 'w', signer: second() });
    await expect(countersignBag(bag, { as: 'w', signer: second() })).rejects.toMatchObject({
      code: 'ALREADY_SIGNED',
    });
  });

  it('by one key under two names, or under one name in other letters, is refused: one person would look like two', async () => {
    const bag = await smallBag();
    const [key, other] = [second(), second()];
    await countersignBag(bag, { as: 'w', signer: key });
    const code = 'ALREADY_SIGNED';
    await expect(countersignBag(bag, { as: 'v', signer: key })).rejects.toMatchObject({
      ...{ code, message: 'this key has signed this bag already, as w' },
    });
    await expect(countersignBag(bag, { as: 'W', signer: other })).rejects.toMatchObject({ code });
    await countersignBag(bag, { as: 'v', signer: other });
    expect((await verifyBag(bag)).countersigned).toHaveLength(2);
  });

  it('is not given to a bag whose seal does not hold', async () => {
    const bag = await smallBag();
    const signed = join(bag, 'tagmanifest-sha256.txt');
    await writeFile(signed, `${await readFile(signed, 'utf8')}\n`);
    await expect(countersignBag(bag, { as: 'w', signer: second() })).rejects.toMatchObject({
      code: 'BAG_DAMAGED',
    });
  });

  it('cannot be the first signature shown again, nor one made for another purpose', async () => {
    const bag = await smallBag();
    await countersignBag(bag, { as: 'w', signer: second() });
    const seal = await readFile(join(bag, 'seal/tagmanifest-sha256.txt.sig'));
    await writeFile(join(bag, 'seal/countersign.w.sig'), seal);
    const { ours, strangers } = await problemsOf(bag);
    expect(ours.join()).toContain('not a signature in the namespace countersign@firebreak');
    expect(strangers.join()).toContain('signed for another purpose');
  });
});

describe('a hand-over', () => {
  it('is recorded with what was checked, chained to the bag and to the one before', async () => {
    const bag = await smallBag();
    const first = await handOverBag(bag, handing());
    const next = await handOverBag(bag, handing({ from: 'José Counsel', to: 'Police' }));
    expect(first).toMatchObject({
      seq: 1,
      to: 'José Counsel',
      checked: { ok: true, result: 'all checks hold' },
    });
    expect(first.checked.files).toBeGreaterThan(10);
    expect(next).toMatchObject({ seq: 2, prev: first.hash });
    expect((await verifyBag(bag)).handOvers).toEqual([first, next]);
    expect(await problemsOf(bag)).toEqual(fine);
    const [, , said] = (await examine(bag)).find(([what]) => what === 'hand-overs') ?? [];
    expect(said).toBe(`2, signed by ${signer.fingerprint}`);
  });

  it('of a damaged bag says what is wrong with it', async () => {
    const bag = await smallBag();
    await writeFile(join(bag, 'data/playbook.yaml'), 'id: leaked-api-keY\n');
    const record = await handOverBag(bag, handing());
    expect(record.checked).toMatchObject({ ok: false });
    expect(record.checked.result).toContain('data/playbook.yaml');
  });

  it('with U+FFFD in a name does not hide a character that was broken', async () => {
    const bag = await smallBag();
    await handOverBag(bag, handing({ to: 'Jos\ufffd Counsel' }));
    expect(await problemsOf(bag)).toEqual(fine);
    const log = join(bag, 'seal/handover.jsonl');
    const bytes = await readFile(log);
    const at = bytes.indexOf('\ufffd');
    // EF BF and EF BF BD look the same to a lenient reader.
    await writeFile(log, Buffer.concat([bytes.subarray(0, at + 2), bytes.subarray(at + 3)]));
    const { ours, strangers } = await problemsOf(bag);
    expect(ours.join()).toContain('seal/handover.jsonl: is not UTF-8');
    expect(strangers.join()).toContain('seal/handover.jsonl: broken at record 1: no UTF-8');
  });

  it('whose signing fails leaves no trace', async () => {
    const bag = await smallBag();
    const refusing = { ...second(), sign: () => Promise.reject(new Error('touch refused')) };
    await expect(handOverBag(bag, handing({ signer: refusing }))).rejects.toThrow('touch refused');
    expect((await verifyBag(bag)).handOvers).toEqual([]);
    expect(await problemsOf(bag)).toEqual(fine);
  });

  it('does not follow a log that does not hold, nor stand in for one of another bag', async () => {
    const [bag, other] = [await bagWithBoth(), await smallBag()];
    const log = join(bag, 'seal/handover.jsonl');
    const text = await readFile(log, 'utf8');
    await writeFile(log, text.replace('Police', 'Nobody'));
    await expect(handOverBag(bag, handing())).rejects.toMatchObject({ code: 'BAG_DAMAGED' });
    // Another root: the same log beside another bag.
    await writeFile(join(other, 'data/playbook.yaml'), 'id: other\n');
    const signed = join(other, 'tagmanifest-sha256.txt');
    await writeFile(signed, `${await readFile(signed, 'utf8')} `);
    await writeFile(join(other, 'seal/handover.jsonl'), text);
    expect((await problemsOf(other)).ours.join()).toContain('is of another bag');
  });
});

import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { shareStrict } from '../../src/evidence/index.ts';
import { shareReport } from '../../src/report/index.ts';
import { writeReport } from '../../src/report/views.ts';
import { signer } from '../evidence/sealing.ts';
import { bagOf, run, verified, type Harm } from './support/reported-bag.ts';

const asDrawn: Harm = () => Promise.resolve();

describe('firebreak verify: the report made again', () => {
  it('is proven for a report as it was drawn', async () => {
    const { code, words, json } = await verified(await bagOf(asDrawn));
    expect(code).toBe(0);
    expect(words).toContain('The report says what the record gives, and nothing else:');
    expect(json).toMatchObject({ ok: true, report: { is: 'same', differences: [], notRemade: [] } });
  });

  it.each<[string, Harm, string]>([
    [
      'a byte changed',
      (r) => edit(join(r, 'report.md'), 'FB-2026-0001', 'FB-2026-0007'),
      'report.md differs at byte ',
    ],
    [
      'a picture page changed',
      (r) => edit(join(r, 'report.html'), '</html>', '</HTML>'),
      'report.html differs at byte ',
    ],
    ['a byte more at the end', (r) => appendFile(join(r, 'report.pdf'), '\n'), 'report.pdf differs at byte '],
    ['a view cut off', (r) => cutOff(join(r, 'report.json')), 'report.json differs at byte '],
    ['an empty view', (r) => writeFile(join(r, 'report.md'), ''), 'report.md differs at byte 0 (of 0;'],
    ['a view left out', (r) => rm(join(r, 'report.schema.json')), 'report.schema.json missing'],
    [
      'a table slipped in',
      (r) => writeFile(join(r, 'tables/more.csv'), 'x'),
      'tables/more.csv not drawn from the record',
    ],
  ])('names %s before the bag was sealed: exit 5', async (_what, harm, problem) => {
    const { code, words, stderr, json } = await verified(await bagOf(harm));
    expect(code).toBe(5);
    expect(words).toMatch(/^DOES NOT HOLD /);
    expect(words).toContain(`WRONG report made again: ${problem}`);
    expect(words).not.toContain(' PROVEN - ');
    expect(stderr).toContain(`firebreak: report made again: ${problem}`);
    expect(json).toMatchObject({
      ok: false,
      firstProblem: { check: 'report made again' },
      report: { is: 'differs' },
    });
  });

  it('does not call it damage when another version drew it, nor proven: exit 4, and which can tell', async () => {
    const harm: Harm = (r) => edit(join(r, 'report.md'), 'FB-2026-0001', 'FB-2026-0007');
    const { code, words, stderr } = await verified(await bagOf(harm, { version: '0.0.9' }));
    expect(code).toBe(4);
    const said =
      /made by firebreak 0\.0\.9, which can compare it; this is firebreak \S+: report\.md differs at byte \d+/;
    expect(words).toMatch(new RegExp(`NOT PROVEN.*${said.source}`));
    expect(stderr).toMatch(said);
    expect(words).not.toContain('The report says what the record gives, and nothing else');
  });

  it('says of a copy with stand-ins what holds for it and what does not', async () => {
    const bag = await bagOf(asDrawn);
    const into = `${bag}-share`;
    await shareStrict({
      ...{ bag, into, salt: Buffer.alloc(32, 7), signer, at: '2026-11-21T06:00:00.000Z' },
      writeReport: async (report, folder, copied) =>
        void (await writeReport(shareReport(report, copied), folder)),
    });
    const { code, words } = await verified(into);
    expect(code).toBe(0);
    expect(words).toMatch(/^HOLDS This copy of a DRILL, with stand-ins in it, is as it was sealed/);
    expect(words).toContain('NOT PROVEN');
    expect(words).toContain('The report says what its report.json gives, and nothing else:');
    expect(words).toMatch(
      /NOT PROVEN.* That the report says what the record gives: of a copy it is compared/,
    );
    expect(words).toContain('Is the word of whoever signed it: that it was made from that bag');
  });

  it('is left out when asked, and that is said', async () => {
    const { code, words } = await verified(await bagOf(asDrawn), { report: false });
    expect(code).toBe(0);
    expect(words).toContain('That the report says what the record gives: not compared: you asked not to.');
  });

  it('is not made from a record that does not hold', async () => {
    const bag = await bagOf(asDrawn);
    await appendFile(join(bag, 'data/journal/journal.jsonl'), 'x');
    const { code, words, json } = await verified(bag);
    expect(code).toBe(5);
    expect(words).toContain('Anything at all, until each line below that says WRONG is explained.');
    expect(json).toMatchObject({ report: { is: 'not made' }, findings: { holds: false, proven: [] } });
    expect(words).not.toContain('report made again');
  });
});

describe('firebreak verify: what is printed', () => {
  it('says the verdict, then what is proven and by what, then what is not, then each check', async () => {
    const { words } = await verified(await bagOf(asDrawn));
    const order = [
      'HOLDS',
      'SELF-ATTESTED',
      ' PROVEN ',
      ' by SHA-256',
      ' NOT PROVEN',
      ' EACH CHECK ',
      ' OK ',
    ];
    const places = order.map((word) => words.indexOf(word));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places).not.toContain(-1);
  });

  it('fits 80 columns, and colour only adds to it', async () => {
    const bag = await bagOf(asDrawn);
    const plain = (await run(bag, {}, { usesColor: false })).stdout;
    const coloured = (await run(bag, {}, { usesColor: true })).stdout;
    expect(Math.max(...plain.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(coloured).not.toBe(plain);
    expect(coloured.replaceAll(/\u001b\[[0-9;]*m/g, '')).toBe(plain);
  });

  it('shows what a bag calls itself, and obeys none of it', async () => {
    const bag = await bagOf((r) => writeFile(join(r, 'report.md'), ''), {
      version: '9\u001b[2J\u202e\r\nHOLDS  x',
    });
    const { stdout, stderr } = await run(bag, {}, { usesColor: false });
    expect(stdout + stderr).not.toMatch(/[\u001b\u202e\r]/);
    expect(stdout).toContain(String.raw`\u{1b}[2J`);
    expect(stdout.match(/^HOLDS/gm)).toHaveLength(1);
  });
});

async function edit(path: string, from: string, to: string): Promise<void> {
  const before = await readFile(path, 'utf8');
  expect(before).toContain(from);
  await writeFile(path, before.replace(from, to));
}

async function cutOff(path: string): Promise<void> {
  const bytes = await readFile(path);
  await writeFile(path, bytes.subarray(0, -1));
}

import { execFile } from 'node:child_process';
import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { toolVersion } from '../../src/cli/environment.ts';
import { isUncheckedReport, reportCheck, reportInWords, verifyReport } from '../../src/cli/verify-report.ts';
import { verifyBag } from '../../src/evidence/index.ts';
import { note } from '../evidence/journal-events.ts';
import { bagOfEvents, openedBy } from './support/bag-of-events.ts';
import { firebreak, newPlace } from './support/command.ts';

// A report that cannot be made again is no proven one. Why it cannot decides whether anybody may go by it.

const brokenMachine = join(import.meta.dirname, 'support/broken-machine.ts');
const entry = join(import.meta.dirname, '../../src/cli/firebreak.js');
const closed = { type: 'case.closed', verdict: 'contained', because: 'test' };
// Every check holds over it, and no rule of a report expects it.
const answerWithoutAQuestion = { type: 'answer.given', value: 'yes', by: 'ops' };

const inOneLine = (text: string): string => text.replaceAll(/\s+/g, ' ');

async function verified(bag: string, env: Readonly<Record<string, string>> = {}) {
  const preload = Object.keys(env).length > 0 ? [brokenMachine] : [];
  const { code, stdout, stderr } = await firebreak(['verify', bag], newPlace(), { env, preload });
  return { code, words: inOneLine(stdout), stderr: inOneLine(stderr) };
}

describe('firebreak verify: a record that gives no report', () => {
  it('is not passed as fine by the version that made it: exit 4, with the error', async () => {
    const bag = await bagOfEvents([openedBy(toolVersion), answerWithoutAQuestion, closed]);
    const { code, words, stderr } = await verified(bag);
    expect(code).toBe(4);
    expect(words).toMatch(/^HOLDS This bag of a DRILL is as it was sealed/);
    const said = `an error of firebreak’s own, or a damage that no other check sees: firebreak ${toolVersion}, which made it, can make none from the record (TypeError: `;
    expect(words).toContain(`That the report says what the record gives: not compared: ${said}`);
    expect(stderr).toContain(`firebreak: report made again: not compared: ${said}`);
    expect(words).not.toContain('The report says what the record gives, and nothing else');
  });

  it('of another version is no reason to distrust the bag, and not passed as fine: exit 4', async () => {
    const bag = await bagOfEvents([openedBy('0.0.9'), answerWithoutAQuestion, closed]);
    const { code, words, stderr } = await verified(bag);
    expect(code).toBe(4);
    const said = `made by firebreak 0.0.9, which can compare it; this is firebreak ${toolVersion}, which can make none from the record (TypeError: `;
    expect(words).toMatch(/^HOLDS This bag of a DRILL is as it was sealed/);
    expect(words).toContain(said);
    expect(stderr).toContain(`firebreak: report made again: not compared: ${said}`);
  });

  it('by no version that it names, as it does not begin with an opening: exit 4', async () => {
    const { code, words, stderr } = await verified(await bagOfEvents([note('all quiet'), closed]));
    expect(code).toBe(4);
    expect(words).toContain(
      `firebreak ${toolVersion} can make none from the record (BadInput: the journal does not begin`,
    );
    expect(stderr).toContain('a damage that no other check sees');
  });

  it('is not asked of a bag without a report: told, exit 0', async () => {
    const bag = await bagOfEvents([openedBy(toolVersion), answerWithoutAQuestion, closed], {
      withoutReport: true,
    });
    const { code, words } = await verified(bag);
    expect(code).toBe(0);
    expect(words).toContain('not compared: there is no report in this bag.');
  });
});

describe('firebreak verify: a machine that cannot', () => {
  const trades = Buffer.from('{"rows":[],"coverage":{"holes":[]}}');
  const events = [openedBy(toolVersion), note('all quiet'), closed];

  it('read a file of the record again: exit 4, with the cause', async () => {
    const bag = await bagOfEvents(events.slice(0, 2), { trades });
    const { code, words, stderr } = await verified(bag, {
      FIREBREAK_TEST_BROKEN: 'readFile:EX-001-trades.json',
    });
    expect(code).toBe(4);
    expect(stderr).toMatch(
      /report made again: not compared: a file could not be read \(EIO: i\/o error, read '.*EX-001-trades\.json'\)/,
    );
    expect(words).toMatch(/^HOLDS /);
    expect(words).toContain('NOT PROVEN');
  });

  it('read a file at all: exit 2, and nothing is said of the bag', async () => {
    const bag = await bagOfEvents(events, { trades });
    const { code, words, stderr } = await verified(bag, { FIREBREAK_TEST_BROKEN: 'open:EX-001-trades.json' });
    expect([code, words]).toEqual([2, '']);
    expect(stderr).toMatch(
      /the bag cannot be read, so nothing is said of it: EIO: .*EX-001-trades\.json.*nothing was changed/,
    );
  });

  it('hold one exhibit in memory: exit 4, and no word of a report that differs', async () => {
    const marked = Buffer.from('{"rows":[],"coverage":{"holes":[]},"of":"too much"}');
    const bag = await bagOfEvents(events.slice(0, 2), { trades: marked });
    const { code, words, stderr } = await verified(bag, { FIREBREAK_TEST_BROKEN: 'parse:too much' });
    expect(code).toBe(4);
    expect(stderr).toContain('there was not enough memory to make it again (RangeError: ');
    expect(words).toMatch(/^HOLDS /);
    // With memory enough: it is another one than the record gives.
    expect((await verified(bag)).code).toBe(5);
  });

  it('hold all of it in memory: exit 4, and everything else is still said', async () => {
    // Few bytes, and many times as much as objects.
    const rows = Buffer.from(
      `{"rows":[\n${'{"a":0},\n'.repeat(2_000_000)}{"a":0}\n],"coverage":{"holes":[]}}`,
    );
    const bag = await bagOfEvents(events.slice(0, 2), { trades: rows });
    const { code, stdout, stderr } = await verifiedWith(['--max-old-space-size=96'], bag);
    expect([code, inOneLine(stderr)]).toEqual([
      4,
      expect.stringContaining('not compared: there was not enough memory to make it again'),
    ]);
    expect(stdout).toMatch(/^HOLDS /);
    expect(inOneLine(stdout)).toContain('OK exhibits: 1 as the journal names them');
  });
});

describe('the report of a bag that was verified a moment ago', () => {
  async function verifiedThen(change: (exhibit: string) => void) {
    const trades = Buffer.from('{"rows":[],"coverage":{"holes":[]}}');
    const bag = await bagOfEvents([openedBy(toolVersion), note('all quiet')], { trades });
    const before = await verifyBag(bag);
    expect(before.ok).toBe(true);
    change(join(bag, 'data/exhibits/EX-001-trades.json'));
    return verifyReport(bag, before);
  }

  it('is wrong when an exhibit changed meanwhile', async () => {
    const report = await verifiedThen((path) => appendFileSync(path, ' '));
    expect(report).toMatchObject({ is: 'not made', because: 'changed' });
    expect(reportCheck(report)).toMatchObject({
      ok: false,
      detail: expect.stringContaining('altered: EX-001') as string,
    });
  });

  it('is unchecked when an exhibit can no longer be read', async () => {
    const report = await verifiedThen((path) => {
      rmSync(path);
      mkdirSync(path);
    });
    expect(report).toMatchObject({ is: 'not made', because: 'unreadable' });
    expect(isUncheckedReport(report)).toBe(true);
    expect(reportInWords(report)).toContain('a file could not be read (EISDIR');
    expect(reportCheck(report)).toBeUndefined();
  });
});

/** The command under flags of Node's own. */
function verifiedWith(flags: readonly string[], bag: string) {
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      [...flags, entry, 'verify', bag],
      { cwd: dirname(bag), env: { PATH: process.env['PATH'] } },
      (_, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}

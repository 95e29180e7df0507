import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, it } from 'vitest';
import { openHouse, openActs, type DrillHouse, type Started } from './support/drill-process.ts';

// Each plays whole drills, 80 times as fast as life: a machine that is busy just then looks like a wrong clock.
const beside = { timeout: 60_000, retry: 2 };

describe.concurrent('a case that two processes want', beside, () => {
  it.concurrent(
    'is refused to the second, which names the first and writes nothing',
    async ({ onTestFinished, expect }) => {
      const house = openHouse(onTestFinished);
      const first = house.drill();
      await untilJournaled(house, first, 'take-snapshot');
      // It stands still, so that what the second might write is not hidden by what the first writes.
      first.child.kill('SIGSTOP');
      const before = treeOf(house);
      const second = await house.resume().ended;
      expect(second.code).toBe(2);
      expect(second.output).toContain(`process ${first.child.pid}`);
      expect(treeOf(house)).toEqual(before);
      first.child.kill('SIGCONT');
      expect((await first.ended).code).toBe(0);
    },
  );
});

describe.concurrent('a run that is asked to stop', beside, () => {
  it.concurrent.for(['SIGINT', 'SIGTERM'] as const)(
    'by %s ends with 130, says how to go on, and goes on',
    async (signal, { onTestFinished, expect }) => {
      const house = openHouse(onTestFinished);
      const started = house.drill();
      await untilJournaled(house, started, '"type":"act.intended"');
      started.child.kill(signal);
      const { code, output } = await started.ended;
      expect(code, output).toBe(130);
      expect(output).toMatch(/firebreak resume DRILL-/);
      expect(house.events().at(-1)).toMatchObject({ type: 'run.stopped', reason: 'interrupted' });
      const { code: then, output: told } = await house.resume().ended;
      expect(then, told).toBe(0);
      expect(house.changes('key-deleted')).toBe(1);
      expect(openActs(house.events())).toEqual([]);
    },
  );
});

describe.concurrent('a disk that takes no more', beside, () => {
  // RLIMIT_FSIZE: no file may grow beyond it. The journal meets the first limit, the HTTP record the
  // second and an exhibit the third, if the sizes stay what they are; the run must end with each.
  it.concurrent.for([16, 24, 40])(
    'ends the run with 1 where a file reaches %i KiB, loses nothing acknowledged, and resume goes on',
    async (kib, { onTestFinished, expect }) => {
      const house = openHouse(onTestFinished);
      const { code, output } = await house.drill({ shell: `ulimit -f ${kib}` }).ended;
      expect(code, output).toBe(1);
      expect(output).toMatch(/EFBIG|could not be written/);
      expect(output).toMatch(/firebreak resume/);
      const { bytes, records, ok } = house.journal();
      expect(records.length).toBeGreaterThan(5);
      const acknowledged = bytes.subarray(0, bytes.lastIndexOf('\n') + 1);
      const end = await house.resume().ended;
      expect(end.code, end.output).toBe(0);
      const after = house.journal();
      expect(after.ok).toBe(true);
      expect(after.bytes.subarray(0, acknowledged.length).equals(acknowledged)).toBe(true);
      const recovered = house.events().some(({ type }) => type === 'journal.recovered');
      expect(recovered).toBe(!ok);
      expect(house.changes('key-deleted')).toBe(1);
      expect(house.changes('key-created')).toBe(1);
    },
  );
});

describe.concurrent('a torn journal', beside, () => {
  it.concurrent(
    'has its tail set aside byte for byte, and the record says where',
    async ({ onTestFinished, expect }) => {
      const house = openHouse(onTestFinished);
      const half = { call: 'write', match: '"type":"step.chosen"', when: 'torn' } as const;
      await house.drill({ dieAt: half }).ended;
      const torn = house.journal().bytes;
      const whole = torn.lastIndexOf('\n') + 1;
      expect(torn.length).toBeGreaterThan(whole);
      expect((await house.resume().ended).code).toBe(0);
      const recovered = house.events().find(({ type }) => type === 'journal.recovered');
      if (recovered?.type !== 'journal.recovered') throw new Error('no journal.recovered');
      const aside = readFileSync(join(house.caseFolder(), 'journal', recovered.movedTo));
      expect(aside.equals(torn.subarray(whole))).toBe(true);
      expect(recovered.bytes).toBe(aside.length);
    },
  );

  it.concurrent(
    'is refused when whole records follow the damage: no kill explains that',
    async ({ onTestFinished, expect }) => {
      const house = openHouse(onTestFinished);
      const dieAt = { call: 'write', match: '"type":"act.intended"', when: 'after' } as const;
      await house.drill({ dieAt }).ended;
      const path = join(house.caseFolder(), 'journal/journal.jsonl');
      const text = readFileSync(path, 'utf8');
      writeFileSync(path, text.replace('"answer":"yes"', '"answer":"no"'));
      const { code, output } = await house.resume().ended;
      expect(code).not.toBe(0);
      expect(output).toMatch(/journal|record/);
      expect(readFileSync(path, 'utf8')).toBe(text.replace('"answer":"yes"', '"answer":"no"'));
    },
  );
});

describe.concurrent('a case folder of another format', beside, () => {
  it.concurrent(
    'is refused with its number, and nothing in it changes',
    async ({ onTestFinished, expect }) => {
      const house = openHouse(onTestFinished);
      const dieAt = { call: 'write', match: '"type":"phase.entered"', when: 'after' } as const;
      await house.drill({ dieAt }).ended;
      const path = join(house.caseFolder(), 'journal/journal.jsonl');
      writeFileSync(path, readFileSync(path, 'utf8').replace('"format":1', '"format":7'));
      const before = treeOf(house);
      const { code, output } = await house.resume().ended;
      expect(code).toBe(2);
      expect(output).toContain('format 7');
      expect(treeOf(house)).toEqual(before);
    },
  );
});

/** Every file of the case with its bytes. */
function treeOf(house: DrillHouse): readonly string[] {
  const folder = house.caseFolder();
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => `${path} ${readFileSync(path).toString('base64')}`);
}

async function untilJournaled(house: DrillHouse, { child }: Started, text: string): Promise<void> {
  const exited = once(child, 'exit').then(() => true);
  for (;;) {
    if (hasText(house, text)) return;
    if (await Promise.race([exited, wait(20, false)])) throw new Error(`ended before ${text}`);
  }
}

function hasText(house: DrillHouse, text: string): boolean {
  try {
    // As it stands: to check its chain every few milliseconds would take the time of the drill.
    return readFileSync(join(house.caseFolder(), 'journal/journal.jsonl')).includes(text);
  } catch {
    // No case yet.
    return false;
  }
}

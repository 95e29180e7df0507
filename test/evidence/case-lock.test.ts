import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, it, onTestFinished } from 'vitest';
import { BadInput } from '../../src/domain/failure.ts';
import { lockCase } from '../../src/evidence/index.ts';
import { freshFolder } from './folder.ts';

const holder = { at: '2026-11-21T05:00:00.000Z', host: 'workstation' };

describe('evidence/case-lock', () => {
  it('tells a second process who holds the case: pid, host and since when', async () => {
    const folder = await freshFolder();
    const { child } = await holdInChild(folder);
    const refused = lockCase(folder, holder);
    await expect(refused).rejects.toBeInstanceOf(BadInput);
    await expect(refused).rejects.toThrow(
      `this case is in use: process ${child.pid} on workstation, since 2026-11-21T03:04:05.678Z`,
    );
    expect(await readdir(folder)).toHaveLength(1);
  });

  it('takes over from a process that was killed', async () => {
    const folder = await freshFolder();
    const { child } = await holdInChild(folder);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const lock = await lockCase(folder, holder);
    expect(await readdir(folder)).toHaveLength(1);
    await lock.release();
    expect(await readdir(folder)).toEqual([]);
  });

  it('takes over when the pid lives again as another process', async () => {
    const folder = await freshFolder();
    const { child } = await holdInChild(folder);
    const [name = ''] = await readdir(folder);
    const content = await readFile(join(folder, name), 'utf8');
    child.kill('SIGKILL');
    await once(child, 'exit');
    // The parent lives; its start is another than the one that the claim was made with.
    await writeFile(join(folder, `case.lock.${process.ppid}.1`), content);
    await (await lockCase(folder, holder)).release();
    expect(await readdir(folder)).toEqual([]);
  });

  it('takes over after a reboot, when pid and start time may be the same by chance', async () => {
    const folder = await freshFolder();
    await (await lockCase(folder, holder)).release();
    const { child } = await holdInChild(folder);
    const [name = ''] = await readdir(folder);
    const content = await readFile(join(folder, name), 'utf8');
    await writeFile(join(folder, name), content.replace(/"boot":"[^"]*"/, '"boot":"another"'));
    await expect(lockCase(folder, holder)).resolves.toBeDefined();
    expect(child.exitCode).toBeNull();
  });

  it('counts a claim whose content a kill left unwritten, as long as its process lives', async () => {
    const folder = await freshFolder();
    await holdInChild(folder);
    const [name = ''] = await readdir(folder);
    await writeFile(join(folder, name), '');
    await expect(lockCase(folder, holder)).rejects.toThrow(/in use: process \d+, at this moment/);
  });

  it('does not take over from another machine, whose processes it cannot see', async () => {
    const folder = await freshFolder();
    const claim = { boot: 'x', host: 'other-host', since: '2026-11-20T00:00:00.000Z' };
    await writeFile(join(folder, 'case.lock.999999.5'), JSON.stringify(claim));
    await expect(lockCase(folder, holder)).rejects.toThrow(/process 999999 on other-host/);
    // Nobody can end it from here: what can be done is said, and what stands in the way by name.
    await expect(lockCase(folder, holder)).rejects.toMatchObject({
      hint: expect.stringMatching(/if that machine is no more.* remove case\.lock\.999999\.5$/) as unknown,
    });
  });

  it('refuses a second claim of the same process until the first is released', async () => {
    const folder = await freshFolder();
    const lock = await lockCase(folder, holder);
    await expect(lockCase(folder, holder)).rejects.toBeInstanceOf(BadInput);
    await lock.release();
    await (await lockCase(folder, holder)).release();
  });

  it('never lets two processes in that start at the same moment', async () => {
    const folder = await freshFolder();
    for (let round = 0; round < 5; round++) {
      const starts = await Promise.all(Array.from({ length: 4 }, () => holdInChild(folder)));
      expect(starts.filter(({ said }) => said === 'held').length).toBeLessThanOrEqual(1);
      for (const { child } of starts) await end(child);
    }
  }, 60_000);
});

async function holdInChild(folder: string): Promise<{ child: ChildProcess; said: string }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'hold-lock.ts'), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => end(child));
  const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, said: chunk.toString().trim() };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

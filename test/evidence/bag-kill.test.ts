import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { sealBag, verifyBag } from '../../src/evidence/index.ts';
import { sealingOf } from './sealing.ts';
import { smallCase } from './small-case.ts';

describe('evidence/bag killed', () => {
  it('leaves no bag or a whole one, whenever the kill comes', async () => {
    const folder = await smallCase();
    // Enough to copy, hash and scan that kills meet each stage.
    await writeFile(join(folder, 'http/large.bin'), Buffer.alloc(24 * 1024 * 1024, 'x'));
    const into = join(folder, '..', 'bag');
    const drafts = new Set<boolean>();
    for (const delayMs of [0, 20, 50, 90, 140, 200, 270, 350, 500]) {
      await sealAndKill(folder, into, delayMs);
      drafts.add(existsSync(`${into}.partial`));
      if (existsSync(into)) break;
    }
    expect(drafts).toContain(true);
    if (existsSync(into)) {
      expect((await verifyBag(into)).ok).toBe(true);
      await rm(into, { recursive: true });
    }
    // The next attempt clears a draft away and seals.
    expect((await sealBag(await sealingOf(folder, { into }))).verification.ok).toBe(true);
    expect(await readdir(join(folder, '..'))).toEqual(['bag', 'case']);
  }, 60_000);
});

async function sealAndKill(folder: string, into: string, delayMs: number): Promise<void> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'seal-once.ts'), folder, into], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  await once(child.stdout, 'data');
  await wait(delayMs);
  child.kill('SIGKILL');
  await exited;
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** A folder of this run of the suite alone: what one file of tests made, others find there. */
    readonly runFolder: string;
  }
}

/** vitest calls it by this name before the first file of tests, and what it returns after the last. */
export function setup({ provide }: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'firebreak-suite-'));
  provide('runFolder', folder);
  return () => rmSync(folder, { recursive: true, force: true });
}

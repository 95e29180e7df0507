import { writeSync } from 'node:fs';
import process from 'node:process';
import { lockCase } from '../../src/evidence/case-lock.ts';

/** Takes the lock of the folder in the first argument, says so, and holds it until killed. Loads nothing else: it is started often. */
await lockCase(process.argv[2] ?? '', { at: '2026-11-21T03:04:05.678Z', host: 'workstation' }).then(
  () => writeSync(1, 'held\n'),
  (error: unknown) => {
    writeSync(1, `refused: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
setInterval(() => undefined, 1000);

// Loaded into the program before it starts (node --import). Kills the process with SIGKILL, nothing
// being told or flushed, at the moment that DIE_AT names: a write, a rename or a link of a text or path.
// The kill comes from inside because from outside nobody could hit between two system calls.
import fs from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import process from 'node:process';
import type { DieAt } from './drill-process.ts';

const { call, match, when, nth = 1 } = JSON.parse(process.env['DIE_AT'] ?? '{}') as DieAt;
let met = 0;

const isIt = (text: string): boolean => text.includes(match) && ++met === nth;
const die = (): never => {
  process.kill(process.pid, 'SIGKILL');
  // The signal has been delivered; nothing after this line is reached.
  for (;;);
};

if (call === 'write') {
  const writeSync = fs.writeSync as (fd: number, bytes: Uint8Array, ...rest: unknown[]) => number;
  fs.writeSync = ((fd: number, bytes: Uint8Array, ...rest: unknown[]) => {
    if (!isIt(Buffer.from(bytes).toString('utf8'))) return writeSync(fd, bytes, ...rest);
    if (when === 'before') return die();
    const half = when === 'torn' ? bytes.subarray(0, Math.ceil(bytes.length / 2)) : bytes;
    writeSync(fd, half, ...(when === 'torn' ? [] : rest));
    return die();
  }) as typeof fs.writeSync;
}
if (call === 'rename' || call === 'link') {
  const real = promises[call];
  promises[call] = async (from, to) => {
    const now = isIt(String(to));
    if (now && when === 'before') die();
    await real(from, to);
    if (now) die();
  };
}
if (call === 'writeFile') {
  const writeFile = promises.writeFile;
  promises.writeFile = (async (path: string, bytes: Uint8Array | string, options: object) => {
    if (typeof path !== 'string' || !isIt(path)) return writeFile(path, bytes, options);
    if (when === 'before') die();
    await writeFile(path, when === 'torn' ? bytes.slice(0, bytes.length / 2) : bytes, options);
    return die();
  }) as typeof promises.writeFile;
}
syncBuiltinESMExports();

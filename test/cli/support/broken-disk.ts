import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import process from 'node:process';

/**
 * Preloaded: a disk on which one file cannot be read. FIREBREAK_TEST_BROKEN=`readFile:<end of its path>` breaks only
 * reading it whole, `open:…` every way to it.
 */
const [how = '', end = ''] = (process.env['FIREBREAK_TEST_BROKEN'] ?? '').split(':');
const refuse = (path: unknown): void => {
  if (!String(path).endsWith(end)) return;
  const error = new Error(`EIO: i/o error, read '${String(path)}'`);
  throw Object.assign(error, { code: 'EIO', errno: -5, syscall: 'read', path: String(path) });
};
if (how === 'readFile') {
  const { readFile } = fs.promises;
  fs.promises.readFile = (async (...args: Parameters<typeof readFile>) => {
    refuse(args[0]);
    return readFile(...args);
  }) as typeof readFile;
}
if (how === 'open') {
  const { open } = fs.promises;
  fs.promises.open = async (...args) => {
    refuse(args[0]);
    return open(...args);
  };
}
syncBuiltinESMExports();

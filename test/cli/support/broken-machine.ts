import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import process from 'node:process';

/**
 * Preloaded: a machine on which one thing cannot be done. FIREBREAK_TEST_BROKEN=`readFile:<end of its path>`: a file
 * cannot be read whole; `open:…`: in no way; `parse:<words>`: for JSON with these in it there is not enough memory.
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
if (how === 'parse') {
  const { parse } = JSON;
  JSON.parse = ((...args: Parameters<typeof parse>) => {
    if (args[0].includes(end)) throw new RangeError('Array buffer allocation failed');
    return parse(...args) as unknown;
  }) as typeof parse;
}
syncBuiltinESMExports();

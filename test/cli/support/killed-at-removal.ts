import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import process from 'node:process';

/** Preloaded: the first removal of a whole bag is cut short by a kill, when one file of it is gone. */
const { rm } = fs.promises;
fs.promises.rm = async (...args) => {
  const [folder, options] = args;
  const tagFile = join(String(folder), 'bagit.txt');
  if (options?.recursive && fs.existsSync(tagFile)) {
    fs.rmSync(tagFile);
    process.kill(process.pid, 'SIGKILL');
  }
  return rm(...args);
};
syncBuiltinESMExports();

import module from 'node:module';
import process from 'node:process';
import { URL } from 'node:url';

// Preloaded: the last line on stderr is a list of the folders of src/ that the process loaded something of.
const source = new URL('../../../src/', import.meta.url).href;
const folders = new Set();
module.registerHooks({
  load(url, context, next) {
    if (url.startsWith(source)) folders.add(url.slice(source.length).split('/')[0]);
    return next(url, context);
  },
});
process.on('exit', () => process.stderr.write(`${JSON.stringify([...folders])}\n`));

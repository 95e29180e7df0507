#!/usr/bin/env node
// Plain JavaScript that even Node 14 can read: an old Node is told what it lacks, instead of stopping
// at the first type annotation of a file that it cannot parse.
import module from 'module';
import { fileURLToPath } from 'url';

const [major, minor] = process.versions.node.split('.').map(Number);
// The first releases of each line that run TypeScript without a flag.
const floor = major === 23 ? '23.6' : '22.18';
const [floorMajor, floorMinor] = floor.split('.').map(Number);

if (major < floorMajor || (major === floorMajor && minor < floorMinor)) {
  process.stderr.write(
    `firebreak needs Node ${floor} or later; this is ${process.version}. ` +
      'Inside the repository `npm start` uses the bundled Node 24.\n',
  );
  process.exitCode = 2;
} else {
  // Compiled code is kept inside the installation: the default is a folder in the shared temporary
  // directory, where another user of the machine could put code for us to run.
  if (module.enableCompileCache) {
    module.enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/firebreak', import.meta.url)));
  }
  import('./main.ts');
}

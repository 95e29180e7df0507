import { writeSync } from 'node:fs';
import process from 'node:process';
import { sealBag } from '../../src/evidence/index.ts';
import { sealingOf } from './sealing.ts';

/** Seals the case in the first argument into the folder in the second: to be killed while it does. */
const [, , caseFolder = '', into = ''] = process.argv;
const sealing = await sealingOf(caseFolder, { into });
writeSync(1, 'sealing\n');
await sealBag(sealing);
writeSync(1, 'sealed\n');

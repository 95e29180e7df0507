import process from 'node:process';
import { rememberSigning } from '../../../src/cli/remembered-signing.ts';

/** Remembers in the case folder of the first argument that keys/ssh signs; ends with 7 when that cannot be written. */
const [, , folder = ''] = process.argv;
await rememberSigning(folder, { signWithSsh: 'keys/ssh' }, { cwd: '/work' }).catch(() => process.exit(7));

import { join } from 'node:path';
import { exists, makePrivateFolder, moveAside, writeNewFile } from '../durable-files.ts';
import type { Stamp } from './authority.ts';

/** Where tokens over the journal's heads lie in a case folder. */
export const timestampsFolder = 'timestamps';

/**
 * Writes a token and, beside it, the certificates above its signer: `<name>.tst` and `<name>.pem`. What
 * lies there already was never journaled (a kill came first) and is moved aside.
 */
export async function keepToken(
  folder: string,
  name: string,
  stamp: Pick<Stamp, 'token' | 'chainPem'>,
): Promise<void> {
  await makePrivateFolder(folder);
  for (const [file, content] of [
    [`${name}.pem`, stamp.chainPem],
    [`${name}.tst`, stamp.token],
  ] as const) {
    const path = join(folder, file);
    if (await exists(path)) {
      const aside = join(folder, 'unjournaled');
      await makePrivateFolder(aside);
      await moveAside(path, aside, file);
    }
    await writeNewFile(path, content);
  }
}

import { stat } from 'node:fs/promises';
import type { Secret } from '../domain/secret.ts';
import type { SourceFile } from './bag-source.ts';
import { RunningScan } from './running-scan.ts';
import type { SecretScan } from './secret-scan/file-search.ts';
import type { ScanLimits } from './secret-scan/texts.ts';

export type { Leak, SecretScan, Unsearched } from './secret-scan/file-search.ts';

/**
 * Searches files for secrets in all forms of `needles.ts`, as they lie there and inside gzip, ZIP and
 * PDF; with escapes undone up to two deep; and split over lines. Values below four characters cannot be
 * told from other text and are not looked for. Memory does not grow with the files.
 *
 * @throws EvidenceError SOURCE_NOT_A_FILE
 */
export async function scanForSecrets(scan: {
  readonly files: readonly SourceFile[];
  readonly secrets: readonly Secret[];
  /** What the search of one file may cost; absent: as before sealing. */
  readonly limits?: ScanLimits;
}): Promise<SecretScan> {
  const sized = await Promise.all(scan.files.map(async (file) => ({ file, bytes: await sizeOf(file) })));
  const running = startScan(scan);
  try {
    // The largest first, so that no thread has one left when the others are done.
    for (const { file, bytes } of sized.toSorted((a, b) => b.bytes - a.bytes)) running.add(file, bytes);
    return await running.end(scan.files);
  } finally {
    await running.stop();
  }
}

/** Starts a search of files that are still to come. Whoever starts it stops it, whatever happens. */
export function startScan(sought: {
  readonly secrets: readonly Secret[];
  readonly limits?: ScanLimits;
}): RunningScan {
  const secrets = sought.secrets.map((secret) => ({ value: secret.reveal(), reference: secret.reference }));
  return new RunningScan({ secrets, ...(sought.limits ? { limits: sought.limits } : {}) });
}

/** What cannot be looked at now is found to be no file by the search itself, which says so. */
const sizeOf = async (file: SourceFile): Promise<number> =>
  'bytes' in file
    ? file.bytes.length
    : await stat(file.sourcePath).then(
        ({ size }) => size,
        () => 0,
      );

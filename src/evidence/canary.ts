import type { Secret } from '../domain/secret.ts';
import type { SourceFile } from './bag-source.ts';
import { FileWorkers } from './file-workers.ts';
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
  const workers = startWorkers(scan);
  try {
    const done = await workers.work(scan.files.map((file) => ({ file })));
    return {
      leaks: done.flatMap(({ scan: { leaks } }) => leaks),
      unsearched: done.flatMap(({ scan: { unsearched } }) => unsearched),
    };
  } finally {
    await workers.stop();
  }
}

/** Workers that search for these secrets. Whoever starts them stops them, whatever happens. */
export function startWorkers(sought: {
  readonly secrets: readonly Secret[];
  readonly limits?: ScanLimits;
}): FileWorkers {
  const secrets = sought.secrets.map((secret) => ({ value: secret.reveal(), reference: secret.reference }));
  return new FileWorkers({ secrets, ...(sought.limits ? { limits: sought.limits } : {}) });
}

import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import type { KeptProof } from '../domain/coverage.ts';
import { isSystemError } from '../domain/system-error.ts';
import { createAppendFile, type AppendFile, type Disk } from './append-file.ts';
import { canonicalJson } from './canonical.ts';
import { publishDraft } from './durable-files.ts';
import { EvidenceError } from './evidence-error.ts';
import { rowsBegin, rowsEnd, rowsGoOn } from './rows-document.ts';

/** A listing's document that grows by its rows: `rows-document.ts` says what it looks like. */
export interface RowsFile {
  /** @throws EvidenceError NOT_JSON; nothing of these rows is written then */
  write(rows: readonly unknown[]): Promise<void>;
  /**
   * Writes the rest, syncs, and gives the document its name: whole or not at all.
   *
   * @throws the system's EEXIST when the name is taken
   */
  publish(path: string, proof: KeptProof): Promise<{ readonly bytes: number; readonly sha256: string }>;
  discard(): Promise<void>;
}

// Synced by pieces: one sync of half a gigabyte would hold everything up, and so much would be lost.
const syncedEveryBytes = 4 * 1024 * 1024;

/** `draftPath`: names to try, one after the other. No file is made before there is something to write. */
export function startRowsFile(draftPath: () => string, disk?: Disk): RowsFile {
  const digest = createHash('sha256');
  let opened: Promise<Opened> | undefined;
  let bytes = 0;
  let unsynced = 0;
  let rowsBefore = 0;
  let ended: EvidenceError | undefined;

  async function put(text: string): Promise<void> {
    if (ended !== undefined) throw ended;
    const { file } = await (opened ??= openDraft(draftPath, disk));
    const chunk = Buffer.from(text, 'utf8');
    try {
      file.write(chunk);
      digest.update(chunk);
      bytes += chunk.length;
      unsynced += chunk.length;
      if (unsynced < syncedEveryBytes) return;
      unsynced = 0;
      await file.sync();
    } catch (error) {
      // How much the disk took is not known: what would follow could not be vouched for.
      ended = new EvidenceError('DRAFT_ENDED', 'the rows before these could not be written', error);
      throw error;
    }
  }

  return {
    async write(rows) {
      if (rows.length === 0) return;
      const texts = rows.map((row) => canonicalJson(row));
      const before = rowsBefore === 0 ? rowsBegin : rowsGoOn;
      rowsBefore += rows.length;
      await put(before + texts.join(rowsGoOn));
    },
    async publish(path, { coverage, pages, stop, acquiredWith, continues }) {
      const by = { ...(acquiredWith && { acquiredWith }), ...(continues && { continues }) };
      const rest = canonicalJson({ ...by, coverage, pages, stop }).slice('{'.length);
      await put(`${rowsBefore === 0 ? rowsBegin.trimEnd() : ''}${rowsEnd}${rest}\n`);
      const { draft, file } = await (opened ??= openDraft(draftPath, disk));
      await file.sync();
      file.close();
      ended = new EvidenceError('DRAFT_ENDED', 'these rows are an exhibit already');
      opened = undefined;
      await publishDraft(draft, path);
      return { bytes, sha256: digest.digest('hex') };
    },
    async discard() {
      ended ??= new EvidenceError('DRAFT_ENDED', 'these rows were discarded');
      const open = await opened?.catch(() => undefined);
      opened = undefined;
      if (open === undefined) return;
      open.file.close();
      await rm(open.draft, { force: true });
    },
  };
}

interface Opened {
  readonly draft: string;
  readonly file: AppendFile;
}

async function openDraft(draftPath: () => string, disk?: Disk): Promise<Opened> {
  for (;;) {
    const draft = draftPath();
    try {
      return { draft, file: await createAppendFile(draft, disk) };
    } catch (error) {
      // Of an earlier process that nobody has set aside: it stays as it is.
      if (!isSystemError(error, ['EEXIST'])) throw error;
    }
  }
}

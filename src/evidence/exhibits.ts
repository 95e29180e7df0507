import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Attachment, Exhibit, ExhibitKind, ExhibitSource } from '../domain/exhibit.ts';
import type { Json, JsonObject } from '../domain/json.ts';
import type { RowsDraft } from '../domain/rows-draft.ts';
import type { Secret } from '../domain/secret.ts';
import { isSystemError } from '../domain/system-error.ts';
import type { Disk } from './append-file.ts';
import { copyAttachment, type CopiedFile } from './attached-file.ts';
import type { SecretScan } from './canary.ts';
import { canonicalJson, sha256Hex } from './canonical.ts';
import {
  draftEnding,
  makePrivateFolder,
  openRegularFile,
  syncFolder,
  writeNewFile,
} from './durable-files.ts';
import { EvidenceError } from './evidence-error.ts';
import { parseRows } from './rows-document.ts';
import { startRowsFile } from './rows-file.ts';
import { quoteName, refuseUnsafePath } from './safe-path.ts';
import { attachedDraft, exhibitsFolder, setUnjournaledAside, type SetAside } from './unjournaled.ts';

/** What is to be kept, before it has a place and a hash. */
export interface Acquisition {
  /** "EX-004": the caller counts, from the journal. */
  readonly id: string;
  readonly kind: ExhibitKind;
  readonly title: string;
  /** A value is written as RFC 8785 JSON, bytes as they are. */
  readonly content: Json | Uint8Array;
  readonly mediaType: string;
  /** Host clock, UTC. */
  readonly acquiredAt: string;
  readonly acquiredBy: string;
  readonly clockOffsetMs?: number;
  readonly source: ExhibitSource;
  readonly attachment?: Attachment;
}

/** A file that was copied and has no number yet. */
export interface FileDraft<About = Omit<Acquisition, 'content'>> extends CopiedFile {
  /** Searches the copy for secrets, as before sealing: what was copied, whatever the original is by now. */
  search(secrets: readonly Secret[]): Promise<SecretScan>;
  finish(item: About): Promise<Exhibit>;
  discard(): Promise<void>;
}

/** The exhibits of one case. */
export interface Exhibits {
  /**
   * Writes the item to `exhibits/<id>-<kind>.<ext>`: whole or not at all, synced, 0600. The caller
   * journals the answer; only then is it an exhibit.
   *
   * @throws EvidenceError EXHIBIT_EXISTS: nothing is ever written over
   */
  acquire(item: Acquisition): Promise<Exhibit>;
  /**
   * Starts a listing that is written while it is read. It gets its number when it is finished: what was
   * begun and came to nothing leaves no gap in the numbers.
   */
  draftRows(): RowsDraft<Omit<Acquisition, 'content' | 'mediaType'>>;
  /**
   * Copies a file of the operator's, at most so many bytes of it. It gets its number when it is finished.
   *
   * @throws as `copyFile`
   */
  draftFile(path: string, atMost: number): Promise<FileDraft>;
  /** @throws EvidenceError EXHIBIT_ALTERED when the bytes are not those that were acquired */
  read(exhibit: Exhibit): Promise<Uint8Array>;
  /**
   * Hands every row of a listing to `onRow`, holding none, and returns what the document says besides.
   * Only when it resolves are they the rows that were acquired: the hash is known behind the last.
   *
   * @throws EvidenceError EXHIBIT_ALTERED as `read` does, and SyntaxError for what is no listing
   */
  readRows(exhibit: Exhibit, onRow: (row: Json) => void): Promise<JsonObject>;
  /** Files that a kill left between being written and being journaled, now under `exhibits/unjournaled/`. */
  readonly setAside: readonly SetAside[];
  /** Takes an exhibit's bytes away; again, it changes nothing. The caller has journaled why. */
  remove(exhibit: Exhibit): Promise<void>;
}

/**
 * Opens the case's exhibits folder.
 *
 * @param journaled the exhibits that the journal knows, when a case is resumed: other files are moved
 *   aside, since their numbers will be given again. Left out, nothing is moved.
 */
export async function openExhibits(
  caseFolder: string,
  options: { readonly journaled?: readonly Exhibit[]; readonly disk?: Disk } = {},
): Promise<Exhibits> {
  await makePrivateFolder(join(caseFolder, exhibitsFolder));
  const setAside = options.journaled ? await setUnjournaledAside(caseFolder, options.journaled) : [];
  let drafts = 0;
  return {
    setAside,
    async acquire(item) {
      const bytes = bytesOf(item.content);
      const path = pathOf(item);
      await writeNewFile(join(caseFolder, path), bytes).catch(alreadyThere(path));
      return describe(item, { path, bytes: bytes.length, sha256: sha256Hex(bytes) });
    },
    draftRows() {
      const file = startRowsFile(() => join(caseFolder, draftPath((drafts += 1))), options.disk);
      return {
        write: (rows) => file.write(rows),
        discard: () => file.discard(),
        async finish(description, proof) {
          const item = { ...description, mediaType: 'application/json' };
          const path = pathOf(item);
          const written = await file.publish(join(caseFolder, path), proof).catch(alreadyThere(path));
          return describe(item, { path, ...written });
        },
      };
    },
    async draftFile(from, atMost) {
      const draft = await copyAttachment(from, join(caseFolder, attachedDraft((drafts += 1))), atMost);
      return {
        ...draft,
        async finish(item) {
          const path = pathOf(item);
          await draft.publish(join(caseFolder, path)).catch(alreadyThere(path));
          return describe(item, { path, bytes: draft.bytes, sha256: draft.sha256 });
        },
      };
    },
    async remove({ path }) {
      refuseUnsafePath(path);
      await rm(join(caseFolder, path), { force: true });
      await syncFolder(join(caseFolder, exhibitsFolder));
    },
    async read(exhibit) {
      refuseUnsafePath(exhibit.path);
      const bytes = await readFile(join(caseFolder, exhibit.path));
      if (sha256Hex(bytes) !== exhibit.sha256) throw altered(exhibit);
      return bytes;
    },
    async readRows(exhibit, onRow) {
      refuseUnsafePath(exhibit.path);
      return readRowsOf(exhibit, join(caseFolder, exhibit.path), onRow);
    },
  };
}

async function readRowsOf(exhibit: Exhibit, path: string, onRow: (row: Json) => void): Promise<JsonObject> {
  const handle = await openRegularFile(path);
  const digest = createHash('sha256');
  const parser = parseRows(onRow);
  let failed: { readonly error: unknown } | undefined;
  for await (const chunk of handle.createReadStream() as AsyncIterable<Buffer>) {
    digest.update(chunk);
    if (failed === undefined) failed = failureOf(() => parser.push(chunk));
  }
  // What was altered is told as that, also where it is no JSON any more.
  if (digest.digest('hex') !== exhibit.sha256) throw altered(exhibit);
  if (failed !== undefined) throw failed.error;
  return parser.end();
}

function failureOf(work: () => void): { readonly error: unknown } | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return { error };
  }
}

const alreadyThere = (path: string) => (error: unknown) => {
  if (!isSystemError(error, ['EEXIST'])) throw error;
  throw new EvidenceError('EXHIBIT_EXISTS', `there is an exhibit ${path} already`, error);
};

const altered = ({ id, path }: Exhibit): EvidenceError =>
  new EvidenceError('EXHIBIT_ALTERED', `${id} is not what was acquired: ${path}`);

type Description = Omit<Acquisition, 'content'>;

function describe(item: Description, file: Pick<Exhibit, 'path' | 'bytes' | 'sha256'>): Exhibit {
  const { path, bytes, sha256 } = file;
  const { id, kind, title, mediaType, acquiredAt, clockOffsetMs, acquiredBy, source, attachment } = item;
  return {
    id,
    kind,
    title,
    path,
    mediaType,
    bytes,
    sha256,
    acquiredAt,
    ...(clockOffsetMs !== undefined && { clockOffsetMs }),
    acquiredBy,
    source,
    ...(attachment && { attachment }),
  };
}

const bytesOf = (content: Json | Uint8Array): Uint8Array =>
  content instanceof Uint8Array ? content : Buffer.from(`${canonicalJson(content)}\n`, 'utf8');

const draftPath = (number: number): string => `${exhibitsFolder}/rows-${number}${draftEnding}`;

function pathOf({ id, kind, mediaType, attachment }: Description): string {
  if (!/^EX-\d{3,}$/.test(id)) throw new EvidenceError('BAD_NAME', `no exhibit id: ${quoteName(id)}`);
  const type = mediaType.split(';')[0]?.trim() ?? '';
  const extension = attachment && actsWhenOpened(type) ? undefined : extensions.get(type);
  const path = `${exhibitsFolder}/${id}-${kind}.${extension ?? 'bin'}`;
  refuseUnsafePath(path);
  return path;
}

// A stranger's page must not run because somebody clicked on it.
const actsWhenOpened = (type: string): boolean => type === 'text/html';

const extensions = new Map([
  ['application/json', 'json'],
  ['application/jsonl', 'jsonl'],
  ['application/x-ndjson', 'jsonl'],
  ['application/yaml', 'yaml'],
  ['application/pdf', 'pdf'],
  ['text/csv', 'csv'],
  ['text/html', 'html'],
  ['text/plain', 'txt'],
  ['text/yaml', 'yaml'],
  ['image/png', 'png'],
  ['image/jpeg', 'jpg'],
]);

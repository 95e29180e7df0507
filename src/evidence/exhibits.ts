import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Exhibit, ExhibitKind, ExhibitSource } from '../domain/exhibit.ts';
import type { Json } from '../domain/json.ts';
import { canonicalJson, sha256Hex } from './canonical.ts';
import { isSystemError } from '../domain/system-error.ts';
import { makePrivateFolder, moveAside, writeNewFile } from './durable-files.ts';
import { EvidenceError } from './evidence-error.ts';
import { quoteName, refuseUnsafePath } from './safe-path.ts';

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
  /** @throws EvidenceError EXHIBIT_ALTERED when the bytes are not those that were acquired */
  read(exhibit: Exhibit): Promise<Uint8Array>;
  /** Files that a kill left between being written and being journaled, now under `exhibits/unjournaled/`. */
  readonly setAside: readonly SetAside[];
}

interface SetAside {
  /** Both relative to the case folder. */
  readonly path: string;
  readonly movedTo: string;
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Opens the case's exhibits folder.
 *
 * @param journaled the exhibits that the journal knows, when a case is resumed: other files are moved
 *   aside, since their numbers will be given again. Left out, nothing is moved.
 */
export async function openExhibits(
  caseFolder: string,
  options: { readonly journaled?: readonly Exhibit[] } = {},
): Promise<Exhibits> {
  await makePrivateFolder(join(caseFolder, folder));
  const setAside = options.journaled ? await setUnjournaledAside(caseFolder, options.journaled) : [];
  return {
    setAside,
    async acquire(item) {
      const bytes = bytesOf(item.content);
      const path = pathOf(item);
      await writeNewFile(join(caseFolder, path), bytes).catch((error: unknown) => {
        if (!isSystemError(error, ['EEXIST'])) throw error;
        throw new EvidenceError('EXHIBIT_EXISTS', `there is an exhibit ${path} already`, error);
      });
      return describe(item, path, bytes);
    },
    async read(exhibit) {
      refuseUnsafePath(exhibit.path);
      const bytes = await readFile(join(caseFolder, exhibit.path));
      if (sha256Hex(bytes) !== exhibit.sha256) {
        throw new EvidenceError('EXHIBIT_ALTERED', `${exhibit.id} is not what was acquired: ${exhibit.path}`);
      }
      return bytes;
    },
  };
}

const folder = 'exhibits';
const asideFolder = 'exhibits/unjournaled';

function describe(item: Acquisition, path: string, bytes: Uint8Array): Exhibit {
  const { id, kind, title, mediaType, acquiredAt, clockOffsetMs, acquiredBy, source } = item;
  return {
    id,
    kind,
    title,
    path,
    mediaType,
    bytes: bytes.length,
    sha256: sha256Hex(bytes),
    acquiredAt,
    ...(clockOffsetMs !== undefined && { clockOffsetMs }),
    acquiredBy,
    source,
  };
}

const bytesOf = (content: Json | Uint8Array): Uint8Array =>
  content instanceof Uint8Array ? content : Buffer.from(`${canonicalJson(content)}\n`, 'utf8');

function pathOf({ id, kind, mediaType }: Acquisition): string {
  if (!/^EX-\d{3,}$/.test(id)) throw new EvidenceError('BAD_NAME', `no exhibit id: ${quoteName(id)}`);
  const path = `${folder}/${id}-${kind}.${extensions.get(mediaType.split(';')[0]?.trim() ?? '') ?? 'bin'}`;
  refuseUnsafePath(path);
  return path;
}

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

async function setUnjournaledAside(
  caseFolder: string,
  journaled: readonly Exhibit[],
): Promise<readonly SetAside[]> {
  const known = new Set(journaled.map(({ path }) => path));
  const moved: SetAside[] = [];
  for (const entry of await readdir(join(caseFolder, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    // A draft was never finished; writing it again replaces it.
    if (!entry.isFile() || known.has(path) || entry.name.endsWith('.writing')) continue;
    await makePrivateFolder(join(caseFolder, asideFolder));
    const bytes = await readFile(join(caseFolder, path));
    const target = await moveAside(join(caseFolder, path), join(caseFolder, asideFolder), entry.name);
    const movedTo = `${asideFolder}/${target.slice(target.lastIndexOf('/') + 1)}`;
    moved.push({ path, movedTo, bytes: bytes.length, sha256: sha256Hex(bytes) });
  }
  return moved.sort((a, b) => (a.path < b.path ? -1 : 1));
}

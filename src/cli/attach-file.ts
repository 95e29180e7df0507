import { BadInput } from '../domain/failure.ts';
import type { AttachmentKind, Exhibit } from '../domain/exhibit.ts';
import type { JournaledEvent } from '../domain/run-event.ts';
import type { Secret } from '../domain/secret.ts';
import { isOfSystem, isSystemError, reasonOf } from '../domain/system-error.ts';
import {
  claimsOf,
  EvidenceError,
  mediaTypeOf,
  takenBackIn,
  type FileDraft,
  type SecretScan,
} from '../evidence/index.ts';
import type { CaseFiles } from '../run/index.ts';
import { showable } from '../terminal/index.ts';

/** A file that somebody brings to a case. All words are showable. */
export interface FileToAttach {
  /** Absolute. */
  readonly path: string;
  readonly name: string;
  readonly kind: AttachmentKind;
  readonly why: string;
  /** Where the file came from, as who brought it says. */
  readonly source: string | undefined;
  readonly by: string;
}

/** The open case that takes it. */
export interface TakingCase extends Pick<CaseFiles, 'draftFile' | 'events' | 'append'> {
  readonly id: string;
  /** What must not be in the file, in any form. */
  readonly secrets: readonly Secret[];
}

export interface Attached {
  readonly name: string;
  readonly exhibit: Exhibit;
  /** What in it could not be searched for secrets, and why. */
  readonly unsearched: readonly string[];
}

/** The case holds these very bytes: no reason to leave other files out that were named beside it. */
export class AlreadyKept extends BadInput {
  /** Showable. */
  readonly file: string;
  readonly exhibit: string;

  constructor(file: string, exhibit: string, caseId: string) {
    super(`${file} is in ${caseId} already, as ${exhibit}`, { where: 'file' });
    this.name = 'AlreadyKept';
    this.file = file;
    this.exhibit = exhibit;
  }
}

// A screen recording fits; a disk image is no attachment.
export const largestAttachment = 2 * 1024 ** 3;

/**
 * Copies a file into the case, searches the copy for the case's secrets, and makes it an exhibit.
 *
 * @throws BadInput when it cannot be taken: nothing of it is kept; AlreadyKept when the case has it
 */
export async function attachFile(file: FileToAttach, to: TakingCase): Promise<Attached> {
  const draft = await to.draftFile(file.path, largestAttachment).catch((error: unknown) => {
    throw refusal(file.name, error);
  });
  try {
    refuseKept(file.name, draft, to);
    const unsearched = refuseSecrets(file.name, await draft.search(to.secrets));
    const exhibit = await keep(file, draft, to);
    for (const why of unsearched) await to.append(notSearched(exhibit, why));
    return { name: file.name, exhibit, unsearched };
  } catch (error) {
    // What is an exhibit by now has another name, and stays.
    await draft.discard();
    throw refusal(file.name, error);
  }
}

async function keep(file: FileToAttach, draft: Draft, to: TakingCase): Promise<Exhibit> {
  const mediaType = mediaTypeOf(draft.head);
  const exhibit = await draft.finish({
    kind: 'attachment',
    title: `${titles[file.kind]}: ${file.name}`,
    mediaType,
    source: { from: 'operator', why: file.why },
    acquiredBy: file.by,
    attachment: {
      what: file.kind,
      fileName: file.name,
      ...(file.source === undefined ? {} : { cameFrom: file.source }),
      claims: [
        { by: 'file system, last changed', says: draft.changedAt },
        ...claimsOf(draft.head, mediaType).map(({ by, says }) => ({ by, says: showable(says, 80) })),
      ],
    },
  });
  const recorded = await to.append({ type: 'exhibit.acquired', ...placeOf(to.events), exhibit });
  return recorded.type === 'exhibit.acquired' ? recorded.exhibit : exhibit;
}

type Draft = Awaited<ReturnType<CaseFiles['draftFile']>>;

const titles: Readonly<Record<AttachmentKind, string>> = {
  screenshot: 'Screenshot',
  mail: 'Mail',
  export: 'Export',
  log: 'Log',
  other: 'File',
};

/** The step that attachments are journaled under: no playbook has it, the run reads nothing from it. */
const step = 'attach-file';

function placeOf(events: readonly JournaledEvent[]) {
  const earlier = events.flatMap((e) => ('step' in e && e.step === step ? [e.attempt] : []));
  return { lane: 'case', step, attempt: Math.max(0, ...earlier) + 1 };
}

/** The same bytes twice tell nothing new. Those that were taken back may come again. */
function refuseKept(name: string, { sha256 }: Pick<FileDraft, 'sha256'>, { id, events }: TakingCase): void {
  const gone = takenBackIn(events);
  for (const event of events) {
    if (event.type !== 'exhibit.acquired' || event.exhibit.sha256 !== sha256) continue;
    if (gone.has(event.exhibit.id)) continue;
    throw new AlreadyKept(name, event.exhibit.id, id);
  }
}

/** Returns what could not be searched. The secret itself is never told: its reference and form are. */
function refuseSecrets(name: string, { leaks, unsearched }: SecretScan): readonly string[] {
  if (leaks.length === 0) return unsearched.map(({ why }) => why);
  throw new BadInput(
    `${name} was not attached: it holds a secret of this case: ${secretsInWords(leaks)}; nothing of it was kept`,
    { where: 'file', hint: 'crop or black it out in a copy of the file, and attach the copy' },
  );
}

/** Which secrets, by reference and form; never the value. */
export function secretsInWords(leaks: SecretScan['leaks']): string {
  const told = leaks.slice(0, 3).map(({ secret, form }) => `${secret} (${form})`);
  return `${told.join(', ')}${leaks.length > told.length ? ` and ${leaks.length - told.length} more` : ''}`;
}

/** A note for the record. */
export const notSearched = ({ id }: Exhibit, why: string) =>
  ({
    type: 'note.added',
    text: `${id} could not be searched for secrets in full: ${why}.`,
    by: 'firebreak',
  }) as const;

function refusal(name: string, error: unknown): unknown {
  const told = { where: 'file', cause: error };
  if (error instanceof EvidenceError) {
    if (error.code === 'SOURCE_NOT_A_FILE') {
      return new BadInput(`${name} is a link, folder, pipe or device: attach the file itself`, told);
    }
    if (error.code === 'FILE_TOO_LARGE' || error.code === 'FILE_CHANGED') {
      return new BadInput(`${name} was not attached: ${error.message}`, told);
    }
  }
  if (isSystemError(error, Object.keys(reasons)))
    return new BadInput(`${name} was not attached: ${reasonOf(error, reasons)}`, told);
  // A share that is gone, a device's own idea of a file: no reason to end a run. A journal that can take no more is
  // an EvidenceError, and is one.
  if (!isOfSystem(error)) return error;
  return new BadInput(`${name} was not attached, the system refused: ${showable(error.message, 200)}`, {
    ...told,
    hint: 'copy it to a disk of this machine, and attach the copy',
  });
}

const reasons = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'you may not read it',
  EPERM: 'you may not read it',
  EIO: 'its disk gave an error while it was read; nothing of it was kept',
  ENXIO: 'it is a socket or a pipe',
  ENAMETOOLONG: 'its name is too long',
  EFBIG: 'files may not be that large on the disk of the case; nothing of it was kept',
  ENOSPC: 'the disk of the case is full; nothing of it was kept',
  EDQUOT: 'the quota on the disk of the case is used up; nothing of it was kept',
};

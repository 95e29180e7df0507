import { BadInput } from '../domain/failure.ts';
import type { AttachmentKind, Exhibit } from '../domain/exhibit.ts';
import type { JournaledEvent } from '../domain/run-event.ts';
import { isSystemError, reasonOf } from '../domain/system-error.ts';
import { claimsOf, EvidenceError, lockCase, mediaTypeOf, type FileDraft } from '../evidence/index.ts';
import { openCaseToAdd, operatorName, type CaseFiles } from '../run/index.ts';
import { showable } from '../terminal/index.ts';
import { refuseClosed, type CaseToAddTo } from './case-to-add-to.ts';
import { systemClock } from './clock.ts';
import { machine } from './environment.ts';
import { ourselves } from './new-case.ts';
import { freshSalt } from './play.ts';

export interface AttachPlan {
  readonly found: CaseToAddTo;
  /** `name` is showable. */
  readonly files: readonly { readonly path: string; readonly name: string }[];
  readonly kind: AttachmentKind;
  readonly why: string;
  /** Where the file came from, as who brought it says. */
  readonly source: string | undefined;
  /** Who brought it; else the operator of the case. */
  readonly by: string | undefined;
}

export interface Attached {
  readonly name: string;
  readonly exhibit: Exhibit;
}

// A screen recording fits; a disk image is no attachment.
export const largestAttachment = 2 * 1024 ** 3;

/**
 * Copies the files into the case, through its journal, while nobody else can.
 *
 * @throws BadInput when the case is in use or closed, or a file cannot be taken
 */
export async function attachToCase(plan: AttachPlan): Promise<readonly Attached[]> {
  const { release } = await lockCase(plan.found.folder, ourselves());
  let files: CaseFiles | undefined;
  const attached: Attached[] = [];
  try {
    files = await openCaseToAdd({ folder: plan.found.folder, clock: systemClock, salt: freshSalt() });
    refuseClosed(plan.found.id, files.events);
    for (const file of plan.files) attached.push(await attachOne(file, plan, files, attached));
    return attached;
  } finally {
    await files?.close();
    await release();
  }
}

async function attachOne(
  { path, name }: AttachPlan['files'][number],
  plan: AttachPlan,
  files: CaseFiles,
  before: readonly Attached[],
): Promise<Attached> {
  const draft = await files.draftFile(path, largestAttachment).catch((error: unknown) => {
    throw refusal(name, error, before);
  });
  const known = keptBefore(draft, files.events);
  if (known) {
    await draft.discard();
    throw new BadInput(`${name} is in ${plan.found.id} already, as ${known}`, {
      where: 'file',
      ...toldOf(before),
    });
  }
  const mediaType = mediaTypeOf(draft.head);
  const exhibit = await draft.finish({
    kind: 'attachment',
    title: `${titles[plan.kind]}: ${name}`,
    mediaType,
    source: { from: 'operator', why: plan.why },
    acquiredBy: plan.by ?? operatorName(files.events) ?? `operator (${machine().user})`,
    attachment: {
      what: plan.kind,
      fileName: name,
      ...(plan.source === undefined ? {} : { cameFrom: plan.source }),
      claims: [
        { by: 'file system, last changed', says: draft.changedAt },
        ...claimsOf(draft.head, mediaType).map(({ by, says }) => ({ by, says: showable(says, 80) })),
      ],
    },
  });
  const recorded = await files.append({ type: 'exhibit.acquired', ...placeOf(files.events), exhibit });
  return { name, exhibit: recorded.type === 'exhibit.acquired' ? recorded.exhibit : exhibit };
}

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

function keptBefore({ sha256 }: FileDraft, events: readonly JournaledEvent[]): string | undefined {
  const kept = events.find((e) => e.type === 'exhibit.acquired' && e.exhibit.sha256 === sha256);
  return kept?.type === 'exhibit.acquired' ? kept.exhibit.id : undefined;
}

function refusal(name: string, error: unknown, before: readonly Attached[]): unknown {
  const told = { where: 'file', cause: error, ...toldOf(before) };
  if (error instanceof EvidenceError) {
    if (error.code === 'SOURCE_NOT_A_FILE') {
      return new BadInput(`${name} is a link, folder, pipe or device: attach the file itself`, told);
    }
    if (error.code === 'FILE_TOO_LARGE' || error.code === 'FILE_CHANGED') {
      return new BadInput(`${name} was not attached: ${error.message}`, told);
    }
  }
  if (!isSystemError(error, Object.keys(reasons))) return error;
  return new BadInput(`${name} was not attached: ${reasonOf(error, reasons)}`, told);
}

const toldOf = (before: readonly Attached[]): { readonly hint?: string } =>
  before.length === 0
    ? {}
    : {
        hint: `attached before it: ${before.map(({ name, exhibit }) => `${exhibit.id} ${name}`).join(', ')}`,
      };

const reasons = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'you may not read it',
  EPERM: 'you may not read it',
  ENXIO: 'it is a socket or a pipe',
  ENAMETOOLONG: 'its name is too long',
  ENOSPC: 'the disk of the case is full; nothing of it was kept',
  EDQUOT: 'the quota on the disk of the case is used up; nothing of it was kept',
};

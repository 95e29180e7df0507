import { BadInput } from '../domain/failure.ts';
import type { Secret } from '../domain/secret.ts';
import type { JournaledEvent } from '../domain/run-event.ts';
import { lockCase } from '../evidence/index.ts';
import { openCaseToAdd, operatorName, type CaseFiles } from '../run/index.ts';
import { AlreadyKept, attachFile, type Attached, type FileToAttach } from './attach-file.ts';
import { refuseClosed, type CaseToAddTo } from './case-to-add-to.ts';
import { systemClock } from './clock.ts';
import { machine, type Environment } from './environment.ts';
import { ourselves } from './ourselves.ts';
import { freshSalt } from './fresh-salt.ts';
import { caseLeftSo, sayInterrupted } from './say-interrupted.ts';

export interface AttachPlan {
  readonly found: CaseToAddTo;
  readonly files: readonly Omit<FileToAttach, 'by'>[];
  /** Who brought them; else the operator of the case. */
  readonly by: string | undefined;
  /** What the files are searched for; the record may name a key of its own, by reference. */
  secretsOf(events: readonly JournaledEvent[]): Promise<readonly Secret[]>;
}

/** What came of the files that were named. */
export interface AttachedToCase {
  readonly attached: readonly Attached[];
  /** Those that the case had before: an earlier try was ended, or named more than one that it took. */
  readonly kept: readonly AlreadyKept[];
}

/**
 * Copies the files into the case, through its journal, while nobody else can. One that the case has already is passed
 * over, so that what was interrupted can be given again as it was.
 *
 * @throws BadInput when the case is in use or closed, or a file cannot be taken; AlreadyKept when it has all of them
 */
export async function attachToCase(plan: AttachPlan, environment: Environment): Promise<AttachedToCase> {
  return withCase(plan.found, environment, async (files) => {
    refuseClosed(plan.found.id, files.events);
    const secrets = await plan.secretsOf(files.events);
    // A name, or a date that a file claims, may hold one too: those go through the redactor.
    for (const secret of secrets) files.redactor.learn(secret);
    const by = plan.by ?? operatorName(files.events) ?? `operator (${machine().user})`;
    const { draftFile, append, events } = files;
    const [attached, kept]: [Attached[], AlreadyKept[]] = [[], []];
    for (const file of plan.files) {
      const to = { id: plan.found.id, draftFile, append, events, secrets };
      try {
        attached.push(await attachFile({ ...file, by }, to));
      } catch (error) {
        if (!(error instanceof AlreadyKept)) throw withThoseBefore(error, attached);
        kept.push(error);
      }
    }
    const [first] = kept;
    if (first && attached.length === 0) throw first;
    return { attached, kept };
  });
}

/**
 * Opens a case to add to it, and closes it again.
 *
 * @throws BadInput when it is in use, with what can be done then
 */
export async function withCase<T>(
  found: Pick<CaseToAddTo, 'folder'>,
  environment: Environment,
  work: (files: CaseFiles) => Promise<T>,
): Promise<T> {
  const { release } = await lockCase(found.folder, ourselves()).catch((error: unknown) => {
    throw error instanceof BadInput ? inUse(error) : error;
  });
  const signals = sayInterrupted(caseLeftSo, environment);
  let files: CaseFiles | undefined;
  try {
    files = await openCaseToAdd({ folder: found.folder, clock: systemClock, salt: freshSalt() });
    return await work(files);
  } finally {
    await files?.close();
    signals.stop();
    await release();
  }
}

const inUse = ({ message, where, hint }: BadInput): BadInput =>
  new BadInput(message, {
    ...(where === undefined ? {} : { where }),
    hint: `where it runs, the menu takes files: "Attach a file…" (a); or ${hint ?? 'end it first'}`,
  });

function withThoseBefore(error: unknown, before: readonly Attached[]): unknown {
  if (!(error instanceof BadInput) || before.length === 0) return error;
  const { message, where, hint } = error;
  const kept = `attached before it: ${before.map(({ name, exhibit }) => `${exhibit.id} ${name}`).join(', ')}; the same command again passes those over`;
  return new BadInput(message, {
    ...(where === undefined ? {} : { where }),
    hint: hint === undefined ? kept : `${hint}; ${kept}`,
    cause: error,
  });
}

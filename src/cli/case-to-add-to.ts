import { BadInput } from '../domain/failure.ts';
import type { CaseOpened, JournaledEvent } from '../domain/run-event.ts';
import { parseCaseId, readCaseFormat, type ListedCase } from '../config/index.ts';
import type { Environment } from './environment.ts';
import { casesOf, isSealed, openCasesOf, readRecords } from './open-cases.ts';

/** A real case that can still be added to, and how it was opened. */
export interface CaseToAddTo extends ListedCase {
  readonly opened: CaseOpened;
}

/**
 * Finds the case that was named; without a name the only open one. Looks, and leaves no trace.
 *
 * @throws BadInput when there is none or several, for a drill, and for a case that was closed
 */
export async function caseToAddTo(
  given: string | undefined,
  environment: Environment,
  what: 'export' | 'file' = 'export',
): Promise<CaseToAddTo> {
  const found = await findCase(given, environment);
  if (found.mode === 'drill') {
    throw new BadInput(`${found.id} is a drill: its venue is simulated, and no real ${what} belongs there`, {
      where: '--case',
      ...(what === 'file' ? { hint: 'while it runs, its menu takes files: "Attach a file…" (a)' } : {}),
    });
  }
  await readCaseFormat(found.folder);
  const events = (await readRecords(found.folder)).records.map(({ event }) => event);
  refuseClosed(found.id, events);
  const [opened] = events;
  if (opened?.type !== 'case.opened')
    throw new BadInput(`${found.id} has no opening record`, { where: '--case' });
  return { ...found, opened };
}

/**
 * Finds the case that was named, a drill too; without a name the only open one. One that was closed but not
 * sealed counts: a secret in it may be what keeps it from being sealed.
 *
 * @throws BadInput when there is none or several, and for a case that was sealed
 */
export async function unsealedCase(given: string | undefined, environment: Environment): Promise<ListedCase> {
  const found = await findCase(given, environment);
  await readCaseFormat(found.folder);
  if (!isSealed((await readRecords(found.folder)).records)) return found;
  throw new BadInput(`${found.id} is sealed: nothing in it can be changed any more`, {
    where: '--case',
    hint: '`firebreak seal CASE --share strict` makes a copy without attached files',
  });
}

/** @throws BadInput: what is added after the close is in no report and in no bag */
export function refuseClosed(id: string, events: readonly JournaledEvent[]): void {
  if (!events.some(({ type }) => type === 'case.closed')) return;
  throw new BadInput(`${id} is closed: what is added now would be in no report`, {
    where: '--case',
    hint: '`firebreak respond --new` opens another case',
  });
}

async function findCase(given: string | undefined, environment: Environment): Promise<ListedCase> {
  if (given !== undefined) {
    const cases = [...(await casesOf(environment, 'real')), ...(await casesOf(environment, 'drill'))];
    const id = parseCaseId(
      given,
      cases.map((one) => one.id),
    );
    return cases.find((one) => one.id === id) as ListedCase;
  }
  const open = await openCasesOf(environment, 'real');
  const [only, ...others] = open;
  if (only && others.length === 0) return only;
  throw new BadInput(only ? `${open.length} cases are open: name one` : 'no case is open', {
    where: '--case',
    hint: only ? open.map(({ id }) => id).join(', ') : '`firebreak respond` opens one',
  });
}

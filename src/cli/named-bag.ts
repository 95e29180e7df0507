import { existsSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import type { ListedCase } from '../config/index.ts';
import type { CaseMode } from '../domain/run-event.ts';
import { BadInput } from '../domain/failure.ts';
import { quote, suggest } from '../domain/file-problem.ts';
import { rootOfFirstBag, verifyBag, type Verification } from '../evidence/index.ts';
import { showable } from '../terminal/index.ts';
import type { Environment } from './environment.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { casesOf, isSealed, readRecords } from './open-cases.ts';

/** A sealed bag that a person named, by its folder or by its case. */
export interface NamedBag {
  readonly is: 'bag';
  readonly folder: string;
  /** `External-Identifier`, as the bag says; a name that is safe in paths. */
  readonly name: string;
  readonly mode: CaseMode;
  /** `Bagging-Date`. */
  readonly date: string;
  /** It is a pseudonymised copy, and says so. */
  readonly isCopy: boolean;
}

/** A case that is not sealed yet. */
export interface NamedOpenCase {
  readonly is: 'open case';
  readonly found: ListedCase;
}

/**
 * Finds what was named: a bag's folder, or a case, whose bag lies in the reports folder once it is sealed.
 *
 * @throws BadInput when there is neither, or when the case's bag is elsewhere
 */
export async function findNamed(
  given: string,
  { reports }: { readonly reports: string },
  environment: Environment,
): Promise<NamedBag | NamedOpenCase> {
  const folder = resolve(environment.cwd, given);
  if (existsSync(join(folder, 'bagit.txt'))) return readNamedBag(folder);
  if (existsSync(join(folder, 'bag', 'bagit.txt'))) return readNamedBag(join(folder, 'bag'));
  const cases = [...(await casesOf(environment, 'real')), ...(await casesOf(environment, 'drill'))];
  const found = cases.find(({ id }) => id === given);
  if (!found) {
    const ids = cases.map(({ id }) => id);
    throw new BadInput(`${quote(given)} is neither a sealed bag nor a case`, {
      where: 'bag',
      ...suggest(given, ids, 'cases'),
    });
  }
  if (!isSealed((await readRecords(found.folder)).records)) return { is: 'open case', found };
  const bag = resolve(environment.cwd, reports, found.id, 'bag');
  if (existsSync(join(bag, 'bagit.txt'))) return readNamedBag(bag);
  throw new BadInput(`the bag of ${found.id} is not at ${relative(environment.cwd, bag)}`, {
    where: 'bag',
    hint: 'name its folder, or the reports folder with --reports',
  });
}

/** As `findNamed`, where a case that is still open will not do. */
export async function findBag(
  given: string,
  flags: { readonly reports: string },
  environment: Environment,
): Promise<NamedBag> {
  const named = await findNamed(given, flags, environment);
  if (named.is === 'bag') return named;
  throw new BadInput(`${named.found.id} is not sealed yet`, {
    where: 'bag',
    hint: `firebreak resume ${named.found.id} brings it to its end, and seals it`,
  });
}

async function readNamedBag(folder: string): Promise<NamedBag> {
  const info = await readFile(join(folder, 'bag-info.txt'), 'utf8').catch(() => '');
  const value = (label: string): string =>
    info
      .split('\n')
      .find((line) => line.startsWith(`${label}: `))
      ?.slice(label.length + 2) ?? '';
  const name = value('External-Identifier');
  const date = value('Bagging-Date');
  return {
    is: 'bag',
    folder,
    // What a bag says of itself becomes part of a path only where it cannot lead anywhere.
    name: /^[A-Za-z0-9][A-Za-z0-9-]{0,59}$/.test(name) ? name : 'bag',
    mode: value('Firebreak-Mode') === 'drill' ? 'drill' : 'real',
    date: /^\d{4}-\d\d-\d\d$/.test(date) ? date : '1980-01-01',
    isCopy: rootOfFirstBag(info) !== undefined,
  };
}

/**
 * Takes away what a killed writer left in `seal/`: files that were not whole, and certificates whose token did not come.
 * They belong to nothing, and the bag would not verify with them. Says which.
 */
export async function tidySeal({ folder }: NamedBag, { stderr }: Environment): Promise<void> {
  const names = await readdir(join(folder, 'seal')).catch((): string[] => []);
  const isTorn = (name: string): boolean =>
    name.endsWith('.writing') ||
    (/^(?:tagmanifest|signature)\..+\.pem$/.test(name) && !names.includes(name.replace(/pem$/, 'tst')));
  for (const name of names.filter(isTorn)) {
    await rm(join(folder, 'seal', name), { force: true });
    stderr.write(`removed seal/${showable(name)}: an earlier command was ended before it was whole\n`);
  }
}

/** Verifies a bag before anything is done with it; what is wrong is said, and undefined returned. */
export async function verifyFirst(
  { folder }: NamedBag,
  { stderr }: Environment,
): Promise<Verification | undefined> {
  const result = await verifyBag(folder);
  if (result.ok) return result;
  const { check, problem } = result.firstProblem ?? { check: 'bag', problem: 'not in order' };
  stderr.write(`firebreak: nothing was done, the bag does not hold: ${showable(`${check}: ${problem}`)}\n`);
  return undefined;
}

export const bagDoesNotHold: ExitCode = exitCodes.verificationFailed;

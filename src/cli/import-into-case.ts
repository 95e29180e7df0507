import { toJson, toldListings, type ExportFile, type ExportTable } from '../acquisition/exports/index.ts';
import { BadInput } from '../domain/failure.ts';
import type { Exhibit } from '../domain/exhibit.ts';
import type { AccountInCase, At, JournaledEvent } from '../domain/run-event.ts';
import type { Secret } from '../domain/secret.ts';
import { lockCase, searchAttached, type SecretScan } from '../evidence/index.ts';
import { openCaseToAdd, operatorName, type CaseFiles } from '../run/index.ts';
import { refuseClosed, type CaseToAddTo } from './case-to-add-to.ts';
import { notSearched, secretsInWords } from './attach-file.ts';
import { systemClock } from './clock.ts';
import { machine, type Environment } from './environment.ts';
import { ourselves } from './ourselves.ts';
import { freshSalt } from './fresh-salt.ts';
import { caseLeftSo, sayInterrupted } from './say-interrupted.ts';

/** An export that was read whole, and where it is to go. */
export interface ImportPlan {
  readonly found: CaseToAddTo;
  readonly account: AccountInCase;
  /** Showable. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly file: ExportFile;
  /** Who brought it; else the operator of the case. */
  readonly by: string | undefined;
  /** What the file is searched for; the record may name a key of its own, by reference. */
  secretsOf(events: readonly JournaledEvent[]): Promise<readonly Secret[]>;
}

export interface Imported extends Omit<ImportPlan, 'secretsOf'> {
  /** What in the file could not be searched for secrets, and why. */
  readonly unsearched: readonly string[];
  readonly original: Exhibit;
  readonly tables: readonly { readonly table: ExportTable; readonly exhibits: readonly Exhibit[] }[];
}

/**
 * Writes the file and its rows into the case, through its journal, while nobody else can. A kill in the
 * middle leaves the file without all of its rows: the same import then does it whole.
 *
 * @throws BadInput when the case is in use or closed, has this file already, or the file holds a secret of the case
 */
export async function importIntoCase(plan: ImportPlan, environment: Environment): Promise<Imported> {
  const { release } = await lockCase(plan.found.folder, ourselves());
  const signals = sayInterrupted(caseLeftSo, environment);
  let files: CaseFiles | undefined;
  try {
    files = await openCaseToAdd({ folder: plan.found.folder, clock: systemClock, salt: freshSalt() });
    refuseClosed(plan.found.id, files.events);
    refuseTwice(plan, files.events);
    const secrets = await plan.secretsOf(files.events);
    // What the file is called may hold one too.
    for (const secret of secrets) files.redactor.learn(secret);
    const unsearched = refuseSecrets(plan, await searchAttached(plan.bytes, secrets));
    return await write({ ...plan, unsearched }, files);
  } finally {
    await files?.close();
    signals.stop();
    await release();
  }
}

async function write(plan: Omit<Imported, 'original' | 'tables'>, files: CaseFiles): Promise<Imported> {
  const at = placeOf(files.events);
  const original = keptBefore(plan, files.events) ?? (await keepFile(plan, files, at));
  for (const why of plan.unsearched) await files.append(notSearched(original, why));
  const tables: { table: ExportTable; exhibits: Exhibit[] }[] = [];
  for (const table of plan.file.tables) {
    tables.push({ table, exhibits: await keepRows(table, original, plan, files, at) });
  }
  const rows = plan.file.tables.reduce((sum, table) => sum + table.rows, 0);
  const value = { exhibit: original.id, account: plan.account.id, rows };
  await files.append({ type: 'result.kept', ...at, id: doneId(plan), value });
  return { ...plan, original, tables };
}

async function keepFile(
  { account, name, bytes, by }: Omit<ImportPlan, 'secretsOf'>,
  files: CaseFiles,
  at: At,
): Promise<Exhibit> {
  const exhibit = await files.acquire({
    kind: 'attachment',
    title: `Export of ${account.label}: ${name}`,
    content: bytes,
    source: { from: 'operator', why: `operator's export from ${account.venueName}, file ${name}` },
    acquiredBy: by ?? operatorName(files.events) ?? `operator (${machine().user})`,
  });
  await files.append({ type: 'exhibit.acquired', ...at, exhibit });
  return exhibit;
}

async function keepRows(
  table: ExportTable,
  original: Exhibit,
  { account }: Pick<ImportPlan, 'account'>,
  files: CaseFiles,
  at: At,
): Promise<Exhibit[]> {
  const kept: Exhibit[] = [];
  const { kind, id: format } = table.format;
  for await (const listing of toldListings(table, { exhibit: original.id, sha256: original.sha256 })) {
    const { part, parts } = listing.told;
    const exhibit = await files.acquire({
      kind,
      title: `${kind} of ${account.label}, told by ${original.id}${parts === 1 ? '' : `, part ${part} of ${parts}`}`,
      content: toJson(listing),
      source: { from: 'firebreak', why: `rows of ${original.id} (${format}); told by the venue's export` },
      acquiredBy: 'firebreak',
    });
    await files.append({ type: 'exhibit.acquired', ...at, exhibit });
    await files.append({
      type: 'observation.made',
      ...at,
      account: account.id,
      // Nobody's key read it; the operator's browser did.
      holder: 'responder',
      what: kind,
      when: 'later',
      exhibit: exhibit.id,
      rows: listing.rows.length,
      coverage: listing.coverage,
      toldBy: 'export',
    });
    kept.push(exhibit);
  }
  return kept;
}

/** The step that imports are journaled under: no playbook has it, the run reads nothing from it. */
const step = 'import-export';

/** Imports are counted as attempts: a file's exhibits belong together, and overlap with other files. */
function placeOf(events: readonly JournaledEvent[]): At {
  const earlier = events.flatMap((e) => ('step' in e && e.step === step ? [e.attempt] : []));
  return { lane: 'case', step, attempt: Math.max(0, ...earlier) + 1 };
}

const doneId = ({ sha256, account }: Pick<ImportPlan, 'sha256' | 'account'>): string =>
  `imported/${account.id}/${sha256}`;

/** A CSV is a table of rows, and each becomes a record of its own: a secret could not be taken back from all of them. */
function refuseSecrets({ name }: ImportPlan, { leaks, unsearched }: SecretScan): readonly string[] {
  if (leaks.length === 0) return unsearched.map(({ why }) => why);
  throw new BadInput(
    `${name} was not imported: it holds a secret of this case: ${secretsInWords(leaks)}; nothing of it was kept`,
    { where: 'file', hint: 'find out how it came there; ask the venue for the export anew' },
  );
}

function refuseTwice(plan: ImportPlan, events: readonly JournaledEvent[]): void {
  const isDone = events.some((e) => e.type === 'result.kept' && e.step === step && e.id === doneId(plan));
  if (!isDone) return;
  throw new BadInput(
    `${plan.name} is in ${plan.found.id} already, as ${keptBefore(plan, events)?.id ?? 'an exhibit'}`,
    {
      where: 'file',
    },
  );
}

/** The same bytes, kept by an import that was broken off, or for another account. */
function keptBefore(
  { sha256 }: Pick<ImportPlan, 'sha256'>,
  events: readonly JournaledEvent[],
): Exhibit | undefined {
  const kept = events.find(
    (e) => e.type === 'exhibit.acquired' && e.step === step && e.exhibit.sha256 === sha256,
  );
  return kept?.type === 'exhibit.acquired' ? kept.exhibit : undefined;
}

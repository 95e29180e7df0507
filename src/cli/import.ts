import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { minutesOf, readExport, type ExportFile } from '../acquisition/exports/index.ts';
import { BadInput } from '../domain/failure.ts';
import { BadFile, quote, suggest } from '../domain/file-problem.ts';
import type { AccountInCase } from '../domain/run-event.ts';
import { reasonOf } from '../domain/system-error.ts';
import { hideSecrets } from '../secrets/index.ts';
import { showable } from '../terminal/index.ts';
import type { Environment } from './environment.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { caseToAddTo, type CaseToAddTo } from './case-to-add-to.ts';
import { knownSecrets } from './known-secrets.ts';
import { importIntoCase } from './import-into-case.ts';
import { formatsInWords, importedAsJson, importedInWords } from './import-words.ts';

export interface ImportFlags {
  readonly account?: string;
  readonly case?: string;
  readonly format?: string;
  readonly utcOffset?: string;
  readonly by?: string;
  readonly formats?: boolean;
  readonly config: string;
  readonly json?: boolean;
}

/**
 * `firebreak import <file>`: a venue's own export, as the operator downloaded it, into the open case:
 * the file byte for byte as an exhibit, its rows as others. Nothing is written before the whole file
 * was read, and searched for the case's secrets. Exit 0: every line became a row; 4: some did not, and each reason is told.
 */
export async function importFile(
  path: string | undefined,
  flags: ImportFlags,
  environment: Environment,
): Promise<ExitCode> {
  if (flags.formats) {
    environment.stdout.write(`${formatsInWords().join('\n')}\n`);
    return exitCodes.verified;
  }
  const utcOffset = offsetOf(flags.utcOffset);
  if (path === undefined) throw missing('file', 'name the file that the venue gave');
  if (flags.account === undefined) throw missing('--account', 'say of which account of the case it is');
  const found = await caseToAddTo(flags.case, environment);
  const account = accountNamed(flags.account, found);
  const name = showable(basename(path), 80);
  const bytes = await readWhole(resolve(environment.cwd, path), name);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const file = await hidingSecrets(() =>
    readExport({
      name,
      bytes,
      sha256,
      venue: account.venue,
      ...(flags.format === undefined ? {} : { format: flags.format }),
      ...(utcOffset === undefined ? {} : { utcOffset }),
    }),
  );
  let notHad: readonly string[] = [];
  const imported = await importIntoCase(
    {
      ...{ found, account, name, bytes, sha256, file, by: flags.by },
      async secretsOf(events) {
        const known = await knownSecrets(flags.config, environment, events);
        notHad = known.missing;
        return known.secrets;
      },
    },
    environment,
  );
  const { stdout } = environment;
  stdout.write(
    flags.json
      ? `${JSON.stringify(importedAsJson(imported, notHad))}\n`
      : `${importedInWords(imported, notHad).join('\n')}\n`,
  );
  return isWhole(file) ? exitCodes.verified : exitCodes.finishedUnverified;
}

const isWhole = ({ tables, unread }: ExportFile): boolean =>
  unread.length === 0 && tables.every(({ left }) => left.length === 0);

const missing = (where: string, hint: string): BadInput =>
  new BadInput(`${where} is missing`, { where: 'import', hint });

function offsetOf(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const minutes = minutesOf(given);
  if (minutes !== undefined) return minutes;
  throw new BadInput(`${quote(given)} is no time zone`, {
    where: '--utc-offset',
    hint: 'hours and minutes east of UTC, +02:00 or -06:00; +00:00 for UTC',
  });
}

function accountNamed(id: string, { opened }: CaseToAddTo): AccountInCase {
  const found = opened.accounts.find((account) => account.id === id);
  if (found) return found;
  const ids = opened.accounts.map((account) => account.id);
  throw new BadInput(`there is no account ${quote(id)} in ${opened.caseId}`, {
    where: '--account',
    ...suggest(id, ids, 'accounts'),
  });
}

// The file is held in memory once, so that what is hashed, read and kept are the same bytes.
const largest = 512 * 1024 * 1024;

async function readWhole(path: string, name: string): Promise<Uint8Array> {
  try {
    const about = await stat(path);
    if (!about.isFile()) throw new BadInput(`${name} is not a file`, { where: 'file' });
    if (about.size > largest) {
      throw new BadInput(`${name} is larger than ${largest} bytes`, {
        where: 'file',
        hint: 'ask the venue for several exports, each of a shorter time',
      });
    }
    return await readFile(path);
  } catch (cause) {
    if (cause instanceof BadInput) throw cause;
    throw new BadInput(`${name} cannot be read: ${reasonOf(cause, reasons)}`, { where: 'file', cause });
  }
}

const reasons = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'you may not read it',
  EPERM: 'you may not read it',
};

/** Whoever takes a file of keys for an export must not find them on the screen. */
async function hidingSecrets<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof BadFile) {
      throw new BadFile(
        error.problems.map((problem) => ({
          ...problem,
          message: hideSecrets(problem.message),
          excerpt: hideSecrets(problem.excerpt),
        })),
      );
    }
    if (!(error instanceof BadInput)) throw error;
    const { where, hint } = error;
    throw new BadInput(hideSecrets(error.message), {
      ...(where === undefined ? {} : { where }),
      ...(hint === undefined ? {} : { hint }),
    });
  }
}

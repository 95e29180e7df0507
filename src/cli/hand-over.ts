import { BadInput } from '../domain/failure.ts';
import type { CustodyRecorded } from '../domain/run-event.ts';
import { handOverBag, lockCase, type HandOver } from '../evidence/index.ts';
import { openCaseToAdd, operatorName, type CaseFiles } from '../run/index.ts';
import { showable } from '../terminal/index.ts';
import { aloneWithBag } from './bag-in-use.ts';
import { systemClock } from './clock.ts';
import { machine, type Environment } from './environment.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { openNamedSigner, type SigningFlags } from './flags-of-signing.ts';
import { findNamed, tidySeal, type NamedBag, type NamedOpenCase } from './named-bag.ts';
import { ourselves } from './ourselves.ts';
import { freshSalt } from './fresh-salt.ts';
import { caseLeftSo, sayInterrupted } from './say-interrupted.ts';

export interface HandOverFlags extends SigningFlags {
  readonly to: string;
  readonly why: string;
  readonly from?: string;
  readonly reports: string;
  readonly json?: boolean;
}

/**
 * `firebreak hand-over <bag|case>`: who gives the evidence to whom, and why, with every hash computed anew. Of a
 * sealed bag it is a signed record beside the seal; of an open case a record of its journal. Exit 0: handed over
 * and all checks held; 5: handed over, and the record says what does not hold.
 */
export async function handOver(
  given: string,
  flags: HandOverFlags,
  environment: Environment,
): Promise<ExitCode> {
  for (const [flag, text] of [
    ['--to', flags.to],
    ['--why', flags.why],
    ['--from', flags.from ?? 'x'],
  ] as const)
    if (!isPlain(text)) throw new BadInput('a line of plain text, at most 500 characters', { where: flag });
  const named = await findNamed(given, flags, environment);
  return named.is === 'bag' ? ofBag(named, flags, environment) : ofOpenCase(named, flags, environment);
}

// It is signed, and shown on other people's screens: nothing in it may act there.
const isPlain = (text: string): boolean =>
  text.trim() !== '' && text.length <= 500 && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text);

async function ofBag(bag: NamedBag, flags: HandOverFlags, environment: Environment): Promise<ExitCode> {
  const { signer } = await openNamedSigner(flags, bag.mode, environment);
  const record = await aloneWithBag(bag, environment, async () => {
    await tidySeal(bag, environment);
    return handOverBag(bag.folder, {
      from: flags.from ?? machine().user,
      to: flags.to,
      why: flags.why,
      at: systemClock.now().toUTC().toISO() ?? '',
      signer,
    });
  });
  environment.stdout.write(`${flags.json ? JSON.stringify(record) : inWords(record).join('\n')}\n`);
  return record.checked.ok ? exitCodes.verified : exitCodes.verificationFailed;
}

const inWords = ({ seq, from, to, why, checked, hash, key }: HandOver): readonly string[] => [
  `Hand-over ${seq}: ${showable(from)} to ${showable(to)}, ${showable(why)}`,
  `  ${checked.files} files hashed: ${showable(checked.result)}`,
  `  signed with ${key}`,
  `  hash of the record ${hash}`,
  'Tell this hash to whoever takes the bag: a record that is cut off later leaves no other trace.',
];

async function ofOpenCase(
  { found }: NamedOpenCase,
  flags: HandOverFlags,
  environment: Environment,
): Promise<ExitCode> {
  const { release } = await lockCase(found.folder, ourselves());
  const signals = sayInterrupted(caseLeftSo, environment);
  let files: CaseFiles | undefined;
  try {
    files = await openCaseToAdd({ folder: found.folder, clock: systemClock, salt: freshSalt() });
    const { result, ok } = await checkCase(files);
    const from = flags.from ?? operatorName(files.events) ?? machine().user;
    const head = files.records.at(-1);
    const item = `case ${found.id} (journal of ${head?.seq ?? 0} records, head ${head?.hash ?? 'none'}; ${result})`;
    const event: CustodyRecorded = {
      type: 'custody.recorded',
      item,
      action: `handed over to ${flags.to}`,
      by: from,
      reason: flags.why,
    };
    await files.append(event);
    const line = `${showable(from)} handed ${found.id} over to ${showable(flags.to)}: ${showable(result)}`;
    environment.stdout.write(flags.json ? `${JSON.stringify(event)}\n` : `${line}\n`);
    return ok ? exitCodes.verified : exitCodes.verificationFailed;
  } finally {
    await files?.close();
    signals.stop();
    await release();
  }
}

/** The chain was followed when the case was opened; here every exhibit is hashed. */
async function checkCase(files: CaseFiles): Promise<{ readonly result: string; readonly ok: boolean }> {
  const exhibits = files.events.flatMap((event) =>
    event.type === 'exhibit.acquired' ? [event.exhibit] : [],
  );
  const altered: string[] = [];
  for (const exhibit of exhibits) {
    try {
      await files.read(exhibit);
    } catch {
      altered.push(exhibit.id);
    }
  }
  return altered.length === 0
    ? { ok: true, result: `${exhibits.length} exhibits hashed, all as they were acquired` }
    : { ok: false, result: `${exhibits.length} exhibits hashed; missing or altered: ${altered.join(', ')}` };
}

import { BadInput } from '../domain/failure.ts';
import { recipientsProblem, type Lock } from '../evidence/index.ts';
import { resolvePassphrase } from '../secrets/index.ts';
import { aloneWithBag } from './bag-in-use.ts';
import { addCountersignature, refuseCountersigner } from './countersign.ts';
import type { Environment } from './environment.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import type { SigningFlags } from './flags-of-signing.ts';
import { bagDoesNotHold, findBag, tidySeal, verifyFirst, type NamedBag } from './named-bag.ts';
import { encryptBag, refuseTakenPlace } from './encrypt-bag.ts';
import { copyOf, refuseTakenCopy, shareBag } from './share.ts';
import { secretSourcesOf } from './signing.ts';
import { stampBag } from './stamp-bag.ts';
import { openTelling } from './telling.ts';

export interface SealFlags extends SigningFlags {
  readonly to?: readonly string[];
  readonly passphrase?: boolean;
  readonly passphraseFrom?: string;
  readonly share?: 'strict';
  readonly countersign?: string;
  readonly stamp?: boolean;
  readonly config: string;
  readonly plain?: 'keep' | 'remove';
  readonly reports: string;
  readonly json?: boolean;
}

/**
 * `firebreak seal <case|bag>`: makes a sealed bag ready for others: stamped by who could not be reached, counter-signed,
 * as a pseudonymised copy, encrypted for a journey; in this order, so that what travels has all of it. The bag is
 * verified first, and nothing that its seal covers is changed. Exit 0: done; 2: refused, nothing was written;
 * 4: done, but an authority did not stamp; 5: the bag does not hold.
 */
export async function seal(given: string, flags: SealFlags, environment: Environment): Promise<ExitCode> {
  refuseContradictions(flags);
  const lock = await lockOf(flags, environment);
  const bag = await findBag(given, flags, environment);
  return aloneWithBag(bag, environment, () => sealAlone(bag, { flags, lock, environment }));
}

async function sealAlone(
  bag: NamedBag,
  parts: { readonly flags: SealFlags; readonly lock: Lock | undefined; readonly environment: Environment },
): Promise<ExitCode> {
  const { flags, lock, environment } = parts;
  // What comes last is refused first: a refusal in the middle would have written what comes before it.
  if (flags.share) refuseTakenCopy(bag);
  if (lock) await refuseTakenPlace(flags.share ? copyOf(bag) : bag);
  await tidySeal(bag, environment);
  if (!(await verifyFirst(bag, environment))) return bagDoesNotHold;
  const telling = openTelling(flags.json === true, environment);
  try {
    const by = { environment, telling };
    const stamped = flags.stamp ? await stampBag(bag, flags, by) : exitCodes.verified;
    if (flags.countersign !== undefined) {
      const code = await addCountersignature(bag, { ...flags, as: flags.countersign }, by);
      if (code !== exitCodes.verified) return code;
    }
    const travels = flags.share ? await shareBag(bag, flags, by) : bag;
    const plain = flags.plain ?? (travels === bag ? 'keep' : 'remove');
    if (lock) await encryptBag(travels, lock, { ...by, plain });
    return stamped;
  } finally {
    telling.end();
  }
}

function refuseContradictions(flags: SealFlags): void {
  const { to = [], share, countersign, stamp, plain } = flags;
  const encrypts = to.length > 0 || asksForPassphrase(flags);
  if (!encrypts && !share && countersign === undefined && !stamp)
    throw new BadInput('say what is to be done with the sealed bag', {
      where: 'seal',
      hint: '--to AGE-RECIPIENT, --passphrase, --share strict, --countersign NAME or --stamp',
    });
  if (!encrypts && plain === 'remove')
    throw new BadInput('without an encrypted copy nothing would be left', { where: '--plain' });
  if (to.length > 0 && asksForPassphrase(flags))
    throw new BadInput('age takes recipients or a passphrase, not both', { where: '--to' });
  if (countersign !== undefined) refuseCountersigner({ ...flags, as: countersign });
  const problem = to.length > 0 ? recipientsProblem(to) : undefined;
  if (problem !== undefined) throw new BadInput(problem, { where: '--to' });
}

const asksForPassphrase = ({ passphrase, passphraseFrom }: SealFlags): boolean =>
  passphrase === true || passphraseFrom !== undefined;

async function lockOf(flags: SealFlags, environment: Environment): Promise<Lock | undefined> {
  if (flags.to && flags.to.length > 0) return { recipients: flags.to };
  if (!asksForPassphrase(flags)) return undefined;
  const sources = secretSourcesOf(environment);
  const ask = (reference: string) => resolvePassphrase(reference, sources);
  if (flags.passphraseFrom !== undefined) return { passphrase: await ask(flags.passphraseFrom) };
  const passphrase = await ask('prompt:Passphrase for the encrypted bag');
  // What was mistyped once opens nothing, ever.
  const again = await ask('prompt:The same passphrase again');
  if (passphrase.reveal() !== again.reveal())
    throw new BadInput('the two passphrases differ; nothing was written', { where: '--passphrase' });
  return { passphrase };
}

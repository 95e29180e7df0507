import { BadInput } from '../domain/failure.ts';
import { countersignBag, EvidenceError, isCountersigner } from '../evidence/index.ts';
import { aloneWithBag } from './bag-in-use.ts';
import type { Environment } from './environment.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { openNamedSigner, type SigningFlags } from './flags-of-signing.ts';
import { bagDoesNotHold, findBag, tidySeal, verifyFirst, type NamedBag } from './named-bag.ts';
import { openTelling, type Telling } from './telling.ts';

export interface CountersignFlags extends SigningFlags {
  readonly as: string;
  readonly reports: string;
  readonly json?: boolean;
}

/**
 * `firebreak countersign <bag>`: a second person verifies a sealed bag and signs the same list of files with
 * a key of his own. Exit 0: signed; 2: refused, nothing was written; 5: the bag does not hold.
 */
export async function countersign(
  given: string,
  flags: CountersignFlags,
  environment: Environment,
): Promise<ExitCode> {
  const bag = await findBag(given, flags, environment);
  const telling = openTelling(flags.json === true, environment);
  const code = await aloneWithBag(bag, environment, async () => {
    await tidySeal(bag, environment);
    return addCountersignature(bag, flags, { environment, telling });
  });
  telling.end();
  return code;
}

/** The same for a bag that was found. @throws BadInput, SigningRefused */
export async function addCountersignature(
  bag: NamedBag,
  flags: Omit<CountersignFlags, 'reports' | 'json'>,
  { environment, telling }: { readonly environment: Environment; readonly telling: Telling },
): Promise<ExitCode> {
  refuseCountersigner(flags);
  const { signer } = await openNamedSigner(flags, bag.mode, environment);
  if (!(await verifyFirst(bag, environment))) return bagDoesNotHold;
  const { who, fingerprint } = await countersignBag(bag.folder, { as: flags.as, signer }).catch(refused);
  telling.tell(
    'countersigned',
    { bag: bag.folder, who, fingerprint },
    `Counter-signed by ${who} with ${fingerprint}, after every check held.\n`,
  );
  return exitCodes.verified;
}

/** @throws BadInput when the name is none, or no key was named */
export function refuseCountersigner(flags: Pick<CountersignFlags, 'as' | 'signWithSsh'>): void {
  if (!isCountersigner(flags.as)) {
    throw new BadInput('a counter-signer’s name is letters, digits, ".", "_" and "-"', {
      where: 'the name',
      hint: 'jane.doe',
    });
  }
  if (flags.signWithSsh === undefined) {
    throw new BadInput('a second person signs with a key of his own', {
      where: '--sign-with-ssh',
      hint: 'name his SSH key: a key file, or its .pub when an agent or a token holds it',
    });
  }
}

function refused(error: unknown): never {
  if (error instanceof EvidenceError && error.code === 'ALREADY_SIGNED')
    throw new BadInput(error.message, { where: 'countersign', cause: error });
  throw error;
}

import type { Account, Credential, KeyHolder } from '../domain/account.ts';
import { maskKeyId } from '../domain/api-key.ts';
import { BadInput } from '../domain/failure.ts';
import type { JournaledEvent } from '../domain/run-event.ts';
import type { Secret } from '../domain/secret.ts';
import type { Keyring, ReservedPlaces } from '../steps/index.ts';
import type { SecretPlace } from '../secrets/index.ts';
import type { Stage } from './stage.ts';

/** The case's keys in memory: the stage's, and new ones taken up by reference. */
export interface OpenKeyring extends Keyring {
  credential(account: Account, holder: KeyHolder): Credential;
}

/**
 * `onLearn` is told of every credential before it is used, so that the redactor knows it before the
 * first request can carry it.
 */
export function openKeyring(stage: Stage, onLearn: (credential: Credential) => void): OpenKeyring {
  const adopted = new Map<string, Credential>();
  const find = (account: Account, holder: KeyHolder): Credential | undefined =>
    holder === 'replacement' ? adopted.get(account.id) : stage.credential(account, holder);
  const credential = (account: Account, holder: KeyHolder): Credential => {
    const found = find(account, holder);
    if (!found)
      throw new BadInput(`${account.label} has no ${holder} key`, { hint: 'name it in firebreak.yaml' });
    return found;
  };
  for (const account of stage.accounts) {
    for (const holder of ['suspect', 'responder', 'manager'] as const) {
      const known = stage.credential(account, holder);
      if (known) onLearn(known);
    }
  }
  const { placeFor } = stage;
  return {
    ...(placeFor && { reserve: (references) => reserveAll(references, placeFor, onLearn) }),
    credential,
    has: (account, holder) => find(account, holder) !== undefined,
    label: (account, holder) => credential(account, holder).label,
    isKeyId: (account, holder, keyId) => find(account, holder)?.parts['apiKey']?.reveal() === keyId.reveal(),
    masked: (account, holder) => maskKeyId(credential(account, holder).parts['apiKey']?.reveal() ?? ''),
    async adopt(account, label, references) {
      const parts: Record<string, Secret> = {};
      for (const [part, reference] of Object.entries(references))
        parts[part] = await stage.resolve(reference);
      const fresh: Credential = { holder: 'replacement', label, parts };
      refuseOldKey(fresh, find(account, 'suspect'));
      onLearn(fresh);
      adopted.set(account.id, fresh);
    },
  };
}

/** All places, or none. */
async function reserveAll(
  references: Readonly<Record<string, string>>,
  placeFor: NonNullable<Stage['placeFor']>,
  onLearn: (credential: Credential) => void,
): Promise<ReservedPlaces> {
  const places = new Map<string, SecretPlace>();
  const release = async (): Promise<void> => {
    for (const place of places.values()) await place.release();
  };
  try {
    for (const [part, reference] of Object.entries(references)) places.set(part, await placeFor(reference));
  } catch (error) {
    await release();
    throw error;
  }
  return {
    release,
    async fill(parts) {
      onLearn({ holder: 'replacement', label: 'new key', parts });
      for (const [part, place] of places) {
        const secret = parts[part];
        if (secret === undefined) throw new BadInput(`the venue told no ${part} of the new key`);
        await place.fill(secret);
      }
    },
  };
}

/** Takes up again, after an interruption, the new keys that the record names. */
export async function adoptFromRecord(
  keyring: OpenKeyring,
  accounts: readonly Account[],
  events: readonly JournaledEvent[],
): Promise<void> {
  for (const event of events) {
    if (event.type !== 'step.finished') continue;
    const { references, labels } = event.facts as {
      references?: Record<string, Record<string, string>>;
      labels?: Record<string, string>;
    };
    for (const account of accounts) {
      const named = references?.[account.id];
      if (named) await keyring.adopt(account, labels?.[account.id] ?? 'new key', named);
    }
  }
}

// The most natural slip: giving the old references again, which would reissue the leaked key.
function refuseOldKey(fresh: Credential, suspect: Credential | undefined): void {
  for (const [part, secret] of Object.entries(fresh.parts)) {
    if (suspect?.parts[part]?.reveal() !== secret.reveal()) continue;
    throw new BadInput(`${secret.reference} still holds the leaked key's ${part}`, {
      hint: 'store the new key there, or name the place where it is',
    });
  }
}

import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BadInput } from '../../src/domain/failure.ts';
import { readEnvironment } from '../../src/cli/environment.ts';
import { openSigning, type SigningPlace } from '../../src/cli/signing.ts';
import { newPlace } from './support/command.ts';

/** An installation that has no key yet, and names none. */
function freshPlace(): SigningPlace {
  const stateFolder = join(newPlace().home, 'state');
  const sources = { env: {}, readFile: () => Promise.reject(new Error('no file is named')) };
  const environment = readEnvironment();
  return { environment, stateFolder, signing: {}, sources, mayAsk: false, note: () => undefined };
}

describe('the installation’s own key', () => {
  it('is one, however many runs begin at once, and nothing lies beside it', async () => {
    const place = freshPlace();
    const opened = await Promise.all(Array.from({ length: 8 }, () => openSigning(place)));
    const later = await openSigning(place);
    expect(new Set(opened.map(({ signer }) => signer.fingerprint))).toEqual(
      new Set([later.signer.fingerprint]),
    );
    expect(readdirSync(place.stateFolder)).toEqual(['signing-key.pem']);
    expect(statSync(join(place.stateFolder, 'signing-key.pem')).mode & 0o777).toBe(0o600);
  });

  it('that can be kept nowhere is a refusal, with the ways out: whoever was given a bag may have no home', async () => {
    const opening = openSigning({ ...freshPlace(), stateFolder: '/dev/null/state' });
    await expect(opening).rejects.toThrow(BadInput);
    await expect(opening).rejects.toMatchObject({
      message: expect.stringMatching(
        /^there is no signing key yet, and none can be kept: ENOTDIR/,
      ) as unknown,
      where: '/dev/null/state/signing-key.pem',
      hint: expect.stringContaining('--sign-with-ssh') as unknown,
    });
  });
});

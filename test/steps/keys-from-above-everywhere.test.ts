import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { venues } from '../../src/venues/registry.ts';
import { permissionScopes } from '../../src/domain/api-key.ts';
import { simulatorOf } from '../../src/simulators/index.ts';
import { vectorsOf } from '../contract/vectors.ts';
import { openStage, outcomeOf, type StepStage } from './stage.ts';

// Wherever a main account's key can make and end the keys of a sub-account by API, and a simulator shows it.

const subAccount = {
  id: '7000001',
  label: 'deskb',
  email: 'deskb@example.invalid',
  createdAt: '2026-01-10T10:00:00.000Z',
};

const able = venues.filter(
  ({ id, capabilities }) =>
    simulatorOf(id) !== undefined &&
    capabilities.createSubAccountKey.by === 'api' &&
    capabilities.revokeSubAccountKey.by === 'api',
);

async function openAt(venue: string, test: { onTestFinished: (cleanUp: () => Promise<void>) => void }) {
  const managerWords = (await vectorsOf(venue))?.permissions?.['manage-keys'];
  const steps = ['set-scope', 'revoke-key', 'reissue-key'];
  return openStage(
    { venue, subAccount, hasResponder: false, steps, ...(managerWords && { managerWords }) },
    test.onTestFinished,
  );
}

/** What a venue may not tell of a new key, so that the operator must. */
const attested = [...permissionScopes, 'IP allowlist', 'created'];

const keysOfSub = ({ venue, keys }: StepStage) =>
  venue.website.keys().filter((key) => key.subAccount === subAccount.id && key.keyId !== keys.suspect.keyId);

describe.concurrent.each(able)(
  '$id: a key of a sub-account',
  { timeout: 60_000 },
  ({ id, credentialParts }) => {
    it('is ended by the key above it and made anew, every part of it in a file of its own', async (test) => {
      const stage = await openAt(id, test);
      await stage.run({
        '*/menu': 'continue',
        'reissue-key/make-by-api:main': 'api',
        'reissue-key/which-sub-account:main': '0',
        ...Object.fromEntries(
          credentialParts.map((part) => [`reissue-key/reference:main:${part}`, `file:new.${part}`]),
        ),
        ...Object.fromEntries(attested.map((what) => [`reissue-key/attest:main:${what}`, 'yes'])),
        'reissue-key/stuck': 'quit',
      });
      const ending = stage.eventsOf('act.intended').find(({ what }) => what === 'revoke key');
      test.expect(ending).toMatchObject({ by: 'api', with: 'manager' });
      test.expect(outcomeOf(stage, 'account:main/revoke-key')).toMatchObject({ is: 'verified' });
      test.expect(outcomeOf(stage, 'case/reissue-key')).toEqual({ is: 'verified', why: '' });
      const [made, ...more] = keysOfSub(stage);
      test.expect(more).toEqual([]);
      test.expect(made).toMatchObject({ ipAllowlist: ['127.0.0.1'], subAccount: subAccount.id });
      test
        .expect(readdirSync(stage.secretsFolder).toSorted())
        .toEqual(credentialParts.map((part) => `new.${part}`).toSorted());
      test.expect(readFileSync(join(stage.secretsFolder, 'new.apiKey'), 'utf8')).toBe(made?.keyId);
    });
  },
);

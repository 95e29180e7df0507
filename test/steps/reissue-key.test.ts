import { describe, it } from 'vitest';
import { deriveKeyParts } from '../../src/simulators/index.ts';
import { openStage, outcomeOf, type StepStage } from './stage.ts';

const steps = ['set-scope', 'revoke-key', 'reissue-key'];
const reissue = 'case/reissue-key';
const site = {
  label: 'reissue-key/create-key/label',
  scopes: 'reissue-key/create-key/scopes',
  addresses: 'reissue-key/create-key/addresses',
};
const key = 'reissue-key/reference:main:apiKey';
const secret = 'reissue-key/reference:main:secret';
const stuck = 'reissue-key/stuck';
const attests = {
  'reissue-key/attest:main:manage-keys': 'yes',
  'reissue-key/attest:main:IP allowlist': 'yes',
};

/** The suspect key is dead and proven so; what comes is the new key. */
async function openContained(test: {
  onTestFinished: (cleanUp: () => Promise<void>) => void;
}): Promise<StepStage> {
  const stage = await openStage({ steps }, test.onTestFinished);
  await stage.run({
    '*/menu': 'continue',
    'revoke-key@main/revoke-key/delete': stage.keys.suspect.keyId.slice(0, 8),
    'reissue-key/menu': 'quit',
  });
  return stage;
}

/** Where the drill's vault will keep the nth key that the site makes: its keys come from the stage's seed. */
function whereIs(nth: number): { readonly [question: string]: string } {
  const at = `drill:${deriveKeyParts('steps/main', `made:${nth}`).keyId.slice(0, 8)}`;
  return { [key]: `${at}/apiKey`, [secret]: `${at}/secret` };
}

/** Fills in the site's form for the nth key, then says where it lies. */
const form = (nth: number, boxes: readonly string[], addresses: string) => ({
  '*/menu': 'continue',
  [site.label]: 'new key',
  [site.scopes]: boxes,
  [site.addresses]: addresses,
  ...whereIs(nth),
});
const right = (nth: number) => ({ ...form(nth, ['read', 'spot-trade'], '127.0.0.1'), ...attests });
const mayWithdraw = (nth: number) => form(nth, ['read', 'spot-trade', 'withdraw'], '127.0.0.1');

const made = (stage: StepStage): number => stage.venue.website.keys().length - 1;

const outcome = (stage: StepStage) => outcomeOf(stage, reissue);

describe.concurrent('a new key', { timeout: 30_000 }, () => {
  it('that may withdraw fails by that name, though everything else is right', async (test) => {
    const stage = await openContained(test);
    await stage.run({ ...mayWithdraw(1), [stuck]: 'quit' });
    test
      .expect(outcome(stage))
      .toMatchObject({ is: 'failed', why: 'withdraw: expected denied, found granted' });
  });

  it('that works from any address fails by that name', async (test) => {
    const stage = await openContained(test);
    await stage.run({ ...form(1, ['read', 'spot-trade'], ''), [stuck]: 'quit' });
    test.expect(outcome(stage).is).toBe('failed');
    test
      .expect(outcome(stage).why)
      .toContain('IP restriction: expected restricted, found works from any address');
  });

  it('that may not trade fails its task by that name', async (test) => {
    const stage = await openContained(test);
    await stage.run({ ...form(1, ['read'], '127.0.0.1'), [stuck]: 'quit' });
    test
      .expect(outcome(stage))
      .toMatchObject({ is: 'failed', why: 'spot-trade: expected granted, found denied' });
  });

  it('whose address list nobody made sure of is unknown, not verified', async (test) => {
    const stage = await openContained(test);
    const unsure = { 'reissue-key/attest:main:IP allowlist': 'no', [stuck]: 'quit' };
    await stage.run({ ...right(1), ...unsure });
    test.expect(outcome(stage)).toMatchObject({ is: 'unknown', why: /^IP allowlist of the new key/ });
  });

  it('that was made wrong is deleted and seen dead before another is made', async (test) => {
    const stage = await openContained(test);
    await stage.run({ ...mayWithdraw(1), [stuck]: 'quit' });
    const wrong = stage.venue.website.keys().at(-1)?.keyId ?? '';
    const replace = {
      [stuck]: 'retry',
      'reissue-key/list-keys:main/look': 'seen',
      'reissue-key/earlier-key:main': 'replace',
      'reissue-key/revoke-key/delete': wrong.slice(0, 8),
    };
    await stage.run({ ...right(2), ...replace });
    test.expect(stage.outcomes()[reissue]).toEqual({ is: 'verified' });
    test.expect(stage.venue.website.keys().map(({ keyId }) => keyId)).not.toContain(wrong);
    test.expect(made(stage)).toBe(1);
  });

  it('that was made wrong and not deleted lets no second one be made', async (test) => {
    const stage = await openContained(test);
    await stage.run({ ...mayWithdraw(1), [stuck]: 'quit' });
    await stage.run({
      [stuck]: ['retry', 'quit'],
      'reissue-key/list-keys:main/look': 'seen',
      'reissue-key/earlier-key:main': 'replace',
      'reissue-key/revoke-key/delete': 'none',
    });
    test.expect(outcome(stage)).toMatchObject({ is: 'failed', why: /still lives/ });
    test.expect(made(stage)).toBe(1);
  });

  it('that could not be compared is compared again at the next attempt, not made a second time', async (test) => {
    const stage = await openContained(test);
    const restrictions = '/sapi/v1/account/apiRestrictions';
    // The call that shows that it answers passes; the comparison after it does not.
    stage.venue.faults.inject({ kind: 'delay', ms: 1 }, { path: restrictions, times: 1 });
    stage.venue.faults.inject({ kind: 'html-200' }, { path: restrictions, times: 1 });
    await stage.run({ ...right(1), [stuck]: 'quit' });
    test.expect(outcome(stage).is).toBe('unknown');

    const check = { 'reissue-key/list-keys:main/look': 'seen', 'reissue-key/earlier-key:main': 'check' };
    await stage.run({ [stuck]: 'retry', ...check, ...attests });
    test.expect(stage.outcomes()[reissue]).toEqual({ is: 'verified' });
    test.expect(made(stage)).toBe(1);
    test.expect(stage.eventsOf('act.intended').filter(({ what }) => what === 'create key')).toHaveLength(1);
  });

  it('whose place was named wrong is not taken up, and what became of it stays unknown', async (test) => {
    const stage = await openContained(test);
    const nowhere = { [key]: 'drill:nothing/apiKey', [secret]: 'drill:nothing/secret', [stuck]: 'quit' };
    await stage.run({ ...right(1), ...nowhere });
    test.expect(outcome(stage)).toMatchObject({ is: 'failed', why: /the drill's vault has nothing at/ });
    test.expect(stage.eventsOf('act.finished').at(-1)).toMatchObject({ result: 'unknown' });
  });

  it('that the site refused to make is not asked for: nothing was made', async (test) => {
    const stage = await openContained(test);
    await stage.run({ ...form(1, ['read', 'withdraw'], ''), [stuck]: 'quit' });
    test.expect(outcome(stage)).toMatchObject({ is: 'failed', why: /only when it is restricted/ });
    test.expect(stage.eventsOf('act.finished').at(-1)).toMatchObject({ result: 'not-done' });
    test.expect(made(stage)).toBe(0);
  });

  it('is not made while the old one is not proven dead and nobody waived that', async (test) => {
    const stage = await openStage({ steps: ['reissue-key'] }, test.onTestFinished);
    await stage.run({ '*/menu': 'continue', [stuck]: 'quit' });
    test
      .expect(outcome(stage))
      .toMatchObject({ is: 'failed', why: /not proven dead: no new key before that/ });
    test.expect(stage.eventsOf('act.intended')).toEqual([]);
  });
});

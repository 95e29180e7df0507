import { describe, it } from 'vitest';
import { openStage, type StepStage } from './stage.ts';

const steps = ['set-scope', 'revoke-key'];
const revoke = 'account:main/revoke-key';
const page = 'revoke-key@main/revoke-key/delete';
const stuck = 'revoke-key@main/stuck';
const probes = '/sapi/v1/account/apiRestrictions';
const broken = { kind: 'status', status: 502, body: '<html>Bad Gateway</html>' } as const;

const shortId = ({ keyId }: { readonly keyId: string }): string => keyId.slice(0, 8);
const verdicts = (stage: StepStage): readonly unknown[] =>
  stage.eventsOf('observation.made').flatMap((e) => (e.deathProof ? [e.deathProof.verdict] : []));

describe.concurrent('ending the key', { timeout: 30_000 }, () => {
  it('by deleting another one is not done; offered again, the right one is proven dead', async (test) => {
    // The venue has said that the suspect key works from anywhere: the responder key, which is dead now,
    // is no sign of another address then.
    const stage = await openStage({ steps: ['introspect-keys', ...steps] }, test.onTestFinished);
    const { suspect, attacker: _, responder } = stage.keys;
    const wrong = await stage.run({ '*/menu': 'continue', [page]: shortId(responder), [stuck]: 'quit' });
    test.expect(wrong).toMatchObject({ is: 'stopped', reason: 'the operator quit' });
    test.expect(stage.eventsOf('act.finished')).toMatchObject([{ result: 'not-done' }]);
    test
      .expect(stage.outcomes()[revoke])
      .toMatchObject({ is: 'failed', why: 'the venue still takes the key' });
    test.expect(verdicts(stage)).toEqual([]);

    await stage.run({ [stuck]: 'retry', [page]: shortId(suspect) });
    test.expect(stage.outcomes()[revoke]).toEqual({ is: 'verified' });
    test.expect(verdicts(stage)).toEqual(['dead']);
  });

  it('by leaving the page is not done, whatever was said there', async (test) => {
    const stage = await openStage({ steps }, test.onTestFinished);
    await stage.run({ '*/menu': 'continue', [page]: 'none', [stuck]: 'quit' });
    test.expect(stage.outcomes()[revoke]?.is).toBe('failed');
    test.expect(stage.venue.website.keys().map(({ label }) => label)).toContain('tradebot-1');
  });

  it('is not proven while the venue answers nobody, and proven when it answers again', async (test) => {
    const stage = await openStage({ steps }, test.onTestFinished);
    const answers = { '*/menu': 'continue', [page]: shortId(stage.keys.suspect) };
    const failing = failAfter(stage, 1);
    await stage.run({ ...answers, [stuck]: 'quit' });
    test.expect(failing()).toBeGreaterThan(0);
    test.expect(stage.outcomes()[revoke]?.is).toBe('unknown');
    test.expect(verdicts(stage)).not.toContain('dead');

    stage.venue.faults.clear();
    await stage.run({ [stuck]: 'retry', [page]: 'none' });
    // The control from before the end still stands: a dead key could not give it again.
    test.expect(stage.outcomes()[revoke]).toEqual({ is: 'verified' });
    test.expect(verdicts(stage).at(-1)).toBe('dead');
  });

  it('is not proven when the key was never seen to work: the same refusal comes for a mistyped one', async (test) => {
    const stage = await openStage({ steps }, test.onTestFinished);
    stage.venue.website.deleteKey(stage.keys.suspect.keyId);
    await stage.run({ '*/menu': 'continue', [page]: 'none', [stuck]: 'quit' });
    test.expect(stage.outcomes()[revoke]?.is).toBe('unknown');
    test.expect(verdicts(stage)).toEqual(['not-proven']);
  });

  it('is proven by the triage’s own call when the owner deleted the key before he was asked to', async (test) => {
    const stage = await openStage({ steps: ['introspect-keys', ...steps] }, test.onTestFinished);
    await stage.run({ 'revoke-key@main/menu': 'quit' });
    stage.venue.website.deleteKey(stage.keys.suspect.keyId);
    await stage.run({ '*/menu': 'continue', [page]: 'none' });
    test.expect(stage.outcomes()[revoke]).toEqual({ is: 'verified' });
    test.expect(verdicts(stage)).toEqual(['dead']);
  });

  it('takes the control again at the next attempt when the first one did not tell', async (test) => {
    const stage = await openStage({ steps }, test.onTestFinished);
    stage.venue.faults.inject(broken, { path: probes, times: 1 });
    await stage.run({ '*/menu': 'continue', [page]: 'none', [stuck]: 'quit' });
    await stage.run({ [stuck]: 'retry', [page]: shortId(stage.keys.suspect) });
    test.expect(stage.outcomes()[revoke]).toEqual({ is: 'verified' });
  });

  it('that works again half an hour later is a failure, and one that cannot be probed is unknown', async (test) => {
    const stage = await openStage({ steps: [...steps, 'reprobe-keys'] }, test.onTestFinished);
    await stage.run({
      '*/menu': 'continue',
      [page]: shortId(stage.keys.suspect),
      'reprobe-keys/wait:PT5M': 'wait',
      'reprobe-keys/wait:PT30M': 'quit',
    });
    stage.venue.faults.inject(broken, { path: probes, times: 1 });
    await stage.run({ 'reprobe-keys/wait:PT30M': 'wait', 'reprobe-keys/stuck': 'quit' });
    test.expect(stage.outcomes()['case/reprobe-keys']?.is).toBe('unknown');
  });

  it('asks again whether to wait after the operator had quit to wait', async (test) => {
    const stage = await openStage({ steps: [...steps, 'reprobe-keys'] }, test.onTestFinished);
    const quits = { 'reprobe-keys/wait:PT5M': 'quit' };
    const first = await stage.run({ '*/menu': 'continue', [page]: shortId(stage.keys.suspect), ...quits });
    test.expect(first).toMatchObject({ is: 'stopped', reason: /^resume at / });
    test.expect(await stage.run(quits)).toMatchObject({ is: 'stopped', reason: /^resume at / });
    const end = await stage.run({ '*/wait:PT5M': 'wait', '*/wait:PT30M': 'wait', '*/wait:PT24H': 'go-on' });
    test.expect(end).toMatchObject({ is: 'closed' });
    test.expect(stage.outcomes()['case/reprobe-keys']?.is).toBe('unverified');
  });

  it('that was waived is not said to be "still dead" later', async (test) => {
    const stage = await openStage({ steps: [...steps, 'reprobe-keys'] }, test.onTestFinished);
    const answers = { '*/menu': 'continue', [page]: 'none', [stuck]: 'accept', '*/reason': 'owner asleep' };
    test.expect(await stage.run(answers)).toMatchObject({ is: 'closed' });
    test.expect(stage.outcomes()['case/reprobe-keys']).toMatchObject({
      is: 'unverified',
      why: 'never proven dead, so not probed again: Account main',
    });
  });
});

/** Every probe after the first `good` ones meets a broken server; returns how many did. */
function failAfter(stage: StepStage, good: number): () => number {
  const seen = (): number => stage.venue.books.requests().filter(({ path }) => path === probes).length;
  stage.venue.faults.inject({ kind: 'delay', ms: 1 }, { path: probes, times: good });
  stage.venue.faults.inject(broken, { path: probes, times: 1_000 });
  return () => seen() - good;
}

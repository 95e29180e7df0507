import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { describe, it } from 'vitest';
import { deriveKeyParts } from '../../src/simulators/index.ts';
import { openStage, outcomeOf, type StepStage } from './stage.ts';

const page = (stage: StepStage) => ({
  'revoke-key@main/revoke-key/delete': stage.keys.suspect.keyId.slice(0, 8),
});

describe.concurrent('evidence first', { timeout: 30_000 }, () => {
  const steps = ['decide-order', 'set-scope', 'hold-for-snapshot', 'revoke-key', 'take-snapshot'];
  const evidenceFirst = { '*/menu': 'continue', 'decide-order/order': 'evidence-first' };

  it('holds the revocation no longer than the budget, and the snapshot goes on beside it', async (test) => {
    const stage = await openStage({ steps }, test.onTestFinished);
    stage.venue.faults.inject({ kind: 'delay', ms: 90_000 }, { path: '/api/v3/openOrders', times: 1 });
    await stage.run({ ...evidenceFirst, ...page(stage) });
    const held = secondsBetween(
      stage,
      ['step.started', 'hold-for-snapshot'],
      ['step.finished', 'hold-for-snapshot'],
    );
    test.expect(held).toBeGreaterThanOrEqual(10);
    test.expect(held).toBeLessThan(30);
    test.expect(factsOf(stage, 'hold-for-snapshot')).toEqual({ waited: 'budget-spent' });
    test
      .expect(positionOf(stage, 'act.intended', 'revoke-key'))
      .toBeLessThan(positionOf(stage, 'step.finished', 'take-snapshot'));
    test.expect(outcomeOf(stage, 'account:main/take-snapshot').is).toBe('verified');
  });

  it('does not begin the revocation before a snapshot that keeps to its budget is taken', async (test) => {
    const stage = await openStage({ steps, speed: 5 }, test.onTestFinished);
    await stage.run({ ...evidenceFirst, 'revoke-key@main/menu': 'quit' });
    test.expect(factsOf(stage, 'hold-for-snapshot')).toEqual({ waited: 'taken' });
    test.expect(outcomeOf(stage, 'account:main/take-snapshot').is).toBe('verified');
  });

  it('is not waited for when the bleeding comes first', async (test) => {
    const stage = await openStage({ steps }, test.onTestFinished);
    await stage.run({ '*/menu': 'quit', 'decide-order/order': 'bleed-first' });
    test.expect(stage.eventsOf('step.started').map(({ step }) => step)).not.toContain('hold-for-snapshot');
  });
});

describe.concurrent('histories without a responder key', { timeout: 30_000 }, () => {
  const steps = ['set-scope', 'revoke-key', 'acquire-histories', 'reissue-key', 'continue-histories'];
  // Futures orders without a fill are told for three days only: orders come first.
  const histories = ['orders', 'trades', 'withdrawals', 'deposits', 'transfers', 'ledger'];

  it('are parked when the key dies on the way, and continued with the new one', async (test) => {
    const stage = await openStage({ steps, hasResponder: false }, test.onTestFinished);
    // The first page comes back after the key's end.
    stage.venue.faults.inject({ kind: 'delay', ms: 60_000 }, { path: '/api/v3/myTrades', times: 1 });
    await stage.run({ '*/menu': 'continue', ...page(stage), 'reissue-key/menu': 'quit' });
    const parked = outcomeOf(stage, 'account:main/acquire-histories');
    test.expect(parked).toMatchObject({ is: 'unknown', why: /^parked: / });
    test.expect(readsOf(stage, 'acquire-histories')).toEqual([]);

    const at = `drill:${deriveKeyParts('steps/main', 'made:1').keyId.slice(0, 8)}`;
    await stage.run({
      '*/menu': 'continue',
      'reissue-key/create-key/label': 'new key',
      'reissue-key/create-key/scopes': ['read', 'spot-trade'],
      'reissue-key/create-key/addresses': '127.0.0.1',
      'reissue-key/reference:main:apiKey': `${at}/apiKey`,
      'reissue-key/reference:main:secret': `${at}/secret`,
      'reissue-key/attest:main:manage-keys': 'yes',
      'reissue-key/attest:main:IP allowlist': 'yes',
    });
    test.expect(outcomeOf(stage, 'case/continue-histories').is).toBe('verified');
    test.expect(readsOf(stage, 'continue-histories')).toEqual(histories.map((kind) => [kind, 'replacement']));
  });

  it('stay unknown when the new key cannot read them either', async (test) => {
    const stage = await openStage(
      { steps: ['set-scope', 'continue-histories'], hasResponder: false },
      test.onTestFinished,
    );
    for (const { keyId } of stage.venue.website.keys()) stage.venue.website.deleteKey(keyId);
    await stage.run({ '*/stuck': 'quit' });
    test
      .expect(outcomeOf(stage, 'case/continue-histories'))
      .toMatchObject({ is: 'unknown', why: /never read/ });
  });
});

describe.concurrent('what only a person can tell', { timeout: 30_000 }, () => {
  it('is unknown when nobody looked at the list of keys', async (test) => {
    const stage = await openStage(
      { steps: ['set-scope', 'look-for-more'], hasBrowser: true },
      test.onTestFinished,
    );
    await stage.run({ '*/menu': 'continue', 'look-for-more/list-keys:main': 'could-not', '*/stuck': 'quit' });
    test
      .expect(outcomeOf(stage, 'case/look-for-more'))
      .toMatchObject({ is: 'unknown', why: /nobody looked/ });
  });

  const doors = ['password', 'sessions', 'second-factor', 'mailbox', 'anti-phishing', 'whitelist-only'];
  const allDoors = [...doors, 'third-parties', 'secret-removed'];

  it('is a word and no verification where the site cannot be read', async (test) => {
    const stage = await openStage(
      { steps: ['set-scope', 'close-doors'], hasBrowser: true },
      test.onTestFinished,
    );
    const answers = { 'close-doors/close-doors:main': 'done', 'close-doors/doors:main': allDoors };
    await stage.run({ '*/menu': 'continue', ...answers });
    test
      .expect(outcomeOf(stage, 'case/close-doors'))
      .toMatchObject({ is: 'unverified', why: /word, not read back/ });
    test.expect(stage.eventsOf('act.finished')).toMatchObject([{ result: 'unknown' }]);
  });

  it('fails where the site shows a door open that was said to be closed', async (test) => {
    const stage = await openStage({ steps: ['set-scope', 'close-doors'] }, test.onTestFinished);
    const answers = {
      'close-doors/close-doors:main/doors': doors.slice(1),
      'close-doors/doors:main': allDoors,
    };
    await stage.run({ '*/menu': 'continue', ...answers, '*/stuck': 'quit' });
    test.expect(outcomeOf(stage, 'case/close-doors').is).toBe('failed');
    test.expect(outcomeOf(stage, 'case/close-doors').why).toContain('open on the site: password');
    test.expect(stage.eventsOf('act.finished')).toMatchObject([{ result: 'not-done' }]);
  });
});

describe.concurrent('an exhibit that somebody changed', { timeout: 30_000 }, () => {
  const tampers: Readonly<Record<string, (path: string) => void>> = {
    altered: (path) => writeFileSync(path, '{"rows":[]}'),
    removed: (path) => rmSync(path),
  };

  it.for(Object.keys(tampers))('(%s) fails the step that needs it; the run goes on', async (how, test) => {
    const opening = {
      addresses: [{ coin: 'USDT', network: 'ETH', address: '0xaa01', label: 'treasury', whitelisted: true }],
    };
    const stage = await openStage(
      { steps: ['set-scope', 'take-snapshot', 'compare-with-baseline'], opening },
      test.onTestFinished,
    );
    await stage.run({});
    const first = stage
      .eventsOf('exhibit.acquired')
      .find(({ exhibit }) => exhibit.kind === 'withdrawal-addresses');
    tampers[how]?.(join(stage.files.folder, first?.exhibit.path ?? ''));
    const end = await stage.run({ 'compare-with-baseline/foreign-addresses:main': [], '*/stuck': 'quit' });
    test.expect(end).toMatchObject({ is: 'stopped', reason: 'the operator quit' });
    test.expect(outcomeOf(stage, 'case/compare-with-baseline').is).toBe('failed');
    test.expect(outcomeOf(stage, 'case/compare-with-baseline').why).toContain(first?.exhibit.id);
  });
});

describe.concurrent('clocks', { timeout: 30_000 }, () => {
  it('that differ by more than the bound fail, by the venue’s name', async (test) => {
    const stage = await openStage(
      { steps: ['start-clocks'], venueAheadMs: 5_000, speed: 10 },
      test.onTestFinished,
    );
    await stage.run({});
    test
      .expect(outcomeOf(stage, 'case/start-clocks'))
      .toMatchObject({ is: 'failed', why: /off by more than 1000 ms: binance/ });
  });
});

describe.concurrent('the scope', { timeout: 30_000 }, () => {
  it('is every account when nobody named one: an empty answer contains nothing', async (test) => {
    const stage = await openStage(
      { steps: ['set-scope', 'revoke-key'], accountIds: ['one', 'two'] },
      test.onTestFinished,
    );
    await stage.run({ '*/menu': 'quit' });
    test.expect(stage.eventsOf('lane.opened').map(({ account }) => account)).toEqual(['one', 'two']);
  });
});

function secondsBetween(
  stage: StepStage,
  from: readonly [string, string],
  to: readonly [string, string],
): number {
  const at = ([type, step]: readonly [string, string]): DateTime => {
    const record = stage.files.records.find(
      ({ event }) => event.type === type && 'step' in event && event.step === step,
    );
    return DateTime.fromISO(record?.at ?? '', { zone: 'utc' });
  };
  return at(to).diff(at(from)).as('seconds');
}

const positionOf = (stage: StepStage, type: string, step: string): number =>
  stage.files.events.findIndex((event) => event.type === type && 'step' in event && event.step === step);

const factsOf = (stage: StepStage, step: string) =>
  stage.eventsOf('step.finished').findLast((event) => event.step === step)?.facts;

const readsOf = (stage: StepStage, step: string): readonly unknown[] =>
  stage.eventsOf('observation.made').flatMap((e) => (e.step === step ? [[e.what, e.holder]] : []));

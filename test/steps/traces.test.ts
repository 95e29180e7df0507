import { describe, it } from 'vitest';
import { openStage, outcomeOf, type StepStage } from './stage.ts';

const attackers = '198.51.100.23';
const revoke = (stage: StepStage, account = 'main') => ({
  [`revoke-key@${account}/revoke-key/delete`]: stage.keys.suspect.keyId.slice(0, 8),
});
describe.concurrent('orders that are not ours', { timeout: 30_000 }, () => {
  const steps = ['set-scope', 'cancel-orders'];
  const cancel = 'cancel-orders@main/cancel';
  const page = 'cancel-orders@main/cancel-orders/orders';
  const stuck = 'cancel-orders@main/stuck';
  const at = '2026-03-14T02:50:00.000Z';
  const openOrders = [
    { clientOrderId: 'mm-b-1', symbol: 'BTCUSDT', side: 'buy', price: '18000', amount: '0.1', at },
    { clientOrderId: 'x7Kq', symbol: 'ZRTUSDT', side: 'buy', price: '0.05', amount: '20000', at },
  ] as const;
  const open = (test: { onTestFinished: (cleanUp: () => Promise<void>) => void }) =>
    openStage({ steps, opening: { openOrders } }, test.onTestFinished);
  const resting = (stage: StepStage) =>
    stage.venue.books.openOrders().map(({ clientOrderId }) => clientOrderId);
  const theirs = (stage: StepStage) =>
    stage.venue.books.openOrders().find(({ clientOrderId }) => clientOrderId === 'x7Kq')?.orderId ?? '';

  it('are cancelled after a yes to just that question, and ours stay', async (test) => {
    const stage = await open(test);
    await stage.run({ '*/menu': 'continue', [cancel]: 'cancel', [page]: [theirs(stage)] });
    test.expect(outcomeOf(stage, 'account:main/cancel-orders').is).toBe('verified');
    test.expect(resting(stage)).toEqual(['mm-b-1']);
    test.expect(stage.eventsOf('act.finished')).toMatchObject([{ result: 'done' }]);
  });

  it('are not touched by a blanket yes: the question is destructive and must be answered by name', async (test) => {
    const stage = await open(test);
    const end = await stage.run({ '*/menu': 'continue', '*/cancel': 'cancel', '*/orders': [theirs(stage)] });
    test.expect(end).toMatchObject({ is: 'stopped', reason: /cancel-orders@main\/cancel/ });
    test.expect(resting(stage)).toHaveLength(2);
    test.expect(stage.eventsOf('act.intended')).toEqual([]);
  });

  it('that are left stay a failure of the step', async (test) => {
    const stage = await open(test);
    await stage.run({ '*/menu': 'continue', [cancel]: 'leave', [stuck]: 'quit' });
    test
      .expect(outcomeOf(stage, 'account:main/cancel-orders'))
      .toMatchObject({ is: 'failed', why: '1 orders that are not ours still rest' });
    test.expect(stage.eventsOf('step.finished').at(-1)?.summary).toContain('0 cancelled, 1 left');
  });

  it('are not done with when ours was cancelled in their place', async (test) => {
    const stage = await open(test);
    const ours = stage.venue.books.openOrders().find(({ clientOrderId }) => clientOrderId === 'mm-b-1');
    await stage.run({
      '*/menu': 'continue',
      [cancel]: 'cancel',
      [page]: [ours?.orderId ?? ''],
      [stuck]: 'quit',
    });
    test.expect(stage.eventsOf('act.finished')).toMatchObject([{ result: 'not-done' }]);
    test.expect(outcomeOf(stage, 'account:main/cancel-orders').is).toBe('failed');
  });

  it('that are gone at the next start are still looked at: their act gets its end', async (test) => {
    const stage = await open(test);
    const id = theirs(stage);
    await stage.run({ '*/menu': 'continue', [cancel]: 'cancel' });
    test.expect(stage.eventsOf('act.finished')).toEqual([]);
    stage.venue.website.cancelOrder(id);
    await stage.run({});
    test.expect(stage.eventsOf('act.finished')).toMatchObject([{ result: 'done' }]);
    test.expect(outcomeOf(stage, 'account:main/cancel-orders').is).toBe('verified');
  });
});

describe.concurrent('a new address on the whitelist', { timeout: 30_000 }, () => {
  const steps = ['set-scope', 'take-snapshot', 'compare-with-baseline', 'remove-addresses'];
  const ours = { coin: 'USDT', network: 'ETH', address: '0xaa01', label: 'treasury', whitelisted: true };
  const foreign = { coin: 'USDT', network: 'ETH', address: '0xbb02', label: 'treasury', whitelisted: true };
  const ask = 'compare-with-baseline/foreign-addresses:main';
  const page = 'remove-addresses/edit-addresses/remove';

  async function openWithAddress(test: { onTestFinished: (cleanUp: () => Promise<void>) => void }) {
    const stage = await openStage({ steps, opening: { addresses: [ours] } }, test.onTestFinished);
    // The attacker adds his between the first look and the second.
    await stage.run({ [ask]: 'wait' });
    stage.venue.website.addAddress(foreign);
    return stage;
  }

  it('is found as a change since the first look, removed, and read back as gone', async (test) => {
    const stage = await openWithAddress(test);
    await stage.run({ '*/menu': 'continue', [ask]: ['0xbb02'], [page]: ['0xbb02'] });
    const findings = stage.eventsOf('finding.recorded').map(({ finding }) => finding.rule);
    test.expect(findings).toEqual(['whitelist-changed', 'foreign-withdrawal-address']);
    test.expect(outcomeOf(stage, 'case/remove-addresses').is).toBe('verified');
    test.expect(stage.venue.website.addresses().map(({ address }) => address)).toEqual(['0xaa01']);
    test.expect(stage.eventsOf('act.finished')).toMatchObject([{ result: 'done' }]);
  });

  it('is still there when another one was removed in its place', async (test) => {
    const stage = await openWithAddress(test);
    await stage.run({ '*/menu': 'continue', [ask]: ['0xbb02'], [page]: ['0xaa01'], '*/stuck': 'quit' });
    test
      .expect(outcomeOf(stage, 'case/remove-addresses'))
      .toMatchObject({ is: 'failed', why: 'still listed: 0xbb02' });
  });

  it('is not said to be removed when the list cannot be read again', async (test) => {
    const stage = await openWithAddress(test);
    await stage.run({ '*/menu': 'continue', [ask]: ['0xbb02'] });
    const list = '/sapi/v1/capital/withdraw/address/list';
    stage.venue.faults.inject({ kind: 'html-200' }, { path: list, times: 1_000 });
    await stage.run({
      [page]: ['0xbb02'],
      'remove-addresses/edit-addresses:main/did-it-happen': 'cannot-tell',
      '*/stuck': 'quit',
    });
    test.expect(outcomeOf(stage, 'case/remove-addresses').is).toBe('unknown');
  });
});

describe.concurrent('after the key is dead', { timeout: 30_000 }, () => {
  const steps = ['set-scope', 'revoke-key', 'read-again'];
  const readAgain = 'case/read-again';

  it('nothing moved: the second look says so', async (test) => {
    const stage = await openStage({ steps }, test.onTestFinished);
    await stage.run({ '*/menu': 'continue', ...revoke(stage) });
    test.expect(outcomeOf(stage, readAgain).is).toBe('verified');
  });

  it('a fill of somebody else shows another way in', async (test) => {
    const stage = await openStage({ steps: [...steps, 'look-for-more'] }, test.onTestFinished);
    const other = stage.venue.website.createKey({
      label: 'backup',
      scopes: ['read', 'spot-trade'],
      ipAllowlist: [],
    });
    await stage.run({ '*/menu': 'continue', ...revoke(stage), 'look-for-more/menu': 'quit' });
    fill(stage, other.keyId, 'x7Kq');
    await stage.run({ 'look-for-more/menu': 'skip', '*/reason': 'later', '*/stuck': 'quit' });
    test
      .expect(outcomeOf(stage, readAgain))
      .toMatchObject({ is: 'failed', why: /^1 fills or withdrawals after the key was dead/ });
  });

  it('a fill of our own bot shows nothing', async (test) => {
    const stage = await openStage({ steps: [...steps, 'look-for-more'] }, test.onTestFinished);
    const next = stage.venue.website.createKey({
      label: 'next',
      scopes: ['read', 'spot-trade'],
      ipAllowlist: [],
    });
    await stage.run({ '*/menu': 'continue', ...revoke(stage), 'look-for-more/menu': 'quit' });
    fill(stage, next.keyId, 'mm-h-2');
    await stage.run({ 'look-for-more/menu': 'skip', '*/reason': 'later' });
    test.expect(outcomeOf(stage, readAgain).is).toBe('verified');
  });

  it('never proven, nobody knows what came after it', async (test) => {
    const stage = await openStage({ steps }, test.onTestFinished);
    const answers = { 'revoke-key@main/menu': 'accept', '*/reason': 'support did it', '*/stuck': 'quit' };
    await stage.run(answers);
    test.expect(outcomeOf(stage, readAgain).is).toBe('unknown');
  });
});

describe.concurrent('a key that the attacker made', { timeout: 60_000 }, () => {
  const steps = ['set-scope', 'revoke-key', 'look-for-more', 'reprobe-keys', 'read-again'];
  const second = 'account:main#2/revoke-key';
  const look = 'look-for-more/list-keys:main/look';
  const found = 'look-for-more/foreign-key:main';

  async function openWithBackdoor(test: { onTestFinished: (cleanUp: () => Promise<void>) => void }) {
    const stage = await openStage({ steps }, test.onTestFinished);
    const backdoor = stage.venue.website.createKey({
      label: 'backup',
      scopes: ['read', 'spot-trade'],
      ipAllowlist: [],
    });
    const goes = { '*/menu': 'continue', [look]: 'seen', [found]: ['backup', ''] };
    await stage.run({ ...goes, ...revoke(stage), 'revoke-key@main/menu': ['continue', 'quit'] });
    return { stage, backdoor: backdoor.keyId };
  }

  it('leads back to Contain, and its end can only be waived by name: no probe is possible', async (test) => {
    const { stage, backdoor } = await openWithBackdoor(test);
    test.expect(stage.eventsOf('phase.returned')).toHaveLength(1);
    test
      .expect(stage.eventsOf('lane.opened').map(({ lane }) => lane))
      .toEqual(['account:main', 'account:main#2']);
    const ends = {
      'revoke-key@main/revoke-key/delete': backdoor.slice(0, 8),
      'revoke-key@main/gone': 'gone',
    };
    await stage.run({ ...ends, '*/menu': 'continue', 'revoke-key@main/stuck': 'quit' });
    test
      .expect(outcomeOf(stage, second))
      .toMatchObject({ is: 'unknown', why: /no proof possible for backup/ });

    const waits = { '*/wait:PT5M': 'wait', '*/wait:PT30M': 'wait', '*/wait:PT24H': 'wait' };
    const end = await stage.run({
      'revoke-key@main/stuck': 'accept',
      'revoke-key@main/reason': 'gone from the list',
      '*/menu': 'continue',
      [look]: 'seen',
      [found]: '',
      ...waits,
    });
    test.expect(end).toMatchObject({ is: 'closed' });
    test.expect(outcomeOf(stage, second).is).toBe('waived');
    // The first key's death is still what the later looks count from.
    test.expect(outcomeOf(stage, 'account:main/revoke-key').is).toBe('verified');
    test.expect(outcomeOf(stage, 'case/reprobe-keys').is).toBe('verified');
    test.expect(outcomeOf(stage, 'case/read-again').is).toBe('verified');
  });

  it('that is still listed is not done', async (test) => {
    const { stage } = await openWithBackdoor(test);
    const stays = { 'revoke-key@main/revoke-key/delete': 'none', 'revoke-key@main/gone': 'listed' };
    await stage.run({ ...stays, '*/menu': 'continue', 'revoke-key@main/stuck': 'quit' });
    test.expect(outcomeOf(stage, second)).toMatchObject({ is: 'failed', why: 'the page still lists it' });
  });

  it('on one of two accounts does not send the operator to delete it at the other', async (test) => {
    const stage = await openStage(
      { steps: ['set-scope', 'revoke-key', 'look-for-more'], accountIds: ['one', 'two'] },
      test.onTestFinished,
    );
    const id = stage.venues[1]?.website.createKey({
      label: 'backup',
      scopes: ['read'],
      ipAllowlist: [],
    }).keyId;
    const goes = { '*/menu': 'continue', '*/look': 'seen' };
    const lists = { 'look-for-more/foreign-key:one': '', 'look-for-more/foreign-key:two': ['backup', ''] };
    const menus = { 'revoke-key@two/menu': ['continue', 'quit'] };
    await stage.run({ ...goes, ...lists, ...menus, ...revoke(stage, 'one'), ...revoke(stage, 'two') });
    const ends = {
      'revoke-key@two/revoke-key/delete': id?.slice(0, 8) ?? '',
      'revoke-key@two/gone': 'gone',
      '*/stuck': 'quit',
    };
    await stage.run({ ...goes, ...ends });
    test.expect(outcomeOf(stage, 'account:one#2/revoke-key').is).toBe('verified');
    test.expect(outcomeOf(stage, 'account:two#2/revoke-key').is).toBe('unknown');
    const acts = stage.eventsOf('act.intended').filter(({ lane }) => lane.endsWith('#2'));
    test.expect(acts.map(({ account, target }) => [account, target])).toEqual([['two', 'backup']]);
  });
});

/** A taker's fill with a key, from the attacker's address. */
function fill(stage: StepStage, keyId: string, clientOrderId: string): void {
  const trade = { symbol: 'BTCUSDT', side: 'buy', price: '20000', amount: '0.01', clientOrderId } as const;
  const refusal = stage.venue.asKeyHolder({ keyId, sourceIp: attackers }).trade(trade);
  if (refusal) throw new Error(`the venue refused: ${refusal.message}`);
}

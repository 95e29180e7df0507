import { describe, expect, it } from 'vitest';
import { account, at, empty, json, read, replying, rowsOf, why, type ReadName } from './coinbase-support.ts';

// What the Coinbase App's transactions become: withdrawals, deposits, transfers and the ledger.

const section = `USDT ${account}`;

const sent = {
  id: '3c04e35e-8e5a-5ff1-9155-00675db4ac02',
  type: 'send',
  status: 'completed',
  amount: { amount: '-1.10', currency: 'USDT' },
  native_amount: { amount: '-1.10', currency: 'USD' },
  created_at: '2026-03-01T02:00:00Z',
  network: {
    status: 'confirmed',
    hash: '463397c87beddd9a61ade61359a13adc9efea26062191fe07147037bce7f33ed',
    network_name: 'ethereum',
    transaction_fee: { amount: '0.10', currency: 'USDT' },
  },
  to: { resource: 'address', address: '0x22d35481cb74fa959aec61d11a5d4507a6112345' },
};

const withdrawal = async (change: object) => {
  const [row] = await rowsOf('listWithdrawals', section, { data: [{ ...sent, ...change }] });
  return row;
};

describe('what transactions become', () => {
  it('a send is a withdrawal: the receiver gets it less the fee', async () => {
    expect(await withdrawal({})).toEqual({
      id: sent.id,
      asset: 'USDT',
      amount: '1',
      fee: { known: true, value: '0.10' },
      address: sent.to.address,
      network: 'ethereum',
      txId: { known: true, value: sent.network.hash },
      status: 'completed',
      venueStatus: 'completed (network: confirmed)',
      internal: false,
      requestedAt: '2026-03-01T02:00:00.000Z',
      completedAt: why('when a transaction was completed'),
    });
  });

  it('what left the books and waits on its network is under way', async () => {
    expect(await withdrawal({ network: { ...sent.network, status: 'pending' } })).toMatchObject({
      status: 'processing',
      venueStatus: 'completed (network: pending)',
    });
  });

  it.each([
    ['pending', 'processing'],
    ['waiting_for_signature', 'awaiting-approval'],
    [' waiting_for_clearing', 'processing'],
    ['failed', 'failed'],
    ['expired', 'failed'],
    ['canceled', 'cancelled'],
    ['of_tomorrow', 'unknown'],
  ])('a send that is "%s"', async (status, ours) => {
    expect(await withdrawal({ status })).toMatchObject({ status: ours });
  });

  it('one that the page can still cancel says so', async () => {
    expect(await withdrawal({ status: 'pending', cancelable: true })).toMatchObject({
      venueStatus: 'pending (network: confirmed), cancelable',
    });
  });

  it('a send to another customer is internal, and the receiver is told', async () => {
    const to = { resource: 'user', id: 'u1', email: 'someone@example.com' };
    const network = { status: 'off_blockchain' };
    expect(await withdrawal({ to, network })).toMatchObject({
      internal: true,
      address: 'someone@example.com',
      txId: why('no transaction on chain'),
      fee: why('no fee'),
      amount: '1.10',
    });
  });

  it('a memo is kept beside its address', async () => {
    const to = { resource: 'address', address_info: { address: 'rXYZ', destination_tag: '77' } };
    expect(await withdrawal({ to })).toMatchObject({ address: 'rXYZ', tag: '77' });
  });

  it('a fee in another asset leaves the amount as it is', async () => {
    const network = { ...sent.network, transaction_fee: { amount: '0.001', currency: 'ETH' } };
    expect(await withdrawal({ network })).toMatchObject({ amount: '1.10', fee: why('0.001 ETH') });
  });

  it('what comes in is a deposit, what goes out is none', async () => {
    const data = [sent, { ...sent, id: 'in', amount: { amount: '2.5', currency: 'USDT' } }];
    expect(await rowsOf('listDeposits', section, { data })).toMatchObject([
      { id: 'in', amount: '2.5', address: '', at: '2026-03-01T02:00:00.000Z' },
    ]);
    expect((await rowsOf('listWithdrawals', section, { data })).length).toBe(1);
  });

  it('moves between own accounts are transfers, one row a side', async () => {
    const move = { ...sent, type: 'intx_deposit', to: { resource: 'account', name: 'Perps' }, network: null };
    const data = [
      move,
      { ...move, id: 'back', type: 'intx_withdrawal', amount: { amount: '3', currency: 'USDT' } },
    ];
    expect(await rowsOf('listTransfers', section, { data })).toMatchObject([
      { amount: '1.10', from: `account ${account}`, to: 'account Perps' },
      { id: 'back', amount: '3', from: 'the other side of a intx_withdrawal', to: `account ${account}` },
    ]);
    expect(await rowsOf('listWithdrawals', section, { data })).toEqual([]);
    expect(await rowsOf('listDeposits', section, { data })).toEqual([]);
  });

  it('everything is in the ledger, and what did not come to an end says so', async () => {
    const trade = {
      ...sent,
      id: 't1',
      type: 'advanced_trade_fill',
      network: null,
      to: null,
      advanced_trade_fill: { order_id: 'o1' },
    };
    const data = [trade, { ...sent, status: 'failed' }];
    expect(await rowsOf('listLedger', section, { data })).toMatchObject([
      {
        id: 't1',
        wallet: account,
        change: '-1.10',
        kind: 'advanced_trade_fill',
        reference: { known: true, value: 'o1' },
      },
      { kind: 'send, failed', reference: { known: true, value: sent.network.hash } },
    ]);
  });

  it('a type that nobody knows is in the ledger, and a hole where it could belong', async () => {
    const data = [{ ...sent, type: 'tx', to: null, network: null }];
    const { session } = await replying({ ...empty, data });
    const unproven = async (name: ReadName) => (await read(name, session, { section })).unproven;
    expect(await unproven('listWithdrawals')).toContain('1 of 1 rows');
    expect(await unproven('listTransfers')).toContain('may be transfers');
    expect(await unproven('listDeposits')).toBeUndefined();
    expect(await unproven('listLedger')).toBeUndefined();
  });

  it('a type that nobody knows, with an address, left for it', async () => {
    expect(await withdrawal({ type: 'onchain_payout' })).toMatchObject({ address: sent.to.address });
  });
});

describe('withdrawals to banks', () => {
  const toBank = {
    ...sent,
    id: 'tx-bank',
    type: 'fiat_withdrawal',
    amount: { amount: '-100.00', currency: 'USD' },
    network: null,
    to: null,
    details: { title: 'Withdrew funds', payment_method_name: 'ALLY BANK ******1234' },
  };
  const bank = {
    id: 'w1',
    status: 'completed',
    payment_method: { id: 'pm1', resource: 'payment_method' },
    transaction: { id: 'tx-bank' },
    amount: { amount: '100.00', currency: 'USD' },
    subtotal: { amount: '99.00', currency: 'USD' },
    fee: { amount: '1.00', currency: 'USD' },
    created_at: '2026-03-01T02:00:00Z',
    committed: true,
  };
  const methods = { payment_methods: [{ id: 'pm1', type: 'ACH', name: 'ALLY BANK ******1234' }] };
  const fiat = `USD ${account}`;

  it('name their bank, as another list tells it', async () => {
    const { venue, session } = await at(({ path }) => {
      if (path.endsWith('/payment_methods')) return json(methods);
      return json({ ...empty, data: path.endsWith('/transactions') ? [toBank] : [bank] });
    });
    const page = await read('listWithdrawals', session, { section: fiat });
    expect(page.rows).toMatchObject([
      {
        id: 'tx-bank',
        amount: '99',
        fee: { known: true, value: '1.00' },
        address: 'pm1',
        network: 'ACH, ALLY BANK ******1234',
      },
    ]);
    expect(page.before?.length).toBe(2);
    expect(venue.seen.length).toBe(3);
  });

  it('stand there in words where that list is refused', async () => {
    const { session } = await at(({ path }) =>
      path.endsWith('/transactions')
        ? json({ ...empty, data: [toBank] })
        : json({ error: 'PERMISSION_DENIED', message: 'no' }, 403),
    );
    const page = await read('listWithdrawals', session, { section: fiat });
    expect(page.rows).toMatchObject([{ id: 'tx-bank', address: 'ALLY BANK ******1234', amount: '100.00' }]);
    expect(page.before?.length).toBe(2);
  });

  it('that were prepared and not sent off are rows of their own; the others are told already', async () => {
    const data = [bank, { ...bank, id: 'w2', status: 'created', committed: false, transaction: null }];
    expect(await rowsOf('listWithdrawals', `prepared ${fiat}`, { data })).toMatchObject([
      {
        id: 'w2',
        status: 'requested',
        venueStatus: 'created, not committed',
        amount: '99.00',
        address: 'pm1',
      },
    ]);
  });
});

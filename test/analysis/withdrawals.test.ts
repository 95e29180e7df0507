import { describe, expect, it } from 'vitest';
import {
  diffWhitelist,
  leavingSince,
  recogniseWithdrawals,
  valueWithdrawals,
} from '../../src/analysis/index.ts';
import { mayStillLeave } from '../../src/analysis/withdrawal-recognition.ts';
import { known, unknown } from '../../src/domain/known.ts';
import { address, price, withdrawal } from '../support/rows.ts';

const from = '2026-11-20T00:00:00.000Z';
const treasury = address();

describe('recogniseWithdrawals', () => {
  const judge = (row: Parameters<typeof withdrawal>[0]) =>
    recogniseWithdrawals({ withdrawals: [withdrawal(row)], knownAddresses: known([treasury]), from })[0]
      ?.recognition.is;

  it('never says ours of a withdrawal to our own whitelisted address during the incident', () => {
    expect(judge({ address: treasury.address })).toBe('unknown');
  });

  it('says ours of one to our address from before the incident', () => {
    expect(judge({ address: treasury.address, requestedAt: '2026-11-01T00:00:00.000Z' })).toBe('ours');
  });

  it('says not ours of one to an address outside the baseline during the incident', () => {
    expect(judge({})).toBe('not-ours');
  });

  it('takes the same EVM address in another checksum case for the same address', () => {
    expect(judge({ address: treasury.address.toUpperCase().replace('0X', '0x') })).toBe('unknown');
  });

  it('keeps the case of other addresses, where it is part of the address', () => {
    const base58 = address({ asset: 'BTC', address: '1BoatSLRHtKNngkdXEeobR76b53LETtpyT' });
    const [one] = recogniseWithdrawals({
      withdrawals: [withdrawal({ asset: 'BTC', address: base58.address.toLowerCase() })],
      knownAddresses: known([base58]),
      from,
    });
    expect(one?.recognition.is).toBe('not-ours');
  });

  it('knows nothing without a baseline', () => {
    const [one] = recogniseWithdrawals({
      withdrawals: [withdrawal()],
      knownAddresses: unknown('no baseline'),
      from,
    });
    expect(one?.recognition.is).toBe('unknown');
  });
});

describe('mayStillLeave', () => {
  it('counts a status that the venue invented as one that may still leave', () => {
    expect(mayStillLeave(withdrawal({ status: 'unknown', venueStatus: 'HELD_FOR_TRAVEL_RULE' }))).toBe(true);
    expect(mayStillLeave(withdrawal({ status: 'cancelled' }))).toBe(false);
  });
});

describe('leavingSince', () => {
  it('counts no row from before the moment, and none that stayed; a time that cannot be read may be now', () => {
    const rows = [
      withdrawal({ id: 'older', requestedAt: '2026-11-06T00:00:00.000Z' }),
      withdrawal({ id: 'refused', requestedAt: '2026-11-20T00:10:00.000Z', status: 'rejected' }),
      withdrawal({ id: 'now', requestedAt: '2026-11-20T00:10:00.000Z' }),
      withdrawal({ id: 'pending', requestedAt: '2026-11-20T00:11:00.000Z', status: 'processing' }),
      withdrawal({ id: 'unreadable', requestedAt: 'yesterday' }),
    ];
    expect(leavingSince(rows, from).map(({ id }) => id)).toEqual(['now', 'pending', 'unreadable']);
  });
});

describe('valueWithdrawals', () => {
  it('adds the fee and converts, and is unknown when an asset has no price or a fee is not known', () => {
    const prices = [price('ETHUSDT', '3700')];
    const eth = withdrawal({ asset: 'ETH', amount: '24.1', fee: known('0.1') });
    const value = (withdrawals: Parameters<typeof valueWithdrawals>[0]['withdrawals']) =>
      valueWithdrawals({ withdrawals, prices, asset: 'USDT' });
    expect(value([eth])).toEqual({ total: known('89540'), pricedTotal: '89540' });
    expect(value([eth, withdrawal({ asset: 'ZZZ' })])).toMatchObject({
      total: { known: false },
      pricedTotal: '89540',
    });
    expect(value([withdrawal({ fee: unknown('not in the row') })])).toMatchObject({
      total: { known: false },
      pricedTotal: '1000',
    });
  });
});

describe('diffWhitelist', () => {
  it('names an added, a removed and a newly whitelisted address, and is silent about the same ones', () => {
    const cold2 = address({ address: '0x9c00000000000000000000000000000000000041', label: 'cold2' });
    const book = address({ address: 'bc1qbook', asset: 'BTC', whitelisted: false });
    const diff = diffWhitelist({ before: [treasury, book], after: [cold2, { ...book, whitelisted: true }] });
    expect(diff.added).toEqual([cold2]);
    expect(diff.removed).toEqual([treasury]);
    expect(diff.changed).toHaveLength(1);
  });

  it('tells two addresses apart that differ only in their tag', () => {
    const tagged = address({ asset: 'XRP', address: 'rExample', tag: '1' });
    expect(diffWhitelist({ before: [tagged], after: [{ ...tagged, tag: '2' }] }).added).toHaveLength(1);
  });

  it('does not let separators in hostile fields make two entries one', () => {
    const a = address({ asset: 'A","B', network: 'C' });
    const b = address({ asset: 'A', network: 'B","C' });
    expect(diffWhitelist({ before: [a], after: [b] }).added).toEqual([b]);
  });
});

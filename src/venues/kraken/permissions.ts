import type { Grant, KeyReport, PermissionScope } from '../../domain/api-key.ts';

// Words: account-data/get-api-key-info; what each lets a key do: guides, rest/api-keys, and each endpoint's page.

const reading: Readonly<Record<string, string>> = {
  'query-funds': 'balances, deposits and earnings',
  'query-open-trades': 'open orders and positions',
  'query-closed-trades': 'past orders and trades',
  'query-ledger': 'the ledger, transfers and withdrawals',
};

const managingAddresses = ['add-withdraw-address', 'update-withdraw-address'];

/** What is told besides our scopes. */
const others: Readonly<Record<string, string>> = {
  'close-trades': 'It may cancel orders and close positions.',
  'add-funds': 'It may make deposit addresses.',
  'earn-funds': 'It may move funds into and out of Earn strategies, where they can be bound for weeks.',
  'export-data': 'It may export the whole history of the account, and delete exports.',
  'create-ws-token':
    'It may open WebSocket sessions. One that is open may outlive the key: look for new orders again ten minutes after the key has ended.',
};

type Held = readonly string[];

/** Kraken calls borrowing a flag of the order, and a transfer to the futures wallet a matter of querying funds. */
export const bundled: KeyReport['bundled'] = [
  ['spot-trade', 'margin'],
  ['read', 'transfer'],
];

export function scopesOf(held: Held): Readonly<Record<PermissionScope, Grant>> {
  const trades = granted(held, ['modify-trades']);
  const withdraws = granted(held, ['withdraw-funds']);
  return {
    read: granted(held, Object.keys(reading)),
    'spot-trade': trades,
    margin: trades,
    // Kraken Futures is another API with other keys; this reply has no word about it.
    futures: 'unknown',
    options: 'unknown',
    // WalletTransfer wants "Funds: Query" only; AccountTransfer, for institutions, wants "Funds: Withdraw".
    transfer: granted(held, ['query-funds', 'withdraw-funds']),
    withdraw: withdraws,
    // Keys are made on the page only; but a key that withdraws may make sub-accounts, at an institution.
    'manage-keys': withdraws === 'granted' ? 'unknown' : 'denied',
    'manage-addresses': granted(held, managingAddresses),
  };
}

const granted = (held: Held, names: readonly string[]): Grant =>
  held.some((name) => names.includes(name)) ? 'granted' : 'denied';

/** What is ticked besides, and what of reading is not, in a sentence each. */
export function remarksOn(held: Held): readonly string[] {
  const unseen = Object.entries(reading).filter(([name]) => !held.includes(name));
  const isPartial = unseen.length > 0 && unseen.length < Object.keys(reading).length;
  const strange = held.filter((name) => !isKnown(name));
  return [
    ...(isPartial ? [`The key does not see ${unseen.map(([, what]) => what).join('; ')}.`] : []),
    ...(held.includes('query-funds')
      ? ['It may move funds from the spot to the futures wallet: that wants no more than querying funds.']
      : []),
    ...Object.entries(others).flatMap(([name, remark]) => (held.includes(name) ? [remark] : [])),
    ...(strange.length === 0 ? [] : [`Also ticked, and unknown to firebreak: ${strange.join(', ')}.`]),
  ];
}

const isKnown = (name: string): boolean =>
  Object.hasOwn(reading, name) ||
  Object.hasOwn(others, name) ||
  managingAddresses.includes(name) ||
  ['modify-trades', 'withdraw-funds'].includes(name);

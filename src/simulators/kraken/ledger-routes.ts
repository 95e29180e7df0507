import type { Json, JsonObject } from '../../domain/json.ts';
import { negate } from '../../domain/money.ts';
import type { LedgerBooks } from '../ledger-books.ts';
import { ledgerLines } from '../ledger-lines.ts';
import type { LedgerLine } from '../ledger-lines.ts';
import { oncePerBooks } from '../once.ts';
import { invalidArguments } from './codes.ts';
import {
  conversionRefid,
  depositRefid,
  ledgerTxid,
  tradeTxid,
  transferRefid,
  withdrawalRefid,
} from './ids.ts';
import { assetIdOf, assetNamed, padded } from './names.ts';
import { between, idsIn, offsetPage, seconds, withinKeysReach } from './paging.ts';
import type { Dated } from './paging.ts';
import { listed, oneOf } from './parameters.ts';
import type { Call, Route } from './route.ts';

/** "Data - Query ledger entries"; "Ledger/trade history calls increase the counter by 2". */
export const ledgerRoutes: readonly Route[] = [
  { path: '/0/private/Ledgers', needs: { allOf: ['query-ledger'] }, cost: 2, answer: ledgers },
  { path: '/0/private/QueryLedgers', needs: { allOf: ['query-ledger'] }, cost: 2, answer: queryLedgers },
];

const types = [
  'all',
  'trade',
  'deposit',
  'withdrawal',
  'transfer',
  'margin',
  'adjustment',
  'rollover',
  'credit',
  'settled',
  'staking',
  'dividend',
  'sale',
  'nft_rebate',
] as const;

interface Entry {
  readonly line: LedgerLine;
  readonly fee: string;
}

/** A fee has no line of its own here: it stands in the line that it was taken with. */
function entriesOf(books: LedgerBooks): readonly Entry[] {
  const entries: Entry[] = [];
  for (const line of ledgerLines(books)) {
    if (line.kind !== 'fee') {
      entries.push({ line, fee: '0' });
      continue;
    }
    const index = entries.findLastIndex(
      (each) => each.line.reference === line.reference && each.line.asset === line.asset,
    );
    const taken = entries[index];
    if (taken === undefined) throw new Error(`the fee ${line.id} belongs to no line`);
    entries[index] = { line: { ...taken.line, balance: line.balance }, fee: negate(line.change) };
  }
  return entries;
}

const refidOf = ({ kind, reference }: LedgerLine): string => {
  switch (kind) {
    case 'trade':
    case 'fee':
      return tradeTxid(Number(reference));
    case 'deposit':
      return depositRefid(reference);
    case 'withdrawal':
      return withdrawalRefid(reference);
    case 'transfer':
      return transferRefid(reference);
    case 'convert':
    case 'dust':
      return conversionRefid(reference);
  }
};

/** Wallets beside spot: futures, what earns, and sub-accounts (no subtype: assumed). */
function subtypeOf(books: LedgerBooks, { kind, reference }: LedgerLine): string {
  if (kind === 'dust') return 'dustsweeping';
  if (kind !== 'transfer') return '';
  const transfer = books.transfers.find(({ id }) => id === reference);
  if (transfer === undefined) return '';
  const [from, to] = [transfer.from, transfer.to];
  if (to === 'futures') return 'spottofutures';
  if (from === 'futures') return 'spotfromfutures';
  if (to === 'funding') return 'spottostaking';
  return from === 'funding' ? 'spotfromstaking' : '';
}

/** What was converted is one "receive" and a "spend" for each asset, under one refid (recorded rows). */
const typeOf = ({ kind, change }: LedgerLine): string => {
  if (kind !== 'convert' && kind !== 'dust') return kind;
  return change.startsWith('-') ? 'spend' : 'receive';
};

const rowOf = (books: LedgerBooks, { line, fee }: Entry): JsonObject => ({
  refid: refidOf(line),
  time: seconds(line.atMs),
  type: typeOf(line),
  subtype: subtypeOf(books, line),
  aclass: 'currency',
  asset: assetIdOf(line.asset),
  amount: padded(line.change, 8),
  fee: padded(fee, 8),
  balance: padded(line.balance, 8),
});

const datedOf: (books: LedgerBooks) => readonly (Dated<Json> & { readonly line: LedgerLine })[] =
  oncePerBooks((books) =>
    entriesOf(books).map((entry) => ({
      txid: ledgerTxid(entry.line.id),
      atMs: entry.line.atMs,
      row: rowOf(books, entry),
      line: entry.line,
    })),
  );

function ledgers({ books, parameters, key }: Call): Json {
  const type = oneOf(parameters, 'type', types) ?? 'all';
  const named =
    listed(parameters, 'asset')
      ?.filter((name) => name !== 'all')
      .map(assetNamed) ?? [];
  const dated = datedOf(books).filter(
    ({ line }) =>
      (type === 'all' || typeOf(line) === type) && (named.length === 0 || named.includes(line.asset)),
  );
  const matching = withinKeysReach(between(parameters, dated), key());
  const { rows, count } = offsetPage(parameters, matching);
  return { ledger: rows, ...count };
}

const mostQueried = 20;

function queryLedgers({ books, parameters }: Call): Json {
  const dated = datedOf(books);
  const rows = idsIn(parameters, 'id', mostQueried).map((id) => {
    const found = dated.find(({ txid }) => txid === id);
    if (found === undefined) throw invalidArguments();
    return [id, found.row] as const;
  });
  return Object.fromEntries(rows);
}

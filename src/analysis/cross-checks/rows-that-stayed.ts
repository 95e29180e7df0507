import type { Known } from '../../domain/known.ts';
import { add, compare, isZero } from '../../domain/money.ts';
import type { Deposit, LedgerEntry, PastOrder, Trade, Transfer, Withdrawal } from '../../domain/trading.ts';
import { isAmount, listWords } from '../amounts.ts';
import {
  defineCrossCheck,
  joined,
  type Checked,
  type CrossCheckInput,
  type Readings,
} from './cross-check.ts';
import { followRows, isReadAgain, type Lasting } from './follow-rows.ts';

/** What was there in an earlier reading is there in a later one, and says the same of what was moved and where to. */
export const rowsThatStayed = defineCrossCheck({
  id: 'rows-that-stayed',
  title: 'Rows of an earlier reading in a later one',
  check(input) {
    const parts = [
      follow('trades', input.trades, ofTrade, input),
      follow('orders', input.orders, ofOrder, input),
      follow('withdrawals', input.withdrawals, ofWithdrawal, input),
      follow('deposits', input.deposits, ofDeposit, input),
      follow('transfers', input.transfers, ofTransfer, input),
      follow('ledger lines', input.ledger, ofLine, input),
    ];
    const { findings, compared, notChecked: rest } = joined(parts.flatMap((part) => part.checked ?? []));
    const once = parts.flatMap((part) => part.once ?? []);
    return {
      findings,
      compared: compared.length === 0 ? [] : [`${listWords(compared)} came back as they were`],
      notChecked:
        once.length === 0 ? rest : [...rest, { why: `not read twice: ${listWords(once)}`, closable: false }],
    };
  },
});

/** What was seen of a list; or the list, where no second reading can lack anything. */
function follow<Row>(
  what: string,
  readings: Known<Readings<Row>>,
  lasting: Lasting<Row>,
  { account }: CrossCheckInput,
): { readonly checked?: Checked; readonly once?: string } {
  if (!readings.known || !isReadAgain(readings.value)) return { once: what };
  return {
    checked: followRows({ what, readings: readings.value, lasting, account, rule: 'rows-that-stayed' }),
  };
}

const told = (value: Known<string>): string | undefined => (value.known ? value.value : undefined);
/** "" is how a row says nothing yet: a fee that comes with the settlement, an address that comes later. */
const written = (value: string): string | undefined => (value === '' ? undefined : value);

const ofTrade: Lasting<Trade> = {
  times: ({ at }) => [at],
  place: ({ section, symbol }) => [section ?? '', symbol],
  symbolOf: ({ symbol }) => symbol,
  sectionOf: ({ section }) => section,
  fields: (row) => ({
    order: row.orderId,
    side: row.side,
    price: row.price,
    amount: row.amount,
    'amount of the quote asset': written(row.quoteAmount),
    fee: written(row.fee),
    'asset of the fee': written(row.feeAsset),
  }),
};

/** Until it has ended an order may be amended and filled; without a fill venues forget it first. */
const ofOrder: Lasting<PastOrder> = {
  times: ({ createdAt, updatedAt }) => [createdAt, updatedAt],
  place: ({ section, symbol }) => [section ?? '', symbol],
  symbolOf: ({ symbol }) => symbol,
  sectionOf: ({ section }) => section,
  isForgotten: ({ filled }) => !isAmount(filled) || isZero(filled),
  fields: (row) => {
    const who = { side: row.side };
    const isFinal = ['filled', 'cancelled', 'expired', 'rejected'].includes(row.status);
    return isFinal ? { ...who, price: row.price, amount: row.amount, filled: row.filled } : who;
  },
};

const ofWithdrawal: Lasting<Withdrawal> = {
  times: ({ requestedAt, completedAt }) => [requestedAt, ...(completedAt.known ? [completedAt.value] : [])],
  place: ({ asset }) => [asset],
  fields: (row) => ({
    amount: row.amount,
    address: written(row.address),
    tag: row.tag,
  }),
  // Where the fee comes later, the amount may have been told with it until then.
  explains: (field, before, after) =>
    field === 'amount' &&
    !before.fee.known &&
    after.fee.known &&
    [before.amount, after.amount, after.fee.value].every(isAmount) &&
    compare(before.amount, add(after.amount, after.fee.value)) === 0,
};

const ofDeposit: Lasting<Deposit> = {
  times: ({ at }) => [at],
  place: ({ asset }) => [asset],
  fields: (row) => ({
    amount: row.amount,
    address: written(row.address),
    tag: row.tag,
  }),
};

const ofTransfer: Lasting<Transfer> = {
  times: ({ at }) => [at],
  // Not by its ends: an owner may give his wallets other names.
  place: ({ asset }) => [asset],
  fields: (row) => ({ amount: row.amount }),
};

const ofLine: Lasting<LedgerEntry> = {
  times: ({ at }) => [at],
  place: ({ wallet, asset }) => [wallet, asset],
  fields: (row) => ({ change: row.change, fee: told(row.fee) }),
};

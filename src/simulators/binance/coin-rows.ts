import type { Json, JsonObject } from '../../domain/json.ts';
import type { LedgerBooks } from '../ledger-books.ts';
import { networkFee } from './withdrawals.ts';

/** Every coin the books know, with the networks they mention (`capital/config/getall`, in short). */
export function allCoins(books: LedgerBooks): Json {
  const coins = new Set([
    ...books.balances.keys(),
    ...books.markets.flatMap(({ base, quote }) => [base, quote]),
  ]);
  return [...coins].sort().map((coin) => coinRow(books, coin));
}

function coinRow(books: LedgerBooks, coin: string): JsonObject {
  const held = books.balances.get(coin) ?? { free: '0', locked: '0' };
  const networks = new Set(
    [...books.addresses, ...books.withdrawals, ...books.deposits]
      .filter((each) => each.coin === coin)
      .map((each) => each.network),
  );
  return {
    coin,
    depositAllEnable: true,
    withdrawAllEnable: !books.frozen,
    name: coin,
    free: held.free,
    locked: held.locked,
    freeze: '0',
    withdrawing: '0',
    ipoing: '0',
    ipoable: '0',
    storage: '0',
    isLegalMoney: false,
    trading: true,
    networkList: [...networks].sort().map((network, index) => networkRow(coin, network, index === 0)),
  };
}

const networkRow = (coin: string, network: string, isDefault: boolean): JsonObject => ({
  network,
  coin,
  withdrawIntegerMultiple: '0.00000001',
  isDefault,
  depositEnable: true,
  withdrawEnable: true,
  depositDesc: '',
  withdrawDesc: '',
  specialTips: '',
  specialWithdrawTips: '',
  name: network,
  resetAddressStatus: false,
  addressRegex: '',
  memoRegex: '',
  withdrawFee: networkFee(coin),
  withdrawMin: '0',
  withdrawMax: '9999999999',
  withdrawInternalMin: '0',
  depositDust: '0',
  minConfirm: 12,
  unLockConfirm: 12,
  sameAddress: false,
  withdrawTag: false,
  estimatedArrivalTime: 5,
  busy: false,
  contractAddressUrl: '',
  contractAddress: '',
  denomination: 1,
});

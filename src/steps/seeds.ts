import { symbolsInQuestion } from '../acquisition/index.ts';
import type { Account } from '../domain/account.ts';
import { rowsSeen, type ListName, type RowOf } from './reading.ts';
import { firstOfSymbol } from './rows-seen.ts';
import { rowsOfPortions } from './swept-rows.ts';
import type { CaseWorld } from './world.ts';

/** The symbols in question with their reasons, from everything that the case has read of the account. */
export async function questionsOf(
  account: Account,
  world: CaseWorld,
): Promise<ReturnType<typeof symbolsInQuestion>> {
  const latest = async <Name extends ListName>(
    name: Name,
    keeps?: (row: RowOf<Name>) => boolean,
  ): Promise<readonly RowOf<Name>[]> => (await rowsSeen(name, 'latest', account, world, keeps))?.rows ?? [];
  return symbolsInQuestion({
    openOrders: await latest('listOpenOrders'),
    balances: await latest('listBalances'),
    usualSymbols: account.pattern.usualSymbols,
    markets: await latest('listMarketPrices'),
    trades: [
      ...(await latest('listTrades', firstOfSymbol())),
      ...(await rowsOfPortions('listTrades', account, world)).rows,
    ],
    orders: [
      ...(await latest('listOrders', firstOfSymbol())),
      ...(await rowsOfPortions('listOrders', account, world)).rows,
    ],
    ledger: await latest('listLedger'),
    deposits: await latest('listDeposits'),
    withdrawals: await latest('listWithdrawals'),
  });
}

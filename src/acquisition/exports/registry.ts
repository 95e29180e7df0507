import type { VenueId } from '../../domain/account.ts';
import { BadInput } from '../../domain/failure.ts';
import { quote, suggest } from '../../domain/file-problem.ts';
import type { ExportFormat } from './format.ts';
import { binanceDeposits } from './formats/binance-deposits.ts';
import { binanceDepositsOld } from './formats/binance-deposits-old.ts';
import { binanceLedger } from './formats/binance-ledger.ts';
import { binanceLedgerOld } from './formats/binance-ledger-old.ts';
import { binanceTrades } from './formats/binance-trades.ts';
import { binanceTradesOld } from './formats/binance-trades-old.ts';
import { binanceWithdrawals } from './formats/binance-withdrawals.ts';
import { binanceWithdrawalsOld } from './formats/binance-withdrawals-old.ts';
import { bybitFundingLog } from './formats/bybit-funding-log.ts';
import { bybitUnifiedLog } from './formats/bybit-unified-log.ts';
import { coinbaseTransactions } from './formats/coinbase-transactions.ts';
import { coinbaseTransactionsOld } from './formats/coinbase-transactions-old.ts';
import { krakenLedgers } from './formats/kraken-ledgers.ts';
import { krakenTrades } from './formats/kraken-trades.ts';
import { okxFunding } from './formats/okx-funding.ts';
import { okxTrading } from './formats/okx-trading.ts';

const exportFormats: readonly ExportFormat[] = [
  binanceDeposits,
  binanceDepositsOld,
  binanceLedger,
  binanceLedgerOld,
  binanceTrades,
  binanceTradesOld,
  binanceWithdrawals,
  binanceWithdrawalsOld,
  bybitFundingLog,
  bybitUnifiedLog,
  coinbaseTransactions,
  coinbaseTransactionsOld,
  krakenLedgers,
  krakenTrades,
  okxFunding,
  okxTrading,
];

/** The known formats, of one venue or of all. */
export const formatsOf = (venue?: VenueId): readonly ExportFormat[] =>
  exportFormats.filter((format) => venue === undefined || format.venue === venue);

/** @throws BadInput with the nearest id */
export function findFormat(id: string): ExportFormat {
  const found = exportFormats.find((format) => format.id === id);
  if (found) return found;
  const ids = exportFormats.map((format) => format.id);
  throw new BadInput(`there is no format ${quote(id)}`, {
    where: '--format',
    ...suggest(id, ids, 'formats'),
  });
}

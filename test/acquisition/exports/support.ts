import { createHash } from 'node:crypto';
import { readExport, type ExportTable } from '../../../src/acquisition/exports/read-export.ts';

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

interface Options {
  readonly name?: string;
  readonly format?: string;
  readonly utcOffset?: number;
}

export const readFileOf = (venue: string, content: string | Uint8Array, options: Options = {}) => {
  const bytes = typeof content === 'string' ? bytesOf(content) : content;
  return readExport({
    name: 'export.csv',
    bytes,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    venue,
    ...options,
  });
};

/** Everything that an iteration gives. */
export async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const each of items) found.push(each);
  return found;
}

export async function rowsOf(table: ExportTable | undefined): Promise<readonly unknown[]> {
  if (table === undefined) throw new Error('no table');
  return all(table.read());
}

/** The rows of a file that holds one table. */
export async function read(venue: string, content: string | Uint8Array, options: Options = {}) {
  const { tables } = await readFileOf(venue, content, options);
  const [table] = tables;
  if (table === undefined || tables.length !== 1) throw new Error(`${tables.length} tables`);
  return { table, rows: await rowsOf(table) };
}

export const lines = (...each: readonly string[]): string => `${each.join('\n')}\n`;

// Headings as the venues write them. The rows of the tests are made up.
export const headings = {
  krakenLedgers:
    '"txid","refid","time","type","subtype","aclass","subclass","asset","wallet","amount","fee","balance"',
  krakenTrades:
    '"txid","ordertxid","pair","time","type","ordertype","price","cost","fee","vol","margin","misc","ledgers"',
  binanceTrades: '"Date(UTC)","Pair","Side","Price","Executed","Amount","Fee"',
  binanceLedger: 'User ID,Time,Account,Operation,Coin,Change,Remark',
  binanceLedgerOld: '"User_ID","UTC_Time","Account","Operation","Coin","Change","Remark"',
  binanceDeposits: 'Date(UTC+0),Coin,Network,Amount,Address,TXID,Status',
  binanceWithdrawals: 'Date(UTC+0),Coin,Network,Amount,Fee,Address,TXID,Status',
  binanceTransfersOld:
    'Date(UTC),Coin,Network,Amount,TransactionFee,Address,TXID,SourceAddress,PaymentID,Status',
  coinbase:
    'ID,Timestamp,Transaction Type,Asset,Quantity Transacted,Price Currency,Price at Transaction,Subtotal,Total (inclusive of fees and/or spread),Fees and/or Spread,Notes',
  coinbaseOld:
    'Timestamp,Transaction Type,Asset,Quantity Transacted,Spot Price Currency,Spot Price at Transaction,Subtotal,Total (inclusive of fees and/or spread),Fees and/or Spread,Notes',
  bybitUnified:
    'Uid,Currency,Contract,Type,Direction,Quantity,Position,Filled Price,Funding,Fee Paid,Cash Flow,Change,Wallet Balance,Action,Time(UTC)',
  bybitFunding: 'Uid,Date & Time(UTC),Coin,QTY,Type,Account Balance,Description',
  okxTrading:
    'id,Order id,Time,Trade Type,Symbol,Action,Amount,Trading Unit,Filled Price,PnL,Fee,Fee Unit,Position Change,Position Balance,Balance Change,Balance,Balance Unit',
  okxFunding: 'id,Time,Type,Amount,Before Balance,After Balance,Fee,Symbol',
} as const;

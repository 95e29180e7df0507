import type { OpeningBooks } from '../../../src/simulators/index.ts';
import { binanceSymbols } from '../plain/binance.ts';
import { bybitExecutions } from '../plain/bybit.ts';
import { krakenSweep } from '../plain/kraken.ts';
import type { PlainLoop, Task } from '../plain/loop.ts';
import { okxSweep } from '../plain/okx.ts';
import { binanceTask } from './binance-account.ts';
import { bybitTask } from './bybit-account.ts';
import { smallAccountTask } from './small-account.ts';

export interface Job {
  readonly venue: string;
  readonly plain: PlainLoop;
  /** The account that both sides read, and what they are asked; `scale` 1 is the measured size. */
  readonly task: (scale: number) => AccountTask;
}

export interface AccountTask extends Task {
  readonly change: (opening: OpeningBooks) => OpeningBooks;
}

/** What the plain side can be asked to do, by the bench's name. */
export const jobs: Readonly<Record<string, Job>> = {
  'history.binance-290-symbols': { venue: 'binance', plain: binanceSymbols, task: binanceTask },
  'history.bybit-executions': { venue: 'bybit', plain: bybitExecutions, task: bybitTask },
  'history.kraken-sweep': { venue: 'kraken', plain: krakenSweep, task: smallAccountTask },
  'history.okx-sweep': { venue: 'okx', plain: okxSweep, task: smallAccountTask },
};

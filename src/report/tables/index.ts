import { actions, decisions, notes, steps, timeline } from './events.ts';
import { fillsNotOurs, loss, trades } from './fills.ts';
import { actionItems, findings, gaps } from './findings.ts';
import { balances, openOrders, ordersCancelled, withdrawalAddresses } from './holdings.ts';
import { clocks, custody, exhibits, scopeChecks } from './record.ts';
import { acquisitions, particulars, recommendations } from './points.ts';
import { state } from './state.ts';
import type { ReportTable } from './table.ts';
import { deposits, withdrawals } from './transfers.ts';

export { first, firstOf, type EachRow } from './each-row.ts';
export { rowNames } from './row-names.ts';
export { depositsOnce, fillsOnce, type EachOnce } from './seen-rows.ts';
export type { Column, ColumnKind, ReportTable } from './table.ts';

/** Every table of the report, in the order of its chapters. */
export const tables = {
  timeline,
  actions,
  findings,
  gaps,
  fillsNotOurs,
  loss,
  withdrawals,
  withdrawalAddresses,
  deposits,
  ordersCancelled,
  state,
  openOrders,
  balances,
  trades,
  steps,
  scopeChecks,
  decisions,
  notes,
  actionItems,
  recommendations,
  exhibits,
  acquisitions,
  custody,
  clocks,
  particulars,
} as const satisfies Record<string, ReportTable>;

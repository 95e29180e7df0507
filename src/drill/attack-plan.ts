import { add, multiply, subtract } from '../domain/money.ts';
import { churnFills } from './churn.ts';
import { drawId } from './draws.ts';
import { momentMs } from './moments.ts';
import type { Churn, Scenario, ScriptedAct } from './scenario-schema.ts';

/** Everything the attacker will do if nobody stops him, act by act. One act is one change of the books. */
export interface AttackPlan {
  /** ISO 8601 UTC: the acts' times count from here. */
  readonly startsAt: string;
  readonly address: string;
  readonly keyId: string;
  readonly visits: readonly (readonly PlannedAct[])[];
}

export type PlannedAct = CancelAct | TradeAct | WithdrawAct;

interface Timed {
  /** From the start of the scenario. */
  readonly atMs: number;
  /** What the books show when it is done: "cancel:mm-b-900417", "order:<client order id>". */
  readonly mark: string;
}

interface CancelAct extends Timed {
  readonly do: 'cancel';
  readonly clientOrderId: string;
}

interface TradeAct extends Timed {
  readonly do: 'trade';
  readonly symbol: string;
  /** The symbol's base asset: what "all" means. */
  readonly base: string;
  readonly side: 'buy' | 'sell';
  /** "all": what is free when he acts. */
  readonly amount: string;
  readonly price: string;
  readonly clientOrderId: string;
}

interface WithdrawAct extends Timed {
  readonly do: 'withdraw';
  readonly coin: string;
  readonly amount: string;
  readonly address: string;
  readonly network: string;
}

/** Writes the script out. The same scenario gives the same plan; only the key id is the drill's own. */
export function planAttack(scenario: Scenario, keyId: string): AttackPlan {
  const purse = new Map(scenario.balances.map(({ asset, amount }) => [asset, amount]));
  const { startsAt, attacker } = scenario;
  const visits = attacker.visits.map((visit, index) =>
    visit.acts.flatMap((act, n) => writeOut(scenario, purse, act, `visit/${index}/act/${n}`)),
  );
  return { startsAt, address: attacker.address, keyId, visits };
}

// What the account will hold at this point of the script, to know what a churn has to spend. Own
// resting orders count as money: the script cancels them first.
type Purse = Map<string, string>;

function writeOut(scenario: Scenario, purse: Purse, act: ScriptedAct, name: string): readonly PlannedAct[] {
  switch (act.do) {
    case 'cancel-orders':
      return scenario.openOrders
        .filter((order) => order.clientOrderId.startsWith(act.clientOrderIdPrefix))
        .map(({ clientOrderId }, index) => ({
          do: 'cancel',
          atMs: momentMs(act.at) + 200 * index,
          mark: `cancel:${clientOrderId}`,
          clientOrderId,
        }));
    case 'trade':
      return [planTrade(scenario, purse, name, { ...act, atMs: momentMs(act.at) })];
    case 'churn':
      return planChurn(scenario, purse, act, name);
    case 'withdraw':
      return [{ ...act, atMs: momentMs(act.at), mark: `withdrawal:${name}` }];
  }
}

function planChurn(scenario: Scenario, purse: Purse, churn: Churn, name: string): readonly PlannedAct[] {
  const market = scenario.markets.find((each) => each.symbol === churn.symbol);
  const quote = purse.get(market?.quote ?? '') ?? '0';
  const fills = churnFills(churn, { quote, feeRate: scenario.feeRate, seed: `${scenario.seed}/${name}` });
  const fromMs = momentMs(churn.from);
  const stepMs = (momentMs(churn.to) - fromMs) / (fills.length - 1);
  return fills.map((fill, index) => {
    const atMs = Math.round(fromMs + stepMs * index);
    return planTrade(scenario, purse, `${name}/fill/${index}`, { ...fill, symbol: churn.symbol, atMs });
  });
}

function planTrade(
  scenario: Scenario,
  purse: Purse,
  name: string,
  trade: Pick<TradeAct, 'symbol' | 'side' | 'price' | 'amount' | 'atMs'>,
): TradeAct {
  const { symbol, side, price, amount, atMs } = trade;
  const clientOrderId = drawId(scenario.seed, name);
  const base = scenario.markets.find((market) => market.symbol === symbol)?.base ?? '';
  if (amount !== 'all') spend(scenario, purse, { ...trade, amount });
  return {
    do: 'trade',
    atMs,
    mark: `order:${clientOrderId}`,
    symbol,
    base,
    side,
    price,
    amount,
    clientOrderId,
  };
}

function spend(
  scenario: Scenario,
  purse: Purse,
  trade: Pick<TradeAct, 'symbol' | 'side' | 'price' | 'amount'>,
): void {
  const market = scenario.markets.find((each) => each.symbol === trade.symbol);
  if (market === undefined) return;
  const quote = multiply(trade.price, trade.amount);
  const fee = multiply(quote, scenario.feeRate);
  const [gets, gives] = trade.side === 'buy' ? [market.base, market.quote] : [market.quote, market.base];
  const [got, given] = trade.side === 'buy' ? [trade.amount, quote] : [quote, trade.amount];
  purse.set(gives, subtract(purse.get(gives) ?? '0', given));
  purse.set(gets, add(purse.get(gets) ?? '0', got));
  purse.set(market.quote, subtract(purse.get(market.quote) ?? '0', fee));
}

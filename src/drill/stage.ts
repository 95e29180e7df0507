import type { Account } from '../domain/account.ts';
import { multiply, round } from '../domain/money.ts';
import { simulatorOf } from '../simulators/index.ts';
import type { KeyParts, OpeningBooks } from '../simulators/index.ts';
import { planAttack } from './attack-plan.ts';
import type { AttackPlan } from './attack-plan.ts';
import { draw, drawId } from './draws.ts';
import { isoAt, momentMs } from './moments.ts';
import type { Scenario } from './scenario-schema.ts';

/** A scenario ready to be played: what the venue opens with, what the attacker will do, our keys. */
export interface StagedScenario {
  readonly scenario: Scenario;
  readonly opening: OpeningBooks;
  readonly plan: AttackPlan;
  readonly account: Account;
  readonly keys: { readonly suspect: KeyParts; readonly responder: KeyParts | undefined };
}

/**
 * Puts a scenario on stage. `seed` is the drill's own and secret: keys come from it, so they are the
 * same after a restart and nobody's elsewhere. Everything else comes from the scenario alone.
 */
export function stageScenario(scenario: Scenario, seed: string): StagedScenario {
  const simulated = simulatorOf(scenario.venue);
  if (!simulated) throw new Error(`the scenario was loaded with the unknown venue ${scenario.venue}`);
  const suspect = simulated.deriveKey(seed, `drill/${scenario.id}/suspect`);
  const responder = scenario.keys.responder && simulated.deriveKey(seed, `drill/${scenario.id}/responder`);
  return {
    scenario,
    opening: openingOf(scenario, { suspect, responder }),
    plan: planAttack(scenario, suspect.keyId),
    account: accountOf(scenario),
    keys: { suspect, responder },
  };
}

function openingOf(scenario: Scenario, parts: StagedScenario['keys']): OpeningBooks {
  const at = (moment: string): string => isoAt(scenario.startsAt, momentMs(moment));
  const timed = <Row extends { readonly at: string }>(row: Row): Row => ({ ...row, at: at(row.at) });
  const { suspect, responder } = scenario.keys;
  const keys = [
    { ...suspect, ...parts.suspect, createdAt: at(suspect.created) },
    ...(responder === undefined || parts.responder === undefined
      ? []
      : [{ ...responder, ...parts.responder, createdAt: at(responder.created) }]),
  ];
  return {
    uid: scenario.account.uid,
    keys: keys.map(({ created: _created, ...key }) => key),
    balances: scenario.balances.map(({ asset, amount }) => ({ asset, free: amount })),
    markets: scenario.markets,
    openOrders: scenario.openOrders.map(timed),
    trades: scenario.habits.flatMap((habit, index) => usualTrades(scenario, habit, index)),
    addresses: scenario.addresses,
    withdrawals: scenario.withdrawals.map(timed),
    deposits: scenario.deposits.map(timed),
    feeRate: scenario.feeRate,
    sessions: scenario.sessions.map((session, index) => ({ ...timed(session), id: `session-${index + 1}` })),
  };
}

// Evenly in time, sides at random, prices within 0.4 % of mid.
function usualTrades(
  scenario: Scenario,
  habit: Scenario['habits'][number],
  index: number,
): OpeningBooks['trades'] {
  const mid = scenario.markets.find((market) => market.symbol === habit.symbol)?.price ?? '0';
  const fromMs = momentMs(habit.from);
  const stepMs = (momentMs(habit.to) - fromMs) / Math.max(1, habit.fills - 1);
  return Array.from({ length: habit.fills }, (_, n) => {
    const name = `habit/${index}/${n}`;
    const away = (draw(scenario.seed, `${name}/price`) - 0.5) * 0.008;
    return {
      symbol: habit.symbol,
      side: draw(scenario.seed, `${name}/side`) < 0.5 ? ('buy' as const) : ('sell' as const),
      price: round(multiply(mid, (1 + away).toFixed(6)), 2),
      amount: habit.amount,
      clientOrderId: `${habit.clientOrderIdPrefix}${drawId(scenario.seed, name).slice(0, 10)}`,
      at: isoAt(scenario.startsAt, Math.round(fromMs + stepMs * n)),
    };
  });
}

function accountOf({ account, venue, startsAt, keys }: Scenario): Account {
  return {
    id: account.id,
    venue,
    label: account.label,
    task: account.task,
    created: isoAt(startsAt, momentMs(keys.suspect.created)),
    expectedIpAllowlist: account.expectedIpAllowlist,
    expectedScopes: account.expectedScopes,
    host: account.host,
    pattern: {
      clientOrderIdPrefixes: account.clientOrderIdPrefixes,
      usualSymbols: account.usualSymbols,
      usualFillsPerMinute: account.usualFillsPerMinute,
    },
    dependents: account.dependents,
  };
}

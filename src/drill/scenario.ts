import { quote, suggest } from '../domain/file-problem.ts';
import { readShape, readYaml, refusalOf, type Flaw, type Path } from '../domain/yaml/index.ts';
import { simulators } from '../simulators/index.ts';
import { momentMs } from './moments.ts';
import { scenarioSchema } from './scenario-schema.ts';
import type { Scenario } from './scenario-schema.ts';

/**
 * Reads a scenario, checked for shape and for what its parts say of each other. `file` is only named
 * in problems, `source` is its content. Throws BadFile with every problem at its line and column.
 */
export function loadScenario(file: string, source: string | Uint8Array): Scenario {
  const yaml = readYaml(source);
  const shape = readShape(scenarioSchema, yaml);
  const found = shape.value === undefined ? [] : contradictions(shape.value);
  const flaws = [...yaml.flaws, ...shape.flaws, ...found.map(yaml.locate)];
  if (shape.value === undefined || flaws.length > 0) throw refusalOf(file, yaml.text, flaws);
  return shape.value;
}

// What the shape alone cannot see.
function contradictions(scenario: Scenario): Flaw[] {
  return [...unknownVenue(scenario), ...unknownMarkets(scenario), ...unorderedTimes(scenario)];
}

function unknownVenue({ venue }: Scenario): Flaw[] {
  const known = simulators.map((each) => each.venue);
  if (known.includes(venue)) return [];
  const message = `${quote(venue)} is not a venue that is simulated`;
  return [{ path: ['venue'], on: 'value', message, ...suggest(venue, known, 'simulated') }];
}

function unknownMarkets(scenario: Scenario): Flaw[] {
  const known = scenario.markets.map((market) => market.symbol);
  const named: [Path, string][] = [
    ...scenario.openOrders.map((each, n): [Path, string] => [['openOrders', n, 'symbol'], each.symbol]),
    ...scenario.habits.map((each, n): [Path, string] => [['habits', n, 'symbol'], each.symbol]),
    ...scenario.attacker.visits.flatMap((visit, v) =>
      visit.acts.flatMap((act, n): [Path, string][] =>
        'symbol' in act ? [[['attacker', 'visits', v, 'acts', n, 'symbol'], act.symbol]] : [],
      ),
    ),
  ];
  return named
    .filter(([, symbol]) => !known.includes(symbol))
    .map(([path, symbol]) => ({
      path,
      on: 'value',
      message: `there is no market ${quote(symbol)}`,
      ...suggest(symbol, known, 'markets'),
    }));
}

// An attacker's acts stand in the order in which they happen; history is before the start.
function unorderedTimes(scenario: Scenario): Flaw[] {
  const found: Flaw[] = [];
  let lastMs = 0;
  scenario.attacker.visits.forEach((visit, v) =>
    visit.acts.forEach((act, n) => {
      const [from, to] = act.do === 'churn' ? [act.from, act.to] : [act.at, act.at];
      const path = ['attacker', 'visits', v, 'acts', n, act.do === 'churn' ? 'from' : 'at'];
      if (momentMs(from) < lastMs || momentMs(to) < momentMs(from)) {
        found.push({
          path,
          on: 'value',
          message: `"${from}" is before the act that stands above, or ends before it begins`,
        });
      }
      lastMs = momentMs(to);
    }),
  );
  scenario.openOrders.forEach((order, n) => {
    if (momentMs(order.at) <= 0) return;
    const message = `"${order.at}" is after the start: an order that rests was placed before it`;
    found.push({ path: ['openOrders', n, 'at'], on: 'value', message, hint: `"-${order.at}"` });
  });
  return found;
}

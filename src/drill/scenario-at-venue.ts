import { BadInput } from '../domain/failure.ts';
import { quote, suggest } from '../domain/file-problem.ts';
import { simulatorOf, simulators } from '../simulators/index.ts';
import type { Scenario } from './scenario-schema.ts';

/**
 * The same story at another venue: its symbols are spelt as that venue spells them, also where the
 * players are told of them. Throws BadInput for a venue that is not simulated.
 */
export function scenarioAtVenue(scenario: Scenario, venue: string): Scenario {
  if (venue === scenario.venue) return scenario;
  const simulated = simulatorOf(venue);
  if (simulated === undefined) {
    const known = simulators.map((each) => each.venue);
    throw new BadInput(`${quote(venue)} is not a venue that is simulated`, {
      where: '--venue',
      ...suggest(venue, known, 'simulated'),
    });
  }
  const spelling = new Map(
    scenario.markets.map(({ symbol, base, quote: against }) => [symbol, simulated.symbolOf(base, against)]),
  );
  return { ...(respelt(scenario, spelling) as Scenario), venue };
}

/** Every text of the scenario with the symbols in it replaced; what is no text stays. */
function respelt(value: unknown, spelling: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') {
    return value.replace(/[A-Z0-9]{4,}/g, (word) => spelling.get(word) ?? word);
  }
  if (Array.isArray(value)) return value.map((member) => respelt(member, spelling));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, respelt(member, spelling)]));
}

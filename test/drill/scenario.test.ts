import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FileProblem } from '../../src/domain/file-problem.ts';
import { loadScenario, lossWithoutResponse, lostBy, momentMs, stageScenario } from '../../src/drill/index.ts';
import { refusalBy } from '../support/refused-file.ts';
import { thinPair, thinPairFile, thinPairText } from './support.ts';

const folder = join(thinPairFile, '..');

const problemsOf = (text: string): readonly FileProblem[] =>
  refusalBy(() => loadScenario('changed.yaml', text)).problems;

/** The thin pair with one text replaced, and the line it stands in. */
function changed(from: string, to: string): { text: string; line: number; column: number } {
  const at = thinPairText.indexOf(from);
  expect(at).toBeGreaterThan(-1);
  const before = thinPairText.slice(0, at).split('\n');
  const text = thinPairText.slice(0, at) + to + thinPairText.slice(at + from.length);
  return { text, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

describe('shipped scenarios', () => {
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));

  it.each(files)('%s loads, is named after its file and keeps its word about the loss', (name) => {
    const scenario = loadScenario(name, readFileSync(join(folder, name), 'utf8'));
    expect(`${scenario.id}.yaml`).toBe(name);
    const { plan, opening } = stageScenario(scenario, 'any');
    const curve = lossWithoutResponse(plan, opening, scenario.valuedIn);
    expect(lostBy(curve, momentMs(scenario.truth.lostBy))).toBe(scenario.truth.lostWithoutResponse);
  });
});

describe('a scenario file with a mistake is refused at its place', () => {
  it.each([
    ['difficulty: 1', 'difficulty: 4', 12, /"difficulty" should be 1, 2 or 3, found 4/],
    ['venue: binance', 'venue: binanse', 7, /not a venue that is simulated/],
    ['symbol: ZRTUSDT\n          fills', 'symbol: ZRTUSD\n          fills', 8, /there is no market "ZRTUSD"/],
    ["at: '0:40', symbol: BTCUSDT", "at: '0:70', symbol: BTCUSDT", 4, /"at" should be a time from the start/],
    ["at: '0:41'", "at: '0:01'", 4, /before the act that stands above/],
    ["at: '-3:12:04'", "at: '3:12:04'", 4, /after the start/],
    ["side: buy, price: '18900'", "side: bye, price: '18900'", 6, /should be one of buy, sell, found "bye"/],
    ["price: '18900'", 'price: 18900', 7, /"price" should be text, found 18900/],
    ['fills: 1240', 'fills: 1241', 7, /"fills" should be an even number/],
    ['address: 198.51.100.23', 'address: 198.51.100.256', 9, /"address" should be an IPv4 address/],
  ])('%s → %s', (from, to, indent, message) => {
    const { text, line, column } = changed(from, to);
    const [problem, ...more] = problemsOf(text);
    expect(problem?.message).toMatch(message);
    expect([problem?.line, problem?.column]).toEqual([line, column + indent]);
    expect(more).toEqual([]);
  });

  it('tells an unknown name at the name, and a missing one at its map', () => {
    const unknown = changed('trap: With', 'trapp: With');
    const found = problemsOf(unknown.text);
    expect(found.map((each) => each.message)).toEqual([
      '"trap" is missing: expected text',
      'unknown name "trapp"',
    ]);
    expect(found[1]).toMatchObject({ line: unknown.line, column: unknown.column });
  });

  it('tells all at once, in the order of the lines', () => {
    const one = changed('difficulty: 1', 'difficulty: 9').text;
    const two = one.replace("feeRate: '0.001'", "feeRate: 'some'").replace('venue: binance', 'venue: ""');
    const lines = problemsOf(two).map((each) => each.line);
    expect(lines.length).toBe(3);
    expect(lines).toEqual(lines.toSorted((a, b) => a - b));
  });

  it.each([
    ['a broken line', 'id: [thin\nversion: 1', /not YAML/],
    ['nothing', '', /the file/],
    ['a list', '- a\n- b\n', /the file/],
    ['an alias bomb', 'id: &a [x]\nversion: *a\ntitle: *a\n', /aliases/],
  ])('refuses %s', (_, text, message) => {
    const messages = problemsOf(text).map((each) => each.message);
    expect(messages.join('\n')).toMatch(message);
  });

  it('shows hostile text without what a terminal would act on', () => {
    const { text } = changed('venue: binance', 'venue: "\\e]0;owned\\abinance\\u202e"');
    expect(
      problemsOf(text)
        .map((each) => each.message)
        .join(),
    ).not.toMatch(/[\u0007\u001b\u202e]/);
  });
});

describe('a staged scenario', () => {
  it('has the same keys for the same seed only, and the same books for every seed', () => {
    const one = stageScenario(thinPair, 'one');
    const again = stageScenario(thinPair, 'one');
    const two = stageScenario(thinPair, 'two');
    expect(again).toEqual(one);
    expect(two.keys.suspect.keyId).not.toBe(one.keys.suspect.keyId);
    expect(two.keys.suspect.secret).not.toBe(one.keys.suspect.secret);
    expect({ ...two.opening, keys: [] }).toEqual({ ...one.opening, keys: [] });
    expect(two.plan.visits).toEqual(one.plan.visits);
  });

  it('has a history as the bot usually trades: 0.2 fills a minute, on its own pairs, near the market', () => {
    const { opening } = stageScenario(thinPair, 'one');
    expect(opening.trades).toHaveLength(96);
    expect(96 / (8 * 60)).toBe(Number(thinPair.account.usualFillsPerMinute));
    for (const trade of opening.trades) {
      expect(thinPair.account.usualSymbols).toContain(trade.symbol);
      expect(trade.clientOrderId).toMatch(/^mm-/);
      const mid = Number(opening.markets.find((market) => market.symbol === trade.symbol)?.price);
      expect(Math.abs(Number(trade.price) / mid - 1)).toBeLessThan(0.0041);
      expect(Date.parse(trade.at)).toBeLessThan(Date.parse(thinPair.startsAt));
    }
    expect(new Set(opening.trades.map((trade) => trade.clientOrderId)).size).toBe(96);
  });
});

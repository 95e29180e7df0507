import {
  isOfOnePage,
  listsBySymbol,
  sweptOnly,
  symbolsProven,
  type RankedMarket,
} from '../acquisition/index.ts';
import type { Account } from '../domain/account.ts';
import { closableHoles, type Coverage } from '../domain/coverage.ts';
import { describeMs, durationMs } from '../domain/duration.ts';
import type { FailureCode } from '../domain/failure.ts';
import { groupDigits } from '../domain/money.ts';
import type { EarlyEnd } from '../playbook/step-kind.ts';
import { queryOf, since } from './history-query.ts';
import type { PortionWay } from './acquire-listing.ts';
import { readListing, type Reading, type RowOf } from './reading.ts';
import { listMarkets, planSweep } from './sweep-plan.ts';
import { keepSwept, markets as inMarkets, provenHere, sweptInWords, type Swept } from './sweep-record.ts';
import type { CaseWorld } from './world.ts';

export interface SweepWish {
  /** ISO 8601 duration: how far back. */
  readonly reach: string;
  /** ISO 8601 duration that it may take; absent: as long as it takes. */
  readonly budget?: string;
}

/** How the sweep of one account ended, and what it says: "all 1,412 markets". */
export interface SweepEnd {
  readonly is: 'nothing-to-sweep' | 'complete' | 'ended-early' | 'incomplete' | 'parked' | 'not-begun';
  readonly words: string;
  /** By what the markets were put in order, in words; "" where none were. */
  readonly rankedBy: string;
  readonly total: number;
  readonly read: number;
  /** Symbols outside the usual ones in which the sweep found trades. */
  readonly found: readonly string[];
}

const nothing = (is: SweepEnd['is'], words: string): SweepEnd => ({
  is,
  words,
  rankedBy: '',
  total: 0,
  read: 0,
  found: [],
});

/**
 * Reads the trades of every market of one account that is not proven read yet, the most suspicious first,
 * in portions that are kept one by one: what is on disk stays, whatever ends the sweep, and the next one
 * goes on behind it. Orders are read of the markets in which trades are found.
 */
export async function sweep(account: Account, wish: SweepWish, world: CaseWorld): Promise<SweepEnd> {
  const capability = world.venueOf(account).capabilities.listTrades;
  if (capability.by !== 'api') return nothing('nothing-to-sweep', capability.why);
  if (!listsBySymbol(capability.run.paging)) {
    return nothing('nothing-to-sweep', 'the venue lists trades of all markets together: nothing to sweep');
  }
  const listed = await listMarkets(account, world);
  if ('why' in listed) return nothing('not-begun', `which markets there are is not known: ${listed.why}`);
  const from = since(durationMs(wish.reach), world);
  const isRead = (symbol: string): boolean => provenHere('listTrades', from, account, world).has(symbol);
  const plan = await planSweep(account, { symbols: listed.symbols, from, isRead }, world);
  const ending = world.endable?.('the sweep over every market');
  try {
    return await new Sweep(account, { wish, from, world, ending, ...plan }).run();
  } finally {
    ending?.over();
  }
}

interface Parts {
  readonly wish: SweepWish;
  readonly from: string;
  readonly world: CaseWorld;
  readonly ending: EarlyEnd | undefined;
  readonly markets: readonly RankedMarket[];
  readonly rankedBy: string;
  readonly plan: { readonly reads: readonly { readonly secondsAtLeast: number }[] };
}

// Small enough that little is lost to a kill, large enough that a sweep is not thousands of exhibits.
const portionSize = 25;
const triesAtMost = 2;
const portionsInVainAtMost = 2;

class Sweep {
  readonly #account: Account;
  readonly #parts: Parts;
  readonly #world: CaseWorld;
  readonly #trades: PortionWay<RowOf<'listTrades'>>['capability'];
  readonly #startedMs: number;
  readonly #read: Set<string>;
  readonly #tries = new Map<string, number>();
  readonly #lost = new Map<string, string>();
  readonly #found = new Set<string>();
  readonly #readBefore: number;
  #markets: readonly RankedMarket[];
  #inVain = 0;
  #why: string | undefined;
  #isParked = false;

  constructor(account: Account, parts: Parts) {
    const capability = parts.world.venueOf(account).capabilities.listTrades;
    if (capability.by !== 'api') throw new RangeError('trades are not read by API here');
    this.#account = account;
    this.#parts = parts;
    this.#world = parts.world;
    this.#trades = sweptOnly(capability);
    this.#startedMs = parts.world.clock.monotonicMs();
    this.#markets = parts.markets;
    const proven = provenHere('listTrades', parts.from, account, parts.world);
    this.#read = new Set(this.#symbols().filter((symbol) => proven.has(symbol)));
    this.#readBefore = this.#read.size;
    for (const symbol of this.#symbols()) this.#leaveOutMisspelt(symbol);
  }

  async run(): Promise<SweepEnd> {
    // On disk before the first portion: a process that is killed leaves a record that says what is missing.
    if (this.#left().length > 0) await keepSwept(this.#soFar(), this.#account, this.#world);
    do await this.#readPortions();
    while (this.#why === undefined && (await this.#hasNewMarkets()));
    await keepSwept(this.#soFar(), this.#account, this.#world);
    return this.#end();
  }

  async #readPortions(): Promise<void> {
    for (;;) {
      const portion = this.#left().slice(0, portionSize);
      if (portion.length === 0) return;
      this.#why ??= this.#whyToEnd();
      if (this.#why !== undefined) return;
      this.#tell(0);
      await this.#readPortion(portion);
    }
  }

  async #readPortion(portion: readonly string[]): Promise<void> {
    const begun = new Set<string>();
    const way = this.#way(this.#trades, (symbol) => {
      if (symbol !== undefined) begun.add(symbol);
      this.#tell(Math.max(0, begun.size - 1));
    });
    const query = queryOf(
      'listTrades',
      { symbols: portion, from: this.#parts.from },
      this.#account,
      this.#world,
    );
    const reading = await readListing('listTrades', query, this.#account, this.#world, { portion: way });
    if (!reading.read) {
      this.#park(reading.why);
      return;
    }
    this.#note(portion, reading);
    await this.#readOrdersOf([...new Set(reading.listing.rows.map(({ symbol }) => symbol))]);
  }

  #note(portion: readonly string[], reading: Extract<Reading<RowOf<'listTrades'>>, { read: true }>): void {
    const { coverage, rows } = reading.listing;
    const proven = symbolsProven([coverage], this.#parts.from);
    const usual = new Set(this.#account.pattern.usualSymbols);
    for (const { symbol } of rows) if (!usual.has(symbol)) this.#found.add(symbol);
    const lost = portion.filter((symbol) => !proven.has(symbol));
    for (const symbol of portion) if (proven.has(symbol)) this.#read.add(symbol);
    if (this.#whyToEnd() !== undefined) return;
    // What ended the reading may be the fault of the one symbol that met it: the others are asked again.
    const tried =
      isOfAll(reading.failure?.code) && reading.incomplete !== undefined ? lost.slice(0, 1) : lost;
    for (const symbol of tried) this.#lose(symbol, whyOf(symbol, coverage));
    this.#inVain = lost.length === portion.length && reading.incomplete !== undefined ? this.#inVain + 1 : 0;
    if (this.#inVain >= portionsInVainAtMost) this.#park(reading.incomplete ?? 'nothing came of it');
  }

  /** Another key, or another moment, may go on. */
  #park(why: string): void {
    this.#isParked = true;
    this.#why = `parked: ${why}`;
  }

  /** A list of markets is public text: what cannot be a symbol is not sent, and signed, anywhere. */
  #leaveOutMisspelt(symbol: string): void {
    if (isSpelledLikeSymbol(symbol)) return;
    this.#tries.set(symbol, triesAtMost);
    this.#lost.set(symbol, 'not spelled like a symbol: it was not sent');
  }

  #lose(symbol: string, why: string): void {
    this.#tries.set(symbol, (this.#tries.get(symbol) ?? 0) + 1);
    this.#lost.set(symbol, why);
  }

  /** Whose orders they were tells whether the trades are ours. */
  async #readOrdersOf(traded: readonly string[]): Promise<void> {
    const capability = this.#world.venueOf(this.#account).capabilities.listOrders;
    if (capability.by !== 'api' || !listsBySymbol(capability.run.paging)) return;
    const known = provenHere('listOrders', this.#parts.from, this.#account, this.#world);
    const symbols = traded.filter((symbol) => !known.has(symbol));
    if (symbols.length === 0) return;
    const query = queryOf('listOrders', { symbols, from: this.#parts.from }, this.#account, this.#world);
    const way = this.#way(sweptOnly(capability), () => undefined);
    await readListing('listOrders', query, this.#account, this.#world, { portion: way });
  }

  #way<Row>(capability: PortionWay<Row>['capability'], onPage: PortionWay<Row>['onPage']): PortionWay<Row> {
    const deadlineMs = this.#deadlineMs();
    return {
      capability,
      endEarly: this.#parts.ending?.asked ?? new AbortController().signal,
      onPage,
      ...(deadlineMs === undefined ? {} : { deadlineMs }),
    };
  }

  #deadlineMs(): number | undefined {
    const { budget } = this.#parts.wish;
    return budget === undefined ? undefined : this.#startedMs + durationMs(budget);
  }

  #whyToEnd(): string | undefined {
    const { ending, wish } = this.#parts;
    if (ending?.asked.aborted) return String(ending.asked.reason);
    const deadlineMs = this.#deadlineMs();
    const isLate = deadlineMs !== undefined && this.#world.clock.monotonicMs() >= deadlineMs;
    return isLate
      ? `the time set for the sweep (${describeMs(durationMs(wish.budget ?? 'PT0S'))}) was over`
      : undefined;
  }

  /** A market may begin while the sweep goes on: it is read too, before "all" is said. */
  async #hasNewMarkets(): Promise<boolean> {
    const listed = await listMarkets(this.#account, this.#world);
    if ('why' in listed) {
      this.#park(`whether markets came meanwhile is not known: ${listed.why}`);
      return false;
    }
    const now = new Set(listed.symbols);
    for (const [symbol, why] of this.#lost) {
      if (!now.has(symbol)) this.#lost.set(symbol, `the venue does not list it any more (${why})`);
    }
    const known = new Set(this.#symbols());
    const added = [...now].filter((symbol) => !known.has(symbol));
    const reasons = ['listed by the venue while the sweep went on'];
    for (const symbol of added) this.#leaveOutMisspelt(symbol);
    this.#markets = [...this.#markets, ...added.map((symbol) => ({ symbol, reasons }))];
    return added.length > 0;
  }

  #symbols = (): readonly string[] => this.#markets.map(({ symbol }) => symbol);

  /** What was tried in vain comes again behind all that was not tried, once. */
  #left(): readonly string[] {
    const tries = (symbol: string): number => this.#tries.get(symbol) ?? 0;
    return this.#symbols()
      .filter((symbol) => !this.#read.has(symbol) && tries(symbol) < triesAtMost)
      .toSorted((a, b) => tries(a) - tries(b));
  }

  #tell(ofPortion: number): void {
    const done = this.#read.size + ofPortion;
    const total = this.#markets.length;
    const left = describeLeft(this.#msLeft(done));
    this.#world.progress(`${groupDigits(`${done}`)} of ${inMarkets(total)}, ${left}`);
  }

  #msLeft(done: number): number {
    const doneHere = done - this.#readBefore;
    const planned =
      this.#parts.plan.reads.reduce((sum, { secondsAtLeast }) => sum + secondsAtLeast, 0) * 1000;
    if (doneHere === 0) return planned;
    const elapsed = this.#world.clock.monotonicMs() - this.#startedMs;
    return (elapsed / doneHere) * (this.#markets.length - done);
  }

  #soFar(): Swept {
    const isOut = (symbol: string): boolean => (this.#tries.get(symbol) ?? 0) >= triesAtMost;
    const lost = new Map([...this.#lost].filter(([symbol]) => isOut(symbol)));
    return {
      markets: this.#markets,
      read: this.#read,
      lost,
      ...(this.#why === undefined ? {} : { why: this.#why }),
    };
  }

  #end(): SweepEnd {
    const { lost } = this.#soFar();
    const [total, read] = [this.#markets.length, this.#read.size];
    const whys = [...(this.#why === undefined ? [] : [this.#why]), ...lost.values()];
    const holes = whys.map((why) => ({ what: 'trades', why }));
    return {
      is: this.#ended(),
      words: sweptInWords({ total, read, holes }),
      rankedBy: this.#parts.rankedBy,
      total,
      read,
      found: [...this.#found],
    };
  }

  #ended(): SweepEnd['is'] {
    if (this.#why !== undefined) return this.#isParked ? 'parked' : 'ended-early';
    return this.#read.size === this.#markets.length ? 'complete' : 'incomplete';
  }
}

/** "about 9 min left"; seconds below two minutes. */
const describeLeft = (ms: number): string =>
  ms >= 120_000
    ? `about ${groupDigits(`${Math.round(ms / 60_000)}`)} min left`
    : `about ${Math.ceil(ms / 1000)} s left`;

/** Letters of any script: there are markets whose name is Chinese. */
const isSpelledLikeSymbol = (symbol: string): boolean => /^[\p{L}\p{N}._/:-]{1,40}$/u.test(symbol);

const whyOf = (symbol: string, { holes }: Coverage): string =>
  (
    holes.find((hole) => hole.symbol === symbol) ??
    closableHoles(holes).find((hole) => hole.symbol === undefined)
  )?.why ?? 'the venue takes no such symbol where it lists trades by symbol';

/** A failure that every other market would only meet again; a pause that is too long has no code. */
const isOfAll = (code: FailureCode | undefined): boolean => code === undefined || !isOfOnePage(code);

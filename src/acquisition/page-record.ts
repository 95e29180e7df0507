import type { Proof } from '../domain/coverage.ts';
import type { Failure } from '../domain/failure.ts';
import type { Page, PageRequest, ReadPages } from '../venues/contract.ts';
import { PageLost } from './page-lost.ts';
import { symbolOf } from './paging/span.ts';
import { seenIds } from './seen-ids.ts';

export interface PageProgress {
  readonly page: number;
  /** Rows so far, without duplicates. */
  readonly rows: number;
  readonly request: PageRequest;
  readonly symbol?: string;
}

export interface FetchedPage<Row> {
  readonly request: PageRequest;
  readonly page: Page<Row>;
  readonly ids: readonly string[];
}

/** Takes rows as they come, each once, and says when it can take more. */
export type RowSink<Row> = (rows: readonly Row[]) => Promise<void> | void;

interface Telling<Row> {
  readonly reader: ReadPages<Row>;
  readonly onRows: RowSink<Row>;
  readonly onPage: ((progress: PageProgress) => void) | undefined;
}

const lostInARowAtMost = 3;

/**
 * What a listing brought, in the order of its pieces: each row once, every page, every loss. It is told
 * of pages and losses one piece after the other, however many were read at once. Rows go on to the
 * sink and are not held.
 */
export class PageRecord<Row> {
  readonly pages: Proof['pages'][number][] = [];
  readonly #telling: Telling<Row>;
  readonly #seen = seenIds();
  #rows = 0;
  #sunk = Promise.resolve();
  #lostInARow = 0;
  #firstLost: PageLost | undefined;
  #ended: PageLost | undefined;

  constructor(telling: Telling<Row>) {
    this.#telling = telling;
  }

  /** How many rows were told, without duplicates. */
  get rows(): number {
    return this.#rows;
  }

  /** The loss after which nothing more is asked. */
  get ended(): PageLost | undefined {
    return this.#ended;
  }

  get failure(): Failure | undefined {
    return this.#firstLost?.failure;
  }

  take(fetched: FetchedPage<Row> | PageLost): void {
    if (fetched instanceof PageLost) this.#lose(fetched);
    else this.#keep(fetched);
  }

  fetched(request: PageRequest, page: Page<Row>): FetchedPage<Row> {
    return { request, page, ids: page.rows.map((row) => this.#telling.reader.idOf(row)) };
  }

  /** Resolves when the sink has taken every row so far; until then no more pages are to be asked. */
  async settled(): Promise<void> {
    await this.#sunk;
    await this.#seen.settle();
  }

  close(): void {
    this.#seen.close();
  }

  #keep({ request, page, ids }: FetchedPage<Row>): void {
    const isNew = (_row: Row, at: number): boolean =>
      // Ids are the venue's, and at some venues unique within a section or a symbol only.
      this.#seen.add(`${request.section ?? ''}\n${request.symbol ?? ''}\n${ids[at]}`);
    const rows = page.rows.filter(isNew);
    this.#rows += rows.length;
    for (const exchange of page.before ?? []) this.pages.push({ exchange, request: {}, rows: 0 });
    this.pages.push({ exchange: page.exchange, request: page.request, rows: page.rows.length });
    // A reply that was cut short brought rows, and is a loss all the same: that is told next.
    if (page.stop !== 'failed') this.#lostInARow = 0;
    if (rows.length > 0) this.#sink(rows);
    this.#telling.onPage?.({ page: this.pages.length, rows: this.#rows, request, ...symbolOf(request) });
  }

  /** One after the other, also where several pieces tell; after an error of the sink nothing more. */
  #sink(rows: readonly Row[]): void {
    const { onRows } = this.#telling;
    this.#sunk = this.#sunk.then(() => onRows(rows));
    // Whoever awaits `settled` is thrown the error; until then nobody may have asked.
    this.#sunk.catch(() => undefined);
  }

  #lose(lost: PageLost): void {
    this.#firstLost ??= lost;
    this.#lostInARow += 1;
    if (!lost.isOfThisPage || this.#lostInARow >= lostInARowAtMost) this.#ended = lost;
  }
}

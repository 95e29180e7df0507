import type { Listing } from '../domain/coverage.ts';
import type { Failure } from '../domain/failure.ts';
import type { Page, PageRequest, ReadPages } from '../venues/contract.ts';
import { PageLost } from './page-lost.ts';
import { symbolOf } from './paging/span.ts';

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

const lostInARowAtMost = 3;

/**
 * What a listing brought, in the order of its pieces: each row once, every page, every loss. It is told
 * of pages and losses one piece after the other, however many were read at once.
 */
export class PageRecord<Row> {
  readonly rows: Row[] = [];
  readonly pages: Listing<Row>['pages'][number][] = [];
  readonly #reader: ReadPages<Row>;
  readonly #onPage: ((progress: PageProgress) => void) | undefined;
  readonly #seen = new Set<string>();
  #lostInARow = 0;
  #firstLost: PageLost | undefined;
  #ended: PageLost | undefined;

  constructor(reader: ReadPages<Row>, onPage: ((progress: PageProgress) => void) | undefined) {
    this.#reader = reader;
    this.#onPage = onPage;
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
    return { request, page, ids: page.rows.map((row) => this.#reader.idOf(row)) };
  }

  #keep({ request, page, ids }: FetchedPage<Row>): void {
    page.rows.forEach((row, at) => {
      // Ids are the venue's, and at some venues unique within a section or a symbol only.
      const key = `${request.section ?? ''}\n${request.symbol ?? ''}\n${ids[at]}`;
      if (this.#seen.has(key)) return;
      this.#seen.add(key);
      this.rows.push(row);
    });
    for (const exchange of page.before ?? []) this.pages.push({ exchange, request: {}, rows: 0 });
    this.pages.push({ exchange: page.exchange, request: page.request, rows: page.rows.length });
    // A reply that was cut short brought rows, and is a loss all the same: that is told next.
    if (page.stop !== 'failed') this.#lostInARow = 0;
    this.#onPage?.({ page: this.pages.length, rows: this.rows.length, request, ...symbolOf(request) });
  }

  #lose(lost: PageLost): void {
    this.#firstLost ??= lost;
    this.#lostInARow += 1;
    if (!lost.isOfThisPage || this.#lostInARow >= lostInARowAtMost) this.#ended = lost;
  }
}

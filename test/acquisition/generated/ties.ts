import type { TurnedPage } from './reading.ts';

/** How many edges between two pages of one list lie inside a moment: rows of it stand on both sides. */
export function tiesAtPageEdges(pages: readonly TurnedPage[]): number {
  const lists = Map.groupBy(pages, ({ request: { section, symbol } }) => `${section} ${symbol}`);
  return [...lists.values()].flatMap((list) =>
    list.filter((page, index) => index > 0 && sharesAMoment(list[index - 1], page)),
  ).length;
}

const sharesAMoment = (before: TurnedPage | undefined, page: TurnedPage): boolean => {
  const moments = new Set(before?.rows.map(momentOf));
  return page.rows.some((row) => moments.has(momentOf(row)));
};

const momentOf = (row: unknown): unknown =>
  typeof row === 'object' && row !== null && 'at' in row ? row.at : undefined;

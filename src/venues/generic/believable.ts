const depthAtMost = 5;
const aboutErrors = /err|warn|messages?$|^msg/i;

/** Every list in a reply that may hold rows. */
function listsIn(body: unknown, depth = 0): readonly (readonly unknown[])[] {
  if (depth > depthAtMost || typeof body !== 'object' || body === null) return [];
  if (Array.isArray(body)) return [body, ...body.flatMap((one) => listsIn(one, depth + 1))];
  return Object.entries(body).flatMap(([name, value]) =>
    aboutErrors.test(name) ? [] : listsIn(value, depth + 1),
  );
}

/** As many rows as the longest list in the reply has; undefined where there is no list at all. */
export function rowsIn(body: unknown): number | undefined {
  const lists = listsIn(body);
  return lists.length === 0 ? undefined : Math.max(...lists.map((list) => list.length));
}

/** Whether a reply has an inside: for balances, which some venues send as names and numbers. */
export const hasInside = (body: unknown): boolean =>
  typeof body === 'object' &&
  body !== null &&
  Object.entries(body).some(
    ([name, value]) => typeof value === 'object' && value !== null && !aboutErrors.test(name),
  );

const usualPageSizes: ReadonlySet<number> = new Set([
  10, 15, 20, 25, 30, 40, 50, 60, 100, 150, 200, 250, 300, 500, 1000, 2000, 2500, 5000,
]);

/** A list that is as long as pages usually are may go on. */
export const looksCut = (rows: number): boolean => usualPageSizes.has(rows);

/** A reply of the venue with one thing taken out of its envelope. */
export interface Lacking {
  /** "without .result.list". */
  readonly lack: string;
  readonly path: string;
  readonly body: string;
}

/**
 * The fullest reply of each path, with each member left out, then with null in its place: of the object
 * that it is, and of the objects directly inside. Rows are not touched: what they lack is theirs; and in
 * a table of rows by their ids none is left out.
 */
export function lackings(replies: readonly { readonly path: string; readonly body: unknown }[]): Lacking[] {
  return [...fullest(replies)].flatMap(([path, body]) =>
    placesIn(body).flatMap((place) => [
      ...(isRow(body, place)
        ? []
        : [
            { lack: `without ${nameOf(place)}`, path, body: JSON.stringify(changed(body, place, undefined)) },
          ]),
      { lack: `with null at ${nameOf(place)}`, path, body: JSON.stringify(changed(body, place, null)) },
    ]),
  );
}

/** Where the members inside are objects with the same names, they are rows by their id: one fewer is none missing. */
function isRow(body: unknown, [name = '', inner]: Place): boolean {
  const map = isObject(body) && inner !== undefined ? body[name] : undefined;
  if (!isObject(map)) return false;
  const shapes = Object.values(map).map((row) =>
    isObject(row) ? Object.keys(row).sort().join() : undefined,
  );
  return shapes[0] !== undefined && shapes.every((shape) => shape === shapes[0]);
}

function fullest(replies: readonly { readonly path: string; readonly body: unknown }[]) {
  const byPath = new Map<string, unknown>();
  const length = (body: unknown): number => (body === undefined ? -1 : JSON.stringify(body).length);
  for (const { path, body } of replies) {
    if (length(body) > length(byPath.get(path))) byPath.set(path, body);
  }
  return byPath;
}

type Place = readonly string[];

const nameOf = (place: Place): string => place.map((name) => `.${name}`).join('');

function placesIn(body: unknown): readonly Place[] {
  if (!isObject(body)) return [];
  return Object.entries(body).flatMap(([name, member]) => [
    [name],
    ...(isObject(member) ? Object.keys(member).map((inner) => [name, inner]) : []),
  ]);
}

function changed(body: unknown, [name = '', ...rest]: Place, to: null | undefined): unknown {
  if (!isObject(body)) return body;
  return { ...body, [name]: rest.length === 0 ? to : changed(body[name], rest, to) };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

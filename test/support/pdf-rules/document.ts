import type { PdfObject } from '../pdf-objects.ts';

type Dictionary = Readonly<Record<string, unknown>>;

/** A file as qpdf's JSON gives it: `obj:5 0 R` or `trailer` → what it holds. */
export type Objects = Readonly<Record<string, PdfObject>>;

/** One rule of ISO 19005-3 or ISO 14289-1. `broken` says where; nothing when the file keeps it. */
export interface Rule {
  readonly clause: string;
  readonly broken: (objects: Objects) => readonly string[];
}

export const isDictionary = (value: unknown): value is Dictionary =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a value or a reference to one holds; a stream's dictionary for a stream. */
export function at(objects: Objects, value: unknown): unknown {
  const object = typeof value === 'string' ? objects[`obj:${value}`] : undefined;
  if (!object) return value;
  return object.stream?.dict ?? object.value;
}

export function dictionaryAt(objects: Objects, value: unknown): Dictionary {
  const found = at(objects, value);
  return isDictionary(found) ? found : {};
}

export function listAt(objects: Objects, value: unknown): readonly unknown[] {
  const found = at(objects, value);
  if (Array.isArray(found)) return found;
  return found === undefined || found === null ? [] : [value];
}

/** Every object that is a dictionary or stream, with its name. */
export const dictionaries = (objects: Objects): readonly (readonly [name: string, of: Dictionary])[] =>
  Object.entries(objects).flatMap(([name, { value, stream }]) => {
    const of = stream?.dict ?? value;
    return isDictionary(of) ? [[name, of] as const] : [];
  });

/** Those with this value under this key. */
export const those = (
  objects: Objects,
  key: string,
  value: string,
): readonly (readonly [string, Dictionary])[] => dictionaries(objects).filter(([, of]) => of[key] === value);

export const catalogOf = (objects: Objects): Dictionary => those(objects, '/Type', '/Catalog')[0]?.[1] ?? {};

/** What is drawn: content streams of pages and forms, decoded. */
export function contents(objects: Objects): readonly (readonly [name: string, operators: string])[] {
  const pages = those(objects, '/Type', '/Page').flatMap(([, page]) => listAt(objects, page['/Contents']));
  const forms = those(objects, '/Subtype', '/Form').map(([name]) => name.replace('obj:', ''));
  return [...pages, ...forms].map((name) => {
    const data = objects[`obj:${String(name)}`]?.stream?.data ?? '';
    return [String(name), Buffer.from(data, 'base64').toString('latin1')];
  });
}

/** Every string, name and number in it, however deep. */
export function* leaves(value: unknown): Generator<unknown> {
  if (Array.isArray(value)) for (const one of value) yield* leaves(one);
  else if (isDictionary(value)) {
    for (const [key, one] of Object.entries(value)) {
      yield key;
      yield* leaves(one);
    }
  } else yield value;
}

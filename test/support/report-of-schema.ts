import { z } from 'zod';
import type { Report } from '../../src/report/model.ts';
import { reportSchema } from '../../src/report/schema/index.ts';

/** A string's place in report.json, as in `accounts.0.trades.first.value.rows.1.symbol`. */
export type Place = string;

/** What a text is by the schema's own words. */
export type TextKind = 'time' | 'amount' | 'text';

/** What stands at a place; undefined: something harmless of its kind. */
export type TextAt = (place: Place, kind: TextKind) => string | undefined;

// The file's own date: without one there is no PDF, and the renderer says so.
const kept: ReadonlyMap<Place, string> = new Map([['identification.asOf', '2026-11-21T12:00:00.000Z']]);

/**
 * A report with every member that the schema knows, the optional ones too: a member that is added is covered
 * without a change here. `variant` chooses among the forms of a union and the words of an enumeration; the
 * second element of each list has the next one.
 */
export function reportOfSchema(textAt: TextAt, variant = 0): Report {
  return reportSchema.parse(valueOf(reportSchema, '', { textAt, variant })) as unknown as Report;
}

/** How many variants there are until each form of each union has stood in each place. */
export const variants = 7;

interface Making {
  readonly textAt: TextAt;
  readonly variant: number;
}

type Schema = z.core.$ZodType;

function valueOf(schema: Schema, place: Place, making: Making): unknown {
  const { def } = schema._zod as { readonly def: z.core.$ZodTypes['_zod']['def'] };
  const { variant } = making;
  switch (def.type) {
    case 'object':
      return objectOf(def.shape, place, making);
    case 'array':
      return [0, 1].map((n) =>
        valueOf(def.element, at(place, String(n)), { ...making, variant: variant + n }),
      );
    case 'union':
      return valueOf(chosen(def.options, variant), place, making);
    case 'optional':
      return valueOf(def.innerType, place, making);
    case 'record':
      return Object.fromEntries(
        wordsOf(def.keyType).map((word) => [word, valueOf(def.valueType, at(place, word), making)]),
      );
    case 'enum':
      return chosen(wordsOf(schema), variant);
    case 'literal':
      return chosen(def.values, variant);
    case 'string':
      return textOf(schema, place, making);
    case 'number':
      return 3 + variant;
    case 'boolean':
      return variant % 2 === 0;
    default:
      throw new Error(`the schema has a ${def.type} at ${place}, which is not known here`);
  }
}

function textOf(schema: Schema, place: Place, { textAt }: Making): string {
  const about = z.globalRegistry.get(schema)?.description ?? '';
  const kind = about.startsWith('ISO 8601') ? 'time' : about.startsWith('A decimal') ? 'amount' : 'text';
  return kept.get(place) ?? textAt(place, kind) ?? harmless[kind](place);
}

// In the order of the places' numbers, so that an interval has a length.
const harmless: Readonly<Record<TextKind, (place: Place) => string>> = {
  time: (place) => `2026-11-21T03:${place.includes('.1') ? '2' : '1'}${place.length % 10}:00.000Z`,
  amount: (place) => `${place.length}.5`,
  text: (place) => `plain ${place}`,
};

const objectOf = (shape: Readonly<Record<string, Schema>>, place: Place, making: Making): object =>
  Object.fromEntries(
    Object.entries(shape).map(([key, inner]) => [key, valueOf(inner, at(place, key), making)]),
  );

const at = (place: Place, key: string): Place => (place === '' ? key : `${place}.${key}`);

function wordsOf(schema: Schema): readonly string[] {
  const { def } = schema._zod as { readonly def: z.core.$ZodTypes['_zod']['def'] };
  if (def.type !== 'enum') throw new Error('an enumeration was expected');
  return Object.values(def.entries).map(String);
}

function chosen<T>(from: readonly T[], variant: number): T {
  const one = from[variant % from.length];
  if (one === undefined) throw new Error('nothing to choose from');
  return one;
}

/** Every place that holds a text, over all variants. */
export function placesOf(): readonly Place[] {
  const places = new Set<Place>();
  for (let variant = 0; variant < variants; variant++) {
    reportOfSchema((place) => void places.add(place), variant);
  }
  return [...places];
}

import type { z } from 'zod';
import type { Path } from './flaw.ts';

type Schema = z.core.$ZodType;

/** The names that the shape knows at the path; none where the names are free. */
export const namesAt = (shape: Schema, path: Path): readonly string[] => [
  ...new Set(
    path.reduce((at, part) => at.flatMap((one) => within(one, part)), variantsOf(shape)).flatMap(ownNames),
  ),
];

/** Every name that the shape knows, at any depth. */
export function namesIn(shape: Schema): readonly string[] {
  return variantsOf(shape).flatMap((variant) => {
    const { def } = variant._zod;
    if (isArray(def)) return namesIn(def.element);
    if (!isObject(def)) return [];
    return Object.entries(def.shape).flatMap(([name, inner]) => [name, ...namesIn(inner)]);
  });
}

function ownNames(shape: Schema): readonly string[] {
  const { def } = shape._zod;
  return isObject(def) ? Object.keys(def.shape) : [];
}

function within(shape: Schema, part: string | number): readonly Schema[] {
  const { def } = shape._zod;
  const inner = fieldOf(def, String(part)) ?? (isArray(def) ? def.element : undefined);
  return inner === undefined ? [] : variantsOf(inner);
}

// The name comes from the file: "constructor" is no field.
const fieldOf = (def: z.core.$ZodTypeDef, name: string): Schema | undefined =>
  isObject(def) && Object.hasOwn(def.shape, name) ? def.shape[name] : undefined;

/** The shape without what wraps it; of a union all that it may be. */
function variantsOf(shape: Schema): readonly Schema[] {
  const { def } = shape._zod;
  if ('innerType' in def) return variantsOf(def.innerType as Schema);
  if ('options' in def) return (def.options as readonly Schema[]).flatMap(variantsOf);
  return [shape];
}

const isObject = (def: z.core.$ZodTypeDef): def is z.core.$ZodObjectDef => def.type === 'object';
const isArray = (def: z.core.$ZodTypeDef): def is z.core.$ZodArrayDef => def.type === 'array';

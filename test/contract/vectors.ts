import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { VenueVectors } from '../vectors/vector.ts';

/** What test/vectors/<id>.ts exports, whatever the name; undefined when there is no such file. */
export async function vectorsOf(id: string): Promise<VenueVectors | undefined> {
  const file = join(import.meta.dirname, '../vectors', `${id}.ts`);
  if (!existsSync(file)) return undefined;
  const module = (await import(file)) as Readonly<Record<string, VenueVectors | undefined>>;
  return Object.values(module).find((exported) => exported?.venue === id);
}

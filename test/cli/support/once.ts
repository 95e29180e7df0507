import { cpSync } from 'node:fs';
import { newPlace, type Place } from './command.ts';

/**
 * What the program leaves after these commands, made once for a file of tests; each test gets a copy to do with as it
 * likes. For a beginning that many tests share: where a start itself is what is tested, it is started.
 */
export function once(make: (place: Place) => Promise<void>): () => Promise<Place> {
  let made: Promise<Place> | undefined;
  const makeIt = async (): Promise<Place> => {
    const place = newPlace();
    await make(place);
    return place;
  };
  return async () => copyOf(await (made ??= makeIt()));
}

/** A new place that holds what this one holds. */
export function copyOf(from: Place): Place {
  const place = newPlace();
  for (const part of ['home', 'cwd'] as const)
    cpSync(from[part], place[part], { recursive: true, preserveTimestamps: true });
  return place;
}

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { firebreak, newPlace, type Place, type Ran } from './command.ts';

export interface SealedDrill {
  readonly place: Place;
  readonly ran: Ran;
  readonly id: string;
  readonly exports: string;
  readonly bag: string;
}

/** `drill thin-pair`, answered by the model, from the first record to the sealed bag. */
export async function sealDrill(
  flags: readonly string[] = [],
  around: Parameters<typeof firebreak>[2] = {},
): Promise<SealedDrill> {
  const place = newPlace();
  const ran = await firebreak(
    ['drill', 'thin-pair', '--responder', 'model', '--speed', '60', ...flags],
    place,
    around,
  );
  return sealedIn(place, ran);
}

/** The drill that was played in a place. */
export function sealedIn(place: Place, ran: Ran): SealedDrill {
  const [id] = readdirSync(join(place.cwd, 'reports'));
  if (id === undefined) throw new Error(`the drill left no report: ${ran.stderr}`);
  const exports = join(place.cwd, 'reports', id);
  return { place, ran, id, exports, bag: join(exports, 'bag') };
}

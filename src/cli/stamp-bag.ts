import { join, resolve } from 'node:path';
import { loadConfig } from '../config/index.ts';
import { BadInput } from '../domain/failure.ts';
import {
  isOfLaterStamp,
  stampSeal,
  verifyBag,
  type Authorities,
  type SealStamp,
  type TimeGap,
} from '../evidence/index.ts';
import { showable } from '../terminal/index.ts';
import { createDrillAuthorities } from './drill-authorities.ts';
import type { Environment } from './environment.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import type { NamedBag } from './named-bag.ts';
import { casesOf } from './open-cases.ts';
import { readInput } from './read-input.ts';
import { openRealAuthorities } from './real-authorities.ts';
import type { Telling } from './telling.ts';

/**
 * Has a sealed bag stamped by the authorities of firebreak.yaml that have not stamped it yet: one that could not be
 * reached when it was sealed, or one that was configured since. The caller has verified the bag. Exit 0: each has
 * stamped both files; 4: one has not, and the output says why.
 *
 * @throws BadInput when there is nobody to ask
 */
export async function stampBag(
  bag: NamedBag,
  { config }: { readonly config: string },
  by: { readonly environment: Environment; readonly telling: Telling },
): Promise<ExitCode> {
  const { environment, telling } = by;
  const opened = await authoritiesFor(bag, config, environment);
  try {
    const { authorities } = opened;
    const stamps = await stampSeal(bag.folder, authorities);
    const { gaps, proven } = await verifyBag(bag.folder);
    telling.tell('stamps', { stamps, gaps, proven }, inWords(stamps, gaps));
    const isMissing = stamps.some(({ is }) => is === 'missing');
    return isMissing ? exitCodes.finishedUnverified : exitCodes.verified;
  } finally {
    await opened.close();
  }
}

function inWords(stamps: readonly SealStamp[], gaps: readonly TimeGap[]): string {
  const lines = stamps.map((stamp) =>
    stamp.is === 'stamped'
      ? `Stamped: ${stamp.over} by ${stamp.authority} at ${stamp.genTime}`
      : `Not stamped by ${stamp.authority}: ${stamp.over} (${stamp.code}, ${showable(stamp.why)})`,
  );
  if (lines.length === 0)
    lines.push('Stamped already by every authority that is configured; nothing was asked.');
  if (stamps.some(({ is }) => is === 'missing'))
    lines.push('The bag is whole without it. `firebreak seal BAG --stamp`, given again, asks those only.');
  const later = gaps.filter(isOfLaterStamp).map(({ sentence }) => `  ${showable(sentence)}`);
  return [...lines, ...later, ''].join('\n');
}

interface Opened {
  readonly authorities: Authorities;
  close(): Promise<void>;
}

async function authoritiesFor(bag: NamedBag, config: string, environment: Environment): Promise<Opened> {
  const opened =
    bag.mode === 'drill' ? await ofDrill(bag, environment) : await ofConfiguration(config, environment);
  const { list, why } = opened.authorities;
  if (list.length > 0) return opened;
  await opened.close();
  throw new BadInput(`there is nobody to ask for a time stamp: ${why ?? 'no authority is configured'}`, {
    where: '--stamp',
    hint: 'name RFC 3161 authorities under timestampAuthorities in firebreak.yaml; src/config/README.md shows how',
  });
}

async function ofConfiguration(path: string, environment: Environment): Promise<Opened> {
  const file = resolve(environment.cwd, path);
  const text = await readInput(file, {
    as: `the configuration ${path}`,
    where: '--config',
    hint: 'time-stamp authorities are named in firebreak.yaml: write one here, or name it with --config',
  });
  // Nothing else here needs the venues' declarations, which take longer to load than a bag to seal.
  const { nameableVenues } = await import('../venues/index.ts');
  const { timestampAuthorities } = loadConfig(path, text, nameableVenues());
  return {
    authorities: await openRealAuthorities(timestampAuthorities, file),
    close: () => Promise.resolve(),
  };
}

/** A drill's bag is stamped by the drill's own authorities, which lie with its case: a real one vouches for no drill. */
async function ofDrill({ name }: NamedBag, environment: Environment): Promise<Opened> {
  const found = (await casesOf(environment, 'drill')).find(({ id }) => id === name);
  if (!found)
    throw new BadInput('this is the bag of a drill, and its case is not on this machine', {
      where: '--stamp',
      hint: 'the authorities of a drill lie with its case',
    });
  const authorities = createDrillAuthorities(join(found.folder, 'private'));
  return { authorities: await authorities.open(), close: () => authorities.close() };
}

import { openWorld, type OpenWorld, type Pair, type WorldOptions } from './world.ts';

const running: OpenWorld[] = [];

/** Opens a world that `closeWorlds` closes; a file of tests calls that after each of its tests. */
export async function start(pair: Pair, options: WorldOptions = {}): Promise<OpenWorld> {
  const world = await openWorld(pair, options);
  running.push(world);
  return world;
}

export async function closeWorlds(): Promise<void> {
  await Promise.all(running.splice(0).map(({ simulator }) => simulator.close()));
}

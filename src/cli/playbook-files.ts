import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { BadInput } from '../domain/failure.ts';
import { suggest } from '../domain/file-problem.ts';
import { packageRoot } from './environment.ts';
import { readInput } from './read-input.ts';

export interface NamedFile {
  /** As people are told: "playbooks/leaked-api-key.yaml". */
  readonly name: string;
  readonly text: string;
}

/** Reads a shipped playbook by its name, or any playbook by its path. */
export const readPlaybook = (nameOrPath: string): Promise<NamedFile> =>
  readNamed('playbooks', nameOrPath, 'playbook');

/** Reads a shipped drill scenario by its name, or any by its path. */
export const readScenario = (nameOrPath: string): Promise<NamedFile> =>
  readNamed('playbooks/drills', nameOrPath, 'scenario');

/** The names of what is shipped in a folder. */
export async function shippedNames(folder: string): Promise<readonly string[]> {
  const files = await readdir(join(packageRoot, folder));
  return files
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length))
    .sort();
}

async function readNamed(folder: string, nameOrPath: string, what: string): Promise<NamedFile> {
  const isPath = nameOrPath.includes('/') || nameOrPath.endsWith('.yaml');
  const names = await shippedNames(folder);
  if (!isPath && !names.includes(nameOrPath)) throw noSuch(nameOrPath, what, names);
  const name = isPath ? nameOrPath : `${folder}/${nameOrPath}.yaml`;
  const path = isPath ? nameOrPath : join(packageRoot, name);
  const text = await readInput(path, { as: `the ${what} ${nameOrPath}`, where: `[${what}]` });
  return { name, text };
}

const noSuch = (given: string, what: string, names: readonly string[]): BadInput =>
  new BadInput(`there is no ${what} "${given}"`, {
    where: `[${what}]`,
    ...suggest(given, names, 'there are, besides files by their path'),
  });

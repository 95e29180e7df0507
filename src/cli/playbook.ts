import {
  describeAdvice,
  describePlaybook,
  drawGraph,
  lintPlaybook,
  loadPlaybook,
  type Playbook,
} from '../playbook/index.ts';
import { stepKinds } from '../steps/index.ts';
import type { Environment } from './environment.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { readPlaybook, shippedNames } from './playbook-files.ts';

/** `firebreak playbook list`: the shipped ones. */
export async function list(environment: Environment): Promise<ExitCode> {
  for (const name of await shippedNames('playbooks')) {
    const { title } = await load(name);
    environment.stdout.write(`${name.padEnd(20)} ${title}\n`);
  }
  return exitCodes.verified;
}

/** `firebreak playbook show`: the procedure as a person reads it. */
export async function show(name: string, environment: Environment): Promise<ExitCode> {
  environment.stdout.write(`${describePlaybook(await load(name), stepKinds)}\n`);
  return exitCodes.verified;
}

/** `firebreak playbook graph`: a Mermaid state diagram. */
export async function graph(name: string, environment: Environment): Promise<ExitCode> {
  environment.stdout.write(`${drawGraph(await load(name))}\n`);
  return exitCodes.verified;
}

/** `firebreak playbook check`: problems by line and column; exit 2 when there is one. */
export async function check(name: string, environment: Environment): Promise<ExitCode> {
  const playbook = await load(name);
  for (const warning of lintPlaybook(playbook, stepKinds))
    environment.stdout.write(`note: ${describeAdvice(warning)}
`);
  environment.stdout.write(`${playbook.id} ${playbook.version}: in order\n`);
  return exitCodes.verified;
}

async function load(nameOrPath: string): Promise<Playbook> {
  const { name, text } = await readPlaybook(nameOrPath);
  return loadPlaybook(name, text, stepKinds);
}

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
// Not by their doors: those load everything behind them.
import { isCaseId } from '../config/case-id.ts';
import { stateFolderPath } from '../config/state-folder.ts';
import { isSealing } from '../evidence/custody.ts';
import { whatLeaked } from '../steps/open-questions.ts';
import { systemClock } from './clock.ts';
import { packageRoot, type Environment } from './environment.ts';
import { openShow, withEarlyAnswer, type Show } from './show.ts';

/**
 * Puts the first question on the screen before the rest of the program is loaded: at 3 a.m. half a
 * second of an empty terminal is long. Only for a run that a person at this terminal will answer and
 * whose scenario or configuration is there; everything else waits for the checks as usual.
 */
export function askEarly(environment: Environment): Show | undefined {
  const mode = plainRun(environment);
  if (!mode) return undefined;
  const show = openShow({
    environment,
    mode,
    who: 'person',
    json: false,
    now: () => systemClock.now().toISO() ?? '',
  });
  const id = `open-case/${whatLeaked.id}`;
  const answer = show.operator.answer({ ...whatLeaked, id }, show.interrupted);
  // Whoever asks for the answer sees its failure; until then it must not end the process.
  answer.catch(() => undefined);
  return withEarlyAnswer(show, { id, answer });
}

/** `drill [scenario]` or `respond` without a flag, by a person. */
function plainRun(environment: Environment): 'drill' | 'real' | undefined {
  const { argv, isInteractive, cwd } = environment;
  const [command, name = 'thin-pair', ...rest] = argv;
  if (!isInteractive || rest.length > 0 || name.startsWith('-')) return undefined;
  if (command === 'drill')
    return existsSync(join(packageRoot, 'playbooks/drills', `${name}.yaml`)) ? 'drill' : undefined;
  const isReal = command === 'respond' && argv.length === 1 && existsSync(join(cwd, 'firebreak.yaml'));
  return isReal && !mayGoOn(environment) ? 'real' : undefined;
}

/** Where a case is open, `respond` goes on with it: its first question was answered long ago. */
function mayGoOn({ env, home }: Environment): boolean {
  try {
    const state = stateFolderPath({ env, home, mode: 'real' });
    const cases = existsSync(state) ? readdirSync(state).filter(isCaseId) : [];
    return cases.some((id) => !endsSealed(join(state, id, 'journal', 'journal.jsonl')));
  } catch {
    // What is wrong with the folder is said by the checks.
    return true;
  }
}

/** Looks at the last records only, and not whether their chain holds: where in doubt, nothing is asked early. */
const endsSealed = (journal: string): boolean =>
  existsSync(journal) && readFileSync(journal, 'utf8').slice(-8000).split('\n').some(isSealingLine);

function isSealingLine(line: string): boolean {
  try {
    const record: unknown = JSON.parse(line);
    if (typeof record !== 'object' || record === null || !('event' in record)) return false;
    return typeof record.event === 'object' && record.event !== null && isSealing(record.event);
  } catch {
    // The rest of a line that was cut, or torn.
    return false;
  }
}

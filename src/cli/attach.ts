import { basename, resolve } from 'node:path';
import { BadInput } from '../domain/failure.ts';
import { attachmentKinds, type AttachmentKind } from '../domain/exhibit.ts';
import { showable } from '../terminal/index.ts';
import { attachToCase, type AttachPlan } from './attach-to-case.ts';
import { attachedAsJson, attachedInWords } from './attach-words.ts';
import { caseToAddTo } from './case-to-add-to.ts';
import type { Environment } from './environment.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { knownSecrets } from './known-secrets.ts';
import { takeBack } from './take-back.ts';

export interface AttachFlags {
  readonly case?: string;
  readonly why?: string;
  readonly source?: string;
  readonly kind: string;
  readonly by?: string;
  /** The exhibit whose bytes are removed again. */
  readonly takeBack?: string;
  readonly config: string;
  readonly json?: boolean;
}

/**
 * `firebreak attach <file…> --why …`: screenshots, mails, exports, logs as exhibits of the open case, byte
 * for byte. Nothing in them is run or opened; a file with a secret of the case in it is refused. With
 * `--take-back` one is removed again. Exit 0: every file is an exhibit, those too that were before.
 *
 * @throws BadInput for the first that is not; those before it are kept, and it says which
 */
export async function attach(
  paths: readonly string[],
  flags: AttachFlags,
  environment: Environment,
): Promise<ExitCode> {
  const why = showable(
    given(flags.why, '--why', whyHint[flags.takeBack === undefined ? 'file' : 'back']),
    300,
  );
  const by = flags.by === undefined ? undefined : showable(flags.by, 80);
  if (flags.takeBack !== undefined) {
    if (paths.length > 0)
      throw new BadInput('--take-back takes an exhibit and no files', { where: '--take-back' });
    return takeBack(
      { exhibit: flags.takeBack, why, by, case: flags.case, json: flags.json ?? false },
      environment,
    );
  }
  // "" is what a shell makes of a variable that is not set.
  if (paths.length === 0 || paths.includes(''))
    throw new BadInput('name a file to attach', { where: 'attach', hint: 'firebreak attach FILE --why …' });
  const kind = kindNamed(flags.kind);
  const source = flags.source === undefined ? undefined : showable(flags.source, 300);
  const found = await caseToAddTo(flags.case, environment, 'file');
  let missing: readonly string[] = [];
  const plan: AttachPlan = {
    found,
    files: paths.map((path) => ({
      path: resolve(environment.cwd, path),
      name: showable(basename(path), 80),
      ...{ kind, why, source },
    })),
    by,
    async secretsOf(events) {
      const known = await knownSecrets(flags.config, environment, events);
      missing = known.missing;
      return known.secrets;
    },
  };
  const done = await attachToCase(plan, environment);
  const lines = flags.json
    ? [JSON.stringify(attachedAsJson(found.id, done, missing))]
    : attachedInWords(found.id, done, missing);
  environment.stdout.write(`${lines.join('\n')}\n`);
  return exitCodes.verified;
}

const whyHint = {
  file: 'say in a few words why the file belongs to the case',
  back: 'say in a few words why the file is taken back',
} as const;

function given(value: string | undefined, where: string, hint: string): string {
  if (value !== undefined && value.trim() !== '') return value.trim();
  throw new BadInput(`${where} is missing`, { where: 'attach', hint });
}

function kindNamed(name: string): AttachmentKind {
  const kind = attachmentKinds.find((one) => one === name);
  if (kind) return kind;
  throw new BadInput(`there is no kind ${showable(name, 40)}`, {
    where: '--kind',
    hint: attachmentKinds.join(', '),
  });
}

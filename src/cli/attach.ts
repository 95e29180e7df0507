import { basename, resolve } from 'node:path';
import { BadInput } from '../domain/failure.ts';
import { attachmentKinds, type AttachmentKind } from '../domain/exhibit.ts';
import { showable } from '../terminal/index.ts';
import { attachToCase, type Attached } from './attach-to-case.ts';
import { attachedAsJson, attachedInWords } from './attach-words.ts';
import { caseToAddTo } from './case-to-add-to.ts';
import type { Environment } from './environment.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';

export interface AttachFlags {
  readonly case?: string;
  readonly why?: string;
  readonly source?: string;
  readonly kind: string;
  readonly by?: string;
  readonly json?: boolean;
}

/**
 * `firebreak attach <file…> --why …`: screenshots, mails, exports, logs as exhibits of the open case, byte
 * for byte. Nothing in them is run or opened. Exit 0: every file is an exhibit.
 *
 * @throws BadInput for the first that is not; those before it are kept, and it says which
 */
export async function attach(
  paths: readonly string[],
  flags: AttachFlags,
  environment: Environment,
): Promise<ExitCode> {
  const why = given(flags.why, '--why', 'say in a few words why the file belongs to the case');
  const kind = kindNamed(flags.kind);
  const found = await caseToAddTo(flags.case, environment, 'file');
  const files = paths.map((path) => ({
    path: resolve(environment.cwd, path),
    name: showable(basename(path), 80),
  }));
  const attached: readonly Attached[] = await attachToCase({
    found,
    files,
    kind,
    why: showable(why, 300),
    source: flags.source === undefined ? undefined : showable(flags.source, 300),
    by: flags.by === undefined ? undefined : showable(flags.by, 80),
  });
  const lines = flags.json
    ? [JSON.stringify(attachedAsJson(found.id, attached))]
    : attachedInWords(found.id, attached);
  environment.stdout.write(`${lines.join('\n')}\n`);
  return exitCodes.verified;
}

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

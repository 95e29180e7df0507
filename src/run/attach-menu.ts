import { attachmentKinds, type AttachmentKind } from '../domain/exhibit.ts';
import { BadInput } from '../domain/failure.ts';
import type { Answer, Choice, Question, TextQuestion } from '../domain/question.ts';
import type { Recorder } from './recorder.ts';

/** A file that the operator names while the case is played. */
export interface NamedFile {
  /** As typed. */
  readonly path: string;
  readonly what: AttachmentKind;
  readonly why: string;
  /** Where it came from, as the operator says. */
  readonly cameFrom?: string;
  readonly by: string;
}

/**
 * Makes the file an exhibit, through `append`.
 *
 * @throws BadInput when it cannot be taken: nothing of it was kept
 */
export type AttachFile = (file: NamedFile, append: Recorder['append']) => Promise<void>;

/** The line of a menu behind which `attachByMenu` stands. */
export const attachChoice: Choice = { value: 'attach', label: 'Attach a file…', key: 'a' };

/**
 * Asks which file, what it is, why and from where, and attaches it. What is refused is told in the next
 * question, and only the path is asked again; an empty path attaches nothing.
 */
export async function attachByMenu(
  attach: AttachFile,
  parts: {
    turn(question: Question): Promise<Answer>;
    readonly by: string;
    append: Recorder['append'];
  },
): Promise<void> {
  const ask = async (question: Question): Promise<string> => String(await parts.turn(question)).trim();
  let path = await ask(pathQuestion);
  if (path === '') return;
  const what = kindNamed(await ask(kindQuestion));
  const why = await ask(whyQuestion);
  const cameFrom = await ask(sourceQuestion);
  const about = { what, why, by: parts.by, ...(cameFrom === '' ? {} : { cameFrom }) };
  while (path !== '') {
    const refusal = await attach({ path, ...about }, parts.append).then(() => undefined, refusalOf);
    if (!refusal) return;
    path = await ask(anotherPath(refusal));
  }
}

/** @throws the error itself unless it is a person's to mend: a full journal ends the run. */
function refusalOf(error: unknown): BadInput {
  if (error instanceof BadInput) return error;
  throw error;
}

const kindNamed = (name: string): AttachmentKind => attachmentKinds.find((one) => one === name) ?? 'other';

const pathQuestion: TextQuestion = {
  id: 'attach/path',
  kind: 'text',
  prompt: 'Attach a file: its path (empty: none)',
  why: 'A screenshot, a mail, an export, a log: copied byte for byte, with its hash. The original stays.',
  optional: true,
};

const kindQuestion: Question = {
  id: 'attach/kind',
  kind: 'choice',
  prompt: 'Attach a file: what is it?',
  choices: [
    { value: 'screenshot', label: 'A screenshot', key: 's' },
    { value: 'mail', label: 'A mail', key: 'm' },
    { value: 'export', label: "A venue's export", key: 'e' },
    { value: 'log', label: 'A log', key: 'l' },
    { value: 'other', label: 'Something else', key: 'o' },
  ],
};

const whyQuestion: TextQuestion = {
  id: 'attach/why',
  kind: 'text',
  prompt: 'Attach a file: why does it belong to the case?',
  why: 'Stands in the report, with your name.',
  refuse: (text) => (text.trim() === '' ? 'a reason is needed' : undefined),
};

const sourceQuestion: TextQuestion = {
  id: 'attach/source',
  kind: 'text',
  prompt: 'Attach a file: where does it come from? (may be left empty)',
  why: 'Whose screen, mailbox or server; from whom you have it.',
  optional: true,
};

// Another id: a script that names one path does not try it for ever.
const anotherPath = ({ message, hint }: BadInput): TextQuestion => ({
  id: 'attach/another-path',
  kind: 'text',
  prompt: 'Attach a file: another path, or the same again (empty: none)',
  why: `NOT ATTACHED. ${message}${hint === undefined ? '' : `; ${hint}`}`,
  optional: true,
});

import { BadInput } from '../domain/failure.ts';
import { nearest } from '../domain/file-problem.ts';
import type { Exhibit } from '../domain/exhibit.ts';
import type { JournaledEvent } from '../domain/run-event.ts';
import { takenBackIn } from '../evidence/index.ts';
import { operatorName } from '../run/index.ts';
import { showable, wrapText } from '../terminal/index.ts';
import { withCase } from './attach-to-case.ts';
import { unsealedCase } from './case-to-add-to.ts';
import { machine, type Environment } from './environment.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';

/** Which file is taken back, and what is told of it. All words are showable. */
export interface TakingBack {
  readonly exhibit: string;
  readonly why: string;
  readonly by: string | undefined;
  readonly case: string | undefined;
  readonly json: boolean;
}

/**
 * `firebreak attach --take-back EX-003 --why …`: removes the bytes of an attached file before the bag is
 * sealed, because a secret stands in it or it was the wrong one. The record of it stays, with its hash, and
 * who took it back and why. Of nothing else: what was read from a venue cannot be taken back.
 *
 * @throws BadInput when there is no such file, when it is none that a person brought, or the case is sealed
 */
export async function takeBack(asked: TakingBack, environment: Environment): Promise<ExitCode> {
  const found = await unsealedCase(asked.case, environment);
  const done = await withCase(found, environment, async (files) => {
    const exhibit = attachedFile(asked.exhibit, found.id, files.events);
    const by = asked.by ?? operatorName(files.events) ?? `operator (${machine().user})`;
    await files.takeBack(exhibit, { by, reason: asked.why });
    return { exhibit, by };
  });
  const lines = asked.json ? [asJson(found.id, done)] : inWords(found.id, done);
  environment.stdout.write(`${lines.join('\n')}\n`);
  return exitCodes.verified;
}

function attachedFile(id: string, caseId: string, events: readonly JournaledEvent[]): Exhibit {
  const exhibits = events.flatMap((e) => (e.type === 'exhibit.acquired' ? [e.exhibit] : []));
  const gone = takenBackIn(events);
  const attached = exhibits.filter((one) => isBrought(one) && !gone.has(one.id));
  const found = attached.find((one) => one.id === id);
  if (found) return found;
  throw new BadInput(`${showable(id, 40)} ${whyNot(id, caseId, exhibits, gone)}`, {
    where: '--take-back',
    hint: hintOf(id, attached),
  });
}

// An imported export is a file that a person brought, too.
const isBrought = ({ kind, source }: Exhibit): boolean => kind === 'attachment' && source.from === 'operator';

function whyNot(id: string, caseId: string, exhibits: readonly Exhibit[], gone: ReadonlySet<string>): string {
  if (gone.has(id)) return 'was taken back before';
  return exhibits.some((one) => one.id === id)
    ? 'is no file that a person attached: what was read from a venue stays'
    : `is no exhibit of ${caseId}`;
}

function hintOf(id: string, attached: readonly Exhibit[]): string {
  if (attached.length === 0) return 'the case holds no attached file';
  const ids = attached.map((one) => one.id);
  const near = nearest(id, ids);
  return near === undefined ? `attached are ${ids.slice(0, 12).join(', ')}` : `did you mean ${near}?`;
}

interface Done {
  readonly exhibit: Exhibit;
  readonly by: string;
}

const asJson = (caseId: string, { exhibit, by }: Done): string =>
  JSON.stringify({ case: caseId, takenBack: exhibit.id, sha256: exhibit.sha256, by });

const inWords = (caseId: string, { exhibit, by }: Done): readonly string[] => [
  ...wrapText(`TAKEN BACK  ${exhibit.id} (${exhibit.title}) from ${caseId} by ${by}`, 80),
  `  sha256     ${exhibit.sha256}`,
  ...wrapText(
    'Its bytes are removed from the case folder and will be in no bag. The record keeps what it was, its hash, who took it back and why; the report says so. The disk itself may hold the bytes until they are written over.',
    80,
  ),
  `Next  firebreak resume ${caseId}`,
];

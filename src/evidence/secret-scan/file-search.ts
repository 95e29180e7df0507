import type { SourceFile } from '../bag-source.ts';
import type { FormName } from '../secret-forms.ts';
import { Kernel } from './kernel.ts';
import { createFindMarks } from './marks.ts';
import type { Seen, Window } from './matcher.ts';
import { needlesOf, type Needle } from './needles.ts';
import { createSampler } from './sampling.ts';
import type { Scratch } from './scratch.ts';
import { createSqueeze, squeezed, withoutZeros } from './squeezed.ts';
import { textRuns } from './text-runs.ts';
import { textsOf, type ScanLimits } from './texts.ts';
import { createUndoes, unescaped, type Undo, type View } from './views.ts';

/** A secret found where none may be: the file and the form, never the secret. */
export interface Leak {
  readonly file: string;
  readonly form: FormName;
  /** Where the secret came from: its reference. */
  readonly secret: string;
}

/** What could not be looked into, and why: nobody can say that no secret is in there. */
export interface Unsearched {
  readonly file: string;
  readonly why: string;
}

export interface SecretScan {
  readonly leaks: readonly Leak[];
  readonly unsearched: readonly Unsearched[];
}

/** What a search looks for, in a form that can be handed to another thread. Never leaves the process. */
export interface Sought {
  readonly secrets: readonly { readonly value: string; readonly reference: string }[];
  /** What the search of one file may cost; absent: as before sealing. */
  readonly limits?: ScanLimits;
}

/** @param onPiece given the file's bytes from the first to the last, each once; good only until it returns */
export type FileSearch = (file: SourceFile, onPiece?: (piece: Buffer) => void) => Promise<SecretScan>;

/** The search itself, one file after the other: what is found in one file is told when it was read to its end. */
export function createFileSearch({ secrets, limits }: Sought): FileSearch {
  const search = createSearch(secrets.flatMap(({ value, reference }) => needlesOf(value, reference)));
  return async (file, onPiece) => {
    const unsearched: Unsearched[] = [];
    const found = new Findings();
    const { overlap, findMarks, memory } = search;
    const reading = {
      ...{ overlap, findMarks, memory },
      ...(limits ? { limits } : {}),
      ...(onPiece ? { onPiece } : {}),
      onClosed: (why: string): void => void unsearched.push({ file: file.path, why }),
    };
    for await (const window of textsOf(file, reading)) search.look(window, found);
    return { leaks: found.leaksIn(file.path), unsearched };
  };
}

/** Of one file: what stands there as it is, and what shows only when looked at in another way. */
class Findings {
  readonly #plain = new Map<string, Needle>();
  readonly #hidden = new Map<string, Needle>();

  plain(needle: Needle): void {
    this.#plain.set(`${needle.secret}\n${needle.form}`, needle);
  }

  hidden(needle: Needle): void {
    this.#hidden.set(needle.secret, needle);
  }

  leaksIn(file: string): readonly Leak[] {
    const plain = [...this.#plain.values()].map(({ form, secret }) => ({ file, form, secret }));
    const told = new Set(plain.map(({ secret }) => secret));
    const hidden = [...this.#hidden.keys()].filter((secret) => !told.has(secret));
    return [...plain, ...hidden.map((secret) => ({ file, form: 'split or escaped', secret }) as const)];
  }
}

// Shorter texts turn up by chance when blanks are taken out of a column of figures.
const shortestSplit = 10;
// A secret that is split, escaped twice or both takes up to this much of a file.
const leastOverlap = 16 * 1024;

function createSearch(needles: readonly Needle[]) {
  const kernel = new Kernel();
  const matcher = createSampler(needles, kernel);
  const squeezing = createSampler(squeezable(needles), kernel);
  const squeeze = createSqueeze(kernel);
  const undoes = createUndoes(kernel);
  const findMarks = createFindMarks(kernel);
  const scratch = (index: number): Scratch => ({ ofLength: (length) => kernel.room(index, length) });
  const [squeezedText, narrow, ...undoing] = [scratch(1), scratch(2), scratch(3), scratch(4)];
  const lookSqueezed = (window: Seen, found: Findings): void => {
    const bytes = squeeze(window.bytes, squeezedText);
    if (bytes) squeezing.find({ ...window, bytes }, (needle) => found.hidden(needle));
  };
  const overlap = Math.max(leastOverlap, 4 * matcher.longest);
  return {
    overlap,
    findMarks,
    memory(length: number): Buffer {
      kernel.makeRooms(rooms, length);
      return kernel.room(0, length);
    },
    look(window: Window, found: Findings): void {
      matcher.find(window, (needle) => found.plain(needle));
      lookSqueezed(window, found);
      for (const { bytes, first, last } of hiddenTextsIn(window.bytes, {
        kernel,
        narrow,
        undoing,
        undoes,
        reach: overlap,
      })) {
        const view = { bytes, first: first && window.first, last: last && window.last };
        matcher.find(view, (needle) => found.hidden(needle));
        lookSqueezed(view, found);
      }
    },
  };
}

// For a text, and for what each way to look at it makes of it, which is never longer.
const rooms = 5;

/** @param by `reach`: how far from an escape a secret may go on, in bytes */
function* hiddenTextsIn(
  bytes: Buffer,
  by: {
    readonly kernel: Kernel;
    readonly narrow: Scratch;
    readonly undoing: readonly Scratch[];
    readonly undoes: readonly Undo[];
    readonly reach: number;
  },
): Generator<View> {
  for (const run of textRuns(bytes, by.kernel)) {
    yield* unescaped(run, by.undoing, by);
    const narrowed = withoutZeros(run, by.narrow);
    if (narrowed === undefined) continue;
    yield { bytes: narrowed, first: true, last: true };
    yield* unescaped(narrowed, by.undoing, by);
  }
}

/** As they look without blanks themselves. */
function squeezable(needles: readonly Needle[]): readonly Needle[] {
  return needles
    .map((needle) => ({ ...needle, bytes: squeezed(needle.bytes) ?? needle.bytes }))
    .filter(({ bytes }) => bytes.length >= shortestSplit);
}

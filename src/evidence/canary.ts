import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import type { Secret } from '../domain/secret.ts';
import type { SourceFile } from './bag-source.ts';
import { inThread } from './in-thread.ts';
import type { FormName } from './secret-forms.ts';
import { Kernel } from './secret-scan/kernel.ts';
import type { Window } from './secret-scan/matcher.ts';
import { needlesOf, type Needle } from './secret-scan/needles.ts';
import { createSampler } from './secret-scan/sampling.ts';
import { textRuns } from './secret-scan/text-runs.ts';
import { textsOf, type ScanLimits } from './secret-scan/texts.ts';
import type { Scratch } from './secret-scan/scratch.ts';
import { createSqueeze, squeezed, withoutZeros } from './secret-scan/squeezed.ts';
import { unescaped, type View } from './secret-scan/views.ts';

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

/**
 * Searches files for secrets in all forms of `needles.ts`, as they lie there and inside gzip, ZIP and
 * PDF; with escapes undone up to two deep; and split over lines. Values below four characters cannot be
 * told from other text and are not looked for. Memory does not grow with the files.
 *
 * @throws EvidenceError SOURCE_NOT_A_FILE
 */
export async function scanForSecrets(scan: {
  readonly files: readonly SourceFile[];
  readonly secrets: readonly Secret[];
  /** What the search of one file may cost; absent: as before sealing. */
  readonly limits?: ScanLimits;
}): Promise<SecretScan> {
  const secrets = scan.secrets.map((secret) => ({ value: secret.reveal(), reference: secret.reference }));
  const shares = await sharesOf(scan.files);
  const limits = scan.limits ? { limits: scan.limits } : {};
  if (shares.length < 2) return scanFiles({ files: scan.files, secrets, ...limits });
  const module = new URL('./canary-thread.ts', import.meta.url);
  const scans = await Promise.all(
    shares.map((files) => inThread<SecretScan>(module, { files, secrets, ...limits } satisfies FilesToScan)),
  );
  // As if one had looked at all of them: in the order of the files.
  const order = new Map(scan.files.map(({ path }, at) => [path, at]));
  const inOrder = <T extends { readonly file: string }>(list: readonly T[]): readonly T[] =>
    list.toSorted((a, b) => (order.get(a.file) ?? 0) - (order.get(b.file) ?? 0));
  return {
    leaks: inOrder(scans.flatMap(({ leaks }) => leaks)),
    unsearched: inOrder(scans.flatMap(({ unsearched }) => unsearched)),
  };
}

/** What a search takes, in a form that can be handed to another thread. Never leaves the process. */
export interface FilesToScan {
  readonly files: readonly SourceFile[];
  readonly secrets: readonly { readonly value: string; readonly reference: string }[];
  readonly limits?: ScanLimits;
}

// Below this a thread takes longer to start than the search does.
const worthThreads = 16 * 1024 * 1024;
const mostThreads = 4;

/** The files in as many shares as cores can work at, about the same bytes in each; one share: not worth it. */
async function sharesOf(files: readonly SourceFile[]): Promise<readonly (readonly SourceFile[])[]> {
  const sized = await Promise.all(files.map(async (file) => ({ file, size: await sizeOf(file) })));
  const total = sized.reduce((sum, { size }) => sum + size, 0);
  const count = total < worthThreads ? 1 : Math.min(mostThreads, availableParallelism(), files.length);
  const shares = Array.from({ length: count }, () => ({ files: [] as SourceFile[], size: 0 }));
  for (const { file, size } of sized.toSorted((a, b) => b.size - a.size)) {
    const [least] = shares.toSorted((a, b) => a.size - b.size);
    least?.files.push(file);
    if (least) least.size += size;
  }
  return shares.map((share) => share.files);
}

/** What cannot be looked at now is found to be no file by the search itself, which says so. */
const sizeOf = async (file: SourceFile): Promise<number> =>
  'bytes' in file
    ? file.bytes.length
    : await stat(file.sourcePath).then(
        ({ size }) => size,
        () => 0,
      );

/** The search itself, one file after the other. */
export async function scanFiles(scan: FilesToScan): Promise<SecretScan> {
  const needles = scan.secrets.flatMap(({ value, reference }) => needlesOf(value, reference));
  const search = createSearch(needles);
  const leaks: Leak[] = [];
  const unsearched: Unsearched[] = [];
  for (const file of scan.files) {
    const found = new Findings();
    const onClosed = (why: string): void => void unsearched.push({ file: file.path, why });
    for await (const window of textsOf(file, {
      ...(scan.limits ? { limits: scan.limits } : {}),
      ...{ overlap: search.overlap, onClosed },
    })) {
      search.look(window, found);
    }
    leaks.push(...found.leaksIn(file.path));
  }
  return { leaks, unsearched };
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
  const scratch = (index: number): Scratch => ({ ofLength: (length) => kernel.room(index, length) });
  const [squeezedText, narrow, ...undoing] = [scratch(1), scratch(2), scratch(3), scratch(4)];
  const lookSqueezed = (window: Window, found: Findings): void => {
    const bytes = squeeze(window.bytes, squeezedText);
    if (bytes) squeezing.find({ ...window, bytes }, (needle) => found.hidden(needle));
  };
  const overlap = Math.max(leastOverlap, 4 * matcher.longest);
  return {
    overlap,
    look(window: Window, found: Findings): void {
      kernel.makeRooms(rooms, window.bytes.length);
      const text = kernel.room(0, window.bytes.length);
      text.set(window.bytes);
      matcher.find({ ...window, bytes: text }, (needle) => found.plain(needle));
      lookSqueezed({ ...window, bytes: text }, found);
      for (const { bytes, first, last } of hiddenTextsIn(text, { kernel, narrow, undoing, reach: overlap })) {
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
    readonly reach: number;
  },
): Generator<View> {
  for (const run of textRuns(bytes, by.kernel)) {
    yield* unescaped(run, by.undoing, by.reach);
    const narrowed = withoutZeros(run, by.narrow);
    if (narrowed === undefined) continue;
    yield { bytes: narrowed, first: true, last: true };
    yield* unescaped(narrowed, by.undoing, by.reach);
  }
}

/** As they look without blanks themselves. */
function squeezable(needles: readonly Needle[]): readonly Needle[] {
  return needles
    .map((needle) => ({ ...needle, bytes: squeezed(needle.bytes) ?? needle.bytes }))
    .filter(({ bytes }) => bytes.length >= shortestSplit);
}

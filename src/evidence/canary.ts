import type { Secret } from '../domain/secret.ts';
import type { SourceFile } from './bag-source.ts';
import type { FormName } from './secret-forms.ts';
import { createMatcher, type Window } from './secret-scan/matcher.ts';
import { needlesOf, type Needle } from './secret-scan/needles.ts';
import { textRuns } from './secret-scan/text-runs.ts';
import { textsOf, type ScanLimits } from './secret-scan/texts.ts';
import { Scratch, squeezed, unescaped, withoutZeros, type View } from './secret-scan/views.ts';

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
  const needles = scan.secrets.flatMap((secret) => needlesOf(secret.reveal(), secret.reference));
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
  const matcher = createMatcher(needles);
  const squeezing = createMatcher(squeezable(needles));
  const scratches = {
    squeezing: new Scratch(),
    narrow: new Scratch(),
    undoing: [new Scratch(), new Scratch()],
  };
  const lookSqueezed = (window: Window, found: Findings): void => {
    const bytes = squeezed(window.bytes, scratches.squeezing);
    if (bytes) squeezing.find({ ...window, bytes }, (needle) => found.hidden(needle));
  };
  const overlap = Math.max(leastOverlap, 4 * matcher.longest);
  return {
    overlap,
    look(window: Window, found: Findings): void {
      matcher.find(window, (needle) => found.plain(needle));
      lookSqueezed(window, found);
      for (const { bytes, first, last } of hiddenTextsIn(window.bytes, { ...scratches, reach: overlap })) {
        const view = { bytes, first: first && window.first, last: last && window.last };
        matcher.find(view, (needle) => found.hidden(needle));
        lookSqueezed(view, found);
      }
    },
  };
}

/** @param by `reach`: how far from an escape a secret may go on, in bytes */
function* hiddenTextsIn(
  bytes: Buffer,
  by: { readonly narrow: Scratch; readonly undoing: readonly Scratch[]; readonly reach: number },
): Generator<View> {
  for (const run of textRuns(bytes)) {
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

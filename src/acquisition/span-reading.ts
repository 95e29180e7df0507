import type { PageRecord } from './page-record.ts';
import type { Reading } from './page-turner.ts';
import type { SpanRead } from './paging/style.ts';
import { joinWindows, windowsOf } from './paging/time-window.ts';
import { readPieces, type Piece } from './piece-reading.ts';
import type { PlannedSpan } from './plan.ts';

interface Options<Row> {
  readonly spans: readonly PlannedSpan[];
  readonly reading: Reading<Row>;
  readonly record: PageRecord<Row>;
  readonly lanes: number;
}

/**
 * Reads spans piece by piece where they can be split, and returns what each proved. The record is told
 * everything and closed.
 */
export async function readSpans<Row>(options: Options<Row>): Promise<readonly SpanRead[]> {
  const { spans, record } = options;
  const split = new SplitSpans(spans, () => record.ended !== undefined);
  try {
    await readPieces({ ...options, pieces: split.pieces(), onRead: (read) => split.take(read) });
    await record.settled();
  } finally {
    record.close();
  }
  return split.reads();
}

// Windows of a day over ten years, of three thousand symbols: what they prove is put together on the way.
const apartAtMost = 256;

class SplitSpans {
  readonly #spans: readonly PlannedSpan[];
  readonly #isEnded: () => boolean;
  /** Whose the pieces are that were handed out and are not told. */
  readonly #owners: PlannedSpan[] = [];
  readonly #parts = new Map<PlannedSpan, SpanRead[]>();

  constructor(spans: readonly PlannedSpan[], isEnded: () => boolean) {
    this.#spans = spans;
    this.#isEnded = isEnded;
  }

  *pieces(): Generator<Piece> {
    for (const planned of this.#spans) {
      const { paging, ...span } = planned;
      const pieces =
        paging.style === 'time-window' ? windowsOf(span, paging, this.#isEnded) : [{ paging, span }];
      for (const piece of pieces) {
        this.#owners.push(planned);
        yield piece;
      }
    }
  }

  /** Told in the order in which the pieces were handed out. */
  take(read: SpanRead): void {
    const owner = this.#owners.shift();
    if (owner === undefined) throw new Error('more pieces were told than handed out');
    const parts = this.#parts.get(owner) ?? [];
    parts.push(read);
    this.#parts.set(owner, parts.length < apartAtMost ? parts : [joinWindows(owner, parts)]);
  }

  reads(): readonly SpanRead[] {
    return this.#spans.map((span) => {
      const parts = this.#parts.get(span) ?? [];
      const [only] = parts;
      return only !== undefined && span.paging.style !== 'time-window' ? only : joinWindows(span, parts);
    });
  }
}

import { undoJsonEscapes, undoPercentEscapes, type Unescaped } from './escaped-text.ts';
import type { Marker } from './redaction-marker.ts';
import { formsOf, indexOfForm, type SecretForm } from './secret-forms.ts';

/** Finds known values in any text, in every form they take, and puts their markers there. */
export interface Scrubber {
  learn(value: string, marker: Marker): void;
  /** The marker of exactly this value, if it was learned. */
  markerOf(value: string): Marker | undefined;
  /** `write` turns a marker's text into what the place allows, e.g. in a URL. */
  scrub(text: string, write?: (marker: string) => string): Scrubbed;
  scrubBytes(bytes: Uint8Array): ScrubbedBytes;
}

interface Scrubbed {
  readonly text: string;
  readonly found: readonly Found[];
}

interface ScrubbedBytes {
  readonly bytes: Uint8Array;
  readonly found: readonly Found[];
}

export interface Found {
  readonly marker: Marker;
  readonly times: number;
}

export function createScrubber(parent?: Scrubber): Scrubber {
  const markers = new Map<string, Marker>();
  let needles: readonly Needle[] = [];

  function scrubLatin1(text: string, write: Write): Scrubbed {
    const tally = new Map<Marker, number>();
    const count = (marker: Marker, times: number) => tally.set(marker, (tally.get(marker) ?? 0) + times);
    let clean = replaceNeedles(text, needles, write, count);
    for (const undo of [undoJsonEscapes, undoPercentEscapes]) {
      const unescaped = undo(clean);
      if (unescaped) clean = replaceBehindEscapes(clean, unescaped, needles, write, count);
    }
    return { text: clean, found: [...tally].map(([marker, times]) => ({ marker, times })) };
  }

  function scrubBytes(bytes: Uint8Array, write: Write = asIs): ScrubbedBytes {
    const before = parent ? parent.scrubBytes(bytes) : { bytes, found: [] };
    const { text, found } = scrubLatin1(Buffer.from(before.bytes).toString('latin1'), write);
    const all = [...before.found, ...found];
    return { bytes: found.length > 0 ? Buffer.from(text, 'latin1') : before.bytes, found: all };
  }

  return {
    learn(value, marker) {
      markers.set(value, marker);
      // Longest first over all values, so that a secret that contains another is taken whole.
      needles = [
        ...needles.filter((one) => one.value !== value),
        ...formsOf(value).map((form) => ({ value, form, marker })),
      ].sort((a, b) => b.form.needle.length - a.form.needle.length);
    },
    markerOf: (value) => markers.get(value) ?? parent?.markerOf(value),
    scrub(text, write = asIs) {
      const before = parent ? parent.scrub(text, write) : { text, found: [] };
      const { text: clean, found } = scrubLatin1(Buffer.from(before.text, 'utf8').toString('latin1'), write);
      const all = [...before.found, ...found];
      return {
        text: found.length > 0 ? Buffer.from(clean, 'latin1').toString('utf8') : before.text,
        found: all,
      };
    },
    scrubBytes: (bytes) => scrubBytes(bytes),
  };
}

type Write = (marker: string) => string;
type Count = (marker: Marker, times: number) => void;

interface Needle {
  readonly value: string;
  readonly form: SecretForm;
  readonly marker: Marker;
}

const asIs: Write = (marker) => marker;

function replaceNeedles(text: string, needles: readonly Needle[], write: Write, count: Count): string {
  let clean = text;
  for (const { form, marker } of needles) {
    const places = placesOf(clean, form);
    if (places.length === 0) continue;
    const starts = [0, ...places.map(([, to]) => to)];
    const gaps = starts.map((start, i) => clean.slice(start, places[i]?.[0]));
    clean = gaps.join(write(marker.text));
    count(marker, places.length);
  }
  return clean;
}

/** JSON may write any character as \uXXXX, a URL any as %XX: the text is searched with escapes undone too. */
function replaceBehindEscapes(
  text: string,
  { text: plain, origins }: Unescaped,
  needles: readonly Needle[],
  write: Write,
  count: Count,
): string {
  const hits = needles
    .flatMap(({ form, marker }) => placesOf(plain, form).map(([from, to]) => ({ from, to, marker })))
    .sort((a, b) => a.from - b.from || b.to - a.to);
  const parts: string[] = [];
  let done = 0;
  for (const { from, to, marker } of hits) {
    const start = origins[from] ?? 0;
    if (start < done) continue;
    parts.push(text.slice(done, start), write(marker.text));
    done = origins[to] ?? text.length;
    count(marker, 1);
  }
  return parts.join('') + text.slice(done);
}

function placesOf(text: string, form: SecretForm): readonly (readonly [number, number])[] {
  const places: [number, number][] = [];
  for (let at = indexOfForm(text, form); at !== -1; at = indexOfForm(text, form, at + form.needle.length)) {
    places.push([at, at + form.needle.length]);
  }
  return places;
}

import { visible } from '../spelled.ts';

/** HTML that may be put into a page: made by `markup`, so that every text in it is spelled out and escaped. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Piece = Markup | string | number | undefined | false | readonly (Markup | string)[];

/**
 * The only way in which text gets into the page. What stands in the literal is ours; every value is data and is
 * escaped, for content and for attributes in double quotes alike. A value in any other place is a mistake.
 */
export function markup(literal: TemplateStringsArray, ...values: readonly Piece[]): Markup {
  let text = literal[0] ?? '';
  values.forEach((value, i) => {
    text += pieceOf(value) + (literal[i + 1] ?? '');
  });
  return new Markup(text);
}

/** A long part of a page, a piece at a time: a table of thousands of rows is never in memory as text. */
export class Passage {
  readonly #write: () => Iterable<string>;
  constructor(write: () => Iterable<string>) {
    this.#write = write;
  }

  [Symbol.iterator](): Iterator<string> {
    return this.#write()[Symbol.iterator]();
  }
}

/** As `markup`, for what holds such parts; each is made when the text has come so far. */
export const passage = (literal: TemplateStringsArray, ...values: readonly (Piece | Passage)[]): Passage =>
  new Passage(function* () {
    yield literal[0] ?? '';
    for (const [i, value] of values.entries()) {
      if (value instanceof Passage) yield* value;
      else yield pieceOf(value);
      yield literal[i + 1] ?? '';
    }
  });

/** One after the other, each made when it is its turn. */
export const inTurn = <Thing>(
  things: Iterable<Thing>,
  draw: (thing: Thing) => Markup | Passage,
  between = '',
): Passage =>
  new Passage(function* () {
    let isFirst = true;
    for (const thing of things) {
      if (!isFirst && between !== '') yield between;
      isFirst = false;
      const drawn = draw(thing);
      if (drawn instanceof Passage) yield* drawn;
      else yield drawn.text;
    }
  });

export const joined = (pieces: readonly Markup[], between = ''): Markup =>
  new Markup(pieces.map(({ text }) => text).join(between));

/** Spelled out and escaped. `visible` leaves no control, invisible or direction-changing character. */
export const escaped = (text: string): string =>
  visible(text, () => true).replace(/[&<>"']/g, (char) => entities[char] ?? char);

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function pieceOf(value: Piece): string {
  if (value === undefined || value === false) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'object') return value.map(pieceOf).join('');
  return escaped(String(value));
}

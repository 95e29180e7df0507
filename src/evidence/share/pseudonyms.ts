import { createHmac } from 'node:crypto';
import { createKnownTexts } from './known-texts.ts';
import { marker, withRule } from './marks.ts';
import { kindOf, normalise, plainNumber } from './spellings.ts';
import { isMachineAddress, isOwnId, isPlainWord, looksTelling, pieces } from './telling.ts';

/** Stand-ins for values: the same value has the same one everywhere in a case, and another in other cases. */
export interface Pseudonyms {
  /** What stands for a whole value, whatever it is. */
  of(value: string): string;
  /** A text with every value in it that was ever replaced, and all that looks like one, replaced. */
  inText(text: string): string;
  /** A short identifier that stays, but for names of accounts, people and machines in it. */
  inName(text: string): string;
  /** The reason of a redaction. */
  rule(value: string): string;
  /** From now on this value is a name: it is replaced in identifiers too. */
  learnName(value: string): void;
  /** Somebody wrote this of their own: it goes out of sentences even when it is a plain word. */
  learnWord(value: string): void;
  /** Firebreak's own words, under whatever name they stand: only the values in it are replaced. */
  learnSentence(value: string): void;
  /** Of an asset: a number before it is an amount, however short. */
  learnAsset(code: string): void;
  /** A UUID that firebreak gave an exchange or an act. */
  keepId(value: string): void;
  isOwnId(value: string): boolean;
  /** A moment, a count or a code that stays where it stands: found elsewhere, it is no leak. */
  keep(value: string): string;
  /** Every value that was replaced and stays nowhere: what must not be in the copy. */
  replaced(): { readonly names: readonly string[]; readonly values: ReadonlySet<string> };
}

/** @param salt the case's, or 16 random bytes and more: without it a balance could be guessed from its stand-in */
export function createPseudonyms(salt: Uint8Array): Pseudonyms {
  const [names, words, assets, ids] = [
    new Set<string>(),
    new Set<string>(),
    new Set<string>(),
    new Set<string>(),
  ];
  const [values, amounts, kept] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const sentences = new Set<string>();
  const [texts, nameTexts] = [createKnownTexts(), createKnownTexts()];

  function stand(value: string): string {
    const normal = normalise(value);
    const digest = createHmac('sha256', salt).update(`firebreak-share/2\0${normal}`).digest('hex');
    const kind = kindOf(normal);
    return `${names.has(value) && kind !== 'EMAIL' ? 'NAME' : kind}-${digest.slice(0, 12)}`;
  }

  function of(value: string): string {
    if (value === '') return value;
    if (sentences.has(value)) return inText(value);
    const parts = value.split(marker);
    if (parts.length > 1)
      return parts
        .map((part, at) => (at % 2 === 1 ? withRule(part, rule) : part.trim() && of(part)))
        .join('');
    remember(value);
    return stand(value);
  }

  /** Why something was blacked out: a kind of place, or the name under which a secret was known. */
  const rule = (value: string): string =>
    /^[a-z]+(?:[- ][a-z]+)*$/.test(value) && !names.has(value) ? value : of(value);

  function remember(value: string): void {
    if (values.has(value)) return;
    values.add(value);
    const number = plainNumber(value);
    if (number !== undefined) amounts.add(number);
    else if (isOfPieces(value)) texts.add(value);
  }

  const isIn = (known: ReadonlySet<string>, word: string): boolean => known.has(word) && !kept.has(word);

  /** A plain word ("revoke") that was replaced elsewhere is a word of the language here, unless somebody wrote it. */
  const mustGo = (word: string, around: Around): boolean =>
    names.has(word) ||
    isIn(words, word) ||
    (looksTelling(word) && !ids.has(word)) ||
    isAmount(word, around) ||
    (isIn(values, word) && word.length >= 3 && !isPlainWord(word) && !/^[-+]?\d{1,3}$/.test(word));

  const isAmount = (word: string, { before, after }: Around): boolean => {
    const number = plainNumber(word);
    if (number === undefined) return false;
    const [, code = ''] = /^\s?([\p{Lu}\p{N}]{2,12})(?![\p{L}\p{N}])/u.exec(after) ?? [];
    if (assets.has(code)) return true;
    return amounts.has(number) && /(?:sell|buy|sold|bought|at|about|worth|price|amount|≥|−)\s?$/.test(before);
  };

  function replaceIn(text: string, by: { readonly whole: boolean }): string {
    let [out, from] = ['', 0];
    for (const match of text.matchAll(pieces)) {
      if (match.index < from) continue;
      const [piece] = match;
      const known = (by.whole ? texts : nameTexts).at(text, match.index, piece);
      const end = known ? match.index + known.length : match.index + piece.length;
      const said = known ? stand(known.whole) : pieceOf(match, text, by);
      out += text.slice(from, match.index) + said;
      from = end;
    }
    return out + text.slice(from);
  }

  function pieceOf(match: RegExpExecArray, text: string, { whole }: { readonly whole: boolean }): string {
    const [piece] = match;
    const { moment, ip6, number } = match.groups ?? {};
    if (moment !== undefined) return piece;
    if (ip6 !== undefined) return colonsIn(ip6, { whole });
    if (number !== undefined) return whole ? of(piece) : piece;
    // A prefix of ids ends in its mark ("mm-"); a sentence ends in one too.
    const named = [piece, piece.replace(/\.+$/, '')].find((one) => names.has(one) || isIn(words, one));
    const word = named ?? piece.replace(/[._+'’-]+$/u, '');
    const end = match.index + word.length;
    const around = {
      before: text.slice(Math.max(0, match.index - 12), match.index),
      after: text.slice(end, end + 14),
    };
    const goes = whole ? mustGo(word, around) : names.has(word);
    return (goes ? of(word) : withoutParts(word, whole)) + piece.slice(word.length);
  }

  /** An address of a machine; without one, "abe:bad:" is words, of which each may be a name. */
  function colonsIn(text: string, by: { readonly whole: boolean }): string {
    // A sentence goes on after one colon: it is no part of the address.
    const address = text.replace(/(?<=[^:]|::):$/, '');
    if (isMachineAddress(address)) return by.whole ? of(address) + text.slice(address.length) : text;
    return text
      .split(':')
      .map((part) => replaceIn(part, by))
      .join(':');
  }

  /** "bob's", "bob-laptop", "5BTC": a name or an amount is one also where something is tied to it. */
  function withoutParts(word: string, whole: boolean): string {
    if (isOwnId(word) || ids.has(word)) return word;
    const [, amount = '', code = ''] = /^(\d+(?:\.\d+)?)(\p{Lu}[\p{Lu}\p{N}]+)$/u.exec(word) ?? [];
    if (whole && assets.has(code)) return of(amount) + code;
    const parts = word.split(/([._@+'’-]+)/u);
    if (parts.length === 1) return word;
    // In an identifier of ours ("root-cause") a plain word is the language's, whoever is called so.
    const goes = (part: string): boolean =>
      part.length >= 3 && (names.has(part) || words.has(part)) && (whole || !isPlainWord(part));
    return parts.map((part) => (goes(part) ? of(part) : part)).join('');
  }

  const outsideMarkers = (text: string, change: (part: string) => string): string =>
    text
      .split(marker)
      .map((part, at) => (at % 2 === 1 ? withRule(part, rule) : change(part)))
      .join('');

  const inText = (text: string): string => outsideMarkers(text, (part) => replaceIn(part, { whole: true }));

  return {
    of,
    rule,
    inText,
    inName: (text) => outsideMarkers(text, (part) => replaceIn(part, { whole: false })),
    learnName(value) {
      if (value.trim() === '') return;
      names.add(value);
      if (isOfPieces(value)) nameTexts.add(value);
      remember(value);
    },
    learnWord(value) {
      words.add(value);
      if (isPlainWord(value)) words.add(value.toLowerCase()).add(capital(value));
      remember(value);
    },
    learnSentence: (value) => void sentences.add(value),
    learnAsset: (code) => void assets.add(code),
    keepId: (value) => void ids.add(value),
    isOwnId: (value) => isOwnId(value) || ids.has(value),
    keep(value) {
      kept.add(value.replace(/^-/, ''));
      return value;
    },
    replaced: () => ({
      names: [...names].filter((name) => !kept.has(name)),
      values: new Set([...values].filter((value) => !kept.has(value))),
    }),
  };
}

interface Around {
  readonly before: string;
  readonly after: string;
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();

/** Not one piece of a text, so that looking at each piece would not find it. */
const isOfPieces = (value: string): boolean =>
  value.length >= 4 && /[^\p{L}\p{M}\p{N}._@+'’-]/u.test(value.trim()) && /[\p{L}\p{N}]/u.test(value);

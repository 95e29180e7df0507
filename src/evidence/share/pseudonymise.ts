import type { Json } from '../../domain/json.ts';
import { timeIn } from './moments.ts';
import type { Pseudonyms } from './pseudonyms.ts';
import { shareUrl } from './share-url.ts';
import { looksTelling } from './telling.ts';
import {
  assetKeys,
  idKeys,
  isTimeKey,
  nameKeys,
  nobody,
  numberKeys,
  sentenceKeys,
  spokenKeys,
  vocabulary,
  wordKeys,
} from './share-rules.ts';

/**
 * A copy of a JSON value of firebreak's own with everything replaced that `share-rules.ts` does not let stand. Booleans
 * and null stay; a number that goes becomes a text, so that nobody takes it for one.
 */
export function pseudonymise(value: Json, by: Pseudonyms, key = ''): Json {
  if (Array.isArray(value)) return value.map((one: Json) => pseudonymise(one, by, key));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [
        safeName(name, by),
        isOfPerson(name, value) && typeof one === 'string'
          ? by.of(one)
          : pseudonymise(one, by, keyOf(name, value, key)),
      ]),
    );
  }
  if (typeof value === 'number') return numberIn(value, key, by);
  return typeof value === 'string' ? stringIn(value, key, by) : value;
}

/** Why somebody skipped a step or brought a file: his own words, under a name that holds ours elsewhere. */
function isOfPerson(name: string, value: object): boolean {
  if (name !== 'why') return false;
  return (
    ('from' in value && value.from === 'operator') ||
    ('is' in value && (value.is === 'skipped' || value.is === 'waived'))
  );
}

/** A fact that is known is wrapped: its value is what the fact is called. */
const keyOf = (name: string, value: object, key: string): string =>
  name === 'value' && 'known' in value && key !== '' ? key : name;

/** Reads every name in a value, so that it is known before the first text is written. */
export function learnNames(value: Json, by: Pseudonyms, key = ''): void {
  if (Array.isArray(value)) for (const one of value) learnNames(one as Json, by, key);
  else if (typeof value === 'object' && value !== null)
    for (const [name, one] of Object.entries(value)) learnNames(one, by, keyOf(name, value, key));
  else if (typeof value === 'string') learnText(value, key, by);
}

function learnText(value: string, key: string, by: Pseudonyms): void {
  if (assetKeys.has(key) && /^[A-Z0-9]{2,12}$/.test(value)) by.learnAsset(value);
  if (nameKeys.has(key) && isName(value, by)) by.learnName(value);
  if (spokenKeys.has(key)) learnAnswer(value, by);
}

/** What somebody said of his own; a word that a list of ours has says nothing of him. */
export function learnAnswer(answer: string, by: Pseudonyms): void {
  if (answer.trim().length >= 2 && !vocabulary.has(answer)) by.learnWord(answer);
}

const isName = (value: string, by: Pseudonyms): boolean =>
  value.length >= 2 &&
  !nobody.has(value) &&
  !by.isOwnId(value) &&
  !/^[\d.]+$/.test(value.replace(/^\d+\.\d+\.\d+\.\d+$/, 'ip'));

function numberIn(value: number, key: string, by: Pseudonyms): Json {
  const isCount = Number.isSafeInteger(value) && numberKeys.has(key);
  if (!isCount && timeIn(value, key) === undefined) return by.of(String(value));
  by.keep(String(value));
  return value;
}

/** What stands for a text of firebreak's own under a name. */
export function stringIn(value: string, key: string, by: Pseudonyms): string {
  if (isTimeKey(key) && timeIn(value, key) !== undefined) return by.keep(value);
  if (key === 'url') return shareUrl(value, by);
  if (vocabulary.has(value)) return by.keep(by.inName(value));
  if (sentenceKeys.has(key)) return by.inText(value);
  if (numberKeys.has(key) && /^-?\d{1,6}$/.test(value)) return by.keep(value);
  if (!wordKeys.has(key)) return by.of(value);
  if (key === 'type' && /^[a-z]+(?:[.-][a-z]+)*$/.test(value)) return value;
  if (idKeys.has(key)) return by.isOwnId(value) || nobody.has(value) ? value : by.of(value);
  return isWord(value) ? by.inName(value) : by.inText(value);
}

const isWord = (value: string): boolean => value.length <= 120 && !looksTelling(value);

/** Even where an account is called "rows": without these the record could not be read. */
const isWordOfOurs = (name: string): boolean =>
  isTimeKey(name) || [wordKeys, numberKeys, sentenceKeys, nameKeys].some((keys) => keys.has(name));

/** A member's name is a word of a format; a balance by address is a map of values. */
const safeName = (name: string, by: Pseudonyms): string =>
  isWordOfOurs(name) || vocabulary.has(name)
    ? name
    : /^[$A-Za-z][\w$.-]{0,48}$/.test(name) && !looksTelling(name)
      ? by.inName(name)
      : by.of(name);

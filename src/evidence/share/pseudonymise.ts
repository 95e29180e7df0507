import type { Json } from '../../domain/json.ts';
import { isOwnId, looksTelling, type Pseudonyms } from './pseudonyms.ts';
import { idKeys, isTimeKey, nameKeys, nobody, numberKeys, sentenceKeys, wordKeys } from './share-rules.ts';

/**
 * A copy of a JSON value with everything replaced that `share-rules.ts` does not let stand. Booleans and null stay;
 * a number that goes becomes a text, so that nobody takes it for one.
 */
export function pseudonymise(value: Json, by: Pseudonyms, key = ''): Json {
  if (Array.isArray(value)) return value.map((one: Json) => pseudonymise(one, by, key));
  if (typeof value === 'object' && value !== null) {
    // A sentence of the report rests on something; a note of a person does not.
    const isSentence = 'restsOn' in value;
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [
        safeName(name, by),
        name === 'text' && isSentence && typeof one === 'string'
          ? by.inText(one)
          : pseudonymise(one, by, name),
      ]),
    );
  }
  if (typeof value === 'number') return numberIn(value, key, by);
  return typeof value === 'string' ? stringIn(value, key, by) : value;
}

/** Reads every name in a value, so that it is known before the first text is written. */
export function learnNames(value: Json, by: Pseudonyms, key = ''): void {
  if (Array.isArray(value)) for (const one of value) learnNames(one as Json, by, key);
  else if (typeof value === 'object' && value !== null)
    for (const [name, one] of Object.entries(value)) learnNames(one, by, name);
  else if (typeof value === 'string' && nameKeys.has(key) && isName(value)) by.learnName(value);
}

const isName = (value: string): boolean =>
  value.length >= 2 &&
  !nobody.has(value) &&
  !isOwnId(value) &&
  !/^[\d.]+$/.test(value.replace(/^\d+\.\d+\.\d+\.\d+$/, 'ip'));

function numberIn(value: number, key: string, by: Pseudonyms): Json {
  if (!numberKeys.has(key) && !isTimeKey(key)) return by.of(String(value));
  by.keep(String(value));
  return value;
}

/** What stands for a text under a name: a member of an object, a parameter of a request. */
export function stringIn(value: string, key: string, by: Pseudonyms): string {
  if (isTimeKey(key) && /^[\d:TZ.+-]{1,32}$/.test(value)) return by.keep(value);
  if (sentenceKeys.has(key)) return by.inText(value);
  if (numberKeys.has(key) && /^-?\d{1,6}$/.test(value)) return by.keep(value);
  if (!wordKeys.has(key)) return value.length <= 1 ? value : by.of(value);
  if (key === 'type') return value;
  if (idKeys.has(key)) return isOwnId(value) || nobody.has(value) ? value : by.of(value);
  return isWord(value) ? by.inName(value) : by.inText(value);
}

const isWord = (value: string): boolean => value.length <= 120 && !looksTelling(value);

/** Even where an account is called "rows": without these the record could not be read. */
const isWordOfOurs = (name: string): boolean =>
  isTimeKey(name) || [wordKeys, numberKeys, sentenceKeys, nameKeys].some((keys) => keys.has(name));

/** A member's name is a word of a format; a balance by address is a map of values. */
const safeName = (name: string, by: Pseudonyms): string =>
  isWordOfOurs(name)
    ? name
    : /^[$A-Za-z][\w$.-]{0,48}$/.test(name) && !looksTelling(name)
      ? by.inName(name)
      : by.of(name);

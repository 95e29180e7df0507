const word = /[\p{L}\p{M}\p{N}]+/gu;
const latin = /\p{Script=Latin}/u;
const alike =
  /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Coptic}\p{Script=Lisu}]/u;
const eachAlike = new RegExp(alike, 'gu');

/**
 * Where letters of a script that has Latin's shapes stand in one word with Latin ones (UTS #39 §5.1: mixed
 * scripts): "\u0440aypal" with a Cyrillic first letter is another name than "paypal". A word wholly in its own
 * script stays as it is, so one that is all look-alikes is not seen.
 */
export function spoofedLetters(text: string): ReadonlySet<number> {
  const found = new Set<number>();
  if (!alike.test(text) || !latin.test(text)) return found;
  for (const { 0: letters, index } of text.matchAll(word)) {
    if (!latin.test(letters)) continue;
    for (const one of letters.matchAll(eachAlike)) found.add(index + one.index);
  }
  return found;
}

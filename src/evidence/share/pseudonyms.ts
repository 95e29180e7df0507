import { createHmac } from 'node:crypto';

/** Stand-ins for values: the same value has the same one everywhere in a case, and another in other cases. */
export interface Pseudonyms {
  /** What stands for a whole value, whatever it is. */
  of(value: string): string;
  /** A text with every value in it that was ever replaced, and all that looks like one, replaced. */
  inText(text: string): string;
  /** A short identifier that stays, but for names of accounts, people and machines in it. */
  inName(text: string): string;
  /** From now on this value is a name: it is replaced in identifiers too. */
  learnName(value: string): void;
  /** A moment, a count or a code that stays where it stands: found elsewhere, it is no leak. */
  keep(value: string): string;
  /** Every value that was replaced and stays nowhere: what must not be in the copy. */
  replaced(): { readonly names: readonly string[]; readonly values: ReadonlySet<string> };
}

// Marks of redaction hold nothing of what they stand for, and their number is checked: they stay.
const marker = /(\[REDACTED:[^\]\s]*\]|%5BREDACTED:[^\s&]*?%5D)/;
const ours = /^(?:AMOUNT|EMAIL|ID|TEXT|VALUE)-[0-9a-f]{12}$/;

/** @param salt the case's, or 16 random bytes and more: without it a balance could be guessed from its stand-in */
export function createPseudonyms(salt: Uint8Array): Pseudonyms {
  const names = new Set<string>();
  const values = new Set<string>();
  const kept = new Set<string>();
  const phrases = new Set<string>();

  function stand(value: string): string {
    const normal = normalise(value);
    const digest = createHmac('sha256', salt).update(`firebreak-share/1\0${normal}`).digest('hex');
    return `${kindOf(normal)}-${digest.slice(0, 12)}`;
  }

  function of(value: string): string {
    if (value === '' || ours.test(value)) return value;
    const parts = value.split(marker);
    if (parts.length > 1)
      return parts.map((part, at) => (at % 2 === 1 ? part : keepBlank(part, of))).join('');
    remember(value);
    return stand(value);
  }

  function remember(value: string): void {
    values.add(value);
    if (/\s/.test(value.trim()) && value.length >= 4) phrases.add(value);
  }

  const replacePhrases = (text: string): string =>
    [...phrases].reduce(
      (left, phrase) => (left.includes(phrase) ? left.replaceAll(phrase, stand(phrase)) : left),
      text,
    );

  const replaceTokens = (text: string, mustGo: (token: string) => boolean): string =>
    text.replace(token, (found) => {
      const bare = found.replace(/[.]+$/, '');
      return ours.test(bare) || !mustGo(bare) ? found : of(bare) + found.slice(bare.length);
    });

  // A plain word ("revoke") that was replaced elsewhere is a word of the language here, unless it is a name.
  const mustGo = (one: string): boolean =>
    names.has(one) || looksTelling(one) || (values.has(one) && one.length >= 4 && /[^A-Za-z]/.test(one));

  const outsideMarkers = (text: string, change: (part: string) => string): string =>
    text
      .split(marker)
      .map((part, at) => (at % 2 === 1 ? part : change(part)))
      .join('');

  return {
    of,
    inText: (text) => outsideMarkers(text, (part) => replaceTokens(replacePhrases(part), mustGo)),
    inName: (text) => outsideMarkers(text, (part) => replaceTokens(part, (one) => names.has(one))),
    learnName(value) {
      if (value.trim() === '' || ours.test(value)) return;
      names.add(value);
      remember(value);
    },
    keep(value) {
      kept.add(value.replace(/^-/, ''));
      return value;
    },
    replaced: () => ({ names: [...names], values: new Set([...values].filter((value) => !kept.has(value))) }),
  };
}

const keepBlank = (part: string, of: (value: string) => string): string =>
  part.trim() === '' ? part : of(part);

/** One amount has many spellings: "1.50", "1.5". */
const normalise = (value: string): string =>
  isDecimal(value) && value.includes('.') ? value.replace(/0+$/, '').replace(/\.$/, '') : value;

const isDecimal = (value: string): boolean => /^[-+]?\d+(?:\.\d+)?$/.test(value);

function kindOf(value: string): string {
  if (isDecimal(value)) return 'AMOUNT';
  if (/^[^\s@]+@[^\s@]+$/.test(value)) return 'EMAIL';
  if (/^[A-Za-z0-9:_-]{20,}$/.test(value)) return 'ID';
  return /\s/.test(value) ? 'TEXT' : 'VALUE';
}

/** Words, numbers, addresses: what stands between blanks and marks. */
const token = /[A-Za-z0-9\p{L}][\p{L}A-Za-z0-9._@+-]*/gu;

const ownIds =
  /^(?:EX-\d+|J-\d+|F-\d+|(?:FB|DRILL)-\d{8}-\d{4}-[0-9a-z]{4}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|X-\d+)$/;
const moment = /^\d{4}-\d\d-\d\d(?:[T ][\d:.]*Z?)?$/;

/** Ids that firebreak gave itself say nothing of anybody. */
export const isOwnId = (value: string): boolean => ownIds.test(value) || moment.test(value);

/** E-mail, IP address, address of a chain, transaction, amount: by its shape alone. */
export function looksTelling(value: string): boolean {
  if (isOwnId(value)) return false;
  if (value.includes('@')) return true;
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(value)) return true;
  if (/^[-+]?\d+\.\d+$/.test(value) || (/^\d{4,}$/.test(value) && !/^20\d\d$/.test(value))) return true;
  return value.length >= 20 && /\d/.test(value) && /^[A-Za-z0-9]+$/.test(value);
}

/** Offsets in a text, `to` exclusive. */
export interface SecretRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Whether the text holds something that looks like a key: a PEM block, a UUID (OKX and Coinbase use
 * them as key ids), or twenty and more letters and digits in no order that a person would write.
 * A guess, made to refuse rather than to miss: a name that is taken for a key can be renamed.
 */
export const looksLikeSecret = (text: string): boolean => findSecrets(text).length > 0;

/** Returns where in the text such things stand; the same place may be in it twice. */
export const findSecrets = (text: string): readonly SecretRange[] => [
  ...matches(text, pemBlock),
  ...matches(text, uuid),
  ...matches(text, longRun, hasNoOrder),
];

/** Returns the text with each such thing dotted out, of the same length: lines and columns stay. */
export function hideSecrets(text: string): string {
  let hidden = text;
  for (const { from, to } of findSecrets(text)) hidden = hideRange(hidden, from, to);
  return hidden;
}

/** Returns the text with a dot for each character of the range but line breaks. */
export const hideRange = (text: string, from: number, to: number): string =>
  text.slice(0, from) + text.slice(from, to).replace(/[^\r\n]/g, '•') + text.slice(to);

const pemBlock = /-----BEGIN [^-\n]*-----[\s\S]*?(?:-----END [^-\n]*-----|$)/g;
const uuid = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;
const longRun = /[A-Za-z0-9+/=_-]{20,}/g;

function matches(text: string, form: RegExp, accept: (match: string) => boolean = () => true): SecretRange[] {
  return [...text.matchAll(form)]
    .filter(([match]) => accept(match))
    .map(({ 0: match, index }) => ({ from: index, to: index + match.length }));
}

// Words, dates and versions keep to one kind of character for a while; a random string changes
// between small letters, capitals and digits at nearly every second step.
function hasNoOrder(run: string): boolean {
  const characters = run.replace(/[^A-Za-z0-9]/g, '');
  if (characters.length < 20 || bitsPerCharacter(characters) < 3) return false;
  const digits = characters.replace(/\D/g, '').length;
  const changes = changesOfKind(characters) / (characters.length - 1);
  const isLong = characters.length >= 32;
  if (isLong && /^[0-9a-f]+$/i.test(characters)) return changes >= 0.15;
  if (changes >= 0.45) return isLong || digits >= 1;
  return changes >= 0.25 && digits >= (isLong ? 2 : 3);
}

function changesOfKind(characters: string): number {
  const kinds = [...characters].map((each) => (/[a-z]/.test(each) ? 'a' : /[A-Z]/.test(each) ? 'A' : '0'));
  return kinds.filter((kind, at) => at > 0 && kind !== kinds[at - 1]).length;
}

/** Shannon entropy of the characters' frequencies: "a1a1a1a1…" is no key. */
function bitsPerCharacter(characters: string): number {
  const counts = new Map<string, number>();
  for (const each of characters) counts.set(each, (counts.get(each) ?? 0) + 1);
  return [...counts.values()]
    .map((count) => count / characters.length)
    .reduce((bits, share) => bits - share * Math.log2(share), 0);
}

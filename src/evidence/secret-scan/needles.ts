import { formsOf, type FormName } from '../secret-forms.ts';

/** Bytes to look for, and what finding them means. Never leaves the search: it is the secret. */
export interface Needle {
  readonly bytes: Buffer;
  readonly form: FormName;
  /** The reference of the secret. */
  readonly secret: string;
  /** Short text: it counts only where no letter or digit touches it. */
  readonly standsAlone: boolean;
}

// Below this a piece of an encoding turns up by chance in any compressed file.
const shortestEncoded = 8;

/**
 * Everything that a secret can look like in a file: the forms that redaction knows, UTF-16 of both
 * orders, what a secret in base64 or hex stands for, and each of these once more in base64 or hex.
 * Escapes (`%XX`, `\uXXXX`, entities) around any of these are undone before the search: `views.ts`.
 */
export function needlesOf(secret: string, reference: string): readonly Needle[] {
  const found = new Map<string, Needle>();
  const add = (bytes: Buffer, form: FormName, standsAlone = false): void => {
    const key = bytes.toString('latin1');
    if (!found.has(key)) found.set(key, { bytes, form, secret: reference, standsAlone });
  };
  const once = formsOf(secret);
  for (const { needle, form, standsAlone } of once) add(latin1(needle), form, standsAlone);
  if (once.length === 0) return [];
  const wide = secret.length < shortestEncoded / 2 ? [] : [asUtf16(secret), asUtf16(secret).swap16()];
  for (const bytes of wide) add(bytes, 'utf-16');
  // Of a text in Latin-1, or in UTF-16 read as one byte a character.
  for (const text of [secret, JSON.stringify(secret).slice(1, -1)]) {
    if (/[\x80-\xff]/.test(text) && !/[^\0-\xff]/.test(text)) add(latin1(text), 'raw');
  }
  const meant = decodedOf(secret);
  for (const bytes of meant) addEncoded(bytes, 'decoded', add);
  const escaped = [everyCharacter(secret, jsonEscape), everyCharacter(secret, entity)];
  const plain = once.filter(({ form }) => form !== 'line').map(({ needle }) => latin1(needle));
  const inner = [...plain, ...wide, ...escaped];
  for (const bytes of inner) {
    const isSecret = bytes.equals(Buffer.from(secret, 'utf8'));
    if (!isSecret) addEncodings(bytes, 'twice-encoded', add);
  }
  return [...found.values()];
}

const everyCharacter = (text: string, escape: (code: number) => string): Buffer =>
  latin1([...text].map((character) => escape(character.codePointAt(0) ?? 0)).join(''));
const jsonEscape = (code: number): string => `\\u${code.toString(16).padStart(4, '0')}`;
const entity = (code: number): string => `&#${code};`;

type Add = (bytes: Buffer, form: FormName) => void;

function addEncoded(bytes: Buffer, form: FormName, add: Add): void {
  add(bytes, form);
  addEncodings(bytes, form, add);
}

function addEncodings(bytes: Buffer, form: FormName, add: Add): void {
  for (const text of encodingsOf(bytes)) {
    if (text.length >= shortestEncoded) add(latin1(text), form);
  }
}

function* encodingsOf(bytes: Buffer): Generator<string> {
  const hex = bytes.toString('hex');
  yield hex;
  yield hex.toUpperCase();
  // What base64 makes of it depends on where it began: three alignments, without the bits of neighbours.
  for (const shift of [0, 1, 2]) {
    const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    const core = text.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6));
    yield core;
    yield core.replaceAll('+', '-').replaceAll('/', '_');
  }
}

// Fewer bytes may be a word that happens to be base64, and its bytes anything.
const shortestDecoded = 16;

/** Several venues hand out a secret as base64 or hex of the key proper, which is as good as the secret. */
function decodedOf(secret: string): readonly Buffer[] {
  const asHex = /^(?:[0-9A-Fa-f]{2})+$/.test(secret) ? [Buffer.from(secret, 'hex')] : [];
  const plain = secret.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '');
  const bytes = Buffer.from(plain, 'base64');
  const asBase64 = bytes.toString('base64').replace(/=+$/, '') === plain ? [bytes] : [];
  return [...asHex, ...asBase64].filter(({ length }) => length >= shortestDecoded);
}

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const asUtf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');

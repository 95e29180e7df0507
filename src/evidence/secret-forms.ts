/** The shapes in which a secret can lie in a file. */
export type FormName =
  | 'raw'
  | 'base64'
  | 'base64url'
  | 'hex'
  | 'url-encoded'
  | 'json-escaped'
  | 'utf-16'
  | 'line'
  // Found by the scan before sealing only.
  | 'decoded'
  | 'twice-encoded'
  | 'split or escaped';

/** One shape of one secret, as the bytes to look for (a string of one character a byte: latin1). */
export interface SecretForm {
  readonly form: FormName;
  readonly needle: string;
  /** Short text: found only where no letter or digit touches it, else "1234" would be everywhere. */
  readonly standsAlone: boolean;
}

// Shorter values cannot be told from ordinary text at all; the allow-lists alone keep them out.
const shortestSecret = 4;
const shortestFreeStanding = 6;
// A shorter piece of base64 or hex turns up by chance in any compressed file.
const shortestEncoded = 8;
// A line of a PEM key gives most of the key away; "-----BEGIN" gives nothing away.
const shortestLine = 24;

/** All shapes of a secret, longest first, without repeats; empty for a value too short to look for. */
export function formsOf(secret: string): readonly SecretForm[] {
  if (secret.length < shortestSecret) return [];
  const found = new Map<string, FormName>();
  for (const [form, text] of shapesOf(secret)) {
    const encoded = form !== 'raw' && form !== 'line';
    const needle = Buffer.from(text, 'utf8').toString('latin1');
    if (encoded && needle.length < shortestEncoded) continue;
    if (!found.has(needle)) found.set(needle, form);
  }
  return [...found]
    .map(([needle, form]) => ({ form, needle, standsAlone: needle.length < shortestFreeStanding }))
    .sort((a, b) => b.needle.length - a.needle.length);
}

/** Where the form begins in the text (latin1) at or after `from`; -1 when it is not there. */
export function indexOfForm(text: string, { needle, standsAlone }: SecretForm, from = 0): number {
  for (let at = text.indexOf(needle, from); at !== -1; at = text.indexOf(needle, at + 1)) {
    if (!standsAlone) return at;
    if (!isWordAt(text, at - 1) && !isWordAt(text, at + needle.length)) return at;
  }
  return -1;
}

const isWordAt = (text: string, at: number): boolean => /[A-Za-z0-9]/.test(text.charAt(at));

function* shapesOf(secret: string): Generator<readonly [FormName, string]> {
  const bytes = Buffer.from(secret, 'utf8');
  yield ['raw', secret];
  yield* asBase64(bytes);
  yield ['hex', bytes.toString('hex')];
  yield ['hex', bytes.toString('hex').toUpperCase()];
  yield* asUrl(secret, bytes);
  const json = JSON.stringify(secret).slice(1, -1);
  yield ['json-escaped', json];
  // Some writers escape the slash as well (RFC 8259 §7 allows it).
  yield ['json-escaped', json.replaceAll('/', '\\/')];
  // Text strings inside a PDF.
  yield ['utf-16', asUtf16(secret)];
  yield* linesWorthHiding(secret);
}

/** In base64 of a longer text, what a secret becomes depends on where it began: three alignments. */
function* asBase64(bytes: Buffer): Generator<readonly [FormName, string]> {
  for (const shift of [0, 1, 2]) {
    const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    // Characters that mix in a neighbour's bits are unknown: cut from both ends.
    const head = Math.ceil((shift * 8) / 6);
    const tail = Math.floor(((shift + bytes.length) * 8) / 6);
    const core = text.slice(head, tail);
    yield ['base64', core];
    yield ['base64url', core.replaceAll('+', '-').replaceAll('/', '_')];
  }
}

function* asUrl(secret: string, bytes: Buffer): Generator<readonly [FormName, string]> {
  const component = encodeURIComponent(secret.toWellFormed());
  const strict = component.replace(/[!'()*]/g, (mark) => percent(mark.charCodeAt(0)));
  for (const text of [component, strict, strict.replaceAll('%20', '+')]) {
    yield ['url-encoded', text];
    yield ['url-encoded', text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())];
  }
  const everyByte = [...bytes].map(percent).join('');
  yield ['url-encoded', everyByte];
  yield ['url-encoded', everyByte.toLowerCase()];
}

const percent = (byte: number): string => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;

/** UTF-16 big endian, one character a byte; right for characters below U+0100, which keys are made of. */
const asUtf16 = (secret: string): string => [...secret].map((character) => `\0${character}`).join('');

function* linesWorthHiding(secret: string): Generator<readonly [FormName, string]> {
  const lines = secret.split(/\r?\n|\\n/);
  if (lines.length === 1) return;
  for (const line of lines) {
    if (line.length >= shortestLine && !line.startsWith('-----')) yield ['line', line];
  }
}

import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { EvidenceError } from './evidence-error.ts';

// Other people's readers stop far earlier than V8 does; a cycle is a value without end, so this
// catches cycles too.
const deepestNesting = 500;

/**
 * One text for one value: RFC 8785 (JSON Canonicalization Scheme). Interfaces are welcome, so the
 * parameter is `unknown`; what is not JSON is refused rather than dropped, because a dropped field
 * would be missing from the evidence without a trace.
 *
 * @throws EvidenceError NOT_JSON, naming the place: `undefined`, functions, symbols, bigint, class
 *   instances (a Secret, a Date), non-finite numbers, whole numbers beyond 2^53, lone surrogates
 */
export function canonicalJson(value: unknown): string {
  refuseWhatIsNotJson(value, '$', 0);
  return canonicalize(value) as string;
}

export function sha256Hex(bytes: Uint8Array | string): string {
  return hash('sha256', bytes, 'hex');
}

function refuseWhatIsNotJson(value: unknown, place: string, depth: number): void {
  if (value === null || typeof value === 'boolean') return;
  if (typeof value === 'string') return refuseLoneSurrogates(value, place);
  if (typeof value === 'number') return refuseInexactNumbers(value, place);
  if (typeof value !== 'object') throw notJson(place, typeof value);
  if (depth >= deepestNesting) throw notJson(place, `nested deeper than ${deepestNesting} (or a cycle)`);
  if (Array.isArray(value)) {
    // An index loop, since forEach and for-of differ on holes: a hole is `undefined`, and refused.
    for (let i = 0; i < value.length; i++) refuseWhatIsNotJson(value[i], `${place}[${i}]`, depth + 1);
    return;
  }
  // A class may carry toJSON and say less than it holds; evidence says what it holds.
  if (isInstance(value)) throw notJson(place, 'an instance of a class');
  for (const [key, member] of Object.entries(value)) {
    refuseLoneSurrogates(key, `a key of ${place}`);
    refuseWhatIsNotJson(member, `${place}.${key}`, depth + 1);
  }
}

function isInstance(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype !== null && Object.getPrototypeOf(prototype) !== null;
}

function refuseLoneSurrogates(text: string, place: string): void {
  // RFC 8785 §3.2.2.2: an error, not a replacement character.
  if (!text.isWellFormed()) throw notJson(place, 'text with a lone surrogate');
}

function refuseInexactNumbers(value: number, place: string): void {
  if (!Number.isFinite(value)) throw notJson(place, String(value));
  // RFC 7493 §2.2: readers with integers would see another number than readers with doubles.
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    throw notJson(place, 'a whole number beyond 2^53 (write it as a string)');
  }
}

const notJson = (place: string, found: string): EvidenceError =>
  new EvidenceError('NOT_JSON', `not JSON at ${place}: ${found}`);

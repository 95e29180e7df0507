import { plainNumber } from './spellings.ts';

/**
 * The pieces of a text that are looked at one by one: moments, times of day and addresses of machines, whose colons and
 * dots would tear them (with the zone of an IPv6 address, which names an interface: "fe80::1%eth0"), numbers with their
 * groups, then words.
 */
export const pieces =
  /(?<moment>(?<![\p{L}\p{N}])(?:\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?|\d\d:\d\d(?::\d\d(?:\.\d+)?)?)Z?(?![\p{L}\p{N}:]))|(?<ip6>(?<![\p{L}\p{N}])(?:[0-9A-Fa-f]{0,4}:){2,8}[0-9A-Fa-f]{0,4}(?:\.\d+){0,3}(?:%[\p{L}\p{N}](?:[\p{L}\p{N}._~-]*[\p{L}\p{N}])?)?(?![\p{L}\p{N}]))|(?<number>[-+−]?\d{1,3}(?:[,'’_\u00a0\u2009\u202f]\d{3})+(?:\.\d+)?(?![\p{L}\p{N}]))|(?<word>[\p{L}\p{N}_][\p{L}\p{M}\p{N}._@+'’-]*)/gu;

const timeOfDay = /^\d\d:\d\d(?::\d\d(?:\.\d+)?)?$/;

/**
 * Six colons or a gap: a time of day has two. The gap alone, "::", is the address that is not specified (RFC 4291
 * §2.5.2): it names no machine, and stays.
 */
export const isMachineAddress = (text: string): boolean =>
  !timeOfDay.test(text) && /[0-9A-Fa-f]/.test(text) && (text.includes('::') || text.split(':').length >= 6);

const ownIds = /^(?:EX-\d+|J-\d+|FD?-\d+|(?:FB|DRILL)-\d{8}-\d{4}-[0-9a-z]{4}|X-\d+)$/;
const moment = /^\d{4}-\d\d-\d\d(?:[T ][\d:.]*Z?)?$/;

/** Ids that firebreak gave itself say nothing of anybody. A UUID may be an account of the venue: it is no such id. */
export const isOwnId = (value: string): boolean => ownIds.test(value) || moment.test(value);

/** E-mail, IP address, address of a chain, transaction, amount: by its shape alone. */
export function looksTelling(value: string): boolean {
  if (isOwnId(value)) return false;
  if (value.includes('@') || isMachineAddress(value) || standIn.test(value)) return true;
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(value)) return true;
  if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)) return true;
  if (plainNumber(value) !== undefined)
    return /[^\d+−-]/.test(value) || (/\d{4}/.test(value) && !/^20\d\d$/.test(value));
  if (/^\d+\.\d+[A-Za-z]{1,6}$/.test(value)) return true;
  // An address may have no digit; a name of a function changes its case less often.
  const isMixed = /\d/.test(value) || (value.match(/[a-z][A-Z]/g) ?? []).length >= 5;
  return value.length >= 20 && isMixed && /^[A-Za-z0-9_-]+$/.test(value);
}

/** A venue that writes one could make its value pass for another that was replaced. */
export const standIn = /^(?:AMOUNT|EMAIL|ID|NAME|TEXT|VALUE)-[0-9a-f]{12}$/;

/** Words of the language: found in many places by chance. */
export const isPlainWord = (word: string): boolean => /^\p{Lu}?\p{Ll}*$/u.test(word);

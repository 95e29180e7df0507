import { randomInt } from 'node:crypto';

const upper = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
const lower = 'abcdefghijkmnopqrstuvwxyz';
const digits = '23456789';
// One character, and one that neither a shell nor YAML nor a header reads anything into.
const special = '@';

const draw = (from: string): string => from.charAt(randomInt(from.length));

/**
 * Makes the passphrase of a new key: letters and digits, and at least one each of capital, small letter,
 * digit and special character (sub-account, POST apikey). About 140 bits.
 */
export function newPassphrase(): string {
  const body = Array.from({ length: 24 }, () => draw(upper + lower + digits)).join('');
  return `${draw(upper)}${draw(lower)}${draw(digits)}${body}${special}`;
}

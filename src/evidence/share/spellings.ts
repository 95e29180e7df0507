import { isIPv6 } from 'node:net';

/** One value has many spellings: all of them get one stand-in, and none of them may stay. */

const written = /^[-+−]?(?:\d{1,3}(?:[,'’_\u00a0\u2009\u202f]\d{3})+|\d+)?(?:\.\d*)?(?:[eE][-+]?\d{1,3})?$/;

/**
 * A number in one spelling: "1.50", "1.5", "15e-1" and "+1.5" are "1.5"; "25,414.0" is "25414". Undefined for what is
 * no number.
 */
export function plainNumber(text: string): string | undefined {
  if (!/\d/.test(text) || !written.test(text)) return undefined;
  const [mantissa = '', exponent = '0'] = text.replace(/[,'’_\u00a0\u2009\u202f]/g, '').split(/[eE]/);
  const sign = /^[-−]/.test(mantissa) ? '-' : '';
  const [whole = '', fraction = ''] = mantissa.replace(/^[-+−]/, '').split('.');
  const digits = `${whole}${fraction}`;
  // Where the point stands in the digits, counted from their beginning.
  const point = whole.length + Number(exponent);
  const [before, after] =
    point <= 0
      ? ['', `${'0'.repeat(-point)}${digits}`]
      : [digits.slice(0, point).padEnd(point, '0'), digits.slice(point)];
  const shortest = `${before.replace(/^0+/, '') || '0'}.${after}`.replace(/\.?0*$/, '');
  return shortest === '0' ? '0' : `${sign}${shortest}`;
}

/**
 * An IPv6 address as RFC 5952 has it, its zone behind it; one that only carries an IPv4 address ("::ffff:203.0.113.7",
 * as a server with one socket for both logs its peers) as that. Undefined for anything else.
 */
export function plainMachine(text: string): string | undefined {
  const [address = '', ...zone] = text.split('%');
  if (!isIPv6(address)) return undefined;
  const plain = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(plain) ?? [];
  const carried = high !== undefined && low !== undefined ? [high, low].flatMap(bytesOf).join('.') : plain;
  return [carried, ...zone].join('%');
}

const bytesOf = (group: string): readonly number[] => {
  const value = Number.parseInt(group, 16);
  return [value >> 8, value & 0xff];
};

/** What a stand-in is made of: the value, in the spelling that all its spellings have in common. */
export function normalise(value: string): string {
  const number = plainNumber(value);
  if (number !== undefined) return number;
  const machine = plainMachine(value);
  if (machine !== undefined) return machine;
  // The case of an address in hex is a checksum and of one in bech32 nothing; mailboxes differ by it nowhere.
  if (/^0x[0-9a-f]{6,}$/i.test(value) || /^[a-z]{2,5}1[02-9ac-hj-np-z]{30,}$/i.test(value) || isEmail(value))
    return value.toLowerCase();
  return value;
}

export type StandInKind = 'AMOUNT' | 'EMAIL' | 'ID' | 'NAME' | 'TEXT' | 'VALUE';

/** What a stand-in says of what it stands for. */
export function kindOf(normal: string): StandInKind {
  if (plainNumber(normal) !== undefined) return 'AMOUNT';
  if (isEmail(normal)) return 'EMAIL';
  if (/^[A-Za-z0-9:_-]{20,}$/.test(normal)) return 'ID';
  return /\s/.test(normal) ? 'TEXT' : 'VALUE';
}

const isEmail = (value: string): boolean => /^[^\s@]+@[^\s@]+$/.test(value);

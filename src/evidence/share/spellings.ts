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

/** What a stand-in is made of: the value, in the spelling that all its spellings have in common. */
export function normalise(value: string): string {
  const number = plainNumber(value);
  if (number !== undefined) return number;
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

/** The wire forms of RFC 4251 §5 that keys and signatures are made of. */
export const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

/** Length, then bytes. */
export const sshString = (bytes: Uint8Array): Buffer => Buffer.concat([uint32(bytes.length), bytes]);

/** Takes bytes apart field by field; every method throws RangeError where they end too early. */
export interface SshFields {
  string(): Buffer;
  /** A string that is text: the name of a kind, of a curve. */
  name(): string;
  number(): number;
  byte(): number;
  /** A positive whole number in its one shortest form, big endian, without the sign's zero. */
  positive(): Buffer;
  /** @throws RangeError when bytes are left: what follows is nothing that we know */
  end(): void;
}

export function fieldsOf(bytes: Buffer): SshFields {
  let at = 0;
  const take = (count: number): Buffer => {
    if (at + count > bytes.length) throw new RangeError('cut off');
    at += count;
    return bytes.subarray(at - count, at);
  };
  const number = (): number => take(4).readUInt32BE();
  const string = (): Buffer => take(number());
  return {
    string,
    number,
    name: () => string().toString('latin1'),
    byte: () => take(1).readUInt8(),
    positive: () => positiveIn(string()),
    end() {
      if (at !== bytes.length) throw new RangeError('something follows');
    },
  };
}

/** mpint: a second spelling of the same number would be a change that nobody sees. */
function positiveIn(bytes: Buffer): Buffer {
  const [first = 0, second = 0] = bytes;
  const isNegativeOrNone = bytes.length === 0 || first >= 0x80;
  const isPadded = first === 0 && second < 0x80;
  if (isNegativeOrNone || isPadded) throw new RangeError('not a positive number in its shortest form');
  return first === 0 ? bytes.subarray(1) : bytes;
}

import { crc32, deflateRawSync } from 'node:zlib';

/** A file for an archive, and what the archive is to say of it that is not so. */
export interface ZipPart {
  readonly name: string;
  readonly content: Uint8Array | string;
  /** Unix mode with the file type, e.g. 0o120777 for a link. */
  readonly mode?: number;
  readonly encrypted?: boolean;
  readonly claims?: { readonly size?: number; readonly crc32?: number };
}

/** Writes an archive by PKWARE's APPNOTE, honest or not: local headers, central directory, its end. */
export function makeZip(parts: readonly ZipPart[]): Uint8Array {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const content = Buffer.from(part.content as string);
    const packed = deflateRawSync(content);
    const name = Buffer.from(part.name, 'utf8');
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    // Bit 11: the name is UTF-8; bit 0: encrypted.
    shared.writeUInt16LE(0x800 | (part.encrypted ? 1 : 0), 2);
    shared.writeUInt16LE(8, 4);
    shared.writeUInt32LE(part.claims?.crc32 ?? crc32(content), 10);
    shared.writeUInt32LE(packed.length, 14);
    shared.writeUInt32LE(part.claims?.size ?? content.length, 18);
    shared.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), shared, name, packed]);
    const entry = Buffer.alloc(16);
    entry.writeUInt32LE((part.mode ?? 0o100644) * 0x10000, 6);
    entry.writeUInt32LE(offset, 10);
    central.push(
      Buffer.concat([
        Buffer.from('PK\x01\x02', 'latin1'),
        // Made by version 2.0 on Unix.
        Buffer.from([20, 3]),
        shared,
        entry.subarray(0, 14),
        name,
      ]),
    );
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

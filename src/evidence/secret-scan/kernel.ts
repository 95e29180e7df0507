import { readFileSync } from 'node:fs';

/** What `kernel.wat` exports. Places are bytes of its memory; 64-bit numbers are passed as such. */
interface Loops {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  note(at: number, drop: bigint, shift: bigint, bits: number): void;
  find(at: number, end: number, step: number, drop: bigint, shift: bigint, bits: number): number;
  findMark(at: number, end: number, tables: number): number;
  squeeze(at: number, end: number, out: number, moves: number): number;
  countControls(at: number, end: number): number;
  undoHex(
    at: number,
    end: number,
    out: number,
    mark: number,
    digits: number,
    gap: number,
    list: number,
  ): number;
}

// Part of the language's hosts (WebAssembly JavaScript Interface, W3C), and not of TypeScript's library for ES2024.
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: Loops };
};

const assembled = new WebAssembly.Module(readFileSync(new URL('kernel.wasm', import.meta.url)));

const pageSize = 64 * 1024;
// The loops read and write up to sixteen bytes beyond the end of a text.
const slack = 64;

/**
 * Memory and the loops that run over it. Tables come first and stay; behind them are rooms for texts, all of the
 * same length, which are good until longer ones are asked for.
 */
export class Kernel {
  readonly loops: Loops = new WebAssembly.Instance(assembled).exports;
  #tables = 0;
  #roomLength = 0;

  /** A table of so many zero bytes. All tables are reserved before the first room. */
  reserve(length: number): number {
    const at = this.#tables;
    this.#tables += length;
    this.#growTo(this.#tables);
    return at;
  }

  /** Makes all rooms at least so long. */
  makeRooms(count: number, length: number): void {
    if (length > this.#roomLength) this.#roomLength = Math.ceil(length / slack) * slack;
    this.#growTo(this.#tables + count * (this.#roomLength + slack));
  }

  /** The first bytes of a room. */
  room(index: number, length: number): Buffer {
    const at = this.#tables + index * (this.#roomLength + slack);
    return this.bytes(at, at + length);
  }

  bytes(from: number, to: number): Buffer {
    return Buffer.from(this.loops.memory.buffer, from, to - from);
  }

  #growTo(length: number): void {
    const missing = length - this.loops.memory.buffer.byteLength;
    if (missing > 0) this.loops.memory.grow(Math.ceil(missing / pageSize));
  }
}

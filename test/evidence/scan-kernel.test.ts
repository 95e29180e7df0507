import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import wabt from 'wabt';
import { Kernel } from '../../src/evidence/secret-scan/kernel.ts';
import { createFindMarks, longestMark } from '../../src/evidence/secret-scan/marks.ts';
import { createMatcher } from '../../src/evidence/secret-scan/matcher.ts';
import type { Needle } from '../../src/evidence/secret-scan/needles.ts';
import { createSampler } from '../../src/evidence/secret-scan/sampling.ts';
import { createSqueeze, squeezed } from '../../src/evidence/secret-scan/squeezed.ts';
import { textRuns } from '../../src/evidence/secret-scan/text-runs.ts';
import { createUndoes } from '../../src/evidence/secret-scan/views.ts';

const source = new URL('../../src/evidence/secret-scan/', import.meta.url);

/** Bytes in the kernel's first room, at a place that is no multiple of anything, with others around them. */
function place(kernel: Kernel, bytes: Uint8Array, shift: number): Buffer {
  kernel.makeRooms(2, bytes.length + shift + 40);
  kernel.room(0, bytes.length + shift + 40).fill('n\\ =');
  const placed = kernel.room(0, bytes.length + shift).subarray(shift);
  placed.set(bytes);
  return placed;
}

const chosen = fc.constantFrom(...Buffer.from('ab \n\r\t\v\f\0=\\\\\\nrt\x08\x0e\x1f!>\x7f\xff', 'latin1'));
const texts = fc.array(chosen, { maxLength: 300 }).map((bytes) => Buffer.from(bytes));
const shifts = fc.integer({ min: 0, max: 33 });

describe('evidence/secret-scan, the kernel', () => {
  it('is what its text says', async () => {
    const { parseWat } = await wabt();
    const text = parseWat('kernel.wat', await readFile(new URL('kernel.wat', source), 'utf8'), {
      simd: true,
    });
    text.validate();
    const assembled = Buffer.from(text.toBinary({}).buffer);
    expect(assembled.equals(await readFile(new URL('kernel.wasm', source)))).toBe(true);
  });

  it('squeezes as one byte after the other does', () => {
    const kernel = new Kernel();
    const squeeze = createSqueeze(kernel);
    const into = { ofLength: (length: number) => kernel.room(1, length) };
    fc.assert(
      fc.property(texts, shifts, (bytes, shift) => {
        expect(squeeze(place(kernel, bytes, shift), into)?.toString('hex')).toBe(
          squeezed(bytes)?.toString('hex'),
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('undoes escapes of two digits as a replacement does, and shows all that stands near one', () => {
    const kernel = new Kernel();
    const undoes = createUndoes(kernel).filter((_, n) => n === 0 || n === 4);
    const scratch = { ofLength: (length: number) => kernel.room(1, length) };
    const letters = fc.constantFrom(...'%%%=4aFg. ');
    const escaped = fc.array(letters, { maxLength: 120 }).map((all) => all.join(''));
    const stretches = fc.array(fc.tuple(escaped, fc.integer({ max: 90, min: 0 })), { maxLength: 6 });
    fc.assert(
      fc.property(stretches, shifts, fc.integer({ min: 1, max: 40 }), (parts, shift, reach) => {
        const text = parts.map(([some, rest]) => some + '.'.repeat(rest)).join('');
        const bytes = place(kernel, Buffer.from(text), shift);
        for (const [n, mark] of ['%', '='].entries()) {
          const escape = new RegExp(`${mark}[0-9a-fA-F]{2}`, 'g');
          const plain = text.replace(escape, (code) => String.fromCharCode(parseInt(code.slice(1), 16)));
          const views = undoes[n]?.(bytes, scratch, reach).map((view) => view.bytes.toString('latin1')) ?? [];
          // In order, each a part of what is meant, and together with what stands near every escape.
          let from = 0;
          for (const view of views) {
            const at = plain.indexOf(view, from);
            expect(at, JSON.stringify({ text, view, plain })).toBeGreaterThanOrEqual(0);
            from = at;
          }
          let shorter = 0;
          for (const { index, 0: code } of text.matchAll(escape)) {
            const at = index - shorter;
            shorter += code.length - 1;
            const near = plain.slice(Math.max(0, at - reach), at + 1 + reach);
            expect(views.some((view) => view.includes(near))).toBe(true);
          }
          if (shorter === 0) expect(views).toEqual([]);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('knows text from other bytes by every control character', () => {
    for (let byte = 0; byte < 256; byte++) {
      const isControl = byte === 0x7f || (byte > 0 && byte < 0x20 && (byte < 0x09 || byte > 0x0d));
      for (const length of [1, 16, 100, 4096]) {
        const kernel = new Kernel();
        const runs = [...textRuns(place(kernel, Buffer.alloc(length, byte), 3), kernel)];
        expect(runs.length, `${byte}, ${length} times`).toBe(isControl ? 0 : 1);
      }
    }
  });

  it('finds every mark at which something packed may begin, and no other place', () => {
    const marks = {
      gzip: ['\x1f\x8b\x08'],
      'zip entry': ['PK\x03\x04'],
      stream: ['stream'],
      base64: ['H4sI', 'UEsDB', 'JVBERi', 'iVBORw'],
      png: ['zTXt', 'iTXt', 'iCCP'],
    };
    const all = Object.values(marks).flat();
    const bit = fc.oneof(
      fc.constantFrom(...all),
      // The beginning of a mark, and what has the halves of its bytes.
      fc.constantFrom(...all).map((mark) => mark.slice(0, -1)),
      fc.constantFrom(
        'str',
        'PK\x13\x04',
        'H4sY',
        '\x1f\x8b',
        'x',
        '.................',
        'sstream',
        '\x8f\x1b\x08',
      ),
    );
    const pieces = fc
      .array(bit, { maxLength: 40, size: 'max' })
      .map((bits) => Buffer.from(bits.join(''), 'latin1'));
    const kernel = new Kernel();
    const findMarks = createFindMarks(kernel);
    let seen = 0;
    fc.assert(
      fc.property(pieces, fc.integer({ min: 0, max: 20 }), shifts, (piece, cut, shift) => {
        const below = Math.max(0, piece.length - cut);
        const expected = Object.entries(marks).flatMap(([kind, texts]) =>
          texts.flatMap((text) =>
            [...piece.keys()]
              .filter((at) => at < below && piece.toString('latin1', at, at + text.length) === text)
              .map((at) => ({ at, kind })),
          ),
        );
        const found = findMarks(place(kernel, piece, shift), below);
        expect(found).toEqual(expected.sort((a, b) => a.at - b.at));
        seen += found.length;
      }),
      { numRuns: 1000 },
    );
    expect(seen).toBeGreaterThan(2000);
    expect(longestMark).toBe(6);
  });

  it('finds the needles that the matcher finds, and no others', () => {
    // Few letters, so that pieces of needles are everywhere.
    const word = (minLength: number) =>
      fc
        .array(fc.constantFrom(0x61, 0x62, 0x20), { minLength, maxLength: minLength + 40 })
        .map((bytes) => Buffer.from(bytes));
    const needles = fc.array(fc.oneof(word(1), word(8), word(16), word(32), word(90)), { maxLength: 6 });
    let foundIn = 0;
    fc.assert(
      fc.property(needles, texts, word(0), shifts, (planted, before, between, shift) => {
        const all = planted.map((bytes, n): Needle => ({
          ...{ bytes, form: 'raw', secret: `${n}`, standsAlone: bytes.length < 6 },
        }));
        const bytes = Buffer.concat([before, ...planted.flatMap((needle) => [needle, between])]);
        const kernel = new Kernel();
        const sampler = createSampler(all, kernel);
        const window = { bytes: place(kernel, bytes, shift), first: true, last: true };
        const [found, expected] = [new Set<string>(), new Set<string>()];
        sampler.find(window, ({ secret }) => found.add(secret));
        createMatcher(all).find({ ...window, bytes }, ({ secret }) => expected.add(secret));
        expect([...found].sort()).toEqual([...expected].sort());
        if (expected.size > 0) foundIn += 1;
      }),
      { numRuns: 600 },
    );
    expect(foundIn).toBeGreaterThan(300);
  });

  it('finds a needle wherever it begins, and neither cut short nor with one byte changed', () => {
    const random = Buffer.from('4f1c9a7be3d05826a1f4c37790be62d8153c6ea9f20b47d85de1907a36cb24f8', 'hex');
    for (const length of [8, 15, 16, 31, 32]) {
      const bytes = random.subarray(0, length);
      const kernel = new Kernel();
      const sampler = createSampler([{ bytes, form: 'raw', secret: 'x', standsAlone: false }], kernel);
      const isFoundIn = (text: Buffer, shift: number): boolean => {
        let found = false;
        const window = { bytes: place(kernel, text, shift), first: true, last: true };
        sampler.find(window, () => (found = true));
        return found;
      };
      for (let before = 0; before < 70; before++) {
        const text = Buffer.concat([Buffer.alloc(before, 7), bytes, Buffer.alloc(before % 3, 7)]);
        expect(isFoundIn(text, before % 9), `${length} bytes at ${before}`).toBe(true);
        expect(isFoundIn(text.subarray(0, before + length - 1), before % 9)).toBe(false);
        const place = before + (before % length);
        const changed = Buffer.from(text);
        changed[place] = (changed[place] ?? 0) ^ 1;
        expect(isFoundIn(changed, 0)).toBe(false);
      }
    }
  });
});

import { inflateSync } from 'node:zlib';

/** The file with each stream packed anew, and the table and lengths that belong to it. */
export function repacked(file: Buffer, pack: (bytes: Buffer, n: number) => Buffer): Buffer {
  const text = file.toString('latin1');
  const table = text.lastIndexOf('xref\n0 ');
  const count = Number(/^xref\n0 (\d+)/.exec(text.slice(table))?.[1]);
  const entries = text.slice(table).match(/\d{10} 00000 n \n/g) ?? [];
  const places = entries.map((entry, i) => ({ number: i + 1, from: Number(entry.slice(0, 10)) }));
  const inOrder = places.toSorted((a, b) => a.from - b.from);
  let out = text.slice(0, inOrder[0]?.from);
  const moved = new Map<number, number>();
  let n = 0;
  for (const [i, { number, from }] of inOrder.entries()) {
    const object = text.slice(from, inOrder[i + 1]?.from ?? table);
    moved.set(number, out.length);
    const parts = /^([^]*?)\n>>\nstream\n([^]*)\nendstream\nendobj\n$/.exec(object);
    if (!parts?.[1]?.includes('/FlateDecode')) {
      out += object;
      continue;
    }
    const body = pack(inflateSync(Buffer.from(parts[2] ?? '', 'latin1')), n++).toString('latin1');
    out += `${parts[1].replace(/\/Length \d+/, `/Length ${body.length}`)}\n>>\nstream\n${body}\nendstream\nendobj\n`;
  }
  const rows = places
    .map(({ number }) => `${String(moved.get(number)).padStart(10, '0')} 00000 n \n`)
    .join('');
  const trailer = text
    .slice(text.lastIndexOf('trailer\n'))
    .replace(/startxref\n\d+/, `startxref\n${out.length}`);
  return Buffer.from(`${out}xref\n0 ${count}\n0000000000 65535 f \n${rows}${trailer}`, 'latin1');
}

import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { collectCaseFiles } from '../bag-source.ts';
import { EvidenceError } from '../evidence-error.ts';
import type { Pseudonyms } from './pseudonyms.ts';
import { looksTelling } from './pseudonyms.ts';

/** Found in no text by chance. "main" and "root" are words of any file: they are looked for as values only. */
export const isDistinctive = (name: string): boolean => name.length >= 10 || /[^a-z]/.test(name.slice(1));

/**
 * Looks through every file of a copy, unpacked, for values that were replaced: each word of it against the set of
 * all of them. Distinctive names, which are few, are searched for in every form when the copy is sealed.
 *
 * @throws EvidenceError SECRET_FOUND naming file and line, never the value
 */
export async function refuseResidue(folder: string, by: Pseudonyms): Promise<void> {
  const { values, names } = by.replaced();
  const plain = new Set(names.filter((name) => !isDistinctive(name)));
  // A short word that was replaced in one place ("12", "buy", "2026") stands in another with good reason.
  const telling = new Set([...values].filter((value) => looksTelling(value) && !/^\d{1,6}$/.test(value)));
  const found: string[] = [];
  for (const file of await collectCaseFiles(folder)) {
    if ('bytes' in file) continue;
    let line = 0;
    for await (const text of linesOf(join(folder, file.path))) {
      line += 1;
      const isRecord = file.path.endsWith('.json') || file.path.endsWith('.jsonl');
      if (isRecord)
        for (const [, whole = ''] of text.matchAll(/"([^"\\]*)"(?!:)/g))
          if (plain.has(whole)) found.push(`${file.path}, line ${line}`);
      for (const [word] of text.matchAll(/[\p{L}A-Za-z0-9._@+-]+/gu))
        if (telling.has(word) || telling.has(word.replace(/^[-._+]+|[-._+]+$/g, '')))
          found.push(`${file.path}, line ${line}`);
    }
  }
  if (found.length === 0) return;
  const places = [...new Set(found)];
  throw new EvidenceError(
    'SECRET_FOUND',
    `not sealed, a value that was to be replaced is in ${places.slice(0, 5).join('; ')}${places.length > 5 ? ` and ${places.length - 5} more` : ''}`,
  );
}

function linesOf(path: string): AsyncIterable<string> {
  const bytes = createReadStream(path);
  const input = path.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes;
  return createInterface({ input: input.setEncoding('utf8'), crlfDelay: Infinity });
}

import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { collectCaseFiles, type SourceFile } from '../bag-source.ts';
import { EvidenceError } from '../evidence-error.ts';
import { Kernel } from '../secret-scan/kernel.ts';
import { createFindMarks, type FindMarks } from '../secret-scan/marks.ts';
import { createMatcher, type Matcher } from '../secret-scan/matcher.ts';
import { textsOf } from '../secret-scan/texts.ts';
import type { WindowMemory } from '../secret-scan/windows.ts';
import type { Pseudonyms } from './pseudonyms.ts';
import { plainNumber } from './spellings.ts';
import { looksTelling } from './telling.ts';

/** Found in no text by chance. "main" and "x-" stand in any file: they are looked for as values only. */
export const isDistinctive = (name: string): boolean =>
  name.length >= 10 || (name.length >= 5 && /[^A-Za-z]/.test(name.slice(1)));

/**
 * Looks through every file of a copy for values that were replaced: word by word where a file is text, and byte by byte
 * in all that it holds, unpacked and, in a PDF, drawn. Distinctive names, which are few, are searched for in every form
 * when the copy is sealed.
 *
 * @throws EvidenceError SECRET_FOUND naming file and line, never the value
 */
export async function refuseResidue(folder: string, by: Pseudonyms): Promise<void> {
  const sought = whatToSeek(by);
  const found: string[] = [];
  for (const file of await collectCaseFiles(folder)) {
    if ('bytes' in file) continue;
    // A page's places and styles are numbers too, and the schema is the same for everybody.
    if (!/\.(?:pdf|html|schema\.json)$/.test(file.path)) await readWords(folder, file.path, sought, found);
    if (await isWithin(file, sought)) found.push(file.path);
  }
  if (found.length === 0) return;
  const places = [...new Set(found)];
  throw new EvidenceError(
    'SECRET_FOUND',
    `not sealed, a value that was to be replaced is in ${places.slice(0, 5).join('; ')}${places.length > 5 ? ` and ${places.length - 5} more` : ''}`,
  );
}

interface Sought {
  /** Whole values of a record. */
  readonly plain: ReadonlySet<string>;
  readonly words: ReadonlySet<string>;
  /** In one spelling for all. */
  readonly numbers: ReadonlySet<string>;
  readonly matcher: Matcher;
  readonly findMarks: FindMarks;
  readonly memory: WindowMemory;
}

function whatToSeek(by: Pseudonyms): Sought {
  const { values, names } = by.replaced();
  const telling = [...values].filter((value) => looksTelling(value));
  const numbers = new Set(telling.flatMap((value) => plainNumber(value) ?? []).filter(isLongNumber));
  const words = new Set(telling.filter((value) => plainNumber(value) === undefined));
  const longest = [...words].filter(({ length }) => length >= 8);
  const needles = [...longest, ...[...numbers].filter(({ length }) => length >= 9)].map((text) => ({
    bytes: Buffer.from(text, 'utf8'),
    form: 'raw' as const,
    secret: 'a value of the first bag',
    standsAlone: false,
  }));
  return {
    plain: new Set(names.filter((name) => !isDistinctive(name))),
    words,
    numbers,
    matcher: createMatcher(needles),
    ...reading(),
  };
}

function reading(): Pick<Sought, 'findMarks' | 'memory'> {
  const kernel = new Kernel();
  const findMarks = createFindMarks(kernel);
  const memory = (length: number): Buffer => {
    kernel.makeRooms(1, length);
    return kernel.room(0, length);
  };
  return { findMarks, memory };
}

/** A short number that was replaced in one place ("12", "1.1", "2026") stands in another with good reason. */
const isLongNumber = (number: string): boolean =>
  number.replace(/\D/g, '').replace(/^0+/, '').length >= (number.includes('.') ? 5 : 7);

async function readWords(folder: string, path: string, sought: Sought, found: string[]): Promise<void> {
  let line = 0;
  const isRecord = path.endsWith('.json') || path.endsWith('.jsonl');
  for await (const text of linesOf(join(folder, path))) {
    line += 1;
    if (isRecord)
      for (const [, whole = ''] of text.matchAll(/"([^"\\]*)"(?!:)/g))
        if (sought.plain.has(whole)) found.push(`${path}, line ${line}`);
    for (const [word] of text.matchAll(/[\p{L}A-Za-z0-9._@+,:-]+/gu))
      if (isSought(word, sought) || word.split(/[,:]/).some((part) => isSought(part, sought)))
        found.push(`${path}, line ${line}`);
  }
}

function isSought(word: string, { words, numbers }: Sought): boolean {
  const bare = word.replace(/^[-._+,:]+|[-._+,:]+$/g, '');
  const number = plainNumber(bare);
  return words.has(word) || words.has(bare) || (number !== undefined && numbers.has(number));
}

async function isWithin(file: SourceFile, { matcher, findMarks, memory }: Sought): Promise<boolean> {
  let isThere = false;
  const onClosed = (): void => undefined;
  const overlap = Math.max(1024, 2 * matcher.longest);
  for await (const window of textsOf(file, { overlap, findMarks, memory, onClosed }))
    matcher.find(window, () => (isThere = true));
  return isThere;
}

function linesOf(path: string): AsyncIterable<string> {
  const bytes = createReadStream(path);
  const input = path.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes;
  return createInterface({ input: input.setEncoding('utf8'), crlfDelay: Infinity });
}

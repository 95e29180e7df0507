import { readFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Secret } from '../domain/secret.ts';
import { readSource, type SourceFile } from './bag-source.ts';
import { readPdfParts } from './pdf-parts.ts';
import { formsOf, indexOfForm, type FormName, type SecretForm } from './secret-forms.ts';

/** A secret found where none may be: the file and the form, never the secret. */
interface Leak {
  readonly file: string;
  readonly form: FormName;
  /** Where the secret came from: its reference. */
  readonly secret: string;
}

/**
 * Searches files for secrets: raw, base64 (all three alignments), base64url, hex, URL-encoded and
 * JSON-escaped; gzip (the WARC) is unpacked first, and in a PDF the inflated streams and the text
 * that its pages draw are searched too. Values below four characters cannot be told from other text
 * and are not looked for.
 */
export async function scanForSecrets(scan: {
  readonly files: readonly SourceFile[];
  readonly secrets: readonly Secret[];
}): Promise<readonly Leak[]> {
  const needles = scan.secrets.flatMap((secret) =>
    formsOf(secret.reveal()).map((form) => ({ form, secret: secret.reference })),
  );
  const leaks: Leak[] = [];
  for (const file of scan.files) {
    const found = new Map<string, Leak>();
    for await (const window of windowsOf(file, longestNeedle(needles))) {
      for (const { form, secret } of needles) {
        if (indexOfForm(window, form) !== -1) {
          found.set(`${secret}\n${form.form}`, { file: file.path, form: form.form, secret });
        }
      }
    }
    leaks.push(...found.values());
  }
  return leaks;
}

interface Needle {
  readonly form: SecretForm;
  readonly secret: string;
}

const longestNeedle = (needles: readonly Needle[]): number =>
  needles.reduce((longest, { form }) => Math.max(longest, form.needle.length), 0);

/** All texts of a file that are worth a search, in pieces of bounded size (a PDF's excepted). */
async function* windowsOf(file: SourceFile, overlap: number): AsyncGenerator<string> {
  const head = await firstBytes(file);
  yield* slidingWindows(await readSource(file), overlap);
  if (head.startsWith('\x1f\x8b')) yield* unpacked(file, overlap);
  if (head.includes('%PDF-')) yield* readPdfParts(await wholeFile(file));
}

/** Pieces that overlap, so that nothing hides across an edge; +1 for the neighbours of a short word. */
async function* slidingWindows(stream: Readable, overlap: number): AsyncGenerator<string> {
  let tail = '';
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const window = tail + Buffer.from(chunk).toString('latin1');
    yield window;
    tail = window.slice(-(overlap + 1));
  }
}

async function* unpacked(file: SourceFile, overlap: number): AsyncGenerator<string> {
  const packed = await readSource(file);
  const gunzip = createGunzip();
  packed.on('error', (error) => gunzip.destroy(error));
  try {
    yield* slidingWindows(packed.pipe(gunzip), overlap);
  } catch {
    // Damaged or no gzip after all: what came out before has been searched, and so have the raw bytes.
  } finally {
    packed.destroy();
  }
}

async function firstBytes(file: SourceFile): Promise<string> {
  for await (const chunk of (await readSource(file)) as AsyncIterable<Buffer>) {
    return Buffer.from(chunk).subarray(0, 1024).toString('latin1');
  }
  return '';
}

const wholeFile = async (file: SourceFile): Promise<Uint8Array> =>
  'bytes' in file ? file.bytes : readFile(file.sourcePath);

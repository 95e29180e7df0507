import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether a program is on this machine: tests that need one are skipped by name without it. */
export const has = (program: string): boolean =>
  spawnSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' }).status === 0;

/** Runs other people's tool on a PDF; `FILE` among the arguments stands for it. Returns its stdout. */
export function runOn(pdf: Uint8Array, program: string, args: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'firebreak-pdf-'));
  try {
    const file = join(folder, 'report.pdf');
    writeFileSync(file, pdf);
    return execFileSync(
      program,
      args.map((arg) => (arg === 'FILE' ? file : arg)),
      {
        encoding: 'utf8',
        maxBuffer: 256 * 1024 * 1024,
      },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The text of each page, as pdftotext reads it. */
export function pagesOf(pdf: Uint8Array): string[] {
  return runOn(pdf, 'pdftotext', ['-layout', 'FILE', '-']).split('\f').slice(0, -1);
}

export interface Word {
  readonly page: number;
  readonly text: string;
  readonly xMin: number;
  readonly yMin: number;
  readonly xMax: number;
  readonly yMax: number;
}

/** Every word with its box, in points from the page's upper left corner. */
export function wordsOf(pdf: Uint8Array): Word[] {
  const xml = runOn(pdf, 'pdftotext', ['-bbox', 'FILE', '-']);
  let page = 0;
  return xml.split('\n').flatMap((line): Word[] => {
    if (line.includes('<page ')) page += 1;
    const box = /<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*)<\/word>/.exec(
      line,
    );
    if (!box) return [];
    const [, xMin, yMin, xMax, yMax, text = ''] = box;
    return [{ page, text, xMin: Number(xMin), yMin: Number(yMin), xMax: Number(xMax), yMax: Number(yMax) }];
  });
}

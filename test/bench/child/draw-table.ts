import { createRequire } from 'node:module';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import PDFDocument from 'pdfkit';
import { Canvas } from '../../../src/report/pdf/canvas.ts';
import { Flow } from '../../../src/report/pdf/layout.ts';
import { openFonts, openPdf } from '../../../src/report/pdf/pdfkit.ts';
import { drawTable } from '../../../src/report/pdf/table.ts';
import { Tags } from '../../../src/report/pdf/tags.ts';
import { Typeface } from '../../../src/report/pdf/typeface.ts';

// One table, drawn by one writer, in a process of its own: `node draw-table.ts ours|theirs 10000`.

type Row = readonly [string, string, string, string, string];

const titles = ['Time (UTC)', 'Fill', 'Symbol', 'Amount', 'What'] as const;

/** Every row unique, some text that wraps: what a table of fills with remarks is like. */
function* rows(many: number): Generator<Row> {
  for (let i = 0; i < many; i++) {
    const ms = String(i % 1_000).padStart(3, '0');
    const minute = String(Math.floor(i / 60) % 60).padStart(2, '0');
    const second = String(i % 60).padStart(2, '0');
    yield [
      `2026-11-21 0${Math.floor(i / 3_600)}:${minute}:${second}.${ms}`,
      String(9_310_000 + i * 7),
      i % 3 === 0 ? 'ZRTUSDT' : 'BTCUSDT',
      (0.00012345 * (i + 1)).toFixed(8),
      `fill ${i} of order ${48_120_332_000 + Math.floor(i / 3)}, taken from the book at the ask, client order id web_${(i * 7919).toString(16)}`,
    ];
  }
}

const info = {
  Title: 'Bench',
  Author: 'bench',
  Subject: 'bench',
  Keywords: '',
  Creator: 'bench',
  Producer: 'PDFKit',
  CreationDate: new Date(0),
  ModDate: new Date(0),
};

function ours(many: number): NodeJS.ReadableStream {
  const pdf = openPdf(info);
  const { sans, bold, mono } = openFonts(pdf);
  const faces = { sans: new Typeface(sans), bold: new Typeface(bold), mono: new Typeface(mono) };
  const canvas = new Canvas(pdf, faces, new Tags(pdf), () => undefined);
  const flow = new Flow(canvas);
  flow.newPage();
  drawTable(flow, {
    columns: titles.map((title, i) => ({ title, width: [95, 50, 50, 60, 220][i] ?? 50 })),
    rows: rows(many),
  });
  canvas.flush();
  canvas.tags.close(canvas.tags.root);
  pdf.end();
  return pdf;
}

/**
 * pdfkit's own table with the same face, size, widths and rules. Its cells are not even tagged, which
 * would cost it more, and it does not repeat the header; the font is opened in the way that is
 * fastest for it.
 */
function theirs(many: number): NodeJS.ReadableStream {
  const font = createRequire(import.meta.url).resolve(
    '@expo-google-fonts/ibm-plex-sans/400Regular/IBMPlexSans_400Regular.ttf',
  );
  const doc = new PDFDocument({
    pdfVersion: '1.7',
    size: 'A4',
    margin: 51,
    font,
    info,
  });
  doc.fontSize(7.4);
  const table = doc.table({
    columnStyles: [95, 50, 50, 60, 220],
    defaultStyle: { border: { bottom: 0.4 }, padding: 2.6 },
  });
  table.row([...titles]);
  for (const row of rows(many)) table.row([...row]);
  table.end();
  doc.end();
  return doc;
}

const [, , who = 'ours', many = '10000'] = process.argv;
const started = performance.now();
const stream = who === 'ours' ? ours(Number(many)) : theirs(Number(many));
let bytes = 0;
for await (const chunk of stream) bytes += (chunk as Buffer).length;
const ms = performance.now() - started;
process.stdout.write(JSON.stringify({ ms, bytes, maxRssMiB: process.resourceUsage().maxRSS / 1024 }));

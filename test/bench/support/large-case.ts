import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { CaptureRules, HttpExchange } from '../../../src/domain/http-exchange.ts';
import type { Exhibit } from '../../../src/domain/exhibit.ts';
import type { JournaledEvent } from '../../../src/domain/run-event.ts';
import { Secret } from '../../../src/domain/secret.ts';
import {
  createJournal,
  createRedactor,
  openExhibits,
  openWarc,
  type Exhibits,
  type Journal,
} from '../../../src/evidence/index.ts';
import { draws, type Draws } from './draws.ts';

/** What a run with many secrets knows; each is looked for in every form before sealing. */
export const secrets: readonly Secret[] = Array.from(
  { length: 8 },
  (_, n) => new Secret(draws(n + 1).text(64), `env:SECRET_${n + 1}`),
);

/** Shares of the whole, as in a large case: rows as listed, what people brought, the HTTP record (packed). */
const shares = { rows: 0.45, video: 0.25, logs: 0.25, warc: 0.05 };
const at = '2026-11-21T03:04:05.678Z';
const caseId = 'FB-2026-0001';
const step = { lane: 'case', step: 'acquire-histories', attempt: 1 };

/**
 * Makes a case folder of about so many bytes, with firebreak's own writers: an HTTP record of replies with up to 1,000
 * fills each, listings as they are written while they are read, a screen recording (random bytes), log files.
 * The same each time.
 */
export async function makeLargeCase(folder: string, bytes: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  const journal = await createJournal(join(folder, 'journal/journal.jsonl'));
  await journal.append(at, {
    ...{ type: 'case.opened', caseId, format: 1, mode: 'drill', operatorKind: 'script', accounts: [] },
    playbook: { id: 'leaked-api-key', version: '1', sha256: 'ab'.repeat(32) },
    tool: { name: 'firebreak', version: '0.1.0' },
    environment: { node: 'v24', os: 'linux', host: 'workstation', user: 'ops' },
  });
  await writeExchanges(folder, journal, bytes * shares.warc);
  const exhibits = await openExhibits(folder);
  const pieceSize = Math.max(64 * 1024, Math.ceil(bytes / 16));
  for (let left = bytes * shares.rows; left > 0; left -= pieceSize)
    await keep(journal, await writeListing(exhibits, Math.min(left, pieceSize)));
  for (const [kind, share] of [
    ['video', shares.video],
    ['logs', shares.logs],
  ] as const)
    await keep(journal, await attach(exhibits, folder, kind, bytes * share));
  await journal.append(at, { type: 'case.closed', verdict: 'contained', because: 'a bench' });
  await journal.close();
}

async function keep(journal: Journal, exhibit: Exhibit): Promise<void> {
  await journal.append(at, { type: 'exhibit.acquired', ...step, exhibit });
}

/** Replies as venues page them; a hundred different ones, since each is packed by itself. */
async function writeExchanges(folder: string, journal: Journal, packedBytes: number): Promise<void> {
  const path = join(folder, 'http/exchanges.warc.gz');
  const { warc } = await openWarc(path, { at, caseId, software: 'firebreak/0.1.0' });
  const redactor = createRedactor({ salt: Buffer.alloc(32, 7), secrets });
  const bodies = Array.from({ length: 100 }, (_, n) => replyOf(n));
  const appended: Promise<unknown>[] = [];
  let packed = 0;
  for (let n = 1; packed < packedBytes; n++) {
    const id = `X-${String(n).padStart(5, '0')}`;
    const { exchange, redactions } = redactor.redactExchange(exchangeOf(id, bodies[n % 100] ?? ''), rules);
    const { recordIds: _, ...place } = await warc.write(exchange, { redactions });
    packed += place.length;
    const { venue, purpose, durationMs, request } = exchange;
    const captured: JournaledEvent = {
      ...{ type: 'exchange.captured', exchange: id, venue, purpose, durationMs, status: 200 },
      ...{ method: request.method, url: request.url, redactions: redactions.length },
      ...place,
    };
    appended.push(journal.append(at, captured));
  }
  await Promise.all(appended);
  await warc.sync();
  await warc.close();
}

const rules: CaptureRules = {
  openRequestHeaders: ['accept', 'user-agent'],
  openResponseHeaders: ['date', 'vary'],
  openParameters: ['symbol', 'limit', 'timestamp', 'fromId'],
};

const exchangeOf = (id: string, body: string): HttpExchange => ({
  id,
  venue: 'binance',
  purpose: 'listing trades',
  startedAt: at,
  durationMs: 42,
  request: {
    method: 'GET',
    url: `https://api.binance.com/api/v3/myTrades?symbol=LTCBTC&limit=1000&timestamp=1499827319559&signature=${'c8'.repeat(32)}`,
    headers: [
      ['Host', 'api.binance.com'],
      ['X-MBX-APIKEY', 'K'.repeat(64)],
      ['Accept', 'application/json'],
    ],
    body: new Uint8Array(),
  },
  response: {
    status: 200,
    statusText: 'OK',
    headers: [
      ['Content-Type', 'application/json;charset=UTF-8'],
      ['Date', 'Sat, 21 Nov 2026 03:04:05 GMT'],
    ],
    body: Buffer.from(body),
  },
});

const replyOf = (seed: number): string =>
  `[${Array.from(fills(draws(100 + seed), 50 + 10 * seed), (fill) => JSON.stringify(fill)).join(',')}]`;

function* fills(draw: Draws, many: number) {
  for (let n = 0; n < many; n++) {
    const [qty, price] = [draw.below(1e8) / 1e8, draw.below(1e7) / 1e8];
    yield {
      ...{
        symbol: 'LTCBTC',
        id: 28_457 + draw.below(1e9),
        orderId: 100_234 + draw.below(1e9),
        orderListId: -1,
      },
      ...{ price: price.toFixed(8), qty: qty.toFixed(8), quoteQty: (price * qty).toFixed(8) },
      ...{
        commission: (qty / 1000).toFixed(8),
        commissionAsset: 'BNB',
        time: 1_499_865_549_590 + draw.below(1e10),
      },
      ...{ isBuyer: draw.below(2) === 0, isMaker: draw.below(2) === 0, isBestMatch: true },
    };
  }
}

const described = { acquiredAt: at, acquiredBy: 'firebreak', title: 'made for a bench' } as const;
let numbered = 0;
const nextId = (): string => `EX-${String((numbered += 1)).padStart(3, '0')}`;

async function writeListing(exhibits: Exhibits, bytes: number): Promise<Exhibit> {
  const draft = exhibits.draftRows();
  const draw = draws(1_000 + numbered);
  for (let written = 0; written < bytes;) {
    const rows = [...fills(draw, 1_000)].map(
      ({ symbol, id, orderId, price, qty, commission, time, isBuyer }) => ({
        ...{
          symbol,
          id: String(id),
          order: String(orderId),
          price,
          amount: qty,
          side: isBuyer ? 'buy' : 'sell',
        },
        ...{ at: new Date(time).toISOString(), fee: { amount: commission, asset: 'BNB' } },
      }),
    );
    written += JSON.stringify(rows).length;
    await draft.write(rows);
  }
  return draft.finish(
    { ...described, id: nextId(), kind: 'trades', source: { from: 'firebreak', why: 'bench' } },
    { coverage: { symbols: 'all', holes: [] }, pages: [], stop: 'short-page' },
  );
}

async function attach(
  exhibits: Exhibits,
  folder: string,
  kind: 'video' | 'logs',
  bytes: number,
): Promise<Exhibit> {
  const path = join(folder, '..', `${kind}.brought`);
  await pipeline(Readable.from(kind === 'video' ? noise(bytes) : logLines(bytes)), createWriteStream(path));
  const draft = await exhibits.draftFile(path, 2 * 1024 ** 3);
  const exhibit = await draft.finish({
    ...{ ...described, id: nextId(), kind: 'attachment' },
    mediaType: kind === 'video' ? 'application/octet-stream' : 'text/plain',
    source: { from: 'operator', why: 'bench' },
  });
  await rm(path);
  return exhibit;
}

function* noise(bytes: number): Generator<Buffer> {
  const draw = draws(9);
  for (let left = Math.ceil(bytes); left > 0; left -= blockSize)
    yield Buffer.from(Uint32Array.from({ length: blockSize / 4 }, draw.word).buffer).subarray(0, left);
}

function* logLines(bytes: number): Generator<Buffer> {
  const draw = draws(10);
  for (let left = Math.ceil(bytes); left > 0; left -= blockSize) {
    let text = '';
    while (text.length < blockSize)
      text += `2026-11-21T03:${String(draw.below(60)).padStart(2, '0')}:05Z 192.0.2.${draw.below(256)} "GET /api/v1/orders/${draw.text(24)}?user=ops%40example.com HTTP/1.1" 200 ${draw.below(99_999)}\n`;
    yield Buffer.from(text.slice(0, Math.min(left, blockSize)));
  }
}

const blockSize = 256 * 1024;

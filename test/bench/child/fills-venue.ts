import http from 'node:http';
import process from 'node:process';
import { fillsOf, fillsPage } from '../../support/fills.ts';
import { listenOnLoopback } from '../../support/loopback-server.ts';

// A venue that lists one account's fills, in a process of its own: `node fills-venue.ts SYMBOLS FILLS
// ROUND_TRIP_MS`. It prints its port and ends with its standard input. Rows are made as they are asked for.

const [symbols = 0, fills = 0, roundTripMs = 0] = process.argv.slice(2).map(Number);
const history = fillsOf({ symbols, fills });

const server = http.createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://venue');
  const symbol = searchParams.get('symbol') ?? '';
  const isKnown = pathname === '/api/v3/myTrades' && !searchParams.has('startTime');
  const body = Buffer.from(
    isKnown
      ? fillsPage(history, symbol, Number(searchParams.get('fromId')))
      : // A full window of times says only that there is more than a page.
        '{"code":-1100,"msg":"Illegal parameters."}',
  );
  const headers = { 'content-type': 'application/json', 'content-length': body.length };
  setTimeout(() => response.writeHead(isKnown ? 200 : 400, headers).end(body), roundTripMs);
});

const { port, close } = await listenOnLoopback(server);
process.stdout.write(`${port}\n`);
process.stdin.resume().once('end', () => void close());

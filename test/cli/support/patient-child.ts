// Loaded into the program before it starts (node --import). Two things that a test cannot wait for:
//
// - A person works at a web site before he says "done": after a guide was written to stdout the program
//   stands still until the test, which plays him, has written a byte to file descriptor 3.
// - Half a minute passes between two probes: with JUMP_FILE set, a long sleep ends at once and the
//   process's clock goes on by as much. The file tells the simulated venue by how much: two clocks that
//   agree, as they would have after the wait. Nothing is under way while the clock moves.
import { subscribe } from 'node:diagnostics_channel';
import { readFileSync, readSync, writeFileSync } from 'node:fs';
import type { ClientRequest } from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import { performance } from 'node:perf_hooks';
import timers from 'node:timers/promises';

const write = process.stdout.write.bind(process.stdout) as (text: string) => boolean;
process.stdout.write = ((text: string) => {
  const written = write(text);
  if (text.includes('"type":"guide.shown"')) readSync(3, Buffer.alloc(1));
  return written;
}) as typeof process.stdout.write;

const jumpFile = process.env['JUMP_FILE'];
if (jumpFile !== undefined) {
  // Below this nobody notices the wait.
  const longMs = 400;
  const quietMs = 25;
  // What an earlier process of the case has skipped is past for this one too.
  let jumpedMs = Number(readFileSync(jumpFile, 'utf8'));
  const requests = watchRequests();
  const { now } = Date;
  const monotonic = performance.now.bind(performance);
  const sleep = timers.setTimeout;
  Date.now = () => now() + jumpedMs;
  Object.defineProperty(performance, 'now', { value: () => monotonic() + jumpedMs });
  timers.setTimeout = (async (ms: number, value: unknown, options?: { signal?: AbortSignal }) => {
    if (ms < longMs) return sleep(ms, value, options);
    for (let before = -1; requests.open() > 0 || requests.seen() !== before;) {
      before = requests.seen();
      await sleep(quietMs, undefined, options);
    }
    jumpedMs += ms;
    writeFileSync(jumpFile, `${jumpedMs}`);
    return value;
  }) as typeof timers.setTimeout;
  syncBuiltinESMExports();
}

/** A request that was signed before a jump and arrives after it would be late, as no real one is. */
function watchRequests() {
  const open = new Set<ClientRequest>();
  let seen = 0;
  const requestOf = (message: unknown) => (message as { request: ClientRequest }).request;
  subscribe('http.client.request.start', (message) => {
    seen += 1;
    // A tunnel's own request has no end that is told of.
    if (requestOf(message).method !== 'CONNECT') open.add(requestOf(message));
  });
  for (const end of ['http.client.response.finish', 'http.client.request.error']) {
    subscribe(end, (message) => {
      seen += 1;
      open.delete(requestOf(message));
    });
  }
  return { open: () => open.size, seen: () => seen };
}

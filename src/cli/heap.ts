import { versions } from 'node:process';
import { setFlagsFromString } from 'node:v8';

/** Of Node 22 and 24. Another one may not know these flags, and would say so in the middle of an incident. */
const versionsThatKnow = /^1[23]\./;

/**
 * Keeps the process small, for every command; called once, when the program is loaded. V8 doubles its young
 * generation (2 × 8 MiB by then, up to 2 × 64) as a long run goes on and gives none of it back, and it lets the old
 * one grow to a multiple of what lives in it before it collects. A responder's laptop has bots and a browser beside
 * us. Costs about a twentieth of the time of a large report, and nothing of a small one
 * (test/bench/report-100k-case.ts).
 *
 * Both are read by V8 whenever it sizes its heap, so they act in a process that runs; `--max-semi-space-size` would
 * have to stand on the command line, which `bin` and Windows do not let us write.
 */
export function keepHeapSmall(): void {
  if (!versionsThatKnow.test(versions.v8)) return;
  setFlagsFromString('--semi-space-growth-factor=1');
  // A collection when half as much again as lives has come to it.
  setFlagsFromString('--heap-growing-percent=50');
}

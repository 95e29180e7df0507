// Plays a drill that never was on the real terminal: `node test/terminal/demo.ts [--no-color] [--quick]`.
// What it shows is what a run shows; only the events are made up.
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunEvent } from '../../src/domain/run-event.ts';
import type { Question } from '../../src/domain/question.ts';
import { createScreen, createTerminalOperator, drawEnding } from '../../src/terminal/index.ts';
import { Interrupted } from '../../src/terminal/interrupted.ts';
import { wantsColor } from '../../src/terminal/palette.ts';
import { acted, at, finished, intended, offered, sampleRun, started } from './support/sample-run.ts';

const isQuick = process.argv.includes('--quick');
const color = !process.argv.includes('--no-color') && wantsColor(process.stdout, process.env);
const begun = Date.now();
const now = (): string =>
  new Date(Date.UTC(2026, 10, 21, 3, 1, 41) + (Date.now() - begun) * 10).toISOString();
const stop = new AbortController();

const screen = createScreen({ stdout: process.stdout, color, interactive: true, now });
const operator = createTerminalOperator({
  stdin: process.stdin,
  stdout: process.stdout,
  color,
  live: screen.live!,
  onInterrupt: () => stop.abort(new Error('stopped between two questions')),
});
const ask = (question: Question) => operator.answer(question, stop.signal);
const emit = (event: RunEvent) => screen.read(event, now());

const menu: Question = {
  id: 'contain.revoke@main/menu',
  kind: 'choice',
  prompt: 'Revoke the leaked key?',
  choices: [
    { value: 'continue', label: 'Continue: do it now', key: 'c' },
    { value: 'skip', label: 'Skip, with a reason', key: 's' },
    { value: 'note', label: 'Write a note', key: 'n' },
    { value: 'back', label: 'Back to the list', key: 'b' },
    { value: 'quit', label: 'Quit; resume later', key: 'q' },
  ],
  initial: 'continue',
};

async function play(): Promise<void> {
  await ask({
    id: 'open.ask/what-leaked',
    kind: 'choice',
    prompt: 'What leaked?',
    why: 'Decides how wide the response starts.',
    choices: [
      { value: 'key', label: 'An API key with its secret', key: 'k' },
      { value: 'host', label: 'The host a bot runs on', hint: 'every key on it is in scope', key: 'h' },
      { value: 'unknown', label: 'I do not know yet', key: 'u' },
    ],
    initial: 'key',
  });
  await ask({
    id: 'open.ask/accounts',
    kind: 'many',
    prompt: 'Which accounts could it reach?',
    choices: [
      { value: 'main', label: 'tradebot-main', hint: 'Binance, spot trade' },
      { value: 'alt', label: 'tradebot-alt', hint: 'Binance, read' },
      { value: 'rep', label: 'reporting', hint: 'Bybit, read' },
    ],
    initial: ['main'],
  });
  await ask({ id: 'open.ask/who-are-you', kind: 'text', prompt: 'Who are you?', initial: 'jd' });
  for (const [, event] of sampleRun) emit(event);
  const ticking = setInterval(tick, 400);
  try {
    while ((await ask(menu)) === 'note') {
      const note = await ask({
        id: 'contain.revoke@main/note',
        kind: 'text',
        prompt: 'Note',
        optional: true,
      });
      if (note !== '') emit({ type: 'note.added', text: String(note), by: 'jd' });
    }
    await revoke();
  } finally {
    clearInterval(ticking);
  }
}

async function revoke(): Promise<void> {
  emit({ type: 'step.chosen', ...at('account:main', 'contain.revoke'), choice: 'continue', by: 'jd' });
  emit(started('account:main', 'contain.revoke', offered().title));
  const sure = await ask({
    id: 'contain.revoke@main/approve',
    kind: 'choice',
    destructive: true,
    prompt: 'Revoke key tradebot-1, abcd…wxyz (64), at Binance? It cannot be undone.',
    choices: [
      { value: 'revoke', label: 'Revoke tradebot-1 now', key: 'r' },
      { value: 'not-now', label: 'Not now', key: 'n' },
    ],
  });
  if (sure !== 'revoke') return;
  emit(intended);
  await sleep(isQuick ? 50 : 3000);
  emit(acted);
  emit(finished('account:main', 'contain.revoke', { is: 'verified' }, 'revoked by API, 3 probes refused'));
  emit({ type: 'money.leaving', lost: '1391.55', perMinute: '0', asset: 'USDT' });
}

let rows = 340;
function tick(): void {
  rows += 57;
  const done = Math.min(9, Math.floor(rows / 100));
  const text = `trades ZRTUSDT ${rows} rows`;
  emit({ type: 'progress', ...at('account:main', 'preserve.histories'), text, done, total: 9 });
  if (rows % 5 === 0) emit({ type: 'drill.notice', text: `Mail from the venue: ${rows} orders were filled` });
}

let exit = 0;
try {
  await play();
} catch (error) {
  exit = error instanceof Interrupted ? 130 : 1;
  screen.live!.leave([String(error instanceof Error ? error.message : error)]);
}
operator.close();
screen.close();
const ending = drawEnding(
  {
    mode: 'drill',
    verdict: { is: 'partly-contained', because: 'one account was not read to the end' },
    numbers: [
      { name: 'Time to key dead', value: '4 min 12 s' },
      { name: 'Money lost', value: '1,391.55 USDT, of which 187.44 could have been saved' },
      { name: 'Evidence', value: '17 of 18 exhibits' },
      { name: 'Unknowns', value: '1' },
    ],
    paths: [{ what: 'Report', path: 'reports/FB-20261121-0301/report.pdf' }],
    next: ['firebreak verify reports/FB-20261121-0301/bag'],
  },
  { columns: process.stdout.columns ?? 80, color },
);
process.stdout.write(`${ending.join('\n')}\n`);
process.exitCode = exit;
